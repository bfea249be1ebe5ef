//! `ls_activation_consume` and `ls_balance`: what is counted.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::activation::ls_activation;
use super::call::{self, NAME, call, make};
use super::error::ls_error;
use super::read::{free, read, value};
use super::status::ls_status;
use crate::agent::Balance;
use crate::error::Error;
use crate::rules::consumption::Delivery;

/// What is done with an amount of which nobody knows whether the server has counted it: its answer was lost,
/// and the server's total does not tell. Passed as int32_t: another number is LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_delivery {
    /// It is not sent again, and stays in the balance as uncertain: nothing is counted twice.
    LS_DELIVERY_AT_MOST_ONCE = 0,
    /// It is sent again: nothing is left uncounted.
    LS_DELIVERY_AT_LEAST_ONCE = 1,
}

pub(super) fn delivery(number: i32) -> Result<Delivery, Error> {
    const AT_MOST_ONCE: i32 = ls_delivery::LS_DELIVERY_AT_MOST_ONCE as i32;
    const AT_LEAST_ONCE: i32 = ls_delivery::LS_DELIVERY_AT_LEAST_ONCE as i32;
    match number {
        AT_MOST_ONCE => Ok(Delivery::AtMostOnce),
        AT_LEAST_ONCE => Ok(Delivery::AtLeastOnce),
        _ => Err(Error::invalid("delivery", "expected a value of ls_delivery")),
    }
}

/// What of a license or feature was consumed, as this device knows it. Immutable; may be read from any
/// thread.
pub struct ls_balance(Balance);

/// Consumes an amount of a license, or of a feature, that is metered: counts it, on the disk, when the call
/// returns. It waits for no network.
///
/// It is sent later, together with other amounts of the same counter: in the background, as
/// ls_config_set_consumption_sync_seconds() says; by ls_activation_sync(); before the license is deactivated.
/// A process that is killed loses nothing that this call has returned LS_OK for: the next one, or another one
/// of this device, sends it.
///
/// Whether there is enough left is decided here, by what the server has said last: the limit, plus the
/// overage that the vendor allows, against its total, what is unsent, what is uncertain, and the amount.
/// Other devices may have consumed meanwhile; then the server refuses, which ls_activation_sync() reports.
///
/// @param activation The activation.
/// @param feature_or_null The code of a feature that is metered, up to 1,024 bytes; NULL for the license.
/// @param amount How much, in the vendor's units. Negative: gives back, if the vendor allows it. Not 0.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK: it is counted. Otherwise nothing is: LS_ERR_QUOTA if not as much is left;
/// LS_ERR_NOT_ALLOWED if it is not metered, or nothing can be given back; LS_ERR_NOT_ACTIVATED;
/// LS_ERR_REFUSED if the server has refused the license; LS_ERR_INVALID_ARGUMENT (also for 0, and for a
/// feature that the license does not have); LS_ERR_CACHE if it cannot be written (a full disk);
/// LS_ERR_NOT_CACHED; LS_ERR_CLOCK; LS_ERR_CANCELLED (the agent was closed or freed); LS_ERR_INTERNAL.
///
/// Blocks while a file is written through to the disk, and for at most the configured timeout_ms while other
/// threads and processes write.
/// Source: https://docs.licensespring.com/license-api/add-consumption
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_consume(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    amount: i64,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call(out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        activation.consume(feature, amount)
    })
}

/// Sends what of this license and its features was consumed and is unsent, until all of it is sent, or the
/// time is up.
///
/// One process of this device sends at a time. The server knows no mark by which it could tell a repeated
/// request, so a lost answer is settled by reading its total and comparing it with that before. What stays
/// open after that is uncertain; ls_config_set_consumption_delivery() says what is done with it. Where
/// several devices count on the same license, nobody can promise "exactly once".
///
/// @param activation The activation.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK: nothing is unsent; an amount that is uncertain for good may be left
/// (ls_balance_uncertain()). LS_ERR_QUOTA if the server refuses an amount, which stays unsent;
/// LS_ERR_UNCERTAIN if an answer was lost and the total does not tell, or not yet, whether the amount was
/// counted; LS_ERR_NOT_ACTIVATED; LS_ERR_TIMEOUT (also while another process sends); LS_ERR_CANCELLED also if
/// the agent was closed or freed; or another status as ls_user_licenses() does. What was not sent stays
/// unsent.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/add-consumption
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_sync(
    activation: Option<&ls_activation>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call(out_error, || ls_activation::of(activation)?.sync())
}

/// Gets what of a license or feature was consumed, as this device knows it. Asks nobody.
///
/// @param activation The activation.
/// @param feature_or_null The code of a feature that is metered, up to 1,024 bytes; NULL for the license.
/// @param out_balance Receives the balance, which the caller frees with ls_balance_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK, or a status as ls_activation_consume() does; LS_ERR_QUOTA is none of them.
///
/// Blocks while files are read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_balance(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    out_balance: Option<&mut MaybeUninit<*mut ls_balance>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_balance, "out_balance", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        Ok(ls_balance(activation.balance(feature)?))
    })
}

/// What all devices have consumed, as the server has said last. What is unsent here is not in it.
///
/// @param balance The balance, or NULL.
/// @return The total, in the vendor's units; 0 if balance is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_balance_total(balance: Option<&ls_balance>) -> i64 {
    read(balance, 0, |balance| balance.0.total)
}

/// How much all devices together may consume: the vendor's limit, and the overage where the vendor allows
/// one.
///
/// @param balance The balance, or NULL.
/// @param out Receives the limit, in the vendor's units; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if it is unlimited, or balance is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_balance_limit(
    balance: Option<&ls_balance>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(balance, out, |balance| balance.0.limit)
}

/// What was consumed on this device, by all its processes, and is not sent yet.
///
/// @param balance The balance, or NULL.
/// @return The sum, in the vendor's units, negative if more was given back; 0 if balance is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_balance_unsent(balance: Option<&ls_balance>) -> i64 {
    read(balance, 0, |balance| balance.0.unsent)
}

/// What was sent from this device, and of which nobody knows whether the server has counted it: it may be in
/// the total, and it is not in what is unsent.
///
/// @param balance The balance, or NULL.
/// @return The sum, in the vendor's units; 0 if balance is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_balance_uncertain(balance: Option<&ls_balance>) -> i64 {
    read(balance, 0, |balance| balance.0.uncertain)
}

/// Frees a balance.
///
/// @param balance The balance. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_balance_free(balance: Option<Box<ls_balance>>) {
    free(balance);
}
