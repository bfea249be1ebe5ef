//! `ls_license` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::custom_field::ls_custom_field;
use super::customer::ls_customer;
use super::feature::ls_feature;
use super::product::ls_product;
use super::user::ls_user;
use crate::ffi::read::{Renamed, owned, part, read, renamed, text, value};
use crate::model::License;

/// A license. Fields are named as the API names them. Borrowed from ls_licenses; immutable; may be
/// read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_license(License);

renamed!(ls_license, License);

/// The license with its user and every field, as {"license": {…}, "user": {…}}.
///
/// @param license The license; NULL has none.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_to_json(license: Option<&ls_license>) -> *mut c_char {
    owned(license, |license| license.0.json().to_owned())
}

/// The length of product_features: the features that the license grants.
///
/// @param license The license; NULL reads as one without fields.
/// @return How many there are; 0 if the list was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_features_count(license: Option<&ls_license>) -> usize {
    read(license, 0, |license| license.0.product_features.0.len())
}

/// An element of product_features: the features that the license grants.
///
/// @param license The license; NULL reads as one without fields.
/// @param index Which one, from 0 to ls_license_product_features_count() - 1.
/// @return The feature, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_features_at(
    license: Option<&ls_license>,
    index: usize,
) -> *const ls_feature {
    part(license, |license| license.0.product_features.0.get(index).map(ls_feature::of))
}

/// The length of custom_fields: the fields that the vendor added.
///
/// @param license The license; NULL reads as one without fields.
/// @return How many there are; 0 if the list was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_custom_fields_count(license: Option<&ls_license>) -> usize {
    read(license, 0, |license| license.0.custom_fields.0.len())
}

/// An element of custom_fields: the fields that the vendor added.
///
/// @param license The license; NULL reads as one without fields.
/// @param index Which one, from 0 to ls_license_custom_fields_count() - 1.
/// @return The custom field, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_custom_fields_at(
    license: Option<&ls_license>,
    index: usize,
) -> *const ls_custom_field {
    part(license, |license| license.0.custom_fields.0.get(index).map(ls_custom_field::of))
}

/// The user that the license is assigned to (the API's `user`).
///
/// @param license The license; NULL reads as one without fields.
/// @return The user, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_holder(license: Option<&ls_license>) -> *const ls_user {
    part(license, |license| license.0.holder.as_deref().map(ls_user::of))
}

/// The customer who bought it.
///
/// @param license The license; NULL reads as one without fields.
/// @return The customer, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_customer(license: Option<&ls_license>) -> *const ls_customer {
    part(license, |license| license.0.customer.as_deref().map(ls_customer::of))
}

/// The product that it is for.
///
/// @param license The license; NULL reads as one without fields.
/// @return The product, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_details(license: Option<&ls_license>) -> *const ls_product {
    part(license, |license| license.0.product_details.as_deref().map(ls_product::of))
}

/// The id of the company that the order belongs to (`company.id`).
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_company_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.company.as_ref()?.id.get())
}

/// The license's id.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.id.get())
}

/// The key by which it is activated; that of a user has none.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_key(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.license_key.0.as_c_str())
}

/// The id of the device that it was activated on, as the application or the agent gave it; in the
/// answer to an activation.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_hardware_id(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.hardware_id.as_c_str())
}

/// The id of the order it came with.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_order_store_id(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.order_store_id.as_c_str())
}

/// The kind: "perpetual", "subscription", "time-limited", "consumption", …
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_type(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.license_type.as_c_str())
}

/// Whether it has been activated and not deactivated since.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_active(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.license_active.get())
}

/// Whether the vendor has it enabled.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_enabled(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.license_enabled.get())
}

/// Whether it is a trial.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_trial(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_trial.get())
}

/// How many days the trial lasts; sent for trials only.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_trial_days(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.trial_days.get())
}

/// Whether the server counts it as expired, its grace period included.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_expired(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_expired.get())
}

/// When it ends; a date without a time reads as the first second of that day, through which the
/// license lasts.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_validity_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.validity_period.seconds())
}

/// When it begins.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_start_date(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.start_date.seconds())
}

/// Whether it has a maintenance period.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_enable_maintenance_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.enable_maintenance_period.get())
}

/// When maintenance (updates) ends; a date without a time reads as the first second of that day.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_maintenance_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.maintenance_period.seconds())
}

/// Whether it may be used for a while after it ended.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_grace_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.allow_grace_period.get())
}

/// How long that is, in hours.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_grace_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.grace_period.get())
}

/// How many devices it may be activated on.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_activations(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_activations.get())
}

/// On how many devices it has been activated.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_times_activated(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.times_activated.get())
}

/// Whether max_activations does not count.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_unlimited_activations(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.allow_unlimited_activations.get())
}

/// How often it may move to another device.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_transfers(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_transfers.get())
}

/// How often it has moved.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_transfer_count(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.transfer_count.get())
}

/// How many users it may be assigned to.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_license_users(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_license_users.get())
}

/// Whether it is floating, on a server of the customer's.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_floating(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_floating.get())
}

/// Whether it is floating, on the vendor's server.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_floating_cloud(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_floating_cloud.get())
}

/// After how many minutes without a sign of life a floating seat is free again.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_timeout(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.floating_timeout.get())
}

/// How many may use it at once; sent for floating licenses only.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_users(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.floating_users.get())
}

/// How many are using it now; sent for floating licenses only.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_in_use_devices(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.floating_in_use_devices.get())
}

/// Whether a floating seat may be borrowed.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_can_borrow(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.can_borrow.get())
}

/// For how many hours at most.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_borrow_time(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_borrow_time.get())
}

/// Whether it is borrowed now.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_borrowed(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_borrowed.get())
}

/// Until when it is borrowed.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_borrowed_until(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.borrowed_until.seconds())
}

/// How many consumptions it has; sent for consumption licenses only.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_consumptions.get())
}

/// How many were used.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_total_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.total_consumptions.get())
}

/// Whether max_consumptions does not count.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_unlimited_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.allow_unlimited_consumptions.get())
}

/// Whether more than max_consumptions may be used.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_overages(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.allow_overages.get())
}

/// How many more.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_overages(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.max_overages.get())
}

/// Whether consumptions begin anew with each period.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_reset_consumption(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.reset_consumption.get())
}

/// The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
/// too).
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_consumption_period(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.consumption_period.0.as_c_str())
}

/// Whether it is for devices without a network.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_air_gapped(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_air_gapped.get())
}

/// Whether it is tied to a hardware key.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_hardware_key_auth(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.is_hardware_key_auth.get())
}

/// Whether it must not be used in a virtual machine.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_prevent_vm(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.prevent_vm.get())
}

/// The id of the device it is activated on.
///
/// @param license The license; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_device_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.device_id.get())
}

/// The release channel.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_channel(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.channel.as_c_str())
}

/// The environment that the release is for.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_environment(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.environment.as_c_str())
}

/// The release's version.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_version(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.version.as_c_str())
}

/// The version that the release needs to be installed over.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_requires_version(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.requires_version.as_c_str())
}

/// The release's date, as it was sent.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_release_date(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.release_date.as_c_str())
}

/// Where the release notes are.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_release_notes_link(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.release_notes_link.as_c_str())
}

/// Where the installation file is.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_installation_file(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.installation_file.as_c_str())
}

/// The MD5 hash of the installation file.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_hash_md5(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.hash_md5.as_c_str())
}

/// The size of the installation file, as it was sent.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_size(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.size.as_c_str())
}

/// Where the license agreement is.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_eula_link(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.eula_link.as_c_str())
}

/// The server's signature of the license, as it was sent.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_signature(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.license_signature.as_c_str())
}

/// The same in its second version, as it was sent.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_signature_v2(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.license_signature_v2.as_c_str())
}

/// The signature for offline use, as it was sent.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_offline_signature(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.offline_signature.as_c_str())
}

/// What the vendor added, as a JSON text.
///
/// @param license The license; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_metadata(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.metadata.0.as_c_str())
}
