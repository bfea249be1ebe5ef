//! `ls_license_user` and its fields.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::call::{renamed, text, value};
use crate::model::LicenseUser;

/// A user of one of a customer's licenses. Borrowed from ls_license_users.
///
/// Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
#[cfg_attr(all(), repr(transparent))]
pub struct ls_license_user(LicenseUser);

renamed!(ls_license_user, LicenseUser);

/// The user's email. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_email(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.email.as_c_str())
}

/// Whether the user is active. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_is_active(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.is_active.get())
}

/// The first name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_first_name(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.first_name.as_c_str())
}

/// The last name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_last_name(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.last_name.as_c_str())
}

/// The telephone number. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_phone_number(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.phone_number.as_c_str())
}

/// Whether the user still has the password that the server made. Returns false if it was not sent;
/// *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_is_initial_password(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.is_initial_password.get())
}

/// That password, in plain text. In an answer from the store it is always absent. Borrowed; NULL
/// if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_initial_password(
    user: Option<&ls_license_user>,
) -> *const c_char {
    text(user, |user| user.0.initial_password.0.as_c_str())
}

/// The id of the license. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_license_id(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.license_id.get())
}

/// The id of the order. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_order_id(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.order_id.get())
}

/// The order's id in the shop. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_order_store_id(user: Option<&ls_license_user>) -> *const c_char {
    text(user, |user| user.0.order_store_id.as_c_str())
}

/// On how many devices the user may activate. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_max_activations(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.max_activations.get())
}

/// On how many devices the user has activated. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_user_total_activations(
    user: Option<&ls_license_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.total_activations.get())
}
