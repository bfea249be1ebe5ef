//! `ls_license_users`: the answer to `ls_customer_license_users`.

use std::ffi::c_char;

use super::error::ls_error;
use super::fields::customer::ls_customer;
use super::fields::license_user::ls_license_user;
use super::read::{Renamed, free, owned, part, read};
use super::source::ls_source;
use crate::model::LicenseUsers;
use crate::results::Answer;

/// A customer and the users of its licenses for a product. Immutable; may be read from any thread.
/// Its parts and texts live as long as it does.
pub struct ls_license_users {
    answer: Answer<LicenseUsers>,
    fallback: Option<ls_error>,
}

impl ls_license_users {
    pub(super) fn new(mut answer: Answer<LicenseUsers>) -> Self {
        let fallback = answer.fallback.take().map(ls_error::new);
        Self { answer, fallback }
    }
}

/// The number of users.
///
/// @param users The users, or NULL.
/// @return How many there are; 0 if users is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_count(users: Option<&ls_license_users>) -> usize {
    read(users, 0, |users| users.answer.data.users.len())
}

/// A user.
///
/// @param users The users, or NULL.
/// @param index Which one, from 0 to ls_license_users_count() - 1.
/// @return The user, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_at(
    users: Option<&ls_license_users>,
    index: usize,
) -> *const ls_license_user {
    part(users, |users| users.answer.data.users.get(index).map(ls_license_user::of))
}

/// The customer.
///
/// @param users The users, or NULL.
/// @return The customer, borrowed; NULL if users is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_customer(
    users: Option<&ls_license_users>,
) -> *const ls_customer {
    part(users, |users| users.answer.data.customer.as_ref().map(ls_customer::of))
}

/// Whether the server answered this call or the store did.
///
/// @param users The users, or NULL.
/// @return The source; LS_SOURCE_NETWORK if users is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_source(users: Option<&ls_license_users>) -> ls_source {
    read(users, ls_source::LS_SOURCE_NETWORK, |users| users.answer.source.into())
}

/// When the server gave the answer, by the later of this device's clock and the server's.
///
/// @param users The users, or NULL.
/// @return The time in Unix seconds, UTC; 0 if users is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_fetched_at(users: Option<&ls_license_users>) -> i64 {
    read(users, 0, |users| users.answer.fetched_at)
}

/// Why the store answered although the server was asked.
///
/// @param users The users, or NULL.
/// @return The error, borrowed; NULL if the server answered, or was not asked.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_fallback(users: Option<&ls_license_users>) -> *const ls_error {
    part(users, |users| users.fallback.as_ref())
}

/// The server's JSON with every field. In an answer from the store each initial_password is null.
///
/// @param users The users, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if users is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_to_json(users: Option<&ls_license_users>) -> *mut c_char {
    owned(users, |users| users.answer.data.json().to_owned())
}

/// Frees users and everything that was read from them.
///
/// @param users The users. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_users_free(users: Option<Box<ls_license_users>>) {
    free(users);
}
