//! `ls_trial_request` and `ls_change_password`: what comes before an activation, and needs none.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::agent::{enter, ls_agent};
use super::call::{self, LONG, NAME, make};
use super::error::ls_error;
pub use super::fields::trial::*;
use super::status::ls_status;
use crate::api::ChangePassword;
use crate::secret::Secret;

/// Makes a trial of a product for this device, or gets the one that it has already. It activates nothing:
/// ls_activate() with the license key, or with the user, comes after it.
///
/// An answer counts only if it came over TLS and carries the server's signature. It names so little
/// that it can hardly be matched with the question: a pinned product id where the trial is new, and
/// the user. The activation that follows is matched in full. Nothing is stored.
///
/// The request is sent once. If its answer is lost, ask again: a device gets the same trial again,
/// unless the vendor allows several. But the password of a new user is in the first answer alone; if that
/// was lost, the user has to have it reset by the vendor.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param email_or_null The email of the user who is to have it, up to 1,024 bytes, for a user-based
/// product; NULL for a key-based one.
/// @param out_trial Receives the trial, which the caller frees with ls_trial_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
/// _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _NOT_ALLOWED (the vendor gives no trials
/// of it), _REFUSED (with the code "unknown_product" where there is no such product, and "email_missing"
/// where one is needed), _RATE_LIMITED, _SERVER, _CACHE (the device's id cannot be had), _CANCELLED (the
/// agent was closed), _INTERNAL.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/trial-key
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_trial_request(
    agent: Option<&ls_agent>,
    product: *const c_char,
    email_or_null: *const c_char,
    out_trial: Option<&mut MaybeUninit<*mut ls_trial>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_trial, "out_trial", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (product, email) = unsafe {
            let product = call::string("product", product, NAME)?;
            (product, call::optional("email_or_null", email_or_null, NAME)?)
        };
        Ok(agent.request_trial(product, email)?.into())
    })
}

/// Gives a user another password. No product and no license is needed: the old password suffices.
///
/// A remembered password of this user is replaced by the new one, and what the old one had earned for
/// offline use is the new one's: the old one gets nothing from the store any more. An answer counts if it
/// came over TLS; if it is signed, the signature has to be right. No right to use rests on it.
///
/// The request is sent once. If its answer is lost, that is LS_ERR_UNCERTAIN: nobody knows which of
/// the two passwords holds, and nothing is changed on this device. Sign in with the new one, by
/// ls_user_licenses() with LS_POLICY_NETWORK_ONLY, say; if that is refused, the old one still holds.
/// Do not simply repeat this call: if the change was made, the server refuses the old password.
///
/// @param agent The agent.
/// @param username The email of the user, up to 1,024 bytes.
/// @param password The user's password until now, up to 65,536 bytes. Copied, and the copy is overwritten.
/// @param new_password The password from now on, up to 65,536 bytes; treated likewise. The rules for it are
/// the server's.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT and _TLS (nothing
/// was sent), _PROXY, _CLOCK, _UNCERTAIN, _API_KEY, _NOT_ALLOWED, _CREDENTIALS or _REFUSED (the old
/// password is wrong, or the new one does not do: the server's code says more), _RATE_LIMITED, _CANCELLED
/// (the agent was closed), _INTERNAL.
///
/// Blocks for at most the configured timeout_ms, and while files are written.
/// Source: https://docs.licensespring.com/license-api/change-password
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_change_password(
    agent: Option<&ls_agent>,
    username: *const c_char,
    password: *const c_char,
    new_password: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let call = unsafe {
            ChangePassword {
                username: call::string("username", username, NAME)?.to_owned(),
                password: Secret::new(call::string("password", password, LONG)?),
                new_password: Secret::new(call::string("new_password", new_password, LONG)?),
            }
        };
        agent.change_password(&call)
    })
}
