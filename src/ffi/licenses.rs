//! `ls_licenses`: the answer to `ls_user_licenses`.

use std::ffi::c_char;

use super::call::{Renamed, free, owned, part, read};
use super::error::ls_error;
use super::license::ls_license;
use super::source::ls_source;
use crate::agent::Answer;
use crate::model::Licenses;

/// A user's licenses for a product. Immutable; may be read from any thread. What is read from it
/// lives as long as it does.
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

/// How many licenses there are; 0 where licenses is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_count(licenses: Option<&ls_licenses>) -> usize {
    read(licenses, 0, |licenses| licenses.answer.data.0.len())
}

/// The license at an index, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_at(
    licenses: Option<&ls_licenses>,
    index: usize,
) -> *const ls_license {
    part(licenses, |licenses| {
        licenses.answer.data.0.get(index).map(ls_license::of)
    })
}

/// Whether the server answered this call or the store did.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_source(licenses: Option<&ls_licenses>) -> ls_source {
    read(licenses, ls_source::LS_SOURCE_NETWORK, |licenses| {
        licenses.answer.source.into()
    })
}

/// When the server gave the answer, in Unix seconds by this device's clock.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_fetched_at(licenses: Option<&ls_licenses>) -> i64 {
    read(licenses, 0, |licenses| licenses.answer.fetched_at)
}

/// Why the store answered although the server was asked, borrowed; NULL if it was not like that.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_fallback(licenses: Option<&ls_licenses>) -> *const ls_error {
    part(licenses, |licenses| licenses.fallback.as_ref())
}

/// The server's JSON with every field, as an array of {"license": {…}, "user": {…}}, in whichever of
/// its two forms the server sent it. The caller's, to be freed with ls_string_free.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_to_json(licenses: Option<&ls_licenses>) -> *mut c_char {
    owned(licenses, |licenses| licenses.answer.data.json())
}

/// Frees licenses and everything that was read from them. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_licenses_free(licenses: Option<Box<ls_licenses>>) {
    free(licenses);
}
