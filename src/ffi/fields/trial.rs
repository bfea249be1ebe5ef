//! `ls_trial` and its fields. Generated from abi/fields.toml; `make generate` writes it.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::ffi::read::{free, renamed, text, value};
use crate::model::Trial;

/// A trial of a product: the license key, or the user, that it was made for. The caller's own after
/// ls_trial_request(); immutable; may be read from any thread.
///
/// Source: https://docs.licensespring.com/license-api/trial-key
// `all()` always holds, but hides the type's contents from the header's generator.
#[cfg_attr(all(), repr(transparent))]
pub struct ls_trial(Trial);

renamed!(ls_trial, Trial);

impl From<Trial> for ls_trial {
    fn from(trial: Trial) -> Self {
        Self(trial)
    }
}

/// The license key of the trial; of a key-based product only.
///
/// @param trial The trial; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_license_key(trial: Option<&ls_trial>) -> *const c_char {
    text(trial, |trial| trial.0.license_key.as_c_str())
}

/// The email of the user that the trial is assigned to; of a user-based product only.
///
/// @param trial The trial; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_username(trial: Option<&ls_trial>) -> *const c_char {
    text(trial, |trial| trial.0.username.as_c_str())
}

/// The password that the server has made for a new user, in plain text: it is given once, and to
/// nobody else. It is in no log, in no file and in no JSON, and overwritten when the trial is
/// freed.
///
/// @param trial The trial; NULL reads as one without fields.
/// @return The text, borrowed; NULL if it was not sent.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_initial_password(trial: Option<&ls_trial>) -> *const c_char {
    text(trial, |trial| trial.0.initial_password.0.as_c_str())
}

/// Whether this request has made the trial; false for one that this device had already.
///
/// @param trial The trial; NULL reads as one without fields.
/// @param out Receives the value; false if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_is_new(
    trial: Option<&ls_trial>,
    out: Option<&mut MaybeUninit<bool>>,
) -> bool {
    value(trial, out, |trial| trial.0.is_new.get())
}

/// How many days the trial lasts; sent for a new one only.
///
/// @param trial The trial; NULL reads as one without fields.
/// @param out Receives the number; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if none was sent, or none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_days(
    trial: Option<&ls_trial>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(trial, out, |trial| trial.0.days.get())
}

/// Frees a trial that ls_trial_request() has given out, and what was read from it.
///
/// @param trial The trial. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_trial_free(trial: Option<Box<ls_trial>>) {
    free(trial);
}
