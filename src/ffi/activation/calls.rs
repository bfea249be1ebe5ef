//! The calls that ask the server.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::handle::ls_activation;
use crate::agent::ActivateRequest;
use crate::error::Error;
use crate::ffi::agent::{enter, ls_agent};
use crate::ffi::call::{self, NAME, make, required};
use crate::ffi::credentials::ls_credentials;
use crate::ffi::entitlement::ls_entitlement;
use crate::ffi::error::ls_error;
use crate::ffi::policy::policy;
use crate::ffi::shared::Shared;
use crate::ffi::status::ls_status;
use crate::ffi::task::{deliver_to, ls_entitlement_callback, ls_task};

/// Receives the outcome of ls_activate_start(); otherwise like ls_licenses_callback.
///
/// @param user_data That of the function that was given the callback.
/// @param status The status of the call.
/// @param activation The activation, which the callback frees with ls_activation_free(); NULL on
/// failure.
/// @param error The error, which the callback frees with ls_error_free(); NULL on success.
pub type ls_activation_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: ls_status,
        activation: *mut ls_activation,
        error: *mut ls_error,
    ),
>;

/// # Safety
/// `product` is as for [`call::string`].
pub(in crate::ffi) unsafe fn request(
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    license_id: i64,
) -> Result<ActivateRequest, Error> {
    // SAFETY: the same promise.
    let product = unsafe { call::string("product", product, NAME) }?.to_owned();
    ActivateRequest::new(product, required("credentials", credentials)?.who()?, license_id)
}

/// Activates a license on this device: it counts as one of those that the license may be used on,
/// until ls_activation_deactivate() gives it up. Once, when the application is set up; then
/// ls_activation_open() at each start.
///
/// One license of a product is activated on a device (for one user of its operating system). What is
/// active already is returned again, after the server was asked. Another license of the product
/// takes its place in the store; the former one is not deactivated, which is to be done before.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// product, this device and the holder who asked. It is stored, with the license key where there is
/// one, sealed. The password, token or code of a sign-in is used for this call and not stored.
///
/// The request is not repeated once it may have arrived. If its answer is lost, the server is asked
/// whether it knows this device; only if that fails too it is LS_ERR_UNCERTAIN, and the next call
/// finds out first. That holds also if the process ends meanwhile: no second activation is used up.
///
/// To ask about a license that floats takes one of its seats until its timeout: where one is activated
/// already, and where an answer is lost.
///
/// @param agent The agent. Its store must not be switched off: LS_ERR_CONFIG.
/// @param product The product's short code, up to 1,024 bytes.
/// @param credentials The license key, or how the user signs in.
/// @param license_id The id of the license (ls_license_id()); 0 for the only one. A user who has
/// several usable licenses of the product has to say which: LS_ERR_INVALID_ARGUMENT, as for 0 with a
/// code of a single sign-on, which is good for one request.
/// @param out_activation Receives the activation, which the caller frees with ls_activation_free();
/// NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_ACTIVATION_LIMIT (ls_error_code() says which), LS_ERR_UNCERTAIN,
/// LS_ERR_NOT_ACTIVATED (a code was used up to find out that an earlier activation did not reach the
/// server: the user signs in once more), LS_ERR_CACHE (nothing was sent, if it says that the store
/// cannot be written), LS_ERR_TIMEOUT (also while another process activates), or another status as
/// ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/activate-license
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activate(
    agent: Option<&ls_agent>,
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    license_id: i64,
    out_activation: Option<&mut MaybeUninit<*mut ls_activation>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_activation, "out_activation", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let request = unsafe { request(product, credentials, license_id) }?;
        Ok(ls_activation::new(agent.activate(request)?))
    })
}

/// Like ls_activate(), on a thread of the agent. Arguments are copied. One that is cancelled may have
/// reached the server: the next ls_activate() finds out.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param credentials The license key, or how the user signs in.
/// @param license_id The id of the license; 0 for the only one.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
/// failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activate_start(
    agent: Option<&ls_agent>,
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    license_id: i64,
    callback: ls_activation_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let request = unsafe { request(product, credentials, license_id) }?;
        let deliver = deliver_to(callback, user_data, ls_activation::new)?;
        Ok(ls_task(Shared::new(agent.start_activate(request, deliver)?)))
    })
}

/// May the license on this device be used, or this feature of it? At each start, after
/// ls_activation_open().
///
/// The license is asked for by the policy, as ls_check() does it, with the same deadline, offline
/// grace, refresh in the background and refresh callback. Where the server has just answered, it is
/// asked about the feature too; otherwise the license decides about it.
///
/// A no of the server that speaks of the license is an answer, and no error: it is stored, and holds
/// without a network and beyond the offline grace until a signed answer lifts it.
///
/// It never takes a floating seat: what floats is not asked about, and is
/// LS_DECISION_DENIED_NO_SEAT as long as this device holds no seat.
///
/// @param activation The activation.
/// @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param out_entitlement Receives the entitlement, which the caller frees with
/// ls_entitlement_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK: there is an answer, yes or no. Otherwise nobody knows: LS_ERR_NOT_ACTIVATED if the
/// license was deactivated, or another one was activated since; LS_ERR_UNCERTAIN if a deactivation
/// did not end and the server was not asked; LS_ERR_CANCELLED also if the agent was closed or freed;
/// or another status as ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a stored answer, or
/// LS_POLICY_CACHE_ONLY, while files are read.
/// Source: https://docs.licensespring.com/license-api/check-license
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_check(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    policy: i32,
    out_entitlement: Option<&mut MaybeUninit<*mut ls_entitlement>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_entitlement, "out_entitlement", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        Ok(ls_entitlement::new(activation.check(feature, self::policy(policy)?)?))
    })
}

/// Like ls_activation_check(), on a thread of the agent. Arguments are copied.
///
/// @param activation The activation, which may be freed meanwhile.
/// @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT, LS_ERR_CANCELLED (the agent was closed or freed) or
/// LS_ERR_INTERNAL (no thread could be started). On failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_activation_check_start(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    policy: i32,
    callback: ls_entitlement_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        let (feature, policy) = (feature.map(str::to_owned), self::policy(policy)?);
        let deliver = deliver_to(callback, user_data, ls_entitlement::new)?;
        Ok(ls_task(Shared::new(activation.start_check(feature, policy, deliver)?)))
    })
}

/// Gives up the license on this device: another device may use it then. What was consumed and is
/// unsent is sent first (what the server refuses to count, or nobody knows of, holds nothing up),
/// then seats are released, borrowed ones too. What is stored of it is removed.
///
/// A device that the server does not know any more is a success. Without a network it is
/// LS_ERR_NETWORK, and nothing changes. If the answer is lost, the server is asked whether it still
/// knows this device; only if that fails too it is LS_ERR_UNCERTAIN: the license is then not to be
/// used from the store, and a check or another ls_activation_deactivate() finds out.
///
/// It also ends what a killed ls_offline_deactivation() has begun: the server is told instead, and no
/// file is needed any more. Until it has said so the license stays as that call has left it, unusable
/// here, and the file can still be written.
///
/// @param activation The activation, which is still to be freed; calls with it fail with
/// LS_ERR_NOT_ACTIVATED afterwards.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK; LS_ERR_NOT_ACTIVATED if it was deactivated before, or another license of the
/// product was activated since; LS_ERR_UNCERTAIN; LS_ERR_REFUSED if the server refuses it;
/// LS_ERR_CANCELLED also if the agent was closed or freed; or another status as ls_user_licenses()
/// does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/deactivate-license
#[unsafe(no_mangle)]
pub extern "C" fn ls_activation_deactivate(
    activation: Option<&ls_activation>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || ls_activation::of(activation)?.deactivate())
}
