#!/usr/bin/env bash
# The Conan package of the built library, shared and static, each with a program that takes it. Uses the
# `conan` on the path or in CONAN, which `make test-conan` sets, and no network.
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
    if [[ $shared$needed != True1 && $shared$needed != False0 ]]; then
        echo "conan: with shared=$shared the program names liblsagent.so.0 $needed times" >&2
        exit 1
    fi
done
