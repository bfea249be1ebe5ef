//! `ls_allocations`: the answer to `ls_uipath_allocate_user_licenses`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::call::{Renamed, free, owned, part, read, renamed, text, value};
use crate::model::{Allocation, Allocations};

/// What was allocated, an element for each user. Immutable; may be read from any thread. What is read
/// from it lives as long as it does.
pub struct ls_allocations(Allocations);

impl ls_allocations {
    pub(super) fn new(allocations: Allocations) -> Self {
        Self(allocations)
    }
}

/// The licenses that one user now holds. Borrowed from ls_allocations.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_allocation(Allocation);

renamed!(ls_allocation, Allocation);

/// How many users there are; 0 where allocations is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_count(allocations: Option<&ls_allocations>) -> usize {
    read(allocations, 0, |allocations| allocations.0.allocations.len())
}

/// The allocation at an index, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_at(
    allocations: Option<&ls_allocations>,
    index: usize,
) -> *const ls_allocation {
    part(allocations, |allocations| allocations.0.allocations.get(index).map(ls_allocation::of))
}

/// The server's JSON with every field. The caller's, to be freed with ls_string_free.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_to_json(allocations: Option<&ls_allocations>) -> *mut c_char {
    owned(allocations, |allocations| allocations.0.json().to_owned())
}

/// Frees allocations and everything that was read from them. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocations_free(allocations: Option<Box<ls_allocations>>) {
    free(allocations);
}

/// The user's id (`userId`). Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_id(allocation: Option<&ls_allocation>) -> *const c_char {
    text(allocation, |allocation| allocation.0.user_id.as_c_str())
}

/// The organization's id (`organizationId`). Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_organization_id(
    allocation: Option<&ls_allocation>,
) -> *const c_char {
    text(allocation, |allocation| allocation.0.organization_id.as_c_str())
}

/// Whether an external license is used (`useExternalLicense`). Returns false if it was not sent; *out
/// has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_use_external_license(
    allocation: Option<&ls_allocation>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(allocation, out, |allocation| allocation.0.use_external_license.get())
}

/// How many bundle codes (`userBundleCodes`) the user holds.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_bundle_codes_count(
    allocation: Option<&ls_allocation>,
) -> usize {
    read(allocation, 0, |allocation| allocation.0.user_bundle_codes.len())
}

/// The bundle code at an index, such as "RPADEVNU", borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_bundle_codes_at(
    allocation: Option<&ls_allocation>,
    index: usize,
) -> *const c_char {
    text(allocation, |allocation| allocation.0.user_bundle_codes.get(index)?.as_c_str())
}
