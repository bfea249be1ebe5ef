//! Activating and deactivating without a network, by files.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::path::Path;

use super::activation::{ls_activation, request};
use super::agent::{enter, ls_agent};
use super::call::{self, LONG, NAME, make};
use super::credentials::ls_credentials;
use super::error::ls_error;
use super::status::ls_status;
use crate::error::Error;

/// Writes a request file, for a device without a network: a person carries it to the vendor's offline portal (or to a
/// device that sends it), and brings back the answer for ls_offline_activate().
///
/// **The file holds secrets in readable form:** the license key, or the user's email and password, and the
/// vendor's API key or client id; Base64 hides nothing. It is readable for this user alone (mode 0600, where the
/// file system has modes; a memory stick mostly has none). Tell the person to remove it once it was
/// uploaded; prefer license keys where passwords open more than this product.
///
/// The file is there as a whole, or not at all. The request's id is stored, and only the answer to the last
/// request of this device and product counts. That the vendor's own portal takes these files was not tried: they
/// are made as its documentation says (schema 1).
///
/// @param agent The agent. It needs a store.
/// @param product The product's short code, up to 1,024 bytes.
/// @param credentials The license key, or the user with a password (a remembered one will do); a token or a
/// code of a single sign-on is LS_ERR_INVALID_ARGUMENT.
/// @param license_id The id of the license, of a user who has several of this product; 0: the portal
/// chooses, which for a user is the newest license. Nobody can be asked here.
/// @param path Where the file is written, up to 65,536 bytes, in UTF-8; its folder has to be there. A file
/// that is there is replaced.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be written: the message says why),
/// _CONFIG (the store is switched off), _TIMEOUT (another call about this product goes on),
/// _NOT_CACHED (no password is remembered), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
///
/// Blocks while files are written, and for at most the configured timeout_ms where another call about the
/// product is running or the platform is asked for a remembered password. Opens no connection.
/// Source: https://docs.licensespring.com/license-api/activate-offline
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_offline_request(
    agent: Option<&ls_agent>,
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    license_id: i64,
    path: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (request, path) = unsafe {
            let request = request(product, credentials, license_id)?;
            (request, file(path)?)
        };
        agent.write_offline_request(request, path)
    })
}

/// Activates a license by the file that answers a request of this device. Needs no network, now or later: such
/// an activation is checked from the store without an end, by its dates and this device's clock; with a policy that asks
/// the server it is asked as usual.
///
/// A file counts only if the licensing service has signed it (`license_signature_v2`), not a byte of what is
/// signed was altered, and it is for this device, this product (with the pinned id, if there is one), this
/// license's holder, and the last request. It counts once. An activation of another license of the product is
/// replaced.
///
/// @param agent The agent. It needs a store.
/// @param product The product's short code, up to 1,024 bytes.
/// @param path Where the answer file is, up to 65,536 bytes, in UTF-8; the file has up to 16 MiB. It is left as it is.
/// @param out_activation Receives the activation, which the caller frees with ls_activation_free();
/// NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be read), _CONFIG (the store is switched
/// off), _RESPONSE (it is no answer file), _SIGNATURE (it was altered, or somebody else has made it), _MISMATCH (it
/// is for another device, product, holder or request, or no request waits for an answer: the message says
/// which), _CLOCK (this device's clock is more than a day behind the file's date, or was turned back), _TIMEOUT
/// (another call about this product goes on), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
///
/// Blocks while files are read and written, and for at most the configured timeout_ms where another call about
/// the product is running. Opens no connection.
/// Source: https://docs.licensespring.com/license-api/activate-offline
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_offline_activate(
    agent: Option<&ls_agent>,
    product: *const c_char,
    path: *const c_char,
    out_activation: Option<&mut MaybeUninit<*mut ls_activation>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_activation, "out_activation", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (product, path) = unsafe { (call::string("product", product, NAME)?, file(path)?) };
        Ok(ls_activation::new(agent.activate_by_file(product, path)?))
    })
}

/// Takes in a file with newer facts about the license of an activation: a later end, more features.
///
/// It counts as that of ls_offline_activate() does, but answers no request; it has to be about the same license,
/// and not older than what is known. It does not lift a refusal of the server's that this device has heard:
/// that takes the server, or a new request with ls_offline_request().
///
/// @param activation The activation.
/// @param path Where the file is, up to 65,536 bytes, in UTF-8; the file has up to 16 MiB. It is left as it is.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or another status as ls_offline_activate() does; LS_ERR_NOT_ACTIVATED if the license is not
/// on this device any more, LS_ERR_REFUSED if the server has refused it.
///
/// Blocks as ls_offline_activate() does.
/// Source: https://docs.licensespring.com/license-api/activate-offline
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_offline_refresh(
    activation: Option<&ls_activation>,
    path: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        activation.refresh_by_file(unsafe { file(path) }?)
    })
}

/// Gives up a license without a network: writes a request file, which a person carries to the vendor's offline
/// portal, and forgets the activation. From then on the license cannot be used here, whether the file is uploaded or not.
///
/// The order is such that a process that is killed on its way leaves no license usable whose file is there, and
/// loses none without a file: if it was killed in between, ls_activation_open() still gives an activation, every
/// check of it is LS_ERR_NOT_ACTIVATED, and this call writes the same file again, where it is wanted; or, with a
/// network, ls_activation_deactivate() tells the server, and needs no file. After a failure that is returned nothing has changed.
///
/// What was consumed and is unsent stands in the file, for the portal to count.
///
/// The file holds the license key, or the user's email without a password, and the vendor's API key or client id, in
/// readable form; see ls_offline_request(). Activated anew it is by ls_activate(), or by a new request.
///
/// @param activation The activation; it is still to be freed.
/// @param path Where the file is written, up to 65,536 bytes, in UTF-8; its folder has to be there. A file
/// that is there is replaced.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT (also if the file cannot be written: the message says why),
/// _NOT_ACTIVATED (the license is not on this device any more), _TIMEOUT (another call about this product goes
/// on), _CACHE, _CANCELLED (the agent was closed), _INTERNAL.
///
/// Blocks as ls_offline_request() does.
/// Source: https://docs.licensespring.com/license-api/deactivate-offline
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_offline_deactivation(
    activation: Option<&ls_activation>,
    path: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        activation.write_deactivation(unsafe { file(path) }?)
    })
}

/// # Safety
/// `path` is as for [`call::string`].
unsafe fn file<'a>(path: *const c_char) -> Result<&'a Path, Error> {
    // SAFETY: the same promise.
    unsafe { call::string("path", path, LONG) }.map(Path::new)
}
