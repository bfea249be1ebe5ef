#!/usr/bin/env bash
# Runs a program of target/csharp/bin under Mono:  run-mono.sh PROGRAM.exe [ARGUMENT...]
# LSAGENT_LIBRARY_DIR says where liblsagent.so is, if not in dist/lib.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${CARGO_TARGET_DIR:-$root/target}/csharp/bin
program=$1
[[ $program == */* ]] || program=$bin/$program
export LD_LIBRARY_PATH=${LSAGENT_LIBRARY_DIR:-$root/dist/lib}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec mono "$program" "${@:2}"
