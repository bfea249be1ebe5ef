//! `ls_custom_field` and its fields.

use std::ffi::c_char;

use super::call::{renamed, text};
use crate::model::CustomField;

/// A field that the vendor added to a license. Borrowed from its license.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[cfg_attr(all(), repr(transparent))]
pub struct ls_custom_field(CustomField);

renamed!(ls_custom_field, CustomField);

/// The field's name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_name(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.name.as_c_str())
}

/// "number", "text" or "date/time" (the API's spelling "numer" reads as "number"). Borrowed; NULL
/// if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_data_type(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.data_type.0.as_c_str())
}

/// Its value; a number or a bool reads as its text. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_value(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.value.as_c_str())
}
