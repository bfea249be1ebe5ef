#!/usr/bin/env bash
# A release archive, dist/lsagent-VERSION-PLATFORM.tar.gz, or .zip for Windows: the installed tree, examples, guides,
# the bindings' packages, the licenses of all that is inside, and the list of what is linked.
#
#   packaging/dist.sh WORK PLATFORM|host...    a folder for what is made on the way
#
# The library is that of dist/binaries/PLATFORM, or for this machine, if there is none, that of `make library`. With
# "host" the command lsagent is inside as well, as `make command` has built it, or the program that COMMAND names.
# LSAGENT_BINARIES stands for dist/binaries, and OUT for dist as the place of the archives.
#
# The same tree and the same compiler give the same bytes: names are sorted, owners are 0, and the
# time of every file is SOURCE_DATE_EPOCH, which `make dist` takes from the commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(realpath -m "${1:?the folder to work in}")
shift
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
host=$("${RUSTC:-rustc}" -vV | sed -n 's/^host: //p')
python=$work/venv/bin/python
binaries=${LSAGENT_BINARIES:-dist/binaries}
out=${OUT:-dist}

fail() {
    echo "dist: $*" >&2
    exit 1
}

[[ ${SOURCE_DATE_EPOCH:-} =~ ^[0-9]+$ ]] ||
    fail "not in a git repository: set SOURCE_DATE_EPOCH, the release's time in Unix seconds"

# Files that the pattern's folder may not have yet.
copy_if_any() {
    local to=$1 file
    shift
    for file in "$@"; do
        [[ ! -e $file ]] || install -D -m 644 "$file" "$to/${file##*/}"
    done
}

# The first of these folders that holds anything, for a package of which there may be one for all and one for here.
first_of() {
    local folder
    for folder in "$@"; do
        [[ -z $(ls -A "$folder" 2>/dev/null) ]] || { echo "$folder" && return; }
    done
}

# The library, with what is said about it.
install_library() {
    local platform=$1 built=dist kind=write licenses=()
    if [[ -d $binaries/$platform ]]; then
        built=$binaries/$platform kind=portable licenses=(--portable)
    fi
    [[ $built != dist || $platform == "$host" ]] || fail "$binaries/$platform is missing: make binaries PLATFORM=$platform"
    env -u LIBDIR -u INCLUDEDIR -u CMAKEDIR -u DESTDIR PREFIX="$tree" BUILT="$built" TRIPLE="$platform" \
        packaging/install.sh install
    packaging/licenses.py "${licenses[@]}" "$platform" "$tree/THIRD-PARTY-LICENSES"
    "$python" packaging/sbom.py "$kind" "$platform" "$tree/lsagent.cdx.json"
}

# The command for this machine, with its pages and what is said about it.
install_command() {
    local about=$tree/share/doc/lsagent-command
    install -D -m 755 "${COMMAND:-dist/bin/lsagent}" "$tree/bin/lsagent"
    install -D -m 644 -t "$tree/share/man/man1" command/man/*.1
    install -D -m 644 -t "$tree/share/completions" command/completions/*
    install -d "$about"
    packaging/licenses.py --command "$host" "$about/THIRD-PARTY-LICENSES"
    "$python" packaging/sbom.py command "$host" "$about/lsagent-command.cdx.json"
}

install_texts() {
    copy_if_any "$tree/examples-c" examples-c/*.c examples-c/*.h examples-c/CMakeLists.txt examples-c/*.cmake
    copy_if_any "$tree/docs" docs/*.md
    copy_if_any "$tree/command" command/README.md
    copy_if_any "$tree/bindings/cpp" bindings/cpp/README.md
    copy_if_any "$tree/bindings/python" bindings/python/README.md
    copy_if_any "$tree/bindings/csharp" bindings/csharp/README.md
    install -m 644 README.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE "$tree"
}

# The wheel of the platform, and the NuGet package that has its library.
install_packages() {
    local here=(dist/wheels dist/nuget)
    [[ $1 == "$host" ]] || here=("" "")
    copy_if_any "$tree/bindings/python" "$(first_of "dist/portable/wheels/$1" "${here[0]}")"/*.whl
    copy_if_any "$tree/bindings/csharp" "$(first_of dist/portable/nuget "${here[1]}")"/*.nupkg
}

pack() {
    local name=$1 ending=tar.gz
    [[ $name != *-windows-* ]] || ending=zip
    "pack_$ending" "$name" >"$out/$name.$ending.part"
    mv "$out/$name.$ending.part" "$out/$name.$ending"
    echo "$out/$name.$ending"
}

pack_zip() {
    packaging/zip.py "$work" "$1"
}

pack_tar.gz() {
    tar --create --directory="$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
        --mtime="@$SOURCE_DATE_EPOCH" --mode=u+rwX,go+rX,go-w "$1" | gzip --best --no-name
}

archive() {
    local platform=${1/#host/$host}
    name=lsagent-$version-$platform tree=$work/$name
    rm -rf "$tree"
    install_library "$platform"
    [[ $1 != host ]] || install_command
    install_texts
    install_packages "$platform"
    pack "$name"
    rm -rf "$tree"
}

for platform in "$@"; do
    archive "$platform"
done
# Beside the archives, for those who publish them and for those who fetch them: sha256sum --check SHA256SUMS
(cd "$out" && find . -maxdepth 1 \( -name "lsagent-$version-*.tar.gz" -o -name "lsagent-$version-*.zip" \) -printf '%f\n' |
    LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
