//! `ls_agent` and its calls.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::Duration;

use super::call::{self, NAME, make, required};
use super::config::ls_config;
use super::credentials::ls_credentials;
use super::entitlement::ls_entitlement;
use super::error::ls_error;
use super::fields::product::ls_product;
use super::license_users::ls_license_users;
use super::licenses::ls_licenses;
use super::policy::policy;
use super::read::{free, value};
use super::status::ls_status;
use crate::agent::{Agent, Client};
use crate::api::{CustomerLicenseUsers, FetchProduct, UserLicenses};
use crate::error::Error;

/// A client of the License API for one vendor key. May be used from any number of threads at once.
/// Several agents live in one process without knowing of each other.
pub struct ls_agent(Agent);

/// The parts of an agent that a call works with. It keeps them until it returns, also if the agent is freed
/// meanwhile.
pub(super) fn enter(agent: Option<&ls_agent>) -> Result<Client, Error> {
    required("agent", agent)?.0.enter()
}

/// Makes an agent. Cheap: no network, no thread, no trust store yet.
///
/// @param config The configuration, which is copied.
/// @param out_agent Receives the agent, which the caller frees with ls_agent_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK; LS_ERR_CONFIG if something is missing (the message says what to set);
/// LS_ERR_INVALID_ARGUMENT if config or out_agent is NULL or a setter failed.
///
/// Does not block. Reads the environment, here and never again: https_proxy, all_proxy and no_proxy
/// (in either case), SSL_CERT_FILE and SSL_CERT_DIR, HOME, XDG_DATA_HOME, XDG_RUNTIME_DIR and
/// DBUS_SESSION_BUS_ADDRESS. A later change counts for agents made later. In a process that has
/// more rights than the user who started it (set-uid, set-gid, file capabilities) none of them
/// counts. One exception: libsecret reads by itself, when it is first used, which bus it asks for
/// remembered passwords; an application that remembers sign-ins changes DBUS_SESSION_BUS_ADDRESS
/// before it makes an agent, or not at all.
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

/// How far the server's clock is ahead of this device's, in seconds (negative: behind).
///
/// The agent finds out when the server refuses a request because of its date, or by the date of a
/// good answer (more than 5 minutes ahead). Requests are then signed with the server's time, and
/// licenses judged by the later of both.
///
/// @param agent The agent.
/// @param out_seconds Receives the seconds; 0 while the two agree well enough. May be NULL.
/// @return Whether the two clocks differ.
///
/// Blocks while a file is read.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_clock_offset(
    agent: Option<&ls_agent>,
    out_seconds: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(agent, out_seconds, |agent| {
        let offset = agent.0.enter().ok()?.clock_offset();
        Some(offset).filter(|offset| *offset != 0)
    })
}

/// Removes what is stored of a user, for every product: answers, and with ls_config_set_remember()
/// the remembered password. Only what agents with the same vendor key on this device, for this user
/// of its operating system, have stored. A license that is activated on this device stays, also if it is this
/// user's: ls_activation_deactivate() gives it up.
///
/// @param agent The agent.
/// @param username_or_null The email of the user, up to 1,024 bytes; NULL for all users.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, also if nothing was stored; LS_ERR_INVALID_ARGUMENT; LS_ERR_CACHE, also if the
/// platform does not remove a password in time: then the answers are removed all the same, and the
/// next call tries again.
///
/// Blocks while files are removed, and where passwords are remembered for at most timeout_ms more.
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

/// Closes an agent, for a thread that must not wait as long as ls_agent_free() may, such as that of
/// a user interface that a callback waits for.
///
/// Cancels all calls under way: callbacks of tasks come with LS_ERR_CANCELLED. Every later call
/// with this agent fails with LS_ERR_CANCELLED, except this one and ls_agent_free(). Seats that are held
/// are released, unless ls_config_set_release_seats() says otherwise: 500 ms at most are given to that. What is
/// consumed and unsent stays in the store, and the next agent sends it. May be called
/// again, from any thread, also from a callback; the agent is still to be freed.
///
/// @param agent The agent.
/// @param timeout_ms How long to wait for callbacks, in milliseconds.
/// @return LS_OK: no callback is running any more and none will come, except the one that called
/// this; the objects behind their user_data may go. LS_ERR_TIMEOUT: one has still to return or to come,
/// and user_data must live on; at once, if that callback waits in ls_agent_close() or
/// ls_agent_free() for the one that called this. LS_ERR_INVALID_ARGUMENT if agent is NULL;
/// LS_ERR_CONFIG in a process that was forked after the agent was made.
///
/// Blocks for at most timeout_ms.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_close(agent: Option<&ls_agent>, timeout_ms: u32) -> ls_status {
    call::call(None, || required("agent", agent)?.0.close(Duration::from_millis(timeout_ms.into())))
}

/// Frees an agent. No call with it may begin any more; one that is running in another thread goes
/// on with what it holds, and fails with LS_ERR_CANCELLED.
///
/// Closes it like ls_agent_close(), but waits until every callback of the application has returned,
/// however long that takes: log lines, refreshes, tasks and browsers, on whatever thread they run.
/// When this has returned no callback is running and none will come, so that the object behind
/// user_data may go. A thread that the operating system holds (in a connect, a name look-up or a slow
/// disk) is waited for 500 ms at most; it ends by itself and calls nobody any more.
///
/// May be called from a callback, of this agent or of another one, and does not wait for that
/// callback. Where two callbacks free each other's agents, it does not wait for one that is waiting
/// for this very callback either; the objects that those two use must live until both have returned. A thread
/// that a callback waits for must not wait here: see ls_agent_close().
///
/// In a process that was forked after the agent was made it does nothing: sockets and memory are
/// the parent's. Results stay valid.
///
///
/// Blocks until the callbacks have returned.
///
/// @param agent The agent. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_agent_free(agent: Option<Box<ls_agent>>) {
    free(agent);
}

/// Gets the licenses of a user for a product.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// product and, for a password sign-in, this user. A good one is stored. With
/// LS_POLICY_NETWORK_FIRST a failure to reach the server gives the stored answer, if this sign-in
/// has earned it before and the offline grace lasts; ls_licenses_fallback() then says why.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param credentials Who the user is.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param out_licenses Receives the licenses, which the caller frees with ls_licenses_free(); NULL
/// on failure. There may be none in it.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
/// _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED,
/// _RATE_LIMITED, _SERVER, _NOT_CACHED, _CACHE_EXPIRED, _CACHE, _CANCELLED (the agent was closed),
/// _INTERNAL.
///
/// Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_ONLY while a file is read.
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

/// May this user run this product, or this feature of it? The main call, for start-up.
///
/// Gets the licenses as ls_user_licenses() does with the same policy, then decides as
/// ls_licenses_check() does.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
/// @param credentials Who the user is.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param out_entitlement Receives the entitlement, which the caller frees with
/// ls_entitlement_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK: there is an answer, yes or no. Another status as ls_user_licenses() does: nobody
/// knows.
///
/// Blocks for at most the configured timeout_ms; with LS_POLICY_CACHE_FIRST and a stored answer, or
/// LS_POLICY_CACHE_ONLY, while a file is read.
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

/// Gets the users of a customer's licenses for a product. No user signs in: the vendor's key
/// suffices.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// customer. It is stored without the initial passwords, which only an answer fresh from the
/// network has. It is not paginated: a large customer is one large answer.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param customer_email The email of the customer, up to 1,024 bytes.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param out_users Receives the users, which the caller frees with ls_license_users_free(); NULL
/// on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or another status as ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms.
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

/// Gets a product as the licensing service has it. No user signs in, and no license is needed: the vendor's key
/// suffices.
///
/// An answer counts only if it came over TLS, carries the server's signature and is about this
/// product. The server is asked each time: nothing is stored.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param out_product Receives the product, which the caller frees with ls_product_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_INVALID_ARGUMENT, _CONFIG (the CA file), _NETWORK, _TIMEOUT, _TLS,
/// _PROXY, _CLOCK, _RESPONSE, _SIGNATURE, _MISMATCH, _API_KEY, _CREDENTIALS, _REFUSED (with the code
/// "unknown_product" where there is no such product), _RATE_LIMITED, _SERVER, _CANCELLED (the agent
/// was closed), _INTERNAL.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/product-details
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_fetch_product(
    agent: Option<&ls_agent>,
    product: *const c_char,
    out_product: Option<&mut MaybeUninit<*mut ls_product>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_product, "out_product", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let product = unsafe { call::string("product", product, NAME) }?.to_owned();
        Ok(agent.fetch(&FetchProduct { product })?.into())
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
