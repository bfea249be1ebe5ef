//! `ls_custom_field` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;

use crate::ffi::read::{renamed, text};
use crate::model::CustomField;

/// A field that the vendor added to a license. Borrowed from ls_license; immutable; may be read
/// from any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_custom_field(CustomField);

renamed!(ls_custom_field, CustomField);

/// The field's name.
///
/// @param field The custom field; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_name(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.name.as_c_str())
}

/// "number", "text" or "date/time" (the API's spelling "numer" reads as "number").
///
/// @param field The custom field; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_data_type(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.data_type.0.as_c_str())
}

/// Its value; a number or a bool reads as its text.
///
/// @param field The custom field; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_custom_field_value(field: Option<&ls_custom_field>) -> *const c_char {
    text(field, |field| field.0.value.as_c_str())
}
