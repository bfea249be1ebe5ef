#!/usr/bin/env bash
# Installs what `make library` or `make binaries` has built, with what pkg-config and CMake need to find it; or
# removes it.
#
#   packaging/install.sh install|uninstall
#
# In the environment: where to, PREFIX (/usr/local), LIBDIR (PREFIX/lib), INCLUDEDIR (PREFIX/include), CMAKEDIR
# (LIBDIR/cmake/lsagent), and DESTDIR, a folder that stands for / while a package is made; what, BUILT, a folder with
# lib/, and bin/ for Windows (dist), and TRIPLE, the platform that it is for (this machine's). What is installed finds
# its parts by their place beside it, so the tree can be moved as a whole.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefix=${PREFIX:-/usr/local}
bindir=$prefix/bin
libdir=${LIBDIR:-$prefix/lib}
includedir=${INCLUDEDIR:-$prefix/include}
pcdir=$libdir/pkgconfig
cmakedir=${CMAKEDIR:-$libdir/cmake/lsagent}
built=${BUILT:-dist}
triple=${TRIPLE:-$(uname -m)-unknown-linux-gnu}
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
major=${version%%.*}
headers=(include/lsagent.h)
[[ ! -e bindings/cpp/lsagent.hpp ]] || headers+=(bindings/cpp/lsagent.hpp bindings/cpp/lsagent_fields.hpp)

fail() {
    echo "install: $*" >&2
    exit 1
}

# Of each system: the file that is linked and loaded, as it is installed; the name by which the loader asks for it;
# what CMake calls the system; where the file is in what was built; the links to it; and what the static library needs
# of the system (`cargo rustc -- --print native-static-libs`), as arguments of a linker.
case $triple in
    *-linux-*)
        shared=$libdir/liblsagent.so.$version loaded=liblsagent.so.$major system=Linux
        source=lib/$loaded links=("$loaded" liblsagent.so)
        native=(-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc)
        [[ $triple != *-musl ]] || native=(-lgcc_s -lc)
        ;;
    *-apple-darwin)
        loaded=liblsagent.$major.dylib system=Darwin
        shared=$libdir/$loaded source=lib/$loaded links=(liblsagent.dylib)
        native=("-framework Security" "-framework CoreFoundation" -liconv -lSystem -lc -lm)
        ;;
    *-windows-*)
        loaded=lsagent.dll system=Windows
        shared=$bindir/$loaded source=bin/$loaded links=()
        native=(-lntdll -luserenv -lws2_32)
        # What unwinds there is a library of LLVM's.
        [[ $triple != *-gnullvm ]] || native+=(-lunwind)
        ;;
    *) fail "no system that is known here: $triple" ;;
esac
processor=${triple%%-*}

# All that is linked with, as far as it was built: the static library, and what linkers of Windows ask for instead of
# the shared one.
libraries() {
    local name
    for name in liblsagent.a lsagent.lib liblsagent.dll.a; do
        [[ ! -e $built/lib/$name ]] || echo "$name"
    done
}

# Everything that is installed, as it is called in the end.
installed() {
    local name
    printf '%s\n' "$shared" "$pcdir/lsagent.pc" "$cmakedir/lsagentConfig.cmake" "$cmakedir/lsagentConfigVersion.cmake"
    for name in "${links[@]}" liblsagent.a lsagent.lib liblsagent.dll.a; do
        echo "$libdir/$name"
    done
    for name in "${headers[@]}"; do
        echo "$includedir/${name##*/}"
    done
}

# The way from one folder to another, neither of which need exist yet.
way() {
    realpath --canonicalize-missing --no-symlinks --relative-to="$1" "$2"
}

# The processors of this kind, as CMake calls them; and how many bytes a pointer has there.
processors() {
    case $processor in
        universal) echo "arm64|x86_64" ;;
        x86_64) echo "x86_64|AMD64|x64" ;;
        aarch64) echo "aarch64|arm64|ARM64" ;;
        *) fail "no processor that is known here: $processor" ;;
    esac
}

# Fills in a template. A path in it is a way, so nothing depends on where the tree is now.
template() {
    local text native_list
    text=$(<"packaging/templates/$1.in")
    native_list=$(IFS=';' && echo "${native[*]}")
    text=${text//@VERSION@/"$version"}
    text=${text//@LOADED@/"$loaded"}
    text=${text//@SYSTEM@/"$system"}
    text=${text//@PROCESSORS@/"$(processors)"}
    text=${text//@NATIVE_FLAGS@/"${native[*]}"}
    text=${text//@NATIVE_LIST@/"$native_list"}
    text=${text//@PREFIX_FROM_PC@/"$(way "$pcdir" "$prefix")"}
    text=${text//@LIBDIR_FROM_PREFIX@/"$(way "$prefix" "$libdir")"}
    text=${text//@INCLUDEDIR_FROM_PREFIX@/"$(way "$prefix" "$includedir")"}
    text=${text//@SHARED_FROM_CMAKE@/"$(way "$cmakedir" "$shared")"}
    text=${text//@LIBDIR_FROM_CMAKE@/"$(way "$cmakedir" "$libdir")"}
    text=${text//@INCLUDEDIR_FROM_CMAKE@/"$(way "$cmakedir" "$includedir")"}
    printf '%s\n' "$text" >"$2"
    chmod 644 "$2"
}

# Each link leads to the one before it, the first to the library.
install_links() {
    local to=${shared##*/} name
    for name in "${links[@]}"; do
        ln -sf "$to" "$1/$name"
        to=$name
    done
}

install_all() {
    local to=${DESTDIR:-} name
    [[ -e $built/$source ]] || fail "$built/$source is not built yet: make library, or make binaries"
    cmp -s "$built/include/lsagent.h" include/lsagent.h ||
        fail "$built is of other sources, its header is not this one: make library, or make binaries"
    install -d "$to$libdir" "$to$includedir" "$to$pcdir" "$to$cmakedir"
    install -D -m 755 "$built/$source" "$to$shared"
    install_links "$to$libdir"
    for name in $(libraries); do
        install -m 644 "$built/lib/$name" "$to$libdir/"
    done
    for name in "${headers[@]}"; do
        install -m 644 "$name" "$to$includedir/"
    done
    template lsagent.pc "$to$pcdir/lsagent.pc"
    template lsagentConfig.cmake "$to$cmakedir/lsagentConfig.cmake"
    template lsagentConfigVersion.cmake "$to$cmakedir/lsagentConfigVersion.cmake"
}

uninstall_all() {
    local to=${DESTDIR:-} file
    while IFS= read -r file; do
        rm -f "$to$file"
    done < <(installed)
    # The other folders are everybody's.
    [[ ! -d $to$cmakedir ]] || rmdir --ignore-fail-on-non-empty "$to$cmakedir"
}

[[ -n $version ]] || fail "Cargo.toml holds no version"
for folder in "$prefix" "$libdir" "$includedir" "$cmakedir"; do
    [[ $folder == /* ]] || fail "folders begin with /; this one does not: $folder"
done
[[ -z ${DESTDIR:-} || $DESTDIR == /* ]] || fail "DESTDIR begins with /; this one does not: $DESTDIR"
case ${1:-} in
    install) install_all ;;
    uninstall) uninstall_all ;;
    *) fail "what? install, or uninstall" ;;
esac
