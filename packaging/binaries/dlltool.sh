#!/usr/bin/env bash
# mingw-w64's dlltool, as rustc calls it for the functions of Windows that it imports. Symbols are named by the file that
# it makes and by the prefix of its temporary ones, which would tell the folder that is built in: here both are bare names.
set -euo pipefail

arguments=() option='' made=''
for argument in "$@"; do
    case $option in
        -l) made=$argument ;;&
        -l | --temp-prefix) argument=${argument##*/} ;;
    esac
    arguments+=("$argument")
    option=$argument
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
x86_64-w64-mingw32-dlltool "${arguments[@]}"
mv "${made##*/}" "$made"
