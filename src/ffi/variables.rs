//! `ls_variables`: the variables of a device.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::activation::ls_activation;
use super::call::{self, LONG, NAME, make, texts};
use super::error::ls_error;
use super::fields::variable::ls_variable;
use super::read::{Renamed, free, owned, part, read};
use super::status::ls_status;
use crate::error::Error;
use crate::model::Variables;

/// The variables of a device. Immutable; may be read from any thread. What is read from it lives as
/// long as it does.
pub struct ls_variables(Variables);

/// The most variables of one call.
const MAX_VARIABLES: usize = 1_000;

/// Sets variables of this device at the licensing service, where the vendor sees them. A name that is there already
/// gets the new value; the others stay.
///
/// What is set travels to the licensing service and stays there: no secrets, and nothing about a person that they
/// have not agreed to. Set variables rarely, at a start and not with every click. Nothing is stored on this device.
/// The same request does no harm twice, so it is retried as a question is.
///
/// @param activation The activation.
/// @param names The names, up to 1,024 bytes each.
/// @param values The values, up to 65,536 bytes each; they may be empty. Copied, as are the names.
/// @param count How many names and values there are: 1 to 1,000. How many the server takes is not published.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also for a name that comes twice), _CONFIG (the CA file),
/// _NETWORK, _TIMEOUT, _TLS, _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH (variables of another device),
/// _API_KEY, _NOT_ACTIVATED, _REFUSED, _RATE_LIMITED, _SERVER, _CANCELLED (the agent was closed), _INTERNAL.
/// After a failure they may have been set all the same.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/track-device-variables
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_set_variables(
    activation: Option<&ls_activation>,
    names: *const *const c_char,
    values: *const *const c_char,
    count: usize,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let activation = ls_activation::of(activation)?;
        if !(1..=MAX_VARIABLES).contains(&count) {
            return Err(Error::invalid("count", "expected 1 to 1,000"));
        }
        // SAFETY: the caller passes NULL or `count` strings that end with NUL.
        let (names, values) = unsafe {
            let names = texts("names", names, count, |name, text| call::string(name, text, NAME))?;
            (
                names,
                texts("values", values, count, |name, text| call::maybe_empty(name, text, LONG))?,
            )
        };
        must_differ(&names)?;
        activation.set_variables(names.into_iter().zip(values).collect())
    })
}

/// Of two values of one name nobody can say which is meant.
fn must_differ(names: &[String]) -> Result<(), Error> {
    let is_repeated =
        |(place, name): &(usize, &String)| names.iter().take(*place).any(|it| it == *name);
    match names.iter().enumerate().find(is_repeated) {
        Some((place, _)) => Err(Error::invalid(&format!("names[{place}]"), "is there twice")),
        None => Ok(()),
    }
}

/// Gets the variables of this device.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this device, as
/// far as it names one. The server is asked each time: nothing is stored.
///
/// @param activation The activation.
/// @param out_variables Receives the variables, which the caller frees with ls_variables_free(); NULL
/// on failure. There may be none in it.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or another status as ls_activation_set_variables() does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/get-device-variables
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_variables(
    activation: Option<&ls_activation>,
    out_variables: Option<&mut MaybeUninit<*mut ls_variables>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_variables, "out_variables", out_error, || {
        Ok(ls_variables(ls_activation::of(activation)?.variables()?))
    })
}

/// The number of variables.
///
/// @param variables The variables, or NULL.
/// @return How many there are; 0 if variables is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variables_count(variables: Option<&ls_variables>) -> usize {
    read(variables, 0, |variables| variables.0.variables.len())
}

/// A variable.
///
/// @param variables The variables, or NULL.
/// @param index Which one, from 0 to ls_variables_count() - 1.
/// @return The variable, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variables_at(
    variables: Option<&ls_variables>,
    index: usize,
) -> *const ls_variable {
    part(variables, |variables| variables.0.variables.get(index).map(ls_variable::of))
}

/// The server's JSON with every field.
///
/// @param variables The variables, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if variables is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variables_to_json(variables: Option<&ls_variables>) -> *mut c_char {
    owned(variables, |variables| variables.0.json().to_owned())
}

/// Frees variables and everything that was read from them.
///
/// @param variables The variables. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variables_free(variables: Option<Box<ls_variables>>) {
    free(variables);
}
