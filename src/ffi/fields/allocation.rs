//! `ls_allocation` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{read, renamed, text, value};
use crate::model::Allocation;

/// The licenses that one user of an Automation Suite now holds. Borrowed from ls_allocations;
/// immutable; may be read from any thread.
///
/// Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_allocation(Allocation);

renamed!(ls_allocation, Allocation);

/// The user's id (`userId`).
///
/// @param allocation The allocation; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_id(allocation: Option<&ls_allocation>) -> *const c_char {
    text(allocation, |allocation| allocation.0.user_id.as_c_str())
}

/// The organization's id (`organizationId`).
///
/// @param allocation The allocation; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_organization_id(
    allocation: Option<&ls_allocation>,
) -> *const c_char {
    text(allocation, |allocation| allocation.0.organization_id.as_c_str())
}

/// Whether an external license is used (`useExternalLicense`).
///
/// @param allocation The allocation; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_use_external_license(
    allocation: Option<&ls_allocation>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(allocation, out, |allocation| allocation.0.use_external_license.get())
}

/// The length of user_bundle_codes: the codes of the bundles (`userBundleCodes`) that the user
/// holds, such as "RPADEVNU".
///
/// @param allocation The allocation; NULL reads as one without fields.
/// @return How many there are; 0 if the list was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_bundle_codes_count(
    allocation: Option<&ls_allocation>,
) -> usize {
    read(allocation, 0, |allocation| allocation.0.user_bundle_codes.0.len())
}

/// An element of user_bundle_codes: the codes of the bundles (`userBundleCodes`) that the user
/// holds, such as "RPADEVNU".
///
/// @param allocation The allocation; NULL reads as one without fields.
/// @param index Which one, from 0 to ls_allocation_user_bundle_codes_count() - 1.
/// @return The bundle code, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_allocation_user_bundle_codes_at(
    allocation: Option<&ls_allocation>,
    index: usize,
) -> *const c_char {
    text(allocation, |allocation| allocation.0.user_bundle_codes.0.get(index)?.as_c_str())
}
