# Names that say nothing, and headers without #pragma once. cmake -D ROOT=<source tree> -P check_names.cmake
cmake_policy(VERSION 3.25)

set(banned_in_types "(Manager|Helper|Util|Utils|Utility|Utilities|Data|Info|Infos|Impl)")
set(banned_in_files "(manager|helper|util|utility|utilities|data|info|impl)s?")

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/src/*.?pp ${ROOT}/include/*.?pp ${ROOT}/tests/*.?pp)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  if(name MATCHES "(^|_)${banned_in_files}(_|[.])")
    message(SEND_ERROR "${file}: '${CMAKE_MATCH_2}' says nothing about what it does")
  endif()
  if(NOT name MATCHES "^[a-z0-9_]+[.](hpp|cpp)$")
    message(SEND_ERROR "${file}: file names are snake_case.hpp or snake_case.cpp")
  endif()

  set(declares "^[ \t]*(template *<.*> *)?(class|struct|union|enum|enum class|enum struct|using|concept) +[A-Za-z0-9_]*")
  file(STRINGS ${ROOT}/${file} types ENCODING UTF-8 REGEX "${declares}${banned_in_types}([^a-z]|$)")
  if(types)
    message(SEND_ERROR "${file}: banned word in a type's name: ${types}")
  endif()

  # A quote or slash before it means a text or a comment; a dot, arrow or colon a library's function.
  file(STRINGS ${ROOT}/${file} getters ENCODING UTF-8 REGEX "^([^\"/]*[^A-Za-z0-9_.>:\"/])?get_[a-z]")
  if(getters)
    message(SEND_ERROR "${file}: a getter is a noun, without get_: ${getters}")
  endif()

  if(name MATCHES "[.]hpp$")
    file(STRINGS ${ROOT}/${file} first_line LIMIT_COUNT 1 ENCODING UTF-8)
    if(NOT first_line STREQUAL "#pragma once")
      message(SEND_ERROR "${file}: begins without #pragma once")
    endif()
  endif()
endforeach()
