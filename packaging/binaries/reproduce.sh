#!/usr/bin/env bash
# Builds platforms again, from a copy of this tree in another folder, and compares every file with what lies in
# dist/binaries. Called by make.
#
#   packaging/binaries/reproduce.sh WORK PLATFORM...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(realpath -m "${1:?the folder to work in}")
shift
# Of another length, so that no table is as long by accident.
copy=$work/reproduced/in-another-folder
rm -rf "$copy"
mkdir -p "$copy/target/binaries"
git ls-files -z | tar --create --null --files-from=- | tar --extract --directory="$copy"
ln -s "$work/tools" "$copy/target/binaries/tools"
"$copy/packaging/binaries/build.sh" "$copy/target/binaries" "$@"
for platform in "$@"; do
    diff --recursive --no-dereference "dist/binaries/$platform" "$copy/dist/binaries/$platform"
    echo "reproduce: $platform: every file has the same bytes"
done
rm -rf "$work/reproduced"
