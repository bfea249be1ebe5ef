#!/usr/bin/env bash
# The Conan package of the built library, shared and static, each with a program that takes it; then the packages of
# the other platforms, of made-up release archives and without a program. Uses the `conan` on the path or in CONAN,
# which `make test-conan` sets, and no network.
#
#   packaging/conan/test.sh WORK    a folder for Conan's cache and for what is built
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

conan=${CONAN:-conan}
work=$(realpath -m "${1:?the folder to work in}")
command -v "$conan" >/dev/null || {
    echo "conan: Conan 2 is missing: make test-conan, or say in CONAN where it is" >&2
    exit 1
}

fail() {
    echo "conan: $*" >&2
    exit 1
}

rm -rf "$work"
mkdir -p "$work"
export CONAN_HOME=$work/home
"$conan" profile detect >/dev/null
"$conan" remote disable '*' >/dev/null
cp -r packaging/conan/test_package "$work/test_package"
for shared in True False; do
    "$conan" export-pkg packaging/conan --options "lsagent/*:shared=$shared" \
        --output-folder "$work/out" --test-folder "$work/test_package"
    needed=$(readelf -d "$work"/test_package/build/*/example | grep -c 'liblsagent.so.0' || true)
    [[ $shared$needed == True1 || $shared$needed == False0 ]] ||
        fail "with shared=$shared the program names liblsagent.so.0 $needed times"
done

# A copy of the recipe in a tree that holds nothing but archives, so that nothing is built.
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
tree=$work/tree
mkdir -p "$tree/packaging" "$tree/dist"
cp Cargo.toml "$tree/"
cp -r packaging/conan "$tree/packaging/"

# The archive of a platform, whose libraries are made up.
made_up() {
    local triple=$1 shared=$2 name=lsagent-$version-$1 how=(czf) ending=tar.gz
    local built=$work/built/$triple
    mkdir -p "$built/lib" "$(dirname "$built/$shared")"
    cp -r include "$built/"
    echo "$triple" >"$built/$shared"
    case $triple in
        *-windows-*) how=(cf --format=zip) ending=zip && touch "$built"/lib/{lsagent.lib,liblsagent.dll.a,liblsagent.a} ;;
        *) echo "$triple" >"$built/lib/liblsagent.a" ;;
    esac
    PREFIX=$tree/dist/$name BUILT=$built TRIPLE=$triple packaging/install.sh install
    cp LICENSE-MIT LICENSE-APACHE "$tree/dist/$name/"
    echo notices >"$tree/dist/$name/THIRD-PARTY-LICENSES"
    (cd "$tree/dist" && cmake -E tar "${how[0]}" "$name.$ending" "${how[@]:1}" -- "$name" && rm -r "$name")
}

# Packages for a platform, and looks for a file with its content, and for one that must not be there.
packaged() {
    local triple=$1 file=$2 other=$3 folder
    shift 3
    "$conan" export-pkg "$tree/packaging/conan" --format=json --test-folder= "$@" >"$work/package.json"
    folder=$(sed -n 's/^ *"package_folder": "\(.*\)",*$/\1/p' "$work/package.json" | head -n 1)
    grep -qx "$triple" "$folder/$file" || fail "$triple: $file is not the platform's in $folder"
    [[ ! -e $folder/$other ]] || fail "$triple: $other is in $folder"
    [[ -s $folder/licenses/THIRD-PARTY-LICENSES && -s $folder/include/lsagent.h ]] || fail "$triple: $folder lacks something"
}

so=lib/liblsagent.so.0
while read -r triple _ _ _ shared; do
    [[ -z $triple || $triple == \#* ]] || made_up "$triple" "$shared"
done <packaging/binaries/platforms.txt
msvc=(-s compiler=msvc -s compiler.version=193 -s compiler.runtime=dynamic -s os=Windows)
apple=(-s os=Macos -s compiler=apple-clang -s compiler.version=15 -s compiler.libcxx=libc++)
static=(-o 'lsagent/*:shared=False')
musl=(-o 'lsagent/*:libc=musl')
packaged x86_64-unknown-linux-gnu "$so" lib/liblsagent.a -s arch=x86_64
packaged aarch64-unknown-linux-gnu "$so" lib/liblsagent.a -s arch=armv8
packaged x86_64-unknown-linux-musl lib/liblsagent.a "$so" -s arch=x86_64 "${musl[@]}" "${static[@]}"
packaged aarch64-unknown-linux-musl "$so" lib/liblsagent.a -s arch=armv8 "${musl[@]}"
packaged universal-apple-darwin lib/liblsagent.0.dylib lib/liblsagent.a -s arch=armv8 "${apple[@]}"
packaged universal-apple-darwin lib/liblsagent.a lib/liblsagent.0.dylib -s arch=x86_64 "${apple[@]}" "${static[@]}"
packaged x86_64-pc-windows-gnu bin/lsagent.dll lib/liblsagent.a -s arch=x86_64 "${msvc[@]}"
packaged aarch64-pc-windows-gnullvm bin/lsagent.dll lib/liblsagent.a -s arch=armv8 "${msvc[@]}"

# What there is not, it says.
for wrong in "-s arch=x86" "-s arch=x86_64 ${static[*]}"; do
    # shellcheck disable=SC2086 # Several arguments.
    ! "$conan" export-pkg "$tree/packaging/conan" --test-folder= "${msvc[@]}" $wrong >"$work/wrong" 2>&1 || fail "$wrong is taken"
done
rm "$tree/dist/lsagent-$version-universal-apple-darwin.tar.gz"
! "$conan" export-pkg "$tree/packaging/conan" --test-folder= -s arch=armv8 "${apple[@]}" >"$work/wrong" 2>&1 ||
    fail "a package is made of nothing"
grep -q "universal-apple-darwin.tar.gz is missing" "$work/wrong" || fail "it does not say what is missing: $(cat "$work/wrong")"
