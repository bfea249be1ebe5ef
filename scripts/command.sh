#!/usr/bin/env bash
# Builds the command as it is shipped, by the cargo that CARGO names.
#
#   scripts/command.sh [OPTION...]    options for `cargo build`, such as --target
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/flags.sh
source scripts/flags.sh
exec "${CARGO:-cargo}" build --locked --release --package lsagent-command --features shipped "$@"
