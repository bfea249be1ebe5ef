//! The C ABI as the tests call it: every pointer is checked, and everything is freed.

use std::ffi::{CStr, CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;
use std::sync::{Arc, Mutex};

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::error::*;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::source::ls_source;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::string::ls_string_free;

use super::Sandbox;

pub const NETWORK_FIRST: i32 = 0;
pub const CACHE_FIRST: i32 = 1;
pub const NETWORK_ONLY: i32 = 2;
pub const CACHE_ONLY: i32 = 3;

/// What a failed call told.
#[derive(Clone, Debug)]
pub struct Failure {
    pub status: ls_status,
    pub message: String,
    pub code: Option<String>,
    pub http_status: u16,
    pub retryable: bool,
    /// In seconds.
    pub retry_after: Option<i64>,
}

impl Failure {
    pub(super) fn read(error: &ls_error) -> Self {
        let mut seconds = MaybeUninit::uninit();
        let asked = ls_error_retry_after(Some(error), Some(&mut seconds));
        Self {
            status: ls_error_status(Some(error)),
            message: text(ls_error_message(Some(error))).expect("an error has a message"),
            code: text(ls_error_code(Some(error))),
            http_status: ls_error_http_status(Some(error)),
            retryable: ls_error_is_retryable(Some(error)),
            // SAFETY: the call has filled it.
            retry_after: asked.then(|| unsafe { seconds.assume_init() }),
        }
    }
}

/// Copies borrowed text.
pub fn text(string: *const c_char) -> Option<String> {
    // SAFETY: the library gave it out: NULL, or text that ends with NUL.
    (!string.is_null()).then(|| unsafe { CStr::from_ptr(string) }.to_str().unwrap().to_owned())
}

/// Copies and frees owned text.
pub fn owned(string: *mut c_char) -> Option<String> {
    let copy = text(string);
    // SAFETY: the library gave it out as the caller's.
    unsafe { ls_string_free(string) };
    copy
}

pub fn c(text: &str) -> CString {
    CString::new(text).unwrap()
}

/// Runs a call, and turns its status and its two out-parameters into a result.
pub fn outcome<T>(
    call: impl FnOnce(
        Option<&mut MaybeUninit<*mut T>>,
        Option<&mut MaybeUninit<*mut ls_error>>,
    ) -> ls_status,
) -> Result<Box<T>, Failure> {
    let (mut out, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    let status = call(Some(&mut out), Some(&mut error));
    // SAFETY: every call fills both.
    let (out, error) = unsafe { (out.assume_init(), error.assume_init()) };
    if status == ls_status::LS_OK {
        assert!(error.is_null(), "a success has no error");
        assert!(!out.is_null(), "a success has a result");
        // SAFETY: it is the caller's.
        return Ok(unsafe { Box::from_raw(out) });
    }
    assert!(out.is_null(), "a failure has no result");
    assert!(!error.is_null(), "a failure has an error");
    // SAFETY: it is the caller's.
    let error = unsafe { Box::from_raw(error) };
    let failure = Failure::read(&error);
    ls_error_free(Some(error));
    assert_eq!(failure.status, status);
    Err(failure)
}

/// The lines of a log, shared with the callback.
pub type Log = Arc<Mutex<Vec<String>>>;

/// A configuration, by default for a sandbox and without a store.
pub struct Settings {
    pub config: Option<Box<ls_config>>,
    pub(super) log: Log,
}

impl Settings {
    /// Nothing set.
    pub fn empty() -> Self {
        // SAFETY: the library gives out a new configuration.
        let config = unsafe { Box::from_raw(ls_config_new()) };
        Self { config: Some(config), log: Arc::default() }
    }

    /// Everything that the sandbox wants; no store, no proxy of the environment.
    pub fn of(sandbox: &Sandbox) -> Self {
        Self::keyless(sandbox).api_key(sandbox.said("api_key"), sandbox.said("shared_key"))
    }

    /// The same with the sandbox's OAuth client, whose token URL is asked for.
    pub fn of_client(sandbox: &Sandbox) -> Self {
        Self::keyless(sandbox).oauth_client(
            sandbox.said("client_id"),
            sandbox.said("client_secret"),
            None,
        )
    }

    /// The same without a word on who the vendor is.
    pub fn keyless(sandbox: &Sandbox) -> Self {
        let settings = Self::empty()
            .base_url(sandbox.base_url())
            .public_key(&sandbox.public_key())
            .ca_file(sandbox.ca_file())
            .proxy("");
        settings.set(|config| ls_config_set_cache_enabled(config, false)).logged()
    }

    pub fn set(mut self, setter: impl FnOnce(Option<&mut ls_config>) -> ls_status) -> Self {
        assert_eq!(setter(self.config.as_deref_mut()), ls_status::LS_OK);
        self
    }

    pub fn api_key(self, api_key: &str, shared_key: &str) -> Self {
        let keys = (c(api_key), c(shared_key));
        // SAFETY: both end with NUL and outlive the call.
        self.set(|config| unsafe {
            ls_config_set_api_key(config, keys.0.as_ptr(), keys.1.as_ptr())
        })
    }

    pub fn oauth_client(self, id: &str, secret: &str, token_url: Option<&str>) -> Self {
        let (id, secret, url) = (c(id), c(secret), token_url.map(c));
        let url = url.as_ref().map_or(ptr::null(), |url| url.as_ptr());
        // SAFETY: all three are NULL or end with NUL, and outlive the call.
        self.set(|config| unsafe {
            ls_config_set_oauth_client(config, id.as_ptr(), secret.as_ptr(), url)
        })
    }

    pub fn base_url(self, url: &str) -> Self {
        // SAFETY: it ends with NUL and outlives the call; so in those below.
        self.set(|config| unsafe { ls_config_set_base_url(config, c(url).as_ptr()) })
    }

    pub fn public_key(self, pem: &str) -> Self {
        self.set(|config| unsafe { ls_config_set_response_public_key(config, c(pem).as_ptr()) })
    }

    pub fn ca_file(self, path: &str) -> Self {
        self.set(|config| unsafe { ls_config_set_ca_file(config, c(path).as_ptr()) })
    }

    pub fn pinned(self, pins: &str) -> Self {
        self.set(|config| unsafe { ls_config_set_pinned_public_key(config, c(pins).as_ptr()) })
    }

    pub fn proxy(self, url: &str) -> Self {
        self.set(|config| unsafe { ls_config_set_proxy(config, c(url).as_ptr()) })
    }

    /// Switches the store on, in this folder, for a device of this name.
    pub fn store(self, dir: &Path) -> Self {
        self.store_of_device(dir, "a test's device")
    }

    pub fn store_of_device(self, dir: &Path, device: &str) -> Self {
        let dir = c(dir.to_str().unwrap());
        self.set(|config| ls_config_set_cache_enabled(config, true))
            .set(|config| unsafe { ls_config_set_cache_dir(config, dir.as_ptr()) })
            .set(|config| unsafe { ls_config_set_device_id(config, c(device).as_ptr()) })
    }

    pub fn timeout_ms(self, ms: u32) -> Self {
        self.set(|config| ls_config_set_timeout_ms(config, ms))
    }

    pub fn max_response_bytes(self, bytes: u64) -> Self {
        self.set(|config| ls_config_set_max_response_bytes(config, bytes))
    }

    pub fn offline_grace(self, seconds: i64) -> Self {
        self.set(|config| ls_config_set_offline_grace_seconds(config, seconds))
    }

    /// Collects the log, every level; see [`Client::log`].
    pub fn logged(self) -> Self {
        unsafe extern "C" fn collect(lines: *mut c_void, _: i32, line: *const c_char) {
            // SAFETY: the client keeps the list for as long as its agent.
            let lines = unsafe { &*lines.cast::<Mutex<Vec<String>>>() };
            lines.lock().unwrap().push(text(line).unwrap());
        }
        let lines = Arc::as_ptr(&self.log).cast_mut().cast();
        // SAFETY: the list outlives the agent: the client has both, and drops the agent first.
        self.set(|config| unsafe { ls_config_set_log_callback(config, 4, Some(collect), lines) })
    }

    pub fn try_client(mut self) -> Result<Client, Failure> {
        let agent = outcome(|out, error| ls_agent_new(self.config.as_deref(), out, error));
        ls_config_free(self.config.take());
        Ok(Client { agent: Some(agent?), log: self.log })
    }

    pub fn client(self) -> Client {
        self.try_client().unwrap_or_else(|failure| panic!("{failure:?}"))
    }
}

/// An agent.
pub struct Client {
    pub agent: Option<Box<ls_agent>>,
    log: Log,
}

impl Client {
    /// The licenses of a member of the sandbox's cast, by password.
    pub fn licenses_of(&self, member: &str, policy: i32) -> Result<UserLicenses, Failure> {
        self.user_licenses("up", &password(&format!("{member}@example.com"), "secret"), policy)
    }

    pub fn user_licenses(
        &self,
        product: &str,
        credentials: &Credentials,
        policy: i32,
    ) -> Result<UserLicenses, Failure> {
        let product = c(product);
        outcome(|out, error| unsafe {
            ls_user_licenses(
                self.agent.as_deref(),
                product.as_ptr(),
                credentials.get(),
                policy,
                out,
                error,
            )
        })
        .map(|licenses| UserLicenses(Some(licenses)))
    }

    pub fn users_of(&self, customer: &str, policy: i32) -> Result<Users, Failure> {
        let (product, customer) = (c("up"), c(customer));
        outcome(|out, error| unsafe {
            ls_customer_license_users(
                self.agent.as_deref(),
                product.as_ptr(),
                customer.as_ptr(),
                policy,
                out,
                error,
            )
        })
        .map(|users| Users(Some(users)))
    }

    /// What was logged so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        ls_agent_free(self.agent.take());
    }
}

/// A way to sign in.
pub struct Credentials(pub(super) Option<Box<ls_credentials>>);

impl From<Box<ls_credentials>> for Credentials {
    fn from(credentials: Box<ls_credentials>) -> Self {
        Self(Some(credentials))
    }
}

impl Credentials {
    pub fn get(&self) -> Option<&ls_credentials> {
        self.0.as_deref()
    }
}

impl Drop for Credentials {
    fn drop(&mut self) {
        ls_credentials_free(self.0.take());
    }
}

pub fn password(username: &str, password: &str) -> Credentials {
    // SAFETY: both end with NUL and outlive the call, which gives out new credentials; so below.
    Credentials(Some(unsafe {
        Box::from_raw(ls_credentials_new_password(c(username).as_ptr(), c(password).as_ptr()))
    }))
}

pub fn id_token(token: &str, account: &str) -> Credentials {
    Credentials(Some(unsafe {
        Box::from_raw(ls_credentials_new_id_token(c(token).as_ptr(), c(account).as_ptr()))
    }))
}

pub fn code(code: &str, account: &str, redirect_uri: Option<&str>) -> Credentials {
    let redirect_uri = redirect_uri.map(c);
    let redirect_uri = redirect_uri.as_ref().map_or(ptr::null(), |uri| uri.as_ptr());
    Credentials(Some(unsafe {
        Box::from_raw(ls_credentials_new_code(c(code).as_ptr(), c(account).as_ptr(), redirect_uri))
    }))
}

/// An answer to `ls_user_licenses`.
pub struct UserLicenses(pub(super) Option<Box<ls_licenses>>);

impl From<Box<ls_licenses>> for UserLicenses {
    fn from(licenses: Box<ls_licenses>) -> Self {
        Self(Some(licenses))
    }
}

impl UserLicenses {
    pub fn get(&self) -> Option<&ls_licenses> {
        self.0.as_deref()
    }

    pub fn count(&self) -> usize {
        ls_licenses_count(self.get())
    }

    pub fn source(&self) -> ls_source {
        ls_licenses_source(self.get())
    }

    pub fn fetched_at(&self) -> i64 {
        ls_licenses_fetched_at(self.get())
    }

    pub fn fallback(&self) -> Option<Failure> {
        // SAFETY: NULL, or an error that lives as long as the licenses.
        unsafe { ls_licenses_fallback(self.get()).as_ref() }.map(Failure::read)
    }

    pub fn json(&self) -> String {
        owned(ls_licenses_to_json(self.get())).unwrap()
    }
}

impl Drop for UserLicenses {
    fn drop(&mut self) {
        ls_licenses_free(self.0.take());
    }
}

/// An answer to `ls_customer_license_users`.
pub struct Users(pub(super) Option<Box<ls_license_users>>);

impl Users {
    pub fn get(&self) -> Option<&ls_license_users> {
        self.0.as_deref()
    }

    pub fn count(&self) -> usize {
        ls_license_users_count(self.get())
    }

    pub fn source(&self) -> ls_source {
        ls_license_users_source(self.get())
    }

    pub fn fallback(&self) -> Option<Failure> {
        // SAFETY: NULL, or an error that lives as long as the users.
        unsafe { ls_license_users_fallback(self.get()).as_ref() }.map(Failure::read)
    }

    pub fn json(&self) -> String {
        owned(ls_license_users_to_json(self.get())).unwrap()
    }
}

impl Drop for Users {
    fn drop(&mut self) {
        ls_license_users_free(self.0.take());
    }
}
