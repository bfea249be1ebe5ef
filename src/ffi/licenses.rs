//! `ls_licenses`: the answer to `ls_user_licenses`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::call::{self, NAME, make, required};
use super::entitlement::ls_entitlement;
use super::error::ls_error;
use super::fields::license::ls_license;
use super::read::{Renamed, free, owned, part, read};
use super::source::ls_source;
use super::status::ls_status;
use crate::model::Licenses;
use crate::results::{Answer, Entitlement};

/// A user's licenses for a product. Immutable; may be read from any thread. Its parts and texts
/// live as long as it does.
pub struct ls_licenses {
    answer: Answer<Licenses>,
    fallback: Option<ls_error>,
}

impl ls_licenses {
    pub(super) fn new(mut answer: Answer<Licenses>) -> Self {
        let fallback = answer.fallback.take().map(ls_error::new);
        Self { answer, fallback }
    }
}

/// The number of licenses.
///
/// @param licenses The licenses, or NULL.
/// @return How many there are; 0 if licenses is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_count(licenses: Option<&ls_licenses>) -> usize {
    read(licenses, 0, |licenses| licenses.answer.data.0.len())
}

/// A license.
///
/// @param licenses The licenses, or NULL.
/// @param index Which one, from 0 to ls_licenses_count() - 1.
/// @return The license, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_at(
    licenses: Option<&ls_licenses>,
    index: usize,
) -> *const ls_license {
    part(licenses, |licenses| licenses.answer.data.0.get(index).map(ls_license::of))
}

/// Whether the server answered this call or the store did.
///
/// @param licenses The licenses, or NULL.
/// @return The source; LS_SOURCE_NETWORK if licenses is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_source(licenses: Option<&ls_licenses>) -> ls_source {
    read(licenses, ls_source::LS_SOURCE_NETWORK, |licenses| licenses.answer.source.into())
}

/// When the server gave the answer, by the later of this device's clock and the server's.
///
/// @param licenses The licenses, or NULL.
/// @return The time in Unix seconds, UTC; 0 if licenses is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_fetched_at(licenses: Option<&ls_licenses>) -> i64 {
    read(licenses, 0, |licenses| licenses.answer.fetched_at)
}

/// Why the store answered although the server was asked.
///
/// @param licenses The licenses, or NULL.
/// @return The error, borrowed; NULL if the server answered, or was not asked.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_fallback(licenses: Option<&ls_licenses>) -> *const ls_error {
    part(licenses, |licenses| licenses.fallback.as_ref())
}

/// The server's JSON with every field, as an array of {"license": {…}, "user": {…}}, whichever of
/// its two forms the server sent.
///
/// @param licenses The licenses, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if licenses is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_to_json(licenses: Option<&ls_licenses>) -> *mut c_char {
    owned(licenses, |licenses| licenses.answer.data.json())
}

/// May the user whose licenses these are run this product, or this feature of it? Asks neither the
/// server nor the store: the answer depends on the licenses and the time alone.
///
/// Of several licenses the most generous decides; ties go to the one that lasts longest.
/// `is_expired: true` from the server is final; otherwise validity_period counts against the clock
/// (a date without a time lasts through that day, UTC), and allow_grace_period adds grace_period
/// hours. A feature's expiry_date is read like validity_period.
///
/// @param licenses The licenses.
/// @param product The product's short code, up to 1,024 bytes.
/// @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
/// @param out_entitlement Receives the entitlement, which the caller frees with
/// ls_entitlement_free(); NULL on failure. It stays valid when the licenses are freed.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_licenses_check(
    licenses: Option<&ls_licenses>,
    product: *const c_char,
    feature_or_null: *const c_char,
    out_entitlement: Option<&mut MaybeUninit<*mut ls_entitlement>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_entitlement, "out_entitlement", out_error, || {
        let licenses = required("licenses", licenses)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (product, feature) = unsafe {
            let product = call::string("product", product, NAME)?;
            (product, call::optional("feature_or_null", feature_or_null, NAME)?)
        };
        Ok(ls_entitlement::new(Entitlement::of(&licenses.answer, product, feature)))
    })
}

/// Frees licenses and everything that was read from them.
///
/// @param licenses The licenses. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_free(licenses: Option<Box<ls_licenses>>) {
    free(licenses);
}
