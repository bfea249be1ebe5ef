#!/usr/bin/env bash
# The examples at work: a sandbox on this machine, over TLS, and then without it.
#
#   examples-c/demo.sh SANDBOX PROGRAMS    the sandbox's program, and the folder of the examples
#
# To show more, add a title and a run at the end.
set -euo pipefail

sandbox=$1
programs=$2
work=$(mktemp -d)

# It also ends by itself when this script, which holds its input, is gone.
coproc SANDBOX { exec "$sandbox" --state-dir "$work/sandbox" --exit-with-stdin; }
sandbox_pid=$SANDBOX_PID

stop_sandbox() {
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
}

trap 'stop_sandbox; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

IFS= read -r -t 60 ready <&"${SANDBOX[0]}" || {
    echo "demo: the sandbox does not say that it is ready" >&2
    exit 1
}

# A value of the sandbox's one line of JSON.
said() {
    sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' <<<"$ready"
}

title() {
    printf '\n== %s\n' "$*"
}

# Shows a command and runs it, with what is `typed`; with another exit status than the wanted one the demo has
# failed.
run() {
    local wanted=$1 program=$2 status=0
    shift 2
    printf '$ %s\n' "$program $*"
    [[ -z ${typed-} ]] || printf '%s\n' "$typed"
    "$programs/$program" "$@" <<<"${typed-}" || status=$?
    if ((status != wanted)); then
        echo "demo: $program: exit status $status, expected $wanted" >&2
        exit 1
    fi
}

# The same on another device, which has a store of its own.
on_second_device() {
    LSAGENT_DEVICE_ID=second-device LSAGENT_CACHE_DIR=$work/second-store "$@" 2>&1
}

on_third_device() {
    LSAGENT_DEVICE_ID=third-device LSAGENT_CACHE_DIR=$work/third-store "$@" 2>&1
}

# A program that holds a seat until `stop_working` types a line.
start_working() {
    printf '$ %s\n' "floating_seat $*"
    mkfifo "$work/typed"
    exec {working}< <("$programs/floating_seat" "$@" <"$work/typed" 2>&1)
    exec {typing}>"$work/typed"
    local line=
    until [[ $line == *"Press Enter"* ]]; do
        IFS= read -r -t 60 line <&"$working" || {
            echo "demo: floating_seat does not hold a seat" >&2
            exit 1
        }
        printf '%s\n' "$line"
    done
}

stop_working() {
    echo >&"$typing"
    exec {typing}>&-
    cat <&"$working"
}

# Everything that the programs need, and nothing that was set before.
unset "${!LSAGENT_@}" http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
LSAGENT_BASE_URL=$(said base_url)
LSAGENT_API_KEY=$(said api_key)
LSAGENT_SHARED_KEY=$(said shared_key)
LSAGENT_CA_FILE=$(said ca_file)
LSAGENT_PUBLIC_KEY_FILE=$(said public_key_file)
LSAGENT_CACHE_DIR=$work/store
LSAGENT_PASSWORD=secret
export "${!LSAGENT_@}"

title "May this user run the product?"
run 0 check_at_startup up features@example.com network-first

title "And one whose license has expired?"
run 1 check_at_startup up expired@example.com network-first

title "The licenses with their features"
run 0 list_licenses up features@example.com

title "A license key is activated on this device: it may be used on one"
typed=LIM1-AAAA-BBBB-CCCC run 0 activate key-product

title "The application starts: from the store, without a sign-in"
run 0 start_activated key-product

title "A second device: the limit is reached"
typed=LIM1-AAAA-BBBB-CCCC on_second_device run 1 activate key-product

title "So the license is given up here"
run 0 deactivate key-product
run 1 start_activated key-product 2>&1

title "Now the second device can have it"
typed=LIM1-AAAA-BBBB-CCCC on_second_device run 0 activate key-product

title "A feature that floats has one seat, for two devices"
typed=FEAT-AAAA-BBBB-CCCC run 0 activate key-product
typed=FEAT-AAAA-BBBB-CCCC on_third_device run 0 activate key-product

title "One works with it, and the other has to wait"
start_working key-product solver
on_third_device run 1 floating_seat key-product solver

title "The first one stops, and releases the seat"
stop_working
on_third_device run 0 floating_seat key-product solver

title "A feature that is metered: counted here at once, at the server later"
run 0 metered key-product 3 renders
run 1 metered key-product 6 renders 2>&1
run 0 metered key-product sync renders

title "The first user again, with the server gone: answered from the store"
stop_sandbox
run 0 check_at_startup up features@example.com network-first

title "And the second device starts without it, too"
on_second_device run 0 start_activated key-product network-first

title "What is metered is counted without it, and sent once it is there again"
run 0 metered key-product 1 renders
run 3 metered key-product sync renders 2>&1
