//! `ls_activation_borrow` and `ls_activation_return`: a seat that is held without a network.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::activation::ls_activation;
use super::call::{self, NAME, call, make_number};
use super::credentials::ls_credentials;
use super::error::ls_error;
use super::status::ls_status;
use crate::error::Error;

/// Borrows the seat of a license or feature that floats, before a trip: until its end this device holds it
/// without a network.
///
/// Nothing is renewed meanwhile. Checks are answered from the store until the end, also after a restart of
/// the device, by a clock that must not be turned back (LS_ERR_CLOCK). Nothing gives the seat up but
/// ls_activation_return(), ls_activation_deactivate() and the end: no ls_seat_free(), no exit, no crash. To
/// borrow what is borrowed already asks for another end.
///
/// The server wants the password, or a single sign-on, of a user; they are used for this call and not stored.
/// Of a license key it wants nothing more. A lost answer is settled by asking the server what is borrowed; of
/// a feature it does not say that, so it stays LS_ERR_UNCERTAIN: return it, or borrow it again.
///
/// @param activation The activation.
/// @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
/// @param until When it is to end, in Unix seconds; 0 for as long as the vendor allows
/// (ls_license_max_borrow_time() hours).
/// @param credentials_or_null How the user signs in, who is the license's holder; NULL for an activation by a
/// license key, and for a user whose password is remembered (ls_config_set_remember()).
/// @param out_until Receives when it ends, in Unix seconds, as the server has said it; 0 on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK; LS_ERR_NOT_ALLOWED if the vendor allows no borrowing, or none until then (the code is
/// "borrow_until_not_valid"), or if it does not float; LS_ERR_NO_SEAT if all seats are taken;
/// LS_ERR_CREDENTIALS; LS_ERR_UNCERTAIN if the answer was lost and nobody knows whether it is borrowed;
/// LS_ERR_NOT_ACTIVATED; LS_ERR_CACHE; LS_ERR_CANCELLED also if the agent was closed or freed; or another
/// status as ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/floating-borrow
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_borrow(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    until: i64,
    credentials_or_null: Option<&ls_credentials>,
    out_until: Option<&mut MaybeUninit<i64>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make_number(out_until, "out_until", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        let who = credentials_or_null.map(ls_credentials::who).transpose()?;
        activation.borrow(feature, end(until)?, who)
    })
}

/// `None`: as late as the vendor allows.
fn end(until: i64) -> Result<Option<i64>, Error> {
    match until {
        ..0 => Err(Error::invalid("until", "is negative")),
        0 => Ok(None),
        until => Ok(Some(until)),
    }
}

/// Gives back what was borrowed, before its end: other devices can take the seat then. What is not borrowed
/// any more is a success.
///
/// If this device has an ls_seat that is held, the seat is taken anew for it and renewed as before; where
/// that fails it is lost. Without one it is free. A seat that is held without being borrowed stays as it is:
/// ls_seat_release() is for that.
///
/// @param activation The activation.
/// @param feature_or_null The code of the feature, up to 1,024 bytes; NULL for the license.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK; LS_ERR_NOT_ACTIVATED; LS_ERR_CANCELLED also if the agent was closed or freed; or another
/// status as ls_user_licenses() does, after which it is still borrowed.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/floating-release
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_return(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call(out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        activation.give_back(feature)
    })
}
