#!/usr/bin/env bash
# Runs a Windows program under Wine, in a prefix that is the tests' own and lies below target/.
#
#   scripts/wine.sh PROGRAM ARGUMENT...   runs it, for LSAGENT_WATCHDOG_SECONDS (900) at most
#   scripts/wine.sh --set-up              makes the prefix, unless it is there
#   scripts/wine.sh --stop                ends all that runs in it
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export WINEPREFIX=${CARGO_TARGET_DIR:-$here/../target}/windows/wine
export WINEARCH=win64 WINEDEBUG=-all
# Neither .NET nor a browser is wanted, and nobody is asked whether to download one.
export WINEDLLOVERRIDES="mscoree,mshtml="
unset DISPLAY WAYLAND_DISPLAY
wine=/usr/lib/wine/wine64
server=/usr/lib/wine/wineserver64

set_up() {
    local system=$WINEPREFIX/drive_c/windows/system32
    mkdir -p "$WINEPREFIX"
    exec 9>"$WINEPREFIX/.lock"
    flock 9 # Let go with this process.
    [[ ! -e $WINEPREFIX/.complete ]] || return 0
    echo "wine: making $WINEPREFIX (700 MB)"
    timeout -k 10 300 "$wine" wineboot --init >"$WINEPREFIX/.log" 2>&1 9>&- || {
        cat "$WINEPREFIX/.log" >&2
        echo "wine: no prefix could be made" >&2
        return 1
    }
    # The oldest that Rust's standard library is made for.
    timeout -k 10 60 "$wine" winecfg -v win10 9>&-
    "$server" --wait
    if [[ ! -e $system/bcryptprimitives.dll ]]; then
        x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -Werror -shared "$here/wine/bcryptprimitives.c" \
            -o "$system/bcryptprimitives.dll" -ladvapi32
    fi
    touch "$WINEPREFIX/.complete"
}

case ${1:-} in
    "" | -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
    --set-up) set_up ;;
    --stop) [[ ! -d $WINEPREFIX ]] || "$server" --kill || true ;;
    *)
        status=0
        # Started by the program it would hold on to that one's output. It ends soon after its last
        # program; where it runs, another does nothing.
        "$server" >/dev/null 2>&1 || true
        timeout -k 10 "${LSAGENT_WATCHDOG_SECONDS:-900}" "$wine" "$@" || status=$?
        # What hung may have started others, which would hold on to the output for ever.
        if ((status == 124 || status == 137)); then
            echo "wine: ended by the watchdog: $*" >&2
            "$server" --kill || true
        fi
        exit "$status"
        ;;
esac
