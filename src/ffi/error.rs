//! `ls_error`.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use super::read::{c_text, free, read, text, value};
use super::status::ls_status;
use crate::error::Error;

/// Why a call failed. Immutable; may be read from any thread. Freed with ls_error_free() unless it is
/// borrowed from a result.
pub struct ls_error {
    error: Error,
    message: CString,
    code: Option<CString>,
}

impl ls_error {
    pub(super) fn new(error: Error) -> Self {
        let message = c_text(error.message());
        let code = error.code().and_then(|code| CString::new(code).ok());
        Self { error, message, code }
    }

    #[cfg(test)]
    pub(super) fn error(&self) -> &Error {
        &self.error
    }
}

/// The status, the same that the failed call returned.
///
/// @param error The error, or NULL.
/// @return The status; LS_ERR_INTERNAL if error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_status(error: Option<&ls_error>) -> ls_status {
    read(error, ls_status::LS_ERR_INTERNAL, |error| error.error.status().into())
}

/// One sentence for a support ticket, in English. It holds no credential and no URL; it may name a
/// folder of this device, and repeat what the server says of the user. (Lines of the log do
/// neither.)
///
/// @param error The error, or NULL.
/// @return The text, borrowed; NULL if error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_message(error: Option<&ls_error>) -> *const c_char {
    text(error, |error| Some(&error.message))
}

/// The `code` of the server's error answer, such as "unknown_product". The License API's pages list
/// the codes by call.
///
/// @param error The error, or NULL.
/// @return The text, borrowed; NULL if the server sent none.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_code(error: Option<&ls_error>) -> *const c_char {
    text(error, |error| error.code.as_deref())
}

/// The HTTP status of the answer.
///
/// @param error The error, or NULL.
/// @return The status; 0 if there was no HTTP answer.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_http_status(error: Option<&ls_error>) -> u16 {
    read(error, 0, |error| error.error.http_status())
}

/// Whether the same call may succeed later with nothing changed on this side: LS_ERR_NETWORK,
/// LS_ERR_TIMEOUT, LS_ERR_RATE_LIMITED and LS_ERR_SERVER.
///
/// @param error The error, or NULL.
/// @return Whether it may; false if error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_is_retryable(error: Option<&ls_error>) -> bool {
    read(error, false, |error| error.error.is_retryable())
}

/// For how many seconds the server asked not to be called again (the Retry-After of its answer,
/// which may be 0). A call of the library that may be repeated has waited already if its deadline
/// allowed it; this is for the application's next one.
///
/// @param error The error, or NULL.
/// @param out_seconds Receives the seconds; 0 if the server did not ask. May be NULL.
/// @return Whether the server asked.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_retry_after(
    error: Option<&ls_error>,
    out_seconds: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(error, out_seconds, |error| {
        let wait = error.error.retry_after()?;
        i64::try_from(wait.as_secs()).ok()
    })
}

/// Frees an error that a call gave out through out_error.
///
/// @param error The error. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_error_free(error: Option<Box<ls_error>>) {
    free(error);
}
