#!/usr/bin/env bash
# Writes each requirements.txt from the requirements.in beside it: the whole tree, with hashes, for all
# systems and for all versions of Python from the one that "requires-python" in the .in names.
#
#   scripts/lock.sh WORK [OPTION...]    a folder for the tool; options such as --upgrade go to it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tool=${1:?the folder to work in}/lock
shift
scripts/venv.sh "$tool" scripts/lock/requirements.txt
while IFS= read -r requirements; do
    python=$(sed -n 's/^# requires-python: //p' "$requirements")
    "$tool/bin/uv" pip compile --quiet --no-config --universal --python-version "$python" --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@" \
        --output-file "${requirements%.in}.txt" "$requirements"
done < <(git ls-files '*requirements*.in')
