//! `ls_releases`: the answer to `ls_activation_releases` and `ls_activation_release`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::activation::ls_activation;
use super::call::{self, NAME, make};
use super::error::ls_error;
use super::fields::release::ls_release;
use super::read::{Renamed, free, owned, part, read};
use super::status::ls_status;
use crate::agent::ReleaseFilter;
use crate::error::Error;
use crate::model::Releases;

/// Releases of a product, in the order of the server. Immutable; may be read from any thread. What is
/// read from it lives as long as it does.
pub struct ls_releases(Releases);

/// Gets the releases of the product that the activated license may have: the server leaves out what is beyond
/// its maintenance period.
///
/// An answer counts only if it came over TLS and carries the server's signature. It names neither
/// the product nor the device, so it is matched with neither: no right to use rests on it. The server is
/// asked each time: nothing is stored.
///
/// @param activation The activation.
/// @param environment_or_null Only those for an environment, up to 1,024 bytes: "win", "win32", "win64",
/// "mac", "linux", "linux32" or "linux64"; NULL for all. One version may be there once for each environment.
/// @param channel_or_null Only those of a channel, up to 1,024 bytes; NULL for all.
/// @param out_releases Receives the releases, which the caller frees with ls_releases_free(); NULL on
/// failure. There may be none in it. Of each there are version and date.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
/// _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _API_KEY, _NOT_ACTIVATED, _REFUSED, _RATE_LIMITED, _SERVER,
/// _CANCELLED (the agent was closed), _INTERNAL.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/get-versions
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_releases(
    activation: Option<&ls_activation>,
    environment_or_null: *const c_char,
    channel_or_null: *const c_char,
    out_releases: Option<&mut MaybeUninit<*mut ls_releases>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_releases, "out_releases", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let filter = unsafe { filter(environment_or_null, channel_or_null) }?;
        Ok(ls_releases(activation.releases(filter)?))
    })
}

/// Gets one release with what the vendor says of its installer.
///
/// The library neither opens nor loads the link. The file is not the licensing service's, and MD5 is no proof that it
/// is the vendor's: an application that installs it checks a signature of its own. An answer counts as
/// that of ls_activation_releases() does, and only if it is of this version.
///
/// @param activation The activation.
/// @param version The version, up to 1,024 bytes, as ls_activation_releases() has it.
/// @param environment_or_null The environment that it is for, up to 1,024 bytes, as there; NULL if there
/// is one only.
/// @param channel_or_null Its channel, up to 1,024 bytes; NULL for any.
/// @param out_releases Receives the one release, which the caller frees with ls_releases_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or another status as ls_activation_releases() does; LS_ERR_REFUSED with the code
/// "version_not_found" if there is none; LS_ERR_MISMATCH if the answer is of another version.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/get-installation-file
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_release(
    activation: Option<&ls_activation>,
    version: *const c_char,
    environment_or_null: *const c_char,
    channel_or_null: *const c_char,
    out_releases: Option<&mut MaybeUninit<*mut ls_releases>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_releases, "out_releases", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (version, filter) = unsafe {
            let version = call::string("version", version, NAME)?.to_owned();
            (version, filter(environment_or_null, channel_or_null)?)
        };
        Ok(ls_releases(activation.release(version, filter)?))
    })
}

/// # Safety
/// Both are as for [`call::optional`].
unsafe fn filter(
    environment: *const c_char,
    channel: *const c_char,
) -> Result<ReleaseFilter, Error> {
    let text = |name, text| {
        // SAFETY: the same promise.
        unsafe { call::optional(name, text, NAME) }.map(|text| text.map(str::to_owned))
    };
    Ok(ReleaseFilter {
        environment: text("environment_or_null", environment)?,
        channel: text("channel_or_null", channel)?,
    })
}

/// The number of releases.
///
/// @param releases The releases, or NULL.
/// @return How many there are; 0 if releases is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_releases_count(releases: Option<&ls_releases>) -> usize {
    read(releases, 0, |releases| releases.0.releases.len())
}

/// A release.
///
/// @param releases The releases, or NULL.
/// @param index Which one, from 0 to ls_releases_count() - 1.
/// @return The release, borrowed; NULL past the end.
#[unsafe(no_mangle)]
pub extern "C" fn ls_releases_at(
    releases: Option<&ls_releases>,
    index: usize,
) -> *const ls_release {
    part(releases, |releases| releases.0.releases.get(index).map(ls_release::of))
}

/// The server's JSON with every field.
///
/// @param releases The releases, or NULL.
/// @return The JSON text, which the caller frees with ls_string_free(); NULL if releases is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ls_releases_to_json(releases: Option<&ls_releases>) -> *mut c_char {
    owned(releases, |releases| releases.0.json().to_owned())
}

/// Frees releases and everything that was read from them.
///
/// @param releases The releases. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_releases_free(releases: Option<Box<ls_releases>>) {
    free(releases);
}
