# Runs the port's portfile as vcpkg would, with stand-ins for what it calls. The library itself is not
# built anew: BUILT is a folder `dist` of `make library`. FOR sets what vcpkg says of the platform.
#
#   cmake -DPORT_DIR=... -DWORK=... -DBUILT=... -DLINKAGE=static|dynamic -DVERSION=... -DFOR=... -P vcpkg.cmake
cmake_minimum_required(VERSION 3.18)

set(PORT lsagent)
foreach(setting IN LISTS FOR)
  string(REGEX MATCH "^([A-Za-z_]+)=(.*)$" whole "${setting}")
  set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
endforeach()
set(CURRENT_PORT_DIR "${PORT_DIR}")
set(CURRENT_BUILDTREES_DIR "${WORK}/buildtrees")
set(CURRENT_PACKAGES_DIR "${WORK}/packages")
set(VCPKG_LIBRARY_LINKAGE "${LINKAGE}")

function(vcpkg_execute_required_process)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "WORKING_DIRECTORY;LOGNAME" "COMMAND")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_WORKING_DIRECTORY OR NOT arg_LOGNAME OR NOT arg_COMMAND)
    message(FATAL_ERROR "vcpkg_execute_required_process does not know: ${ARGV}")
  endif()
  if(arg_COMMAND STREQUAL "make;library")
    file(COPY "${BUILT}" DESTINATION "${arg_WORKING_DIRECTORY}")
    return()
  endif()
  execute_process(COMMAND ${arg_COMMAND} WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}" RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${arg_COMMAND}: ${failed}")
  endif()
endfunction()

function(vcpkg_check_linkage only)
  if(NOT only STREQUAL "ONLY_DYNAMIC_LIBRARY")
    message(FATAL_ERROR "vcpkg_check_linkage is not known to the test with ${only}")
  endif()
  set(VCPKG_LIBRARY_LINKAGE dynamic PARENT_SCOPE)
endfunction()

function(vcpkg_find_acquire_program variable)
  find_program(${variable} NAMES python3 REQUIRED)
endfunction()

function(vcpkg_fixup_pkgconfig)
  if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/lib/pkgconfig/lsagent.pc")
    message(FATAL_ERROR "there is no lsagent.pc")
  endif()
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "COMMENT" "FILE_LIST")
  foreach(file IN LISTS arg_FILE_LIST)
    file(READ "${file}" text)
    file(APPEND "${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright" "${text}")
  endforeach()
endfunction()

include("${PORT_DIR}/portfile.cmake")
