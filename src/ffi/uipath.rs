//! `ls_uipath`: UiPath's Automation Suite.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::slice;

use super::allocations::ls_allocations;
use super::call::{self, LONG, NAME, free, make, required};
use super::config::ls_config;
use super::error::ls_error;
use super::shared::Shared;
use super::status::ls_status;
use crate::api::Allocate;
use crate::config::parse_base_url;
use crate::error::Error;
use crate::uipath::{UiPath, parse_token};

/// The most users, and the most bundle codes, of one call.
const MOST: usize = 10_000;

/// A client of one Automation Suite. May be used from any number of threads at once.
pub struct ls_uipath(Shared<UiPath>);

/// Makes a client for the suite at `base_url` (https, or http to a loopback host) with an access
/// token of its identity service, which the caller obtains (up to 65,536 bytes, printable ASCII).
///
/// From the configuration it takes timeouts, cap, proxy, CA file, app and log; an API key is not
/// needed. Everything is copied. On success *out_uipath is the caller's, to be freed with
/// ls_uipath_free; on failure it is NULL. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_CONFIG. Does
/// not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_uipath_new(
    config: Option<&ls_config>,
    base_url: *const c_char,
    access_token: *const c_char,
    out_uipath: Option<&mut MaybeUninit<*mut ls_uipath>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_uipath, "out_uipath", out_error, || {
        let config = required("config", config)?.settings()?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (base_url, token) = unsafe {
            (
                call::string("base_url", base_url, LONG)?,
                call::string("access_token", access_token, LONG)?,
            )
        };
        let uipath = UiPath::new(config, parse_base_url(base_url)?, parse_token(token)?);
        Ok(ls_uipath(Shared::new(uipath)))
    })
}

/// Frees a client. NULL is a no-op. No call on it may be running. Results stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn ls_uipath_free(uipath: Option<Box<ls_uipath>>) {
    free(uipath);
}

/// Exchanges the access token, for the calls that begin after it. From any thread. Does not block.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT; then the old token stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_uipath_set_access_token(
    uipath: Option<&ls_uipath>,
    access_token: *const c_char,
) -> ls_status {
    call::call(None, || {
        let uipath = Shared::of(uipath.map(|uipath| &uipath.0), "uipath")?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let token = unsafe { call::string("access_token", access_token, LONG) }?;
        uipath.set_access_token(parse_token(token)?);
        Ok(())
    })
}

/// Allocates licenses to users of an organization: every user in `user_ids` gets every license in
/// `bundle_codes` (such as "RPADEVNU", "ATTUNU", "TSTNU"). Each user consumes a unit of each.
///
/// `account_id` is the organization's id. 1 to 10,000 user ids and bundle codes, each text up to 1,024
/// bytes. Nothing is taken over. On success *out_allocations is the caller's, to be freed with
/// ls_allocations_free. On failure it is NULL and *out_error, if out_error is not NULL, is the caller's.
///
/// It is a write: sent once, on a connection of its own, never again once it may have arrived, and
/// never stored. After LS_ERR_TIMEOUT, LS_ERR_NETWORK or LS_ERR_RESPONSE the licenses may have been
/// allocated; the message says so where it is possible.
///
/// Returns LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG, _NETWORK, _TIMEOUT, _TLS, _PROXY, _RESPONSE,
/// _CREDENTIALS (401, 403: the token), _REFUSED (any other 4xx), _RATE_LIMITED, _SERVER, _INTERNAL. The
/// suite documents no errors: ls_error_http_status has the status, the message the body.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.uipath.com/automation-suite (API guide 2023.4, Allocate Licenses to a User)
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_uipath_allocate_user_licenses(
    uipath: Option<&ls_uipath>,
    account_id: *const c_char,
    user_ids: *const *const c_char,
    user_count: usize,
    bundle_codes: *const *const c_char,
    bundle_count: usize,
    use_external_license: bool,
    out_allocations: Option<&mut MaybeUninit<*mut ls_allocations>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_allocations, "out_allocations", out_error, || {
        let uipath = Shared::of(uipath.map(|uipath| &uipath.0), "uipath")?;
        // SAFETY: the caller passes NULL or what the parameters' names say.
        let allocate = unsafe {
            Allocate {
                account_id: path_segment(
                    "account_id",
                    call::string("account_id", account_id, NAME)?,
                )?,
                user_ids: strings("user_ids", user_ids, user_count)?,
                bundle_codes: strings("bundle_codes", bundle_codes, bundle_count)?,
                use_external_license,
            }
        };
        Ok(ls_allocations::new(uipath.allocate(&allocate)?))
    })
}

/// One segment of a path, whatever is in it; but a lone `.` or `..` would be taken for a step in the path.
fn path_segment(name: &str, text: &str) -> Result<String, Error> {
    if matches!(text, "." | "..") {
        return Err(Error::invalid(name, "expected an organization's id"));
    }
    Ok(text.to_owned())
}

/// # Safety
/// `array` is NULL or has `count` elements, each as for [`call::string`].
unsafe fn strings(
    name: &str,
    array: *const *const c_char,
    count: usize,
) -> Result<Vec<String>, Error> {
    if array.is_null() {
        return Err(Error::invalid(name, "is NULL"));
    }
    if !(1..=MOST).contains(&count) {
        return Err(Error::invalid(name, format_args!("expected 1 to {MOST} of them")));
    }
    // SAFETY: it is not NULL, and the caller promises the count.
    let elements = unsafe { slice::from_raw_parts(array, count) };
    let texts = elements.iter().enumerate().map(|(index, element)| {
        // SAFETY: the caller promises each element.
        unsafe { call::string(&format!("{name}[{index}]"), *element, NAME) }.map(str::to_owned)
    });
    texts.collect()
}
