//! `ls_license_user` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::LicenseUser;

/// A user of one of a customer's licenses. Borrowed from ls_license_users; immutable; may be read
/// from any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_license_user(LicenseUser);

renamed!(ls_license_user, LicenseUser);

/// The user's email.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_email(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.email.as_c_str())
}

/// Whether the user is active.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_is_active(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.is_active.get())
}

/// The first name.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_first_name(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.first_name.as_c_str())
}

/// The last name.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_last_name(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.last_name.as_c_str())
}

/// The telephone number.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_phone_number(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.phone_number.as_c_str())
}

/// Whether the user still has the password that the server made.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_is_initial_password(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.is_initial_password.get())
}

/// That password, in plain text. In an answer from the store it is always absent.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_initial_password(
    user: Option<&ls_license_user>,
) -> *const c_char {
    text(user, |user| user.0.initial_password.0.as_c_str())
}

/// The id of the license.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_license_id(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.license_id.get())
}

/// The id of the order.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_order_id(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.order_id.get())
}

/// The order's id in the shop.
///
/// @param user The license user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_order_store_id(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.order_store_id.as_c_str())
}

/// On how many devices the user may activate.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_max_activations(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.max_activations.get())
}

/// On how many devices the user has activated.
///
/// @param user The license user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_total_activations(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.total_activations.get())
}
