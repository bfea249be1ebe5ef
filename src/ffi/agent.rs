//! `ls_agent` and its calls.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::Duration;

use super::call::{self, NAME, free, make, required};
use super::config::ls_config;
use super::credentials::ls_credentials;
use super::entitlement::ls_entitlement;
use super::error::ls_error;
use super::license_users::ls_license_users;
use super::licenses::ls_licenses;
use super::policy::policy;
use super::status::ls_status;
use crate::agent::{Agent, Client};
use crate::api::{CustomerLicenseUsers, UserLicenses};
use crate::error::Error;

/// A client of the License API for one vendor key. May be used from any number of threads at once.
/// Several agents live in one process without knowing of each other.
pub struct ls_agent(Agent);

/// What a call works with. It holds on to that until it returns, also where the agent is freed
/// meanwhile.
pub(super) fn enter(agent: Option<&ls_agent>) -> Result<Client, Error> {
    required("agent", agent)?.0.enter()
}

/// Makes an agent. Cheap: no network, no thread, no trust store yet. The configuration is copied.
///
/// On success *out_agent is the caller's, to be freed with ls_agent_free. On failure it is NULL.
/// Returns LS_OK, LS_ERR_CONFIG where something is missing (the message says what to set), or
/// LS_ERR_INVALID_ARGUMENT where config or out_agent is NULL or a setter had failed. out_error may be
/// NULL. Does not block.
///
/// Reads the environment, here and never again: https_proxy, all_proxy and no_proxy (in either case),
/// SSL_CERT_FILE and SSL_CERT_DIR, HOME, XDG_DATA_HOME, XDG_RUNTIME_DIR and DBUS_SESSION_BUS_ADDRESS. A
/// later change counts for agents made later. In a process that has more rights than the user who started
/// it (set-uid, set-gid, file capabilities) none of them counts. One exception: which bus libsecret asks
/// for remembered passwords, it reads by itself when it is first used; an application that remembers
/// sign-ins changes DBUS_SESSION_BUS_ADDRESS before it makes an agent, or not at all.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_new(
    config: Option<&ls_config>,
    out_agent: Option<&mut MaybeUninit<*mut ls_agent>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_agent, "out_agent", out_error, || {
        let settings = required("config", config)?.settings()?.agent_settings()?;
        Ok(ls_agent(Agent::new(settings)))
    })
}

/// Closes an agent. Blocks for `timeout_ms` milliseconds at most: for a thread that must not wait as long
/// as ls_agent_free may, such as that of a user interface which a callback waits for itself.
///
/// Cancels what is in flight: callbacks of tasks come with LS_ERR_CANCELLED. Every later call with this
/// agent fails with LS_ERR_CANCELLED, but for this one and ls_agent_free. May be called again, from any
/// thread, also from within a callback; the agent is still to be freed.
///
/// Returns LS_OK: no callback is running any more and none will come, but the one from which this was
/// called; what their `user_data` points to may go. Or LS_ERR_TIMEOUT: one is still to return, or to
/// come; `user_data` has to live on. (At once, if that callback is itself waiting in ls_agent_close or
/// ls_agent_free for the one from which this is called.) LS_ERR_INVALID_ARGUMENT where agent is NULL,
/// LS_ERR_CONFIG in a process that was forked off after the agent was made.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_close(agent: Option<&ls_agent>, timeout_ms: u32) -> ls_status {
    call::call(None, || required("agent", agent)?.0.close(Duration::from_millis(timeout_ms.into())))
}

/// Frees an agent. NULL is a no-op. No call with it may begin any more; one that is running in another
/// thread goes on with what it holds, and fails with LS_ERR_CANCELLED.
///
/// Closes it like ls_agent_close, but waits until every callback of the application has returned,
/// however long that takes: log lines, refreshes, tasks and browsers, on whatever thread they run. When
/// this has returned none is running and none will come, so that what `user_data` points to may go.
/// What the operating system holds (a thread in a connect, a name look-up or a slow disk) is waited for
/// 500 ms at most; it ends by itself and calls nobody any more.
///
/// May be called from within a callback, of this agent or of another one. It does not wait for that
/// callback itself. Nor does it, where two callbacks free each other's agents, for one that is waiting
/// for this very callback; what those two use has to live until both have returned. A thread that a
/// callback waits for must not wait here: see ls_agent_close.
///
/// In a process that was forked off after the agent was made it does nothing: sockets and memory are the
/// parent's. Results stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_free(agent: Option<Box<ls_agent>>) {
    free(agent);
}

/// The licenses of a user for a product.
///
/// `product` is the product's short code, up to 1,024 bytes. `policy` is a value of ls_policy. Nothing
/// is taken over. On success *out_licenses is the caller's, to be freed with ls_licenses_free; it may
/// hold no license. On failure it is NULL and *out_error, if out_error is not NULL, is the caller's,
/// to be freed with ls_error_free.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// product and, for a password sign-in, this user. A good one is stored.
///
/// Returns LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS, _PROXY,
/// _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED, _RATE_LIMITED, _SERVER,
/// _NOT_CACHED, _CACHE_EXPIRED, _CACHE, _CANCELLED (the agent was closed), _INTERNAL. With
/// LS_POLICY_NETWORK_FIRST a failure to reach the
/// server gives the stored answer, if this sign-in had earned it and the offline grace lasts;
/// ls_licenses_fallback then tells why.
///
/// Blocks for at most the configured timeout_ms (with LS_POLICY_CACHE_ONLY for a file to be read).
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_user_licenses(
    agent: Option<&ls_agent>,
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    policy: i32,
    out_licenses: Option<&mut MaybeUninit<*mut ls_licenses>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_licenses, "out_licenses", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let question = unsafe { user_licenses(product, credentials) }?;
        Ok(ls_licenses::new(agent.ask(&question, self::policy(policy)?)?))
    })
}

/// Removes what is stored of a user, for every product, or of everybody if `username_or_null` is NULL:
/// answers, and with ls_config_set_remember the password that is remembered.
///
/// Only what agents with the same vendor key on this device, for this user of its operating system,
/// have stored. Returns LS_OK, also where nothing was stored, LS_ERR_INVALID_ARGUMENT or LS_ERR_CACHE.
/// Blocks for files to be removed, and where passwords are remembered for at most timeout_ms for the
/// platform to remove them; if it does not, LS_ERR_CACHE tells so, the answers are removed all the same, and
/// the next call tries again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_agent_forget(
    agent: Option<&ls_agent>,
    username_or_null: *const c_char,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call::call(out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let username = unsafe { call::optional("username_or_null", username_or_null, NAME) }?;
        agent.forget(username)
    })
}

/// How far the server's clock is ahead of this device's, in seconds (negative: behind).
///
/// It is found out when the server refuses a request because of its date, or by the date of a good answer
/// (more than 5 minutes ahead); requests are then signed with the server's time, and licenses judged by the
/// later of both. Returns false, and *out_seconds is 0, while the two agree well enough. Does not
/// block for longer than a file takes to read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_clock_offset(
    agent: Option<&ls_agent>,
    out_seconds: Option<&mut MaybeUninit<i64>>,
) -> bool {
    call::value(agent, out_seconds, |agent| {
        let offset = agent.0.enter().ok()?.clock_offset();
        Some(offset).filter(|offset| *offset != 0)
    })
}

/// May this user run this product, or this feature of it? The main call, for start-up.
///
/// `product` is the product's short code, `feature_or_null` the code of a feature, or NULL, up to 1,024
/// bytes each. The licenses are had as ls_user_licenses does with the same policy; then they are judged
/// as ls_licenses_check does. Nothing is taken over. On success *out_entitlement is the caller's, to be
/// freed with ls_entitlement_free; on failure it is NULL and *out_error, if out_error is not NULL, is the
/// caller's, to be freed with ls_error_free.
///
/// LS_OK means that there is an answer, yes or no; an error means that nobody knows. Returns as
/// ls_user_licenses does. Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a
/// stored answer, or LS_POLICY_CACHE_ONLY, for a file to be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_check(
    agent: Option<&ls_agent>,
    product: *const c_char,
    feature_or_null: *const c_char,
    credentials: Option<&ls_credentials>,
    policy: i32,
    out_entitlement: Option<&mut MaybeUninit<*mut ls_entitlement>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_entitlement, "out_entitlement", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (question, feature) = unsafe {
            let question = user_licenses(product, credentials)?;
            (question, call::optional("feature_or_null", feature_or_null, NAME)?)
        };
        let entitlement = agent.check(&question, feature, self::policy(policy)?)?;
        Ok(ls_entitlement::new(entitlement))
    })
}

/// The users of a customer's licenses for a product. No user signs in: the vendor's key suffices.
///
/// `product` is the product's short code, `customer_email` the customer's email, up to 1,024 bytes
/// each. `policy` is a value of ls_policy. Nothing is taken over. On success *out_users is the
/// caller's, to be freed with ls_license_users_free. On failure it is NULL and *out_error, if out_error
/// is not NULL, is the caller's, to be freed with ls_error_free.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// customer. It is stored without the initial passwords, which are in an answer fresh from the
/// network only. It is not paginated: a large customer is one large answer.
///
/// Returns as ls_user_licenses does. Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_customer_license_users(
    agent: Option<&ls_agent>,
    product: *const c_char,
    customer_email: *const c_char,
    policy: i32,
    out_users: Option<&mut MaybeUninit<*mut ls_license_users>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_users, "out_users", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let question = unsafe { customer_license_users(product, customer_email) }?;
        Ok(ls_license_users::new(agent.ask(&question, self::policy(policy)?)?))
    })
}

/// # Safety
/// `product` is as for [`call::string`].
pub(super) unsafe fn user_licenses(
    product: *const c_char,
    credentials: Option<&ls_credentials>,
) -> Result<UserLicenses, Error> {
    // SAFETY: the same promise.
    let product = unsafe { call::string("product", product, NAME) }?.to_owned();
    Ok(UserLicenses { product, identity: required("credentials", credentials)?.identity()? })
}

/// # Safety
/// Both are as for [`call::string`].
pub(super) unsafe fn customer_license_users(
    product: *const c_char,
    customer_email: *const c_char,
) -> Result<CustomerLicenseUsers, Error> {
    // SAFETY: the same promise.
    let text = |name, text| unsafe { call::string(name, text, NAME) }.map(str::to_owned);
    Ok(CustomerLicenseUsers {
        product: text("product", product)?,
        customer_email: text("customer_email", customer_email)?,
    })
}
