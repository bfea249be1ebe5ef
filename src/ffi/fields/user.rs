//! `ls_user` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::Holder;

/// The user that a license is assigned to. Borrowed from ls_license; immutable; may be read from
/// any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_user(Holder);

renamed!(ls_user, Holder);

/// The user's id.
///
/// @param user The user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_id(user: Option<&ls_user>, out: Option<&mut MaybeUninit<i64>>) -> bool {
    value(user, out, |user| user.0.id.get())
}

/// The email, with which the user signs in.
///
/// @param user The user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_email(user: Option<&ls_user>) -> *const c_char {
    text(user, |user| user.0.email.as_c_str())
}

/// The first name.
///
/// @param user The user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_first_name(user: Option<&ls_user>) -> *const c_char {
    text(user, |user| user.0.first_name.as_c_str())
}

/// The last name.
///
/// @param user The user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_last_name(user: Option<&ls_user>) -> *const c_char {
    text(user, |user| user.0.last_name.as_c_str())
}

/// The telephone number.
///
/// @param user The user; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_phone_number(user: Option<&ls_user>) -> *const c_char {
    text(user, |user| user.0.phone_number.as_c_str())
}

/// Whether the user still has the password that the server made.
///
/// @param user The user; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_is_initial_password(
    user: Option<&ls_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.is_initial_password.get())
}

/// On how many devices the user may activate.
///
/// @param user The user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_max_activations(
    user: Option<&ls_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.max_activations.get())
}

/// On how many devices the user has activated.
///
/// @param user The user; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_total_activations(
    user: Option<&ls_user>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(user, out, |user| user.0.total_activations.get())
}

/// Whether max_activations does not count.
///
/// @param user The user; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_user_allow_unlimited_activations(
    user: Option<&ls_user>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(user, out, |user| user.0.allow_unlimited_activations.get())
}
