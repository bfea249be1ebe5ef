#!/usr/bin/env bash
# Runs a program of target/csharp/bin under Microsoft's .NET Core runtime:  run-dotnet.sh PROGRAM.exe [ARGUMENT...]
# LSAGENT_LIBRARY_DIR says where liblsagent.so is, if not in dist/lib.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
out=${CARGO_TARGET_DIR:-$root/target}/csharp
program=$1
[[ $program == */* ]] || program=$out/bin/$program
dotnet=$(echo "$out"/venv/lib/python3*/site-packages/dotnetcore2/bin/dotnet)
[[ -x $dotnet ]] || { echo "run-dotnet.sh: no $dotnet: make setup-csharp" >&2; exit 1; }
export LD_LIBRARY_PATH=${LSAGENT_LIBRARY_DIR:-$root/dist/lib}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# There is no ICU in a minimal system, nor is it needed.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
exec "$dotnet" "$program" "${@:2}"
