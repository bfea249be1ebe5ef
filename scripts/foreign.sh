#!/usr/bin/env bash
# Tests on this machine what `make binaries` has built for other systems. docs/platforms.md says what that
# shows and what it does not. Called by make.
#
#   scripts/foreign.sh test PLATFORM    with the crate's own tests, built for that system, and as below
#   scripts/foreign.sh run PLATFORM     with programs in C, which are linked to the library in dist/binaries
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=${CARGO_TARGET_DIR:-target}

foreign_cargo() {
    cargo "$1" --locked --target "$triple" --target-dir "$target/$platform" "${@:2}"
}

# Each module of tests/it/ is run, or is left out for a reason: a new one cannot be forgotten.
choose_tests() {
    local name
    tests=()
    echo "tests of the crate that are run for $platform: its unit tests"
    for name in $(sed -n 's/^mod \(.*\);/\1/p' tests/it/main.rs); do
        if [[ -n ${left_out[$name]:-} ]]; then
            echo "  $name: not run: ${left_out[$name]}"
        else
            echo "  $name"
            tests+=("$name::")
        fi
    done
}

# With the crate's own tests, built for that system.
rust_tests() {
    local log=$target/$platform/tests.log
    choose_tests
    local name skip=() failed=0
    for name in "${!skipped[@]}"; do
        echo "  not run: $name: ${skipped[$name]}"
        skip+=(--skip "$name")
    done
    foreign_cargo test --package lsagent --no-run --lib --test it
    foreign_cargo test --package lsagent --lib -- --test-threads="$test_threads" "${skip[@]}" || failed=1
    foreign_cargo test --package lsagent --test it -- \
        --test-threads="$test_threads" "${skip[@]}" "${tests[@]}" 2>&1 | tee "$log" || failed=1
    for name in "${tests[@]}"; do
        if ! grep -q "^test $name" "$log"; then
            echo "foreign: $name has no test for $platform; it belongs to those left out" >&2
            failed=1
        fi
    done
    return "$failed"
}

# What becomes of the store when writers are killed and when many processes use it at once; shorter
# than `make soak` has it, and with a longer life for the writers, which are slow to start here.
soak_tests() {
    LSAGENT_SOAK_WRITES=100 LSAGENT_SOAK_LIFE_US=500000 LSAGENT_SOAK_SECONDS=20 foreign_cargo test --package lsagent \
        --features soak --test it -- --nocapture --test-threads=1 soak::a_writer_killed soak::a_crowd_on_one_store
}

# The same for all that this machine runs: the crate is compiled once.
features=system-tests,foreign,foreign-runner

# With the C programs, cross-compiled, and this machine's sandbox.
c_tests() {
    LSAGENT_SANDBOX=$native_sandbox cargo test --locked --package lsagent --features "$features" \
        --test it -- --test-threads=2 "platforms::$platform::"
    scenarios
}

# The scenarios, played by the runner in C on that system.
scenarios() {
    local folder=$target/$platform/scenarios
    mkdir -p "$folder"
    "${platform}_runner" "$folder"
    LSAGENT_SANDBOX=$native_sandbox LSAGENT_SCENARIO_RUNNER=$runner cargo test --locked --package lsagent \
        --features "$features" --test it scenarios::foreign
}

runner_sources=(-std=c99 -Wall -Wextra -Wpedantic -Werror -I include tests/scenarios/runner.c)

windows_runner() {
    cp "$dist/bin/lsagent.dll" "$1"
    x86_64-w64-mingw32-gcc "${runner_sources[@]}" "$dist/lib/liblsagent.dll.a" -o "$1/runner.exe"
    export LSAGENT_SCENARIO_PATHS=windows
    runner="scripts/wine.sh $1/runner.exe"
}

# By a compiler, and started by what is named behind it.
linux_runner() {
    local folder=$1 compiler=$2
    shift 2
    $compiler "${runner_sources[@]}" -L "$dist/lib" -llsagent -pthread -ldl \
        -Wl,-rpath,"$(realpath "$dist/lib")" -o "$folder/runner"
    runner="$* $folder/runner"
    runner=${runner# }
}

arm64_runner() { linux_runner "$1" aarch64-linux-gnu-gcc qemu-aarch64 -L /usr/aarch64-linux-gnu; }
# By Zig's compiler, for a processor; it would add checks of its own.
with_zig() {
    local folder=$1 processor=$2
    shift 2
    linux_runner "$folder" \
        "$target/binaries/tools/bin/python-zig cc -target $processor-linux-musl -dynamic -fno-sanitize=all" "$@"
}
musl_runner() { with_zig "$1" x86_64; }
musl_arm64_runner() { with_zig "$1" aarch64 qemu-aarch64 -L "$target/binaries/roots/musl-arm64"; }
debian_11_runner() { linux_runner "$1" "scripts/in-root.sh debian-11 gcc" scripts/in-root.sh debian-11; }

native_sandbox() {
    if [[ -z ${LSAGENT_SANDBOX:-} ]]; then
        cargo build --locked --release --package lsagent-sandbox
        LSAGENT_SANDBOX=$target/release/lsagent-sandbox
    fi
    native_sandbox=$(realpath "$LSAGENT_SANDBOX")
}

windows_set_up() {
    trap 'scripts/wine.sh --stop' EXIT
    scripts/wine.sh --set-up
}
arm64_set_up() { :; }
musl_set_up() { export ZIG_GLOBAL_CACHE_DIR=$PWD/$target/binaries/zig; }
musl_arm64_set_up() {
    musl_set_up
    scripts/in-root.sh --set-up-musl-arm64
}
# With the packages that are published: they are installed there too.
debian_11_set_up() {
    make --no-print-directory wheels dist
    scripts/in-root.sh --set-up debian-11
}

windows_test() {
    # Here the sandbox runs under Wine as well: the tests start and end it as they do elsewhere.
    foreign_cargo build --package lsagent-sandbox
    local sandbox
    sandbox=$(realpath "$target/$platform/$triple/debug/lsagent-sandbox.exe")
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=$PWD/scripts/wine.sh
    LSAGENT_SANDBOX="Z:$sandbox" rust_tests
    LSAGENT_SANDBOX="Z:$sandbox" soak_tests
    c_tests
}

arm64_test() {
    local qemu="qemu-aarch64 -L /usr/aarch64-linux-gnu"
    # What a test starts that is not of this machine's kind takes the emulator as well.
    export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="timeout -k 10 2700 $qemu"
    export LSAGENT_TEST_RUNNER=$qemu LSAGENT_SANDBOX=$native_sandbox
    rust_tests
    soak_tests
    c_tests
}

# Where nothing runs: the examples are linked, by Zig's compiler, to the shared and to the static library.
windows_arm64_links() {
    local folder=$target/$platform example library
    local static=("$dist/lib/liblsagent.a" -lntdll -luserenv -lws2_32 -lunwind)
    export ZIG_GLOBAL_CACHE_DIR=$PWD/$target/binaries/zig
    mkdir -p "$folder"
    for example in examples-c/*.c; do
        for library in "$dist/lib/lsagent.lib" "${static[*]}"; do
            # shellcheck disable=SC2086
            "$target/binaries/tools/bin/python-zig" cc -target aarch64-windows-gnu -std=c99 -I include \
                "$example" $library -o "$folder/$(basename "$example" .c).exe"
        done
    done
    echo "foreign: $triple: the examples were linked to both libraries, and not run"
}

declare -A left_out=(
    [addresses]="makes a network on this machine"
    [arrows]="reads source files, which are the same everywhere"
    [bindings]="reads source files, which are the same everywhere"
    [c_programs]="platforms.rs compiles and runs the same programs for this system"
    [cpp]="compiles and runs programs for this machine"
    [docs]="reads documents, which are the same everywhere"
    [install]="installs what was built for this machine"
    [layout]="reads source files, which are the same everywhere"
    [file_systems]="file systems are made to fail by a library of this machine"
    [library]="looks at this machine's library; platforms.rs looks at the other"
    [platforms]="run last, and by this machine"
    [scenarios]="run last, by the runner in C"
    [support]="what the tests have in common"
    [proxies]="the proxies are programs of this machine"
    [soak]="run by itself, in part"
    [tools]="reads source files, which are the same everywhere"
    [sso_browser]="the browser is a program of this machine"
)
# Of those that are run.
declare -A skipped=()
test_threads=$(nproc)
action=$1 triple=$2
dist=dist/binaries/$triple
case $triple in
    x86_64-unknown-linux-gnu) platform=debian_11 ;;
    x86_64-unknown-linux-musl) platform=musl ;;
    aarch64-unknown-linux-musl) platform=musl_arm64 ;;
    x86_64-pc-windows-gnu)
        platform=windows
        left_out[store_faults]="modes, mounts and users of Unix; windows.rs has what stands for them"
        ;;
    aarch64-unknown-linux-gnu)
        platform=arm64
        export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
        left_out[windows]="for Windows alone"
        left_out[memory_scan]="the memory is the emulator's as well"
        skipped[a_program_that_is_missing_is_passed_over]="qemu does not tell that a program was not there"
        # Tests start programs, and a fork under qemu can hang on a lock that another thread had.
        test_threads=1
        ;;
    aarch64-pc-windows-gnullvm)
        platform=windows_arm64
        windows_arm64_links
        exit
        ;;
    *)
        echo "foreign: nothing here runs $triple: it is linked and read, no more"
        exit
        ;;
esac
scripts/setup.sh build "$platform"
native_sandbox
"${platform}_set_up"
case $action in
    run) c_tests ;;
    test) "${platform}_test" ;;
    *)
        echo "foreign: unknown action $action" >&2
        exit 2
        ;;
esac
