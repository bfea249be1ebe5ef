#!/usr/bin/env bash
# The API reference as HTML; a warning of Doxygen fails.
#
#   docs/build.sh FOLDER    it is put into FOLDER/html
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LSAGENT_DOCS=${1:?the folder to write to}
LSAGENT_VERSION=$(sed -n '/^\[package\]/,/^\[lib\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
LSAGENT_HPP=$(ls bindings/cpp/lsagent*.hpp 2>/dev/null | tr '\n' ' ' || true)
export LSAGENT_VERSION LSAGENT_HPP

rm -rf "$LSAGENT_DOCS/html"
mkdir -p "$LSAGENT_DOCS"
# The main page shows the program that README.md shows.
awk '/^```c$/ { within = 1; next } within && /^```$/ { exit } within' README.md >"$LSAGENT_DOCS/first_program.c"
doxygen docs/Doxyfile
# A page is there for what is asked for most, so that an empty reference is not taken for a clean one.
grep -q 'ls_check' "$LSAGENT_DOCS/html/group__asking.html"
echo "$LSAGENT_DOCS/html/index.html"
