//! `ls_entitlement`: the answer to `ls_check` and `ls_licenses_check`.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use super::decision::ls_decision;
use super::error::ls_error;
use super::fields::license::ls_license;
use super::read::{Renamed, c_text, free, owned, part, read, text, value};
use super::source::ls_source;
use crate::model::License;
use crate::results::Entitlement;

/// Whether a user may run a product, and why. Immutable; may be read from any thread. Its parts
/// and texts live as long as it does.
pub struct ls_entitlement {
    entitlement: Entitlement,
    message: CString,
    fallback: Option<ls_error>,
}

impl ls_entitlement {
    pub(super) fn new(entitlement: Entitlement) -> Self {
        let message = c_text(&entitlement.message);
        let fallback = entitlement.answer.fallback.clone().map(ls_error::new);
        Self { entitlement, message, fallback }
    }

    fn license(&self) -> Option<&License> {
        self.entitlement.license()
    }

    fn json(&self) -> String {
        let decision = ls_decision::from(self.entitlement.verdict.decision);
        self.entitlement.json(&decision.name().to_string_lossy())
    }
}

/// Whether the answer is yes.
///
/// @param entitlement The entitlement, or NULL.
/// @return Whether the user may run the product or feature; false if entitlement is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_is_allowed(entitlement: Option<&ls_entitlement>) -> bool {
    read(entitlement, false, |this| this.entitlement.verdict.decision.is_allowed())
}

/// The decision and its reason.
///
/// @param entitlement The entitlement, or NULL.
/// @return The decision; LS_DECISION_DENIED_NO_LICENSE if entitlement is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_decision(entitlement: Option<&ls_entitlement>) -> ls_decision {
    let none = ls_decision::LS_DECISION_DENIED_NO_LICENSE;
    read(entitlement, none, |this| this.entitlement.verdict.decision.into())
}

/// The license that decided.
///
/// @param entitlement The entitlement, or NULL.
/// @return The license, borrowed; NULL if there was none.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_license(
    entitlement: Option<&ls_entitlement>,
) -> *const ls_license {
    part(entitlement, |this| this.license().map(ls_license::of))
}

/// When the right to use ends, or ended: the first second without it, a grace period that has begun
/// included.
///
/// @param entitlement The entitlement, or NULL.
/// @param out Receives the time in Unix seconds, UTC; 0 if it has no end. May be NULL.
/// @return Whether it has an end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_expires_at(
    entitlement: Option<&ls_entitlement>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(entitlement, out, |this| this.entitlement.verdict.expires_at)
}

/// Whether the server answered this call or the store did.
///
/// @param entitlement The entitlement, or NULL.
/// @return The source; LS_SOURCE_NETWORK if entitlement is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_source(entitlement: Option<&ls_entitlement>) -> ls_source {
    read(entitlement, ls_source::LS_SOURCE_NETWORK, |this| this.entitlement.answer.source.into())
}

/// When the server gave the answer, by the later of this device's clock and the server's.
///
/// @param entitlement The entitlement, or NULL.
/// @return The time in Unix seconds, UTC; 0 if entitlement is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_fetched_at(entitlement: Option<&ls_entitlement>) -> i64 {
    read(entitlement, 0, |this| this.entitlement.answer.fetched_at)
}

/// Why the store answered although the server was asked.
///
/// @param entitlement The entitlement, or NULL.
/// @return The error, borrowed; NULL if the server answered, or was not asked.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_fallback(entitlement: Option<&ls_entitlement>) -> *const ls_error {
    part(entitlement, |this| this.fallback.as_ref())
}

/// A sentence to show a person, in English.
///
/// @param entitlement The entitlement, or NULL.
/// @return The text, borrowed; NULL if entitlement is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_message(entitlement: Option<&ls_entitlement>) -> *const c_char {
    text(entitlement, |this| Some(&this.message))
}

/// Everything as JSON: {"allowed", "decision", "message", "product", "feature", "expires_at",
/// "source" ("network" or "cache"), "fetched_at", "fallback" (a message or null), "license" (as
/// ls_license_to_json() gives it, or null)}.
///
/// @param entitlement The entitlement, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if entitlement is
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_to_json(entitlement: Option<&ls_entitlement>) -> *mut c_char {
    owned(entitlement, ls_entitlement::json)
}

/// Frees an entitlement and everything that was read from it.
///
/// @param entitlement The entitlement. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_entitlement_free(entitlement: Option<Box<ls_entitlement>>) {
    free(entitlement);
}
