#!/usr/bin/env bash
# Runs a program of an older Debian, in a root of its own below target/, where this checkout, /tmp and the network are
# the same as outside. As root.
#
#   scripts/in-root.sh debian-11 PROGRAM ARGUMENT...
#   scripts/in-root.sh --set-up debian-11      makes the root, unless it is there
#   scripts/in-root.sh --set-up-musl-arm64     fetches the loader of musl for 64-bit ARM, for qemu
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
roots=$(realpath -m "${CARGO_TARGET_DIR:-target}")/binaries/roots

# The name that Debian gave to a version.
suite() {
    case $1 in
        debian-11) echo bullseye ;;
        *)
            echo "in-root: unknown root $1" >&2
            return 2
            ;;
    esac
}

set_up() {
    local root=$roots/$1 suite
    [[ ! -e $root/.complete ]] || return 0
    suite=$(suite "$1")
    echo "in-root: making $root (500 MB)"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include=gcc,libc6-dev,python3-venv "$suite" "$root" >"$root.log" 2>&1 || {
        tail -5 "$root.log" >&2
        echo "in-root: no $root" >&2
        return 1
    }
    touch "$root/.complete"
}

# Fetched as a part of a root that is never finished.
set_up_musl_arm64() {
    local root=$roots/musl-arm64
    [[ ! -e $root/.complete ]] || return 0
    echo "in-root: fetching $root"
    mkdir -p "$root"
    debootstrap --arch=arm64 --foreign --variant=minbase --include=musl "$(suite debian-11)" "$root.parts" \
        >"$root.log" 2>&1 || {
        tail -5 "$root.log" >&2
        return 1
    }
    dpkg-deb --extract "$root.parts"/var/cache/apt/archives/musl_*.deb "$root"
    rm -rf "$root.parts"
    touch "$root/.complete"
}

if [[ ${1:-} == --set-up-musl-arm64 ]]; then
    set_up_musl_arm64
    exit
fi
if [[ ${1:-} == --set-up ]]; then
    set_up "$2"
    exit
fi
export root=$roots/${1:?the root}
shift
# The mounts are those of this program alone, and gone with it.
# shellcheck disable=SC2016 # The inner shell expands it.
exec unshare --mount -- bash -c '
    set -euo pipefail
    for folder in "$PWD" /tmp /dev; do
        mkdir -p "$root$folder"
        mount --rbind "$folder" "$root$folder"
    done
    mount -t proc proc "$root/proc"
    exec unshare --root="$root" --wd="$PWD" -- "$@"' in-root "$@"
