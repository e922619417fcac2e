# furusato_layer(<name> [LINKS <targets>...]): the library furusato_<name> of all sources in this folder.
function(furusato_layer name)
  cmake_parse_arguments(LAYER "" "" "LINKS;PRIVATE_LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(furusato_${name} STATIC ${sources})
  target_include_directories(furusato_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(furusato_${name} PUBLIC ${LAYER_LINKS} PRIVATE furusato_options ${LAYER_PRIVATE_LINKS})
endfunction()

# furusato_tests(<label> <name> [LINKS <targets>...]): one GoogleTest program of all *_test.cpp in this folder.
function(furusato_tests label name)
  cmake_parse_arguments(TESTS "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE furusato_options GTest::gtest_main ${TESTS_LINKS})
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 TEST_PREFIX "${label}: " PROPERTIES LABELS ${label})
endfunction()
