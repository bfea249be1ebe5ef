#!/usr/bin/env bash
# Builds the library as it is shipped, shared and static, by the cargo that CARGO names.
#
#   scripts/library.sh [OPTION...]    options for `cargo rustc`, such as --target
#
# Without the Rust library in the same call, which would keep cargo from optimising across crates. The
# feature takes out what other crates would log. Where a panic may come from is told by the names of
# crates: where they lie on this machine is nobody's business, and no two machines would build the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Cargo separates them by this character; those of RUSTFLAGS would not be looked at any more.
separator=$'\x1f'
encoded=${CARGO_ENCODED_RUSTFLAGS:-${RUSTFLAGS:+${RUSTFLAGS// /$separator}}}
for prefix in "$PWD=lsagent" "${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"; do
    encoded+=${encoded:+$separator}--remap-path-prefix=$prefix
    # For the C that crates bring.
    CFLAGS+=" '-ffile-prefix-map=$prefix'"
done
export CARGO_ENCODED_RUSTFLAGS=$encoded CFLAGS CC_SHELL_ESCAPED_FLAGS=1
exec "${CARGO:-cargo}" rustc --locked --release --package lsagent --lib --features shipped \
    --crate-type cdylib,staticlib "$@"
