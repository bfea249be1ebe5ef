#!/usr/bin/env bash
# Installs Microsoft's .NET Core runtime, as PyPI has it, into a virtual environment; quiet when it is there.
#
#   setup-dotnet.sh FOLDER
set -euo pipefail

venv=$1
package=dotnetcore2==3.1.23
hash=sha256:5f076ddc39da0c685e7de20ecb91ee81185928918ec86fbeb3bffc55dd867ab5

"$venv/bin/python" -c 'import dotnetcore2' 2>/dev/null && exit 0
echo "setup: installing $package"
python3 -m venv --clear "$venv"
requirements=$(mktemp)
trap 'rm -f "$requirements"' EXIT
echo "$package --hash=$hash" >"$requirements"
# Without its dependency, which only tells what distribution it runs on.
"$venv/bin/pip" --quiet --disable-pip-version-check install --no-deps --require-hashes -r "$requirements"
