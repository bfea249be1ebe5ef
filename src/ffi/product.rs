//! `ls_product` and its fields.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::call::{renamed, text, value};
use crate::model::ProductDetails;

/// What was bought (`product_details`). Borrowed from its license.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[cfg_attr(all(), repr(transparent))]
pub struct ls_product(ProductDetails);

renamed!(ls_product, ProductDetails);

/// The product's id. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_product_id(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.product_id.get())
}

/// Its name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_product_name(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.product_name.as_c_str())
}

/// Its short code, which calls take. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_short_code(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.short_code.as_c_str())
}

/// "user" or "license-key". Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_authorization_method(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.authorization_method.as_c_str())
}

/// What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_metadata(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.metadata.0.as_c_str())
}
