//! `ls_product` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::product_custom_field::ls_product_custom_field;
use crate::ffi::read::{Renamed, free, part, read, renamed, text, value};
use crate::model::ProductDetails;

/// A product (the API's `product_details`). That of a license has names, authorization method and
/// metadata alone. Borrowed from ls_license, or the caller's own after ls_fetch_product();
/// immutable; may be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_product(ProductDetails);

renamed!(ls_product, ProductDetails);

impl From<ProductDetails> for ls_product {
    fn from(product: ProductDetails) -> Self {
        Self(product)
    }
}

/// The product's id.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_product_id(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.product_id.get())
}

/// Its name.
///
/// @param product The product; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_product_name(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.product_name.as_c_str())
}

/// Its short code, which calls take.
///
/// @param product The product; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_short_code(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.short_code.as_c_str())
}

/// Whether there are trials of it.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_allow_trial(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(product, out, |product| product.0.allow_trial.get())
}

/// How many days a trial lasts.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_trial_days(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.trial_days.get())
}

/// "user" or "license-key".
///
/// @param product The product; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_authorization_method(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.authorization_method.as_c_str())
}

/// After how many minutes without a sign of life a floating seat is free again.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_floating_timeout(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.floating_timeout.get())
}

/// Whether more consumptions may be used than a license has.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_allow_overages(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(product, out, |product| product.0.allow_overages.get())
}

/// How many more.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_max_overages(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.max_overages.get())
}

/// Whether it must not be used in a virtual machine.
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_prevent_vm(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(product, out, |product| product.0.prevent_vm.get())
}

/// The version of its latest release (`latest_version.version`).
///
/// @param product The product; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_latest_version(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.latest_version.as_ref()?.version.as_c_str())
}

/// The id of the company that it belongs to (`company.id`).
///
/// @param product The product; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_company_id(
    product: Option<&ls_product>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(product, out, |product| product.0.company.as_ref()?.id.get())
}

/// The length of custom_fields: the fields that the vendor added to each license of it.
///
/// @param product The product; NULL reads as one without fields.
/// @return How many there are; 0 if the list was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_custom_fields_count(product: Option<&ls_product>) -> usize {
    read(product, 0, |product| product.0.custom_fields.0.len())
}

/// An element of custom_fields: the fields that the vendor added to each license of it.
///
/// @param product The product; NULL reads as one without fields.
/// @param index Which one, from 0 to ls_product_custom_fields_count() - 1.
/// @return The product custom field, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_custom_fields_at(
    product: Option<&ls_product>,
    index: usize,
) -> *const ls_product_custom_field {
    part(product, |product| product.0.custom_fields.0.get(index).map(ls_product_custom_field::of))
}

/// The vendor's own data, as a JSON text.
///
/// @param product The product; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_metadata(product: Option<&ls_product>) -> *const c_char {
    text(product, |product| product.0.metadata.0.as_c_str())
}

/// Frees a product that ls_fetch_product() has given out, and what was read from it. One that
/// belongs to something else goes with that.
///
/// @param product The product. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_product_free(product: Option<Box<ls_product>>) {
    free(product);
}
