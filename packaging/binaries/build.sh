#!/usr/bin/env bash
# Builds the library for platforms of platforms.txt, each into dist/binaries/PLATFORM/ with lib, include and,
# for Windows, bin, after it has installed the tools that are missing.
#
#   packaging/binaries/build.sh WORK PLATFORM...           a folder for what is made on the way
#   packaging/binaries/build.sh --lint WORK PLATFORM...    the compiler's and clippy's warnings instead
#
# The compiler is the one of `make build`; rustup fetches its standard library for the target. The same tree and
# the same tools are to give the same bytes, wherever the tree lies: reproduce.sh compares them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=$PWD/packaging/binaries

fail() {
    echo "binaries: $*" >&2
    exit 1
}

action=build
if [[ ${1:-} == --lint ]]; then
    action=lint
    shift
fi
work=$(realpath -m "${1:?the folder to work in}")
shift
llvm=/usr/lib/llvm-14/bin
sysroot=$("${RUSTC:-rustc}" --print sysroot)
host=$("${RUSTC:-rustc}" -vV | sed -n 's/^host: //p')
unset CARGO_TARGET_DIR
# The caches of this build alone, not those of the user.
export ZIG_GLOBAL_CACHE_DIR=$work/zig CARGO_ZIGBUILD_CACHE_DIR=$work/zigbuild

# The names that are exported, as a linker for Windows wants them, which would export those of libraries as well.
write_definition() {
    echo "LIBRARY lsagent.dll"
    echo "EXPORTS"
    # The functions of the lock are its lines with parentheses, but for the types of callbacks.
    sed -n '/: callback /d; s/^\(ls_[a-z0-9_]*\) since [^:]*: .*(.*/    \1/p' abi/0.1.txt
}

# ---- The tools ----

# A linker of the table is a group of scripts/debian-packages.txt as well.
install_tools() {
    scripts/setup.sh build "$1"
    [[ $1 != zig ]] || scripts/venv.sh "$work/tools" "$here/requirements.txt"
}


add_standard_library() {
    [[ -d $sysroot/lib/rustlib/$1/lib ]] || rustup target add "$1" ||
        fail "the standard library for $1 is missing: rustup target add $1"
}

# ---- One target of Rust ----

# Each sets the options of scripts/library.sh and the environment of cargo for one target.
with_zig() {
    export PATH=$work/tools/bin:$PATH BUILDER=cargo-zigbuild
    # Objects for a debugger tell where Zig lies.
    export CFLAGS=-g0
    case $target in
        # Before 2.17 there are systems that Rust's standard library does not run on either.
        *-gnu) options=(--target "$target.${oldest#glibc-}") ;;
        # A shared library brings no C library of its own.
        *-musl) export RUSTFLAGS=-Ctarget-feature=-crt-static ;;
        *-windows-gnullvm)
            mkdir -p "$work/bin"
            # It goes by its name.
            ln -sf "$llvm/llvm-windres" "$work/bin/${target%%-*}-w64-mingw32-windres"
            export WINDRES=$work/bin/${target%%-*}-w64-mingw32-windres PATH=$llvm:$PATH
            # The linker writes the time into the DLL, unless it is told one.
            export SOURCE_DATE_EPOCH=0
            # Zig names its temporary files in objects for Windows: a static library would tell paths, and be another
            # each time.
            export TARGET_AR=$llvm/llvm-ar "CC_${target//-/_}=$llvm/clang"
            export CFLAGS="--target=${target%%-*}-w64-windows-gnu -isystem /usr/share/mingw-w64/include"
            arguments=("-Clink-arg=$work/lsagent.def")
            ;;
    esac
}

with_mingw() {
    arguments=(-Clinker=x86_64-w64-mingw32-gcc -Clink-arg=-Wl,--no-insert-timestamp)
    export RUSTFLAGS=-Cdlltool=$here/dlltool.sh
}

with_lld() {
    local version=${oldest#macos-} processor=${target%%-*}
    export SDKROOT=$here/macos-sdk MACOSX_DEPLOYMENT_TARGET=$version
    export TARGET_CC=$llvm/clang TARGET_AR=$llvm/llvm-ar CFLAGS="-isysroot '$SDKROOT'"
    arguments=("-Clinker=$llvm/clang")
    local argument
    # Without the paths of objects for a debugger (-S): they are stripped later, and the UUID is a hash of them too.
    for argument in "--target=${processor/aarch64/arm64}-apple-macos$version" -isysroot "$SDKROOT" -fuse-ld=lld -mlinker-version=705 \
        "--ld-path=$sysroot/lib/rustlib/$host/bin/gcc-ld/ld64.lld" -Wl,-dead_strip_dylibs -Wl,-adhoc_codesign \
        -Wl,-S; do
        arguments+=("-Clink-arg=$argument")
    done
}

compile() (
    options=(--target "$target") arguments=()
    "with_$linker"
    scripts/library.sh "${options[@]}" --target-dir "$work/cargo" -- "${arguments[@]}"
)

lint() (
    options=(--target "$target") arguments=()
    "with_$linker"
    # shellcheck source=scripts/flags.sh
    source scripts/flags.sh
    "${BUILDER:-cargo}" clippy --locked --package lsagent --all-targets --target-dir "$work/cargo" "${options[@]}" \
        -- -D warnings
)

# ---- The files of a platform ----

# Where cargo has put those of a target.
built() { echo "$work/cargo/${1:-$targets}/release"; }

linux_files() {
    install -m 644 -t "$part/lib" "$(built)/liblsagent.a"
    install -m 755 "$(built)/liblsagent.so" "$part/$shared"
    ln -s "${shared##*/}" "$part/lib/liblsagent.so"
}

macos_files() {
    local folders=()
    mapfile -t folders < <(for target in ${targets//,/ }; do built "$target"; done)
    "$here/join.py" "$part/lib/liblsagent.a" "${folders[@]/%//liblsagent.a}"
    "$here/join.py" "$part/$shared" "${folders[@]/%//liblsagent.dylib}"
    chmod 755 "$part/$shared"
    ln -s "${shared##*/}" "$part/lib/liblsagent.dylib"
}

windows_files() {
    local machine
    case $targets in
        x86_64-*) machine=i386:x86-64 ;;
        aarch64-*) machine=arm64 ;;
    esac
    install -D -m 755 -t "$part/bin" "$(built)/lsagent.dll"
    install -m 644 -t "$part/lib" "$(built)/liblsagent.a"
    "$llvm/llvm-dlltool" -m "$machine" -d "$work/lsagent.def" -D lsagent.dll -l "$part/lib/lsagent.lib"
    # The same under the name that mingw looks for.
    cp "$part/lib/lsagent.lib" "$part/lib/liblsagent.dll.a"
}

files_of() {
    case $oldest in
        glibc-* | musl-*) linux_files ;;
        macos-*) macos_files ;;
        windows-*) windows_files ;;
    esac
}

# Does it for each target of a platform.
each_target() {
    local target
    for target in ${targets//,/ }; do
        add_standard_library "$target"
        "$1"
    done
}

build() {
    local part=dist/binaries/.$folder.part start=$SECONDS
    each_target compile
    rm -rf "$part"
    install -D -m 644 -t "$part/include" include/lsagent.h
    mkdir -p "$part/lib"
    files_of
    rm -rf "dist/binaries/$folder"
    mv "$part" "dist/binaries/$folder"
    stat -c "%n: %s bytes, built in $((SECONDS - start)) s" "dist/binaries/$folder/$shared"
}

mkdir -p "$work"
write_definition >"$work/lsagent.def"
for platform in "$@"; do
    read -r folder targets linker oldest shared < <(grep "^$platform " "$here/platforms.txt") ||
        fail "no platform $platform in $here/platforms.txt"
    install_tools "$linker"
    case $action in
        build) build ;;
        lint) each_target lint ;;
    esac
done
