//! `ls_activation`: a license on this device.

mod calls;
mod handle;

use std::ffi::c_char;
use std::mem::MaybeUninit;

pub use self::calls::*;
pub use self::handle::ls_activation;
use super::agent::{enter, ls_agent};
use super::call::{self, NAME, make};
use super::error::ls_error;
use super::licenses::ls_licenses;
use super::read::{free, text, value};
use super::status::ls_status;

/// Opens the license of a product that is activated on this device, as it lies in the store: at
/// each start of the application, before ls_activation_check().
///
/// Whether it may be used, the store does not say here. What was activated under another
/// ls_config_set_device_id(), by another user of the operating system or on another machine is not
/// found.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param out_activation Receives the activation, which the caller frees with ls_activation_free();
/// NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK; LS_ERR_NOT_ACTIVATED if this device has none; LS_ERR_UNCERTAIN if an activation
/// was sent and nobody has heard what became of it (the next ls_activate() finds out);
/// LS_ERR_INVALID_ARGUMENT; LS_ERR_CACHE; LS_ERR_CANCELLED (the agent was closed).
///
/// Blocks while a file is read; opens no socket and starts no thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_open(
    agent: Option<&ls_agent>,
    product: *const c_char,
    out_activation: Option<&mut MaybeUninit<*mut ls_activation>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_activation, "out_activation", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let product = unsafe { call::string("product", product, NAME) }?;
        Ok(ls_activation::new(agent.open_activation(product)?))
    })
}

/// Gets the license as the server last described it: one license, with all its fields. To decide whether
/// it may be used is ls_activation_check()'s.
///
/// @param activation The activation.
/// @param out_licenses Receives the license, which the caller frees with ls_licenses_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK; LS_ERR_REFUSED or LS_ERR_NOT_ACTIVATED if the server has refused the license since
/// (ls_error_code() says how), LS_ERR_NOT_ACTIVATED also if it was deactivated; LS_ERR_UNCERTAIN (a
/// deactivation did not end); LS_ERR_NOT_CACHED, _CACHE_EXPIRED (past the offline grace), _CLOCK,
/// _CACHE, _INVALID_ARGUMENT, _CANCELLED, _CONFIG (forked).
///
/// Blocks while files are read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_licenses(
    activation: Option<&ls_activation>,
    out_licenses: Option<&mut MaybeUninit<*mut ls_licenses>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_licenses, "out_licenses", out_error, || {
        Ok(ls_licenses::new(ls_activation::of(activation)?.licenses()?))
    })
}

/// What the licensing service knows this device by: what ls_config_set_device_id() has set, or 64
/// hexadecimal digits, a hash of the machine's own id. It stays what it was when the license was
/// activated.
///
/// @param activation The activation, or NULL.
/// @return The text, borrowed; NULL if activation is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_hardware_id(activation: Option<&ls_activation>) -> *const c_char {
    text(activation, |activation| Some(activation.hardware_id()))
}

/// The number that the licensing service gave this device.
///
/// @param activation The activation, or NULL.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if the server has not said one.
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_device_id(
    activation: Option<&ls_activation>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(activation, out, ls_activation::device_id)
}

/// Frees an activation. The license stays activated: ls_activation_deactivate() gives it up. A call
/// with it that is running in another thread goes on.
///
/// @param activation The activation. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_free(activation: Option<Box<ls_activation>>) {
    free(activation);
}
