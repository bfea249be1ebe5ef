#!/usr/bin/env bash
# Installs what is missing of the tools that the make targets need; quiet when there is nothing to do.
#
#   scripts/setup.sh GROUP...    the groups are those of scripts/debian-packages.txt
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
list=$root/scripts/debian-packages.txt

fail() {
    echo "setup: $*" >&2
    exit 1
}

# Whether a tool is there: a command, a file, a <header>, or a module of a command's, COMMAND:MODULE.
is_there() {
    case $1 in
        /*) [[ -e $1 ]] ;;
        \<*) echo "#include $1" | cc -E - >/dev/null 2>&1 ;;
        *:*) "${1%:*}" -Ic "import ${1##*:}" 2>/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# The version of a Debian package that is installed here; nothing where it is not.
installed_version() {
    # shellcheck disable=SC2016 # dpkg fills it in.
    dpkg-query --show --showformat='${Version}' "$1" 2>/dev/null || true
}

missing=() tested=() known=() other=()
while read -r package version groups tools; do
    [[ -n $package && $package != \#* ]] || continue
    known+=("${groups//,/ }")
    wanted=
    for group in "$@"; do
        [[ ,$groups, != *",$group,"* ]] || wanted=1
    done
    [[ -n $wanted ]] || continue
    for tool in $tools; do
        is_there "$tool" || { missing+=("$package") tested+=("$package=$version") && break; }
    done
    here=$(installed_version "$package")
    [[ -z $here || $here == "$version" ]] || other+=("$package is $here, tested with $version")
done <"$list"
for group in "$@"; do
    [[ " ${known[*]} " == *" $group "* ]] || fail "no package of $list is of the group $group"
done

command -v cargo >/dev/null || fail "cargo is missing: install Rust with rustup, https://rustup.rs"
if [[ " $* " == *" test "* ]]; then
    for component in fmt:rustfmt clippy:clippy; do
        cargo "${component%%:*}" --version >/dev/null 2>&1 ||
            rustup component add "${component##*:}" ||
            fail "${component##*:} is missing: rustup component add ${component##*:}"
    done
fi

# One may be the reason if something fails now that did not before.
tested_rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
here=$("${RUSTC:-rustc}" --version)
[[ $here == "rustc $tested_rust."* ]] || other+=("$here, tested with $tested_rust")
for difference in "${other[@]}"; do
    echo "setup: $difference" >&2
done

((${#missing[@]})) || exit 0
command -v apt-get >/dev/null || fail "these Debian packages, or what is like them, are missing; tested with ${tested[*]}"
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "missing; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
fi

# The proxies are wanted as programs, not as services: nothing is started that was not running.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi
echo "setup: installing ${missing[*]}"
install=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0)
"${as_root[@]}" "${install[@]}" update ||
    echo "setup: the lists of packages could not be renewed" >&2
"${as_root[@]}" "${install[@]}" install --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "apt-get install ${missing[*]} did not work; tested with ${tested[*]}"
