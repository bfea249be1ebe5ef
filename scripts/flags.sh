# Sourced: the flags of what is shipped. Where a panic may come from is told by the names of crates: where they
# lie on this machine is nobody's business, and no two machines would build the same.

# Cargo separates them by this character; those of RUSTFLAGS would not be looked at any more.
separator=$'\x1f'
encoded=${CARGO_ENCODED_RUSTFLAGS:-${RUSTFLAGS:+${RUSTFLAGS// /$separator}}}
for prefix in "$PWD=lsagent" "${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"; do
    encoded+=${encoded:+$separator}--remap-path-prefix=$prefix
    # For the C that crates bring.
    CFLAGS+=" '-ffile-prefix-map=$prefix'"
done
export CARGO_ENCODED_RUSTFLAGS=$encoded CFLAGS CC_SHELL_ESCAPED_FLAGS=1
