#!/usr/bin/env bash
# The release archive, dist/lsagent-VERSION-TARGET.tar.gz: the installed tree, examples, guides, the
# bindings' packages, the licenses of all that is inside, and the list of what is linked.
#
#   packaging/dist.sh WORK    a folder for what is made on the way
#
# The same tree and the same compiler give the same bytes: names are sorted, owners are 0, and the
# time of every file is SOURCE_DATE_EPOCH, which `make dist` takes from the commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(realpath -m "${1:?the folder to work in}")
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
target=$("${RUSTC:-rustc}" -vV | sed -n 's/^host: //p')
name=lsagent-$version-$target

[[ ${SOURCE_DATE_EPOCH:-} =~ ^[0-9]+$ ]] || {
    echo "dist: not in a git repository: set SOURCE_DATE_EPOCH, the release's time in Unix seconds" >&2
    exit 1
}

# Files that the pattern's folder may not have yet.
copy_if_any() {
    local to=$1 file
    shift
    for file in "$@"; do
        [[ ! -e $file ]] || install -D -m 644 "$file" "$to/${file##*/}"
    done
}

tree=$work/$name
rm -rf "$tree"
env -u LIBDIR -u INCLUDEDIR -u CMAKEDIR -u DESTDIR PREFIX="$tree" packaging/install.sh install
copy_if_any "$tree/examples-c" examples-c/*.c examples-c/*.h
copy_if_any "$tree/docs" docs/*.md
copy_if_any "$tree/bindings/python" dist/wheels/*.whl bindings/python/README.md
copy_if_any "$tree/bindings/csharp" dist/nuget/*.nupkg bindings/csharp/README.md
copy_if_any "$tree/bindings/cpp" bindings/cpp/README.md
install -m 644 README.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE "$tree"
packaging/licenses.py "$target" "$tree/THIRD-PARTY-LICENSES"
"$work/venv/bin/python" packaging/sbom.py write "$target" "$tree/lsagent.cdx.json"

tar --create --directory="$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
    --mtime="@$SOURCE_DATE_EPOCH" --mode=u+rwX,go+rX,go-w "$name" |
    gzip --best --no-name >"dist/$name.tar.gz.part"
mv "dist/$name.tar.gz.part" "dist/$name.tar.gz"
# Beside the archive, for those who publish it and for those who fetch it: sha256sum --check SHA256SUMS
(cd dist && sha256sum lsagent-"$version"-*.tar.gz >SHA256SUMS)
rm -rf "$tree"
echo "dist/$name.tar.gz"
