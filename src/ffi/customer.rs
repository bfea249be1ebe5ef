//! `ls_customer` and its fields.

use std::ffi::c_char;

use super::call::{renamed, text};
use crate::model::Customer;

/// Who bought. Borrowed from its license, or from ls_license_users.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[cfg_attr(all(), repr(transparent))]
pub struct ls_customer(Customer);

renamed!(ls_customer, Customer);

/// The customer's email. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_email(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.email.as_c_str())
}

/// The first name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_first_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.first_name.as_c_str())
}

/// The last name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_last_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.last_name.as_c_str())
}

/// The company's name. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_company_name(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.company_name.as_c_str())
}

/// The telephone number. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_phone(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.phone.as_c_str())
}

/// The vendor's own reference. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_reference(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.reference.as_c_str())
}

/// Street and number. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_address(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.address.as_c_str())
}

/// The postal code. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_postcode(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.postcode.as_c_str())
}

/// The city. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_city(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.city.as_c_str())
}

/// The state. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_state(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.state.as_c_str())
}

/// The country. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_country(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.country.as_c_str())
}

/// The customer account it belongs to. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_customer_account(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.customer_account.as_c_str())
}

/// What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_customer_metadata(customer: Option<&ls_customer>) -> *const c_char {
    text(customer, |customer| customer.0.metadata.0.as_c_str())
}
