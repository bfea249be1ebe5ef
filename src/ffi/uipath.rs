//! `ls_uipath`: UiPath's Automation Suite.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::allocations::ls_allocations;
use super::call::{self, LONG, NAME, make, required};
use super::config::ls_config;
use super::error::ls_error;
use super::read::free;
use super::shared::Shared;
use super::status::ls_status;
use crate::api::{Allocate, AllocateBy};
use crate::config::parse_base_url;
use crate::error::Error;
use crate::rules::limits;
use crate::uipath::{UiPath, parse_token};

/// A client of one Automation Suite. May be used from any number of threads at once.
pub struct ls_uipath(Shared<UiPath>);

/// Makes a client for an Automation Suite. From the configuration it takes timeouts, cap, proxy, CA
/// file, app and log; an API key is not needed.
///
/// @param config The configuration, which is copied.
/// @param base_url Where the suite is: an absolute URL, https, or http to a loopback host; up to
/// 65,536 bytes, copied.
/// @param access_token An access token of its identity service, which the caller obtains: printable
/// ASCII, up to 65,536 bytes, copied.
/// @param out_uipath Receives the client, which the caller frees with ls_uipath_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_CONFIG.
///
/// Does not block.
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

/// Frees a client. No call with it may be running. Results stay valid.
///
/// @param uipath The client. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_uipath_free(uipath: Option<Box<ls_uipath>>) {
    free(uipath);
}

/// Replaces the access token, for the calls that begin after it.
///
/// @param uipath The client.
/// @param access_token The access token: printable ASCII, up to 65,536 bytes, copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT; then the old token stays.
///
/// Does not block.
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

/// By which HTTP method licenses are allocated. Passed as int32_t: another number is
/// LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_uipath_method {
    /// POST first; then PUT, if the POST cannot have allocated anything: its answer was 404 or 405, or a list
    /// of the users' licenses, or an empty one.
    LS_UIPATH_METHOD_AUTO = 0,
    /// POST, as the page of 2023.4 says.
    LS_UIPATH_METHOD_POST = 1,
    /// PUT, as the pages of the other versions say.
    LS_UIPATH_METHOD_PUT = 2,
}

/// Sets by which method licenses are allocated, for the calls that begin after it. Default:
/// LS_UIPATH_METHOD_AUTO.
///
/// The suite's pages name POST for one version and PUT for the others, and a suite that takes PUT
/// may take a POST to the same path as the question what the users hold. An application that knows
/// its suite saves a request by this.
///
/// @param uipath The client.
/// @param method A value of ls_uipath_method.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT; then the old method stays.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_uipath_set_method(uipath: Option<&ls_uipath>, method: i32) -> ls_status {
    call::call(None, || {
        Shared::of(uipath.map(|uipath| &uipath.0), "uipath")?.set_method(allocate_by(method)?);
        Ok(())
    })
}

fn allocate_by(number: i32) -> Result<AllocateBy, Error> {
    const AUTO: i32 = ls_uipath_method::LS_UIPATH_METHOD_AUTO as i32;
    const POST: i32 = ls_uipath_method::LS_UIPATH_METHOD_POST as i32;
    const PUT: i32 = ls_uipath_method::LS_UIPATH_METHOD_PUT as i32;
    match number {
        AUTO => Ok(AllocateBy::Auto),
        POST => Ok(AllocateBy::Post),
        PUT => Ok(AllocateBy::Put),
        _ => Err(Error::invalid("method", "expected a value of ls_uipath_method")),
    }
}

/// Allocates licenses to users of an organization: every user gets every license. Each user
/// consumes a unit of each.
///
/// It succeeds only if the answer repeats every requested code for every requested user; otherwise
/// it is LS_ERR_MISMATCH, and the message names what is missing. Ids are compared byte by byte,
/// GUIDs and codes without regard to case; more than was requested is fine, and so is requesting
/// the same twice.
///
/// It is a write, on a connection of its own, and never stored. A request whose answer was lost is
/// never sent again; a second one, by PUT, is sent only where ls_uipath_set_method() says that the
/// first did nothing. After LS_ERR_TIMEOUT, _NETWORK, _RESPONSE, _MISMATCH or _SERVER the licenses
/// may have been allocated; the message says so where it is possible. The suite documents no bodies
/// of errors: ls_error_http_status() has the status, the message the body.
///
/// @param uipath The client.
/// @param account_id The id of the organization, up to 1,024 bytes.
/// @param user_ids The ids of the users, up to 1,024 bytes each.
/// @param user_count How many user ids there are: 1 to 10,000.
/// @param bundle_codes The licenses, such as "RPADEVNU", "ATTUNU", "TSTNU"; up to 1,024 bytes each.
/// @param bundle_count How many bundle codes there are: 1 to 10,000.
/// @param use_external_license Whether to use an external license (the API's useExternalLicense).
/// @param out_allocations Receives the allocations, which the caller frees with
/// ls_allocations_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG, _NETWORK, _TIMEOUT, _TLS, _PROXY, _RESPONSE,
/// _MISMATCH, _CREDENTIALS (401, 403: the token), _REFUSED (any other 4xx: 404 no license for the
/// account, or no such call; 409 too few units, or an unknown code), _RATE_LIMITED, _SERVER,
/// _INTERNAL.
///
/// Blocks for at most the configured timeout_ms, both requests together.
/// Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
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
                account_id: limits::organization_id(
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

/// # Safety
/// `array` is NULL or has `count` elements, each as for [`call::string`].
unsafe fn strings(
    name: &str,
    array: *const *const c_char,
    count: usize,
) -> Result<Vec<String>, Error> {
    // That it is NULL is said first.
    let count = if array.is_null() { 0 } else { limits::allocated(name, count)? };
    // SAFETY: the caller promises the count and each element.
    unsafe { call::texts(name, array, count, |name, text| call::string(name, text, NAME)) }
}
