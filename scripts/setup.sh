#!/usr/bin/env bash
# Installs what is missing of the tools that the make targets need; quiet when there is nothing to do.
#
#   scripts/setup.sh GROUP...    the groups are the keys of `tools`, below
set -euo pipefail

# What to look for, a command or a file, and the package that brings it, as Debian names them.
declare -A tools=(
    [build]="gcc:gcc cc:gcc ld:binutils /usr/include/stdlib.h:libc6-dev"
    [test]="g++:g++ nm:binutils readelf:binutils valgrind:valgrind tinyproxy:tinyproxy-bin
        microsocks:microsocks"
    [browser]="chromium:chromium chromedriver:chromium-driver"
    [secrets]="dbus-run-session:dbus-daemon gnome-keyring-daemon:gnome-keyring
        dbus-send:dbus-bin secret-tool:libsecret-tools kill:procps"
    [cpp]="g++:g++ clang++:clang valgrind:valgrind /usr/share/doc/libclang-rt-dev:libclang-rt-dev"
    # Debian leaves out of Python what makes virtual environments.
    [python]="python3:python3 $(python3 -Ic 'import ensurepip as e; print(e.__file__)' 2>/dev/null ||
        echo /no/ensurepip):python3-venv"
    [csharp]="mono:mono-runtime mcs:mono-mcs
        /usr/lib/mono/4.5/System.dll:libmono-system4.0-cil
        /usr/lib/mono/4.5/System.Core.dll:libmono-system-core4.0-cil
        python3:python3 /usr/share/python-wheels:python3-venv"
    [install]="cmake:cmake pkg-config:pkg-config readelf:binutils python3:python3
        /usr/share/python-wheels:python3-venv"
    [docs]="doxygen:doxygen python3:python3"
    [windows]="/usr/bin/cargo:cargo-web /usr/bin/rustc:rustc-web
        /usr/lib/rustlib/src/rust/library/std/src/lib.rs:rust-web-src
        x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64 /usr/lib/wine/wine64:wine64 flock:util-linux"
    [arm64]="/usr/bin/cargo:cargo-web /usr/bin/rustc:rustc-web
        /usr/lib/rustlib/src/rust/library/std/src/lib.rs:rust-web-src
        aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu
        /usr/aarch64-linux-gnu/include/stdlib.h:libc6-dev-arm64-cross qemu-aarch64:qemu-user"
)

fail() {
    echo "setup: $*" >&2
    exit 1
}

missing=()
for group in "$@"; do
    [[ -n ${tools[$group]:-} ]] || fail "unknown group $group; there are: ${!tools[*]}"
    for pair in ${tools[$group]}; do
        tool=${pair%:*}
        [[ -e $tool ]] || command -v "$tool" >/dev/null || missing+=("${pair##*:}")
    done
done

command -v cargo >/dev/null || fail "cargo is missing: install Rust with rustup, https://rustup.rs"
if [[ " $* " == *" test "* ]]; then
    for component in fmt:rustfmt clippy:clippy; do
        cargo "${component%%:*}" --version >/dev/null 2>&1 ||
            rustup component add "${component##*:}" ||
            fail "${component##*:} is missing: rustup component add ${component##*:}"
    done
fi

((${#missing[@]})) || exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
command -v apt-get >/dev/null || fail "these Debian packages, or what is like them, are missing: ${missing[*]}"
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
    fail "apt-get install ${missing[*]} did not work"
