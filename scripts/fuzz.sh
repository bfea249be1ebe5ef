#!/usr/bin/env bash
# Runs the fuzz targets, one after the other; ends with 1 if one found something. Called by make.
#
#   scripts/fuzz.sh WORK SECONDS [TARGET...]    all of them, if none is named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(realpath -m "${1:?the folder to work in}") seconds=${2:?seconds for each target}
shift 2
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(cd fuzz/fuzz_targets && printf '%s\n' *.rs | sed 's/\.rs$//')
# The sanitizer's flags are not stable, but the stable compiler has them.
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$work/target
fuzz=("$work/../cargo-tools/bin/cargo-fuzz")

found=()
for target in "${targets[@]}"; do
    mkdir -p "$work/corpus/$target" "$work/artifacts/$target"
    "${fuzz[@]}" run "$target" "$work/corpus/$target" "fuzz/seeds/$target" -- -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="$work/artifacts/$target/" || found+=("$target")
done
((${#found[@]} == 0)) || {
    echo "fuzz: something was found: ${found[*]}; it lies in $work/artifacts" >&2
    exit 1
}
