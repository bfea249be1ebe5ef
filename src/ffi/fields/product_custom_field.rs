//! `ls_product_custom_field` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::ProductCustomField;

/// A field that the vendor added to each license of a product. The license has its value. Borrowed
/// from ls_product; immutable; may be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/product-details
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_product_custom_field(ProductCustomField);

renamed!(ls_product_custom_field, ProductCustomField);

/// The field's id.
///
/// @param field The product custom field; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_custom_field_id(
    field: Option<&ls_product_custom_field>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(field, out, |field| field.0.id.get())
}

/// The field's name.
///
/// @param field The product custom field; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_custom_field_name(
    field: Option<&ls_product_custom_field>,
) -> *const c_char {
    text(field, |field| field.0.name.as_c_str())
}

/// The value of a license that is given no other one; a number or a bool reads as its text.
///
/// @param field The product custom field; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_custom_field_default_value(
    field: Option<&ls_product_custom_field>,
) -> *const c_char {
    text(field, |field| field.0.default_value.as_c_str())
}
