# From the tree that this port lies in; needs Rust (rustup), GNU make and Python 3.
#
#   vcpkg install lsagent --overlay-ports=packaging/vcpkg/ports

# The library is always optimised, and serves programs that are not as well.
set(VCPKG_BUILD_TYPE release)

get_filename_component(TREE "${CURRENT_PORT_DIR}/../../../.." ABSOLUTE)
set(SOURCE_PATH "${CURRENT_BUILDTREES_DIR}/src")
file(REMOVE_RECURSE "${SOURCE_PATH}")
foreach(part IN ITEMS Cargo.toml Cargo.lock Makefile build.rs cbindgen.toml README.md CHANGELOG.md
    LICENSE-MIT LICENSE-APACHE src include abi command models sandbox scripts benches tests examples-c packaging bindings)
  if(EXISTS "${TREE}/${part}")
    file(COPY "${TREE}/${part}" DESTINATION "${SOURCE_PATH}")
  endif()
endforeach()

vcpkg_execute_required_process(
  COMMAND make library
  WORKING_DIRECTORY "${SOURCE_PATH}"
  LOGNAME "build-${TARGET_TRIPLET}")
vcpkg_execute_required_process(
  COMMAND make install "PREFIX=${CURRENT_PACKAGES_DIR}" "CMAKEDIR=${CURRENT_PACKAGES_DIR}/share/${PORT}"
  WORKING_DIRECTORY "${SOURCE_PATH}"
  LOGNAME "install-${TARGET_TRIPLET}")

if(VCPKG_LIBRARY_LINKAGE STREQUAL "static")
  file(GLOB unwanted "${CURRENT_PACKAGES_DIR}/lib/liblsagent.so*")
else()
  set(unwanted "${CURRENT_PACKAGES_DIR}/lib/liblsagent.a")
endif()
file(REMOVE ${unwanted})
vcpkg_fixup_pkgconfig()

vcpkg_find_acquire_program(PYTHON3)
vcpkg_execute_required_process(
  COMMAND "${PYTHON3}" packaging/licenses.py host THIRD-PARTY-LICENSES
  WORKING_DIRECTORY "${SOURCE_PATH}"
  LOGNAME "licenses-${TARGET_TRIPLET}")
vcpkg_install_copyright(FILE_LIST
  "${SOURCE_PATH}/LICENSE-MIT" "${SOURCE_PATH}/LICENSE-APACHE" "${SOURCE_PATH}/THIRD-PARTY-LICENSES")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
