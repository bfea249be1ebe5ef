//! `ls_allocations`: the answer to `ls_uipath_allocate_user_licenses`.

use std::ffi::c_char;

pub use super::fields::allocation::*;
use super::read::{Renamed, free, owned, part, read};
use crate::model::Allocations;

/// The allocations of a call, one for each user. Immutable; may be read from any thread. Its parts
/// and texts live as long as it does.
pub struct ls_allocations(Allocations);

impl ls_allocations {
    pub(super) fn new(allocations: Allocations) -> Self {
        Self(allocations)
    }
}

/// The number of allocations: one for each user.
///
/// @param allocations The allocations, or NULL.
/// @return How many there are; 0 if allocations is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_count(allocations: Option<&ls_allocations>) -> usize {
    read(allocations, 0, |allocations| allocations.0.allocations.len())
}

/// An allocation.
///
/// @param allocations The allocations, or NULL.
/// @param index Which one, from 0 to ls_allocations_count() - 1.
/// @return The allocation, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_at(
    allocations: Option<&ls_allocations>,
    index: usize,
) -> *const ls_allocation {
    part(allocations, |allocations| allocations.0.allocations.get(index).map(ls_allocation::of))
}

/// The server's JSON with every field.
///
/// @param allocations The allocations, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if allocations is
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_to_json(allocations: Option<&ls_allocations>) -> *mut c_char {
    owned(allocations, |allocations| allocations.0.json().to_owned())
}

/// Frees allocations and everything that was read from them.
///
/// @param allocations The allocations. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_free(allocations: Option<Box<ls_allocations>>) {
    free(allocations);
}
