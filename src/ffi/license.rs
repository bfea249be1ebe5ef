//! `ls_license` and its fields.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::call::{Renamed, owned, part, read, renamed, text, value};
use super::custom_field::ls_custom_field;
use super::customer::ls_customer;
use super::feature::ls_feature;
use super::product::ls_product;
use super::user::ls_user;
use crate::model::License;

/// A license. Borrowed from ls_licenses.
///
/// Fields are named as the API names them.
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[cfg_attr(all(), repr(transparent))]
pub struct ls_license(License);

renamed!(ls_license, License);

/// The license with its user and every field, as {"license": {…}, "user": {…}}. The caller's, to be
/// freed with ls_string_free.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_to_json(license: Option<&ls_license>) -> *mut c_char {
    owned(license, |license| license.0.json().to_owned())
}

/// The user that the license is assigned to (the API's `user`), borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_holder(license: Option<&ls_license>) -> *const ls_user {
    part(license, |license| license.0.holder.as_deref().map(ls_user::of))
}

/// Who bought it, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_customer(license: Option<&ls_license>) -> *const ls_customer {
    part(license, |license| license.0.fields.customer.as_deref().map(ls_customer::of))
}

/// What was bought, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_details(license: Option<&ls_license>) -> *const ls_product {
    part(license, |license| license.0.fields.product_details.as_deref().map(ls_product::of))
}

/// The id of the company that the order belongs to (`company.id`). Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_company_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.company.as_ref()?.id.get())
}

/// How many features the license grants (`product_features`).
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_features_count(license: Option<&ls_license>) -> usize {
    read(license, 0, |license| license.0.fields.product_features.0.len())
}

/// The feature at an index, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_product_features_at(
    license: Option<&ls_license>,
    index: usize,
) -> *const ls_feature {
    part(license, |license| license.0.fields.product_features.0.get(index).map(ls_feature::of))
}

/// How many fields the vendor added (`custom_fields`).
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_custom_fields_count(license: Option<&ls_license>) -> usize {
    read(license, 0, |license| license.0.fields.custom_fields.0.len())
}

/// The custom field at an index, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_custom_fields_at(
    license: Option<&ls_license>,
    index: usize,
) -> *const ls_custom_field {
    part(license, |license| license.0.fields.custom_fields.0.get(index).map(ls_custom_field::of))
}

/// The license's id. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.id.get())
}

/// The id of the order it came with. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_order_store_id(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.order_store_id.as_c_str())
}

/// The kind: "perpetual", "subscription", "time-limited", "consumption", … Borrowed; NULL if it
/// was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_type(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.license_type.as_c_str())
}

/// Whether it has been activated and not deactivated since. Returns false if it was not sent; *out
/// has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_active(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.license_active.get())
}

/// Whether the vendor has it enabled. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_enabled(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.license_enabled.get())
}

/// Whether it is a trial. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_trial(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_trial.get())
}

/// How many days the trial lasts; sent for trials only. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_trial_days(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.trial_days.get())
}

/// Whether the server counts it as expired, its grace period included. Returns false if it was not
/// sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_expired(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_expired.get())
}

/// When it ends; a date without a time reads as the first second of that day, through which the
/// license lasts. Unix seconds, UTC. Returns false if it was not sent or cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_validity_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.validity_period.seconds())
}

/// When it begins. Unix seconds, UTC. Returns false if it was not sent or cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_start_date(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.start_date.seconds())
}

/// Whether it has a maintenance period. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_enable_maintenance_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.enable_maintenance_period.get())
}

/// When maintenance (updates) ends; a date without a time reads as the first second of that day.
/// Unix seconds, UTC. Returns false if it was not sent or cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_maintenance_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.maintenance_period.seconds())
}

/// Whether it may be used for a while after it ended. Returns false if it was not sent; *out has
/// the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_grace_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.allow_grace_period.get())
}

/// How long that is, in hours. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_grace_period(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.grace_period.get())
}

/// How many devices it may be activated on. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_activations(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_activations.get())
}

/// On how many devices it has been activated. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_times_activated(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.times_activated.get())
}

/// Whether max_activations does not count. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_unlimited_activations(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.allow_unlimited_activations.get())
}

/// How often it may move to another device. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_transfers(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_transfers.get())
}

/// How often it has moved. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_transfer_count(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.transfer_count.get())
}

/// How many users it may be assigned to. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_license_users(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_license_users.get())
}

/// Whether it is floating, on a server of the customer's. Returns false if it was not sent; *out
/// has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_floating(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_floating.get())
}

/// Whether it is floating, on the vendor's server. Returns false if it was not sent; *out has the
/// value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_floating_cloud(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_floating_cloud.get())
}

/// After how many minutes without a sign of life a floating seat is free again. Returns false if
/// it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_timeout(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.floating_timeout.get())
}

/// How many may use it at once; sent for floating licenses only. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_users(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.floating_users.get())
}

/// How many are using it now; sent for floating licenses only. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_floating_in_use_devices(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.floating_in_use_devices.get())
}

/// Whether a floating seat may be borrowed. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_can_borrow(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.can_borrow.get())
}

/// For how many hours at most. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_borrow_time(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_borrow_time.get())
}

/// Whether it is borrowed now. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_borrowed(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_borrowed.get())
}

/// Until when it is borrowed. Unix seconds, UTC. Returns false if it was not sent or cannot be
/// read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_borrowed_until(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.borrowed_until.seconds())
}

/// How many consumptions it has; sent for consumption licenses only. Returns false if it was not
/// sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_consumptions.get())
}

/// How many were used. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_total_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.total_consumptions.get())
}

/// Whether max_consumptions does not count. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_unlimited_consumptions(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.allow_unlimited_consumptions.get())
}

/// Whether more than max_consumptions may be used. Returns false if it was not sent; *out has the
/// value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_allow_overages(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.allow_overages.get())
}

/// How many more. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_max_overages(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.max_overages.get())
}

/// Whether consumptions begin anew with each period. Returns false if it was not sent; *out has
/// the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_reset_consumption(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.reset_consumption.get())
}

/// The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
/// too). Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_consumption_period(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.consumption_period.0.as_c_str())
}

/// Whether it is for devices without a network. Returns false if it was not sent; *out has the
/// value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_air_gapped(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_air_gapped.get())
}

/// Whether it is tied to a hardware key. Returns false if it was not sent; *out has the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_is_hardware_key_auth(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.is_hardware_key_auth.get())
}

/// Whether it must not be used in a virtual machine. Returns false if it was not sent; *out has
/// the value.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_prevent_vm(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(license, out, |license| license.0.fields.prevent_vm.get())
}

/// The id of the device it is activated on. Returns false if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_device_id(
    license: Option<&ls_license>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(license, out, |license| license.0.fields.device_id.get())
}

/// The release channel. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_channel(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.channel.as_c_str())
}

/// The environment that the release is for. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_environment(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.environment.as_c_str())
}

/// The release's version. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_version(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.version.as_c_str())
}

/// The version that the release needs to be installed over. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_requires_version(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.requires_version.as_c_str())
}

/// The release's date, as it was sent. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_release_date(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.release_date.as_c_str())
}

/// Where the release notes are. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_release_notes_link(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.release_notes_link.as_c_str())
}

/// Where the installation file is. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_installation_file(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.installation_file.as_c_str())
}

/// The MD5 hash of the installation file. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_hash_md5(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.hash_md5.as_c_str())
}

/// The size of the installation file, as it was sent. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_size(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.size.as_c_str())
}

/// Where the license agreement is. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_eula_link(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.eula_link.as_c_str())
}

/// The server's signature of the license, as it was sent. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_signature(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.license_signature.as_c_str())
}

/// The same in its second version, as it was sent. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_license_signature_v2(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.license_signature_v2.as_c_str())
}

/// The signature for offline use, as it was sent. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_offline_signature(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.offline_signature.as_c_str())
}

/// What the vendor added, as a JSON text. Borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_license_metadata(license: Option<&ls_license>) -> *const c_char {
    text(license, |license| license.0.fields.metadata.0.as_c_str())
}
