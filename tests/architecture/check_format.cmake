# Every C++ file is as clang-format 14 writes it. cmake -D ROOT=<source tree> -P check_format.cmake
cmake_policy(VERSION 3.25)

find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
if(NOT CLANG_FORMAT)
  message(FATAL_ERROR "clang-format is missing: apt-get install clang-format-14")
endif()
execute_process(COMMAND ${CLANG_FORMAT} --version OUTPUT_VARIABLE version)
if(NOT version MATCHES "version 14[.]")
  message(FATAL_ERROR "clang-format 14 is needed, other versions write other blanks; found ${version}")
endif()

file(GLOB_RECURSE files ${ROOT}/src/*.?pp ${ROOT}/include/*.?pp ${ROOT}/tests/*.?pp)
execute_process(COMMAND ${CLANG_FORMAT} --style=file:${ROOT}/.clang-format --dry-run -Werror ${files}
  RESULT_VARIABLE result ERROR_VARIABLE violations)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "not formatted; run clang-format -i on these files:\n${violations}")
endif()
