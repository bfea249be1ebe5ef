#!/usr/bin/env bash
# Makes a Python environment of exactly what a lock lists; quiet where it is there already.
#
#   scripts/venv.sh FOLDER LOCK          PYTHON is the interpreter, python3 if it is not set
#   scripts/venv.sh --into FOLDER LOCK   adds it to an environment that is there
#
# `make lock` writes the locks. Nothing is installed that its lock does not hold with its hash, and
# nothing is built: a build would bring tools of its own, which no lock names.
set -euo pipefail

install() {
    "$1/bin/python" -m pip --quiet --disable-pip-version-check install \
        --require-hashes --only-binary :all: --requirement "$2" || {
        echo "venv: what $2 lists could not be installed with $("$1/bin/python" --version)" >&2
        exit 1
    }
}

if [[ ${1:-} == --into ]]; then
    install "$2" "$3"
    exit
fi
venv=${1:?the folder} lock=${2:?the lock}
python=${PYTHON:-python3}
stamp=$venv/installed.txt
made_of() { "$python" --version && cat "$lock"; }
made_of | cmp -s - "$stamp" && exit 0
"$python" -m venv --clear "$venv"
install "$venv" "$lock"
made_of >"$stamp"
