//! Which accessor reads which field of the API.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use lsagent::ffi::allocations::*;
use lsagent::ffi::custom_field::*;
use lsagent::ffi::customer::*;
use lsagent::ffi::feature::*;
use lsagent::ffi::license::*;
use lsagent::ffi::license_user::*;
use lsagent::ffi::product::*;
use lsagent::ffi::product_custom_field::*;
use lsagent::ffi::release::*;
use lsagent::ffi::trial::*;
use lsagent::ffi::user::*;
use lsagent::ffi::variable::*;
use serde_json::Value;

use super::client::text;

/// How a field reads. The kinds say what C sees; `Time` and `Json` have a reading of their own.
#[derive(Clone, Copy)]
pub enum Reader<T> {
    Text(extern "C" fn(Option<&T>) -> *const c_char),
    Json(extern "C" fn(Option<&T>) -> *const c_char),
    Int(extern "C" fn(Option<&T>, Option<&mut MaybeUninit<i64>>) -> bool),
    Time(extern "C" fn(Option<&T>, Option<&mut MaybeUninit<i64>>) -> bool),
    Flag(extern "C" fn(Option<&T>, Option<&mut MaybeUninit<bool>>) -> bool),
}

/// A field of an object of the API.
pub struct Field<T: 'static> {
    /// Its place within the object, as `company.id`.
    pub path: &'static str,
    pub function: &'static str,
    pub reader: Reader<T>,
}

impl<T> Field<T> {
    /// What the accessor gives; null where it says that there is nothing.
    pub fn read(&self, object: Option<&T>) -> Value {
        match self.reader {
            Reader::Text(read) | Reader::Json(read) => text(read(object)).into(),
            Reader::Int(read) | Reader::Time(read) => {
                filled(|out| read(object, Some(out)), |number: i64| number == 0).into()
            }
            Reader::Flag(read) => filled(|out| read(object, Some(out)), |flag: bool| !flag).into(),
        }
    }
}

/// What was filled in, if there was anything to say; if not, it must be zero.
fn filled<V: Copy>(
    read: impl FnOnce(&mut MaybeUninit<V>) -> bool,
    is_zero: impl FnOnce(V) -> bool,
) -> Option<V> {
    let mut out = MaybeUninit::uninit();
    let present = read(&mut out);
    // SAFETY: every accessor fills it, whatever it returns.
    let value = unsafe { out.assume_init() };
    assert!(present || is_zero(value), "what is absent reads as zero");
    present.then_some(value)
}

macro_rules! fields {
    ($($kind:ident $path:literal $function:ident,)*) => {
        &[$(Field {
            path: $path,
            function: stringify!($function),
            reader: fields!(@ $kind $function),
        }),*]
    };
    (@ text $function:ident) => { Reader::Text($function) };
    (@ json $function:ident) => { Reader::Json($function) };
    (@ int $function:ident) => { Reader::Int($function) };
    (@ time $function:ident) => { Reader::Time($function) };
    (@ flag $function:ident) => { Reader::Flag($function) };
}

// Generated from abi/fields.toml; `make generate` writes it.

/// A license. Fields are named as the API names them.
pub const LICENSE: &[Field<ls_license>] = fields![
    int "company.id" ls_license_company_id,
    int "id" ls_license_id,
    text "license_key" ls_license_license_key,
    text "hardware_id" ls_license_hardware_id,
    text "order_store_id" ls_license_order_store_id,
    text "license_type" ls_license_license_type,
    flag "license_active" ls_license_license_active,
    flag "license_enabled" ls_license_license_enabled,
    flag "is_trial" ls_license_is_trial,
    int "trial_days" ls_license_trial_days,
    flag "is_expired" ls_license_is_expired,
    time "validity_period" ls_license_validity_period,
    time "start_date" ls_license_start_date,
    flag "enable_maintenance_period" ls_license_enable_maintenance_period,
    time "maintenance_period" ls_license_maintenance_period,
    flag "allow_grace_period" ls_license_allow_grace_period,
    int "grace_period" ls_license_grace_period,
    int "max_activations" ls_license_max_activations,
    int "times_activated" ls_license_times_activated,
    flag "allow_unlimited_activations" ls_license_allow_unlimited_activations,
    int "max_transfers" ls_license_max_transfers,
    int "transfer_count" ls_license_transfer_count,
    int "max_license_users" ls_license_max_license_users,
    flag "is_floating" ls_license_is_floating,
    flag "is_floating_cloud" ls_license_is_floating_cloud,
    int "floating_timeout" ls_license_floating_timeout,
    int "floating_users" ls_license_floating_users,
    int "floating_in_use_devices" ls_license_floating_in_use_devices,
    flag "can_borrow" ls_license_can_borrow,
    int "max_borrow_time" ls_license_max_borrow_time,
    flag "is_borrowed" ls_license_is_borrowed,
    time "borrowed_until" ls_license_borrowed_until,
    int "max_consumptions" ls_license_max_consumptions,
    int "total_consumptions" ls_license_total_consumptions,
    flag "allow_unlimited_consumptions" ls_license_allow_unlimited_consumptions,
    flag "allow_overages" ls_license_allow_overages,
    int "max_overages" ls_license_max_overages,
    flag "reset_consumption" ls_license_reset_consumption,
    text "consumption_period" ls_license_consumption_period,
    flag "is_air_gapped" ls_license_is_air_gapped,
    flag "is_hardware_key_auth" ls_license_is_hardware_key_auth,
    flag "prevent_vm" ls_license_prevent_vm,
    int "device_id" ls_license_device_id,
    text "channel" ls_license_channel,
    text "environment" ls_license_environment,
    text "version" ls_license_version,
    text "requires_version" ls_license_requires_version,
    text "release_date" ls_license_release_date,
    text "release_notes_link" ls_license_release_notes_link,
    text "installation_file" ls_license_installation_file,
    text "hash_md5" ls_license_hash_md5,
    text "size" ls_license_size,
    text "eula_link" ls_license_eula_link,
    text "license_signature" ls_license_license_signature,
    text "license_signature_v2" ls_license_license_signature_v2,
    text "offline_signature" ls_license_offline_signature,
    json "metadata" ls_license_metadata,
];

/// A feature that a license grants.
pub const FEATURE: &[Field<ls_feature>] = fields![
    int "id" ls_feature_id,
    text "code" ls_feature_code,
    text "name" ls_feature_name,
    text "feature_type" ls_feature_feature_type,
    time "expiry_date" ls_feature_expiry_date,
    flag "is_floating" ls_feature_is_floating,
    flag "is_floating_cloud" ls_feature_is_floating_cloud,
    int "floating_users" ls_feature_floating_users,
    int "floating_timeout" ls_feature_floating_timeout,
    int "max_consumption" ls_feature_max_consumption,
    int "total_consumptions" ls_feature_total_consumptions,
    flag "allow_unlimited_consumptions" ls_feature_allow_unlimited_consumptions,
    int "allow_overages" ls_feature_allow_overages,
    int "max_overages" ls_feature_max_overages,
    flag "reset_consumption" ls_feature_reset_consumption,
    text "consumption_period" ls_feature_consumption_period,
    json "metadata" ls_feature_metadata,
];

/// A field that the vendor added to a license.
pub const CUSTOM_FIELD: &[Field<ls_custom_field>] = fields![
    text "name" ls_custom_field_name,
    text "data_type" ls_custom_field_data_type,
    text "value" ls_custom_field_value,
];

/// A product (the API's `product_details`). That of a license has names, authorization method and
/// metadata alone.
pub const PRODUCT: &[Field<ls_product>] = fields![
    int "product_id" ls_product_product_id,
    text "product_name" ls_product_product_name,
    text "short_code" ls_product_short_code,
    flag "allow_trial" ls_product_allow_trial,
    int "trial_days" ls_product_trial_days,
    text "authorization_method" ls_product_authorization_method,
    int "floating_timeout" ls_product_floating_timeout,
    flag "allow_overages" ls_product_allow_overages,
    int "max_overages" ls_product_max_overages,
    flag "prevent_vm" ls_product_prevent_vm,
    text "latest_version.version" ls_product_latest_version,
    int "company.id" ls_product_company_id,
    json "metadata" ls_product_metadata,
];

/// A field that the vendor added to each license of a product. The license has its value.
pub const PRODUCT_CUSTOM_FIELD: &[Field<ls_product_custom_field>] = fields![
    int "id" ls_product_custom_field_id,
    text "name" ls_product_custom_field_name,
    text "default_value" ls_product_custom_field_default_value,
];

/// The user that a license is assigned to.
pub const USER: &[Field<ls_user>] = fields![
    int "id" ls_user_id,
    text "email" ls_user_email,
    text "first_name" ls_user_first_name,
    text "last_name" ls_user_last_name,
    text "phone_number" ls_user_phone_number,
    flag "is_initial_password" ls_user_is_initial_password,
    int "max_activations" ls_user_max_activations,
    int "total_activations" ls_user_total_activations,
    flag "allow_unlimited_activations" ls_user_allow_unlimited_activations,
];

/// The customer who bought a license.
pub const CUSTOMER: &[Field<ls_customer>] = fields![
    text "email" ls_customer_email,
    text "first_name" ls_customer_first_name,
    text "last_name" ls_customer_last_name,
    text "company_name" ls_customer_company_name,
    text "phone" ls_customer_phone,
    text "reference" ls_customer_reference,
    text "address" ls_customer_address,
    text "postcode" ls_customer_postcode,
    text "city" ls_customer_city,
    text "state" ls_customer_state,
    text "country" ls_customer_country,
    text "customer_account" ls_customer_customer_account,
    json "metadata" ls_customer_metadata,
];

/// A user of one of a customer's licenses.
pub const LICENSE_USER: &[Field<ls_license_user>] = fields![
    text "email" ls_license_user_email,
    flag "is_active" ls_license_user_is_active,
    text "first_name" ls_license_user_first_name,
    text "last_name" ls_license_user_last_name,
    text "phone_number" ls_license_user_phone_number,
    flag "is_initial_password" ls_license_user_is_initial_password,
    text "initial_password" ls_license_user_initial_password,
    int "license_id" ls_license_user_license_id,
    int "order_id" ls_license_user_order_id,
    text "order_store_id" ls_license_user_order_store_id,
    int "max_activations" ls_license_user_max_activations,
    int "total_activations" ls_license_user_total_activations,
];

/// A trial of a product: the license key, or the user, that it was made for.
pub const TRIAL: &[Field<ls_trial>] = fields![
    text "license_key" ls_trial_license_key,
    text "license_user" ls_trial_username,
    text "initial_password" ls_trial_initial_password,
    flag "is_new" ls_trial_is_new,
    int "trial_days" ls_trial_days,
];

/// A release of a product, which the vendor has entered. The file is not the licensing service's,
/// and MD5 proves nothing of it.
pub const RELEASE: &[Field<ls_release>] = fields![
    text "version" ls_release_version,
    text "release_date" ls_release_release_date,
    int "id" ls_release_id,
    text "environment" ls_release_environment,
    text "channel" ls_release_channel,
    text "installation_file" ls_release_installation_file,
    text "hash_md5" ls_release_hash_md5,
    text "size" ls_release_size,
    text "requires_version" ls_release_requires_version,
    text "eula_link" ls_release_eula_link,
    text "release_notes_link" ls_release_release_notes_link,
];

/// A variable of a device, which the application has set.
pub const VARIABLE: &[Field<ls_variable>] = fields![
    text "variable" ls_variable_name,
    text "value" ls_variable_value,
    time "created_at" ls_variable_created_at,
    int "device_id" ls_variable_device_id,
];

/// The licenses that one user of an Automation Suite now holds.
pub const ALLOCATION: &[Field<ls_allocation>] = fields![
    text "userId" ls_allocation_user_id,
    text "organizationId" ls_allocation_organization_id,
    flag "useExternalLicense" ls_allocation_use_external_license,
];
