# From the tree that this port lies in:
#
#   vcpkg install lsagent --overlay-ports=packaging/vcpkg/ports
#
# It takes the release archive of the platform from the folder dist of that tree; `make archives` makes them, or
# somebody puts a released one there. On Linux, where there is none, it builds the library: that needs Rust (rustup),
# GNU make and Python 3.

# The library is always optimised, and serves programs that are not as well.
set(VCPKG_BUILD_TYPE release)

get_filename_component(TREE "${CURRENT_PORT_DIR}/../../../.." ABSOLUTE)
set(SOURCE_PATH "${CURRENT_BUILDTREES_DIR}/src")
file(REMOVE_RECURSE "${SOURCE_PATH}")

# What a release calls the platform.
if(VCPKG_TARGET_ARCHITECTURE STREQUAL "x64")
  set(processor x86_64)
elseif(VCPKG_TARGET_ARCHITECTURE STREQUAL "arm64")
  set(processor aarch64)
else()
  message(FATAL_ERROR "There is no lsagent for this processor: ${VCPKG_TARGET_ARCHITECTURE}")
endif()
set(ending tar.gz)
if(VCPKG_TARGET_IS_OSX)
  set(triple universal-apple-darwin)
elseif(VCPKG_TARGET_IS_WINDOWS)
  # A DLL and its import libraries: there is no static library for Microsoft's linker.
  vcpkg_check_linkage(ONLY_DYNAMIC_LIBRARY)
  set(ending zip)
  set(triple "${processor}-pc-windows-gnu")
  if(processor STREQUAL "aarch64")
    set(triple "aarch64-pc-windows-gnullvm")
  endif()
elseif(TARGET_TRIPLET MATCHES "musl")
  set(triple "${processor}-unknown-linux-musl")
else()
  set(triple "${processor}-unknown-linux-gnu")
endif()
set(archive "${TREE}/dist/lsagent-${VERSION}-${triple}.${ending}")

function(install_archive)
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${CURRENT_BUILDTREES_DIR}")
  file(RENAME "${CURRENT_BUILDTREES_DIR}/lsagent-${VERSION}-${triple}" "${SOURCE_PATH}")
  file(INSTALL "${SOURCE_PATH}/include" "${SOURCE_PATH}/lib" DESTINATION "${CURRENT_PACKAGES_DIR}"
    PATTERN "cmake" EXCLUDE)
  file(GLOB dlls "${SOURCE_PATH}/bin/*.dll")
  file(INSTALL ${dlls} DESTINATION "${CURRENT_PACKAGES_DIR}/bin")
  # They find the libraries by their own place, which is another one here.
  file(GLOB configs "${SOURCE_PATH}/lib/cmake/lsagent/*.cmake")
  foreach(config IN LISTS configs)
    get_filename_component(name "${config}" NAME)
    file(READ "${config}" text)
    string(REPLACE "_here}/../../../" "_here}/<root>/" text "${text}")
    string(REPLACE "_here}/../.." "_here}/<root>/lib" text "${text}")
    string(REPLACE "_here}/<root>/" "_here}/../../" text "${text}")
    file(WRITE "${CURRENT_PACKAGES_DIR}/share/${PORT}/${name}" "${text}")
  endforeach()
endfunction()

function(install_built)
  foreach(part IN ITEMS Cargo.toml Cargo.lock Makefile build.rs cbindgen.toml README.md CHANGELOG.md
      LICENSE-MIT LICENSE-APACHE src include abi command fleet models sandbox scripts benches tests examples-c packaging bindings)
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
  vcpkg_find_acquire_program(PYTHON3)
  vcpkg_execute_required_process(
    COMMAND "${PYTHON3}" packaging/licenses.py host THIRD-PARTY-LICENSES
    WORKING_DIRECTORY "${SOURCE_PATH}"
    LOGNAME "licenses-${TARGET_TRIPLET}")
endfunction()

if(EXISTS "${archive}")
  install_archive()
elseif(VCPKG_TARGET_IS_LINUX)
  install_built()
else()
  message(FATAL_ERROR "${archive} is missing: put the release's archive there, or make it with `make archives`")
endif()

if(VCPKG_LIBRARY_LINKAGE STREQUAL "static")
  file(GLOB unwanted "${CURRENT_PACKAGES_DIR}/lib/liblsagent.so*" "${CURRENT_PACKAGES_DIR}/lib/*.dylib")
else()
  set(unwanted "${CURRENT_PACKAGES_DIR}/lib/liblsagent.a")
endif()
file(REMOVE ${unwanted})
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST
  "${SOURCE_PATH}/LICENSE-MIT" "${SOURCE_PATH}/LICENSE-APACHE" "${SOURCE_PATH}/THIRD-PARTY-LICENSES")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
