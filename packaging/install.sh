#!/usr/bin/env bash
# Installs what `make library` has built, with what pkg-config and CMake need to find it; or removes it.
#
#   packaging/install.sh install|uninstall
#
# Where to, in the environment: PREFIX (/usr/local), LIBDIR (PREFIX/lib), INCLUDEDIR (PREFIX/include),
# CMAKEDIR (LIBDIR/cmake/lsagent), and DESTDIR, a folder that stands for / while a package is made. What is
# installed finds its parts by their place beside it, so the tree can be moved as a whole.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefix=${PREFIX:-/usr/local}
libdir=${LIBDIR:-$prefix/lib}
includedir=${INCLUDEDIR:-$prefix/include}
pcdir=$libdir/pkgconfig
cmakedir=${CMAKEDIR:-$libdir/cmake/lsagent}
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
real=liblsagent.so.$version
soname=liblsagent.so.${version%%.*}
headers=(include/lsagent.h)
[[ ! -e bindings/cpp/lsagent.hpp ]] || headers+=(bindings/cpp/lsagent.hpp bindings/cpp/lsagent_fields.hpp)

# What the static library needs of the system (`cargo rustc -- --print native-static-libs`).
native=(gcc_s util rt pthread m dl c)

fail() {
    echo "install: $*" >&2
    exit 1
}

# Everything that is installed, as it is called in the end.
installed() {
    printf '%s\n' "$libdir/$real" "$libdir/$soname" "$libdir/liblsagent.so" "$libdir/liblsagent.a" \
        "$pcdir/lsagent.pc" "$cmakedir/lsagentConfig.cmake" "$cmakedir/lsagentConfigVersion.cmake"
    for header in "${headers[@]}"; do
        echo "$includedir/${header##*/}"
    done
}

# The way from one folder to another, neither of which need exist yet.
way() {
    realpath --canonicalize-missing --no-symlinks --relative-to="$1" "$2"
}

# The size of a pointer, which the fifth byte of an ELF file tells.
pointer_bytes() {
    local class
    class=$(od -An -tu1 -j4 -N1 dist/lib/liblsagent.so.0)
    echo $((class * 4))
}

# Fills in a template. A path in it is a way, so nothing depends on where the tree is now.
template() {
    local text native_flags native_list
    text=$(<"packaging/templates/$1.in")
    native_flags="-l${native[*]}"
    native_flags=${native_flags// / -l}
    native_list=$(IFS=';' && echo "${native[*]}")
    text=${text//@VERSION@/"$version"}
    text=${text//@SONAME@/"$soname"}
    text=${text//@POINTER_BYTES@/"$(pointer_bytes)"}
    text=${text//@NATIVE_FLAGS@/"$native_flags"}
    text=${text//@NATIVE_LIST@/"$native_list"}
    text=${text//@PREFIX_FROM_PC@/"$(way "$pcdir" "$prefix")"}
    text=${text//@LIBDIR_FROM_PREFIX@/"$(way "$prefix" "$libdir")"}
    text=${text//@INCLUDEDIR_FROM_PREFIX@/"$(way "$prefix" "$includedir")"}
    text=${text//@LIBDIR_FROM_CMAKE@/"$(way "$cmakedir" "$libdir")"}
    text=${text//@INCLUDEDIR_FROM_CMAKE@/"$(way "$cmakedir" "$includedir")"}
    printf '%s\n' "$text" >"$2"
    chmod 644 "$2"
}

install_all() {
    local to=${DESTDIR:-}
    [[ -e dist/lib/liblsagent.so.0 ]] || fail "nothing is built yet: make library"
    install -d "$to$libdir" "$to$includedir" "$to$pcdir" "$to$cmakedir"
    install -m 755 dist/lib/liblsagent.so.0 "$to$libdir/$real"
    ln -sf "$real" "$to$libdir/$soname"
    ln -sf "$soname" "$to$libdir/liblsagent.so"
    install -m 644 dist/lib/liblsagent.a "$to$libdir/"
    for header in "${headers[@]}"; do
        install -m 644 "$header" "$to$includedir/"
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
