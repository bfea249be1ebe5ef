#!/usr/bin/env bash
# Builds the library as it is shipped, shared and static, by the cargo that CARGO names.
#
#   scripts/library.sh [OPTION...]    options for `cargo rustc`, such as --target
#
# Without the Rust library in the same call, which would keep cargo from optimising across crates. The
# feature takes out what other crates would log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/flags.sh
source scripts/flags.sh
exec "${BUILDER:-${CARGO:-cargo}}" rustc --locked --release --package lsagent --lib --features shipped \
    --crate-type cdylib,staticlib "$@"
