#!/usr/bin/env bash
# Gathers what is published in dist/release, with the sums of all of it: SHA256SUMS is what is signed. Called by
# `make release`, which makes the packages before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

to=dist/release
version=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
rm -rf "$to"
mkdir -p "$to"
install -m 644 -t "$to" dist/lsagent-"$version"-*.tar.gz dist/lsagent-"$version"-*.zip \
    dist/portable/wheels/*/*.whl dist/portable/nuget/*.nupkg
(cd "$to" && LC_ALL=C sha256sum -- * >SHA256SUMS)
echo "$to: $(wc -l <"$to/SHA256SUMS") files, and SHA256SUMS"
