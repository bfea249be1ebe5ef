//! `ls_feature` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{renamed, text, value};
use crate::model::Feature;

/// A feature that a license grants. Borrowed from ls_license; immutable; may be read from any
/// thread.
///
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_feature(Feature);

renamed!(ls_feature, Feature);

/// The feature's id.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_id(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.id.get())
}

/// Its code, by which the application knows it.
///
/// @param feature The feature; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_code(feature: Option<&ls_feature>) -> *const c_char {
    text(feature, |feature| feature.0.code.as_c_str())
}

/// Its name.
///
/// @param feature The feature; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_name(feature: Option<&ls_feature>) -> *const c_char {
    text(feature, |feature| feature.0.name.as_c_str())
}

/// "activation" or "consumption".
///
/// @param feature The feature; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_feature_type(feature: Option<&ls_feature>) -> *const c_char {
    text(feature, |feature| feature.0.feature_type.as_c_str())
}

/// When it ends; a date without a time reads as the first second of that day, through which the
/// feature lasts.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the time in Unix seconds, UTC; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_expiry_date(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.expiry_date.seconds())
}

/// Whether it is floating, on a server of the customer's.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_is_floating(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(feature, out, |feature| feature.0.is_floating.get())
}

/// Whether it is floating, on the vendor's server.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_is_floating_cloud(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(feature, out, |feature| feature.0.is_floating_cloud.get())
}

/// How many may use it at once; sent for floating features only.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_floating_users(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.floating_users.get())
}

/// After how many minutes without a sign of life a floating seat is free again.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_floating_timeout(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.floating_timeout.get())
}

/// How many consumptions it has; sent for consumption features only.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_max_consumption(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.max_consumption.get())
}

/// How many were used.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_total_consumptions(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.total_consumptions.get())
}

/// Whether max_consumption does not count.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_allow_unlimited_consumptions(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(feature, out, |feature| feature.0.allow_unlimited_consumptions.get())
}

/// Whether more than max_consumption may be used: the API documents a number here; true reads as 1.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_allow_overages(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.allow_overages.get())
}

/// How many more.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_max_overages(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(feature, out, |feature| feature.0.max_overages.get())
}

/// Whether consumptions begin anew with each period.
///
/// @param feature The feature; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_reset_consumption(
    feature: Option<&ls_feature>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(feature, out, |feature| feature.0.reset_consumption.get())
}

/// The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
/// too).
///
/// @param feature The feature; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_consumption_period(feature: Option<&ls_feature>) -> *const c_char {
    text(feature, |feature| feature.0.consumption_period.0.as_c_str())
}

/// The vendor's own data, as a JSON text.
///
/// @param feature The feature; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_feature_metadata(feature: Option<&ls_feature>) -> *const c_char {
    text(feature, |feature| feature.0.metadata.0.as_c_str())
}
