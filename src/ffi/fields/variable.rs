//! `ls_variable` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::Variable;

/// A variable of a device, which the application has set. Borrowed from ls_variables; immutable;
/// may be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/get-device-variables
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_variable(Variable);

renamed!(ls_variable, Variable);

/// Its name.
///
/// @param variable The variable; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variable_name(variable: Option<&ls_variable>) -> *const c_char {
    text(variable, |variable| variable.0.name.as_c_str())
}

/// Its value; a number or a bool reads as its text.
///
/// @param variable The variable; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variable_value(variable: Option<&ls_variable>) -> *const c_char {
    text(variable, |variable| variable.0.value.as_c_str())
}

/// When the server got it.
///
/// @param variable The variable; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variable_created_at(
    variable: Option<&ls_variable>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(variable, out, |variable| variable.0.created_at.seconds())
}

/// The id of the device.
///
/// @param variable The variable; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_variable_device_id(
    variable: Option<&ls_variable>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(variable, out, |variable| variable.0.device_id.get())
}
