//! `ls_customer` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;

use crate::ffi::read::{renamed, text};
use crate::model::Customer;

/// The customer who bought a license. Borrowed from ls_license or ls_license_users; immutable; may
/// be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_customer(Customer);

renamed!(ls_customer, Customer);

/// The customer's email.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_email(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.email.as_c_str())
}

/// The first name.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_first_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.first_name.as_c_str())
}

/// The last name.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_last_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.last_name.as_c_str())
}

/// The company's name.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_company_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.company_name.as_c_str())
}

/// The telephone number.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_phone(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.phone.as_c_str())
}

/// The vendor's own reference.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_reference(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.reference.as_c_str())
}

/// Street and number.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_address(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.address.as_c_str())
}

/// The postal code.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_postcode(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.postcode.as_c_str())
}

/// The city.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_city(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.city.as_c_str())
}

/// The state.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_state(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.state.as_c_str())
}

/// The country.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_country(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.country.as_c_str())
}

/// The customer account it belongs to.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_customer_account(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.customer_account.as_c_str())
}

/// The vendor's own data, as a JSON text.
///
/// @param customer The customer; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_metadata(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.metadata.0.as_c_str())
}
