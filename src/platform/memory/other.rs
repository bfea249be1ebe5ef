//! Pages that the system chooses.

/// Nothing to ask for: the system decides by itself, or asks for rights that a process does not have.
#[allow(clippy::ptr_arg, reason = "elsewhere its capacity counts")]
pub fn ask_for_large_ones<T>(_: &Vec<T>) {}
