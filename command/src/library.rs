//! The library, through its C ABI, without pointers: what is made is owned, and a failure is a value.

#![allow(unsafe_code)]

mod held;

use std::ffi::{CStr, CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;

use lsagent::ffi::activation::*;
use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::doctor::ls_doctor;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::status::{ls_status, ls_status_name};
use lsagent::ffi::string::ls_string_free;
use zeroize::Zeroizing;

pub use self::held::{Balance, Seat};
use crate::failure::Failure;

/// Where a call puts the object that it made, and its error.
type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Text for C, overwritten when it is dropped: it may be a secret.
struct Text(Zeroizing<Vec<u8>>);

impl Text {
    fn of(text: &str) -> Result<Self, Failure> {
        if text.contains('\0') {
            return Err(Failure::usage("a NUL character is in an argument or a setting"));
        }
        Ok(Self(Zeroizing::new([text.as_bytes(), b"\0"].concat())))
    }

    fn optional(text: Option<&str>) -> Result<Option<Self>, Failure> {
        text.map(Self::of).transpose()
    }

    fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

fn pointer(text: &Option<Text>) -> *const c_char {
    text.as_ref().map_or(ptr::null(), Text::as_ptr)
}

/// Copies text that belongs to an object.
fn borrowed(text: *const c_char) -> Option<String> {
    // SAFETY: the library gave it out: NULL, or text that ends with NUL.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// Copies text that was handed out, and frees it.
fn owned(text: *mut c_char) -> String {
    let copy = borrowed(text).unwrap_or_default();
    // SAFETY: the library gave it out as the caller's.
    unsafe { ls_string_free(text) };
    copy
}

fn failure(status: ls_status, error: *mut ls_error) -> Failure {
    let name = borrowed(ls_status_name(status as i32)).unwrap_or_default();
    // SAFETY: NULL, or an error that is the caller's.
    let error = (!error.is_null()).then(|| unsafe { Box::from_raw(error) });
    let message = borrowed(ls_error_message(error.as_deref())).unwrap_or_default();
    ls_error_free(error);
    Failure::of_library(name, message)
}

/// Runs a call that makes something.
fn made<T>(call: impl FnOnce(Out<T>, Out<ls_error>) -> ls_status) -> Result<*mut T, Failure> {
    let (mut out, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    let status = call(Some(&mut out), Some(&mut error));
    // SAFETY: every call fills both.
    let (out, error) = unsafe { (out.assume_init(), error.assume_init()) };
    if status == ls_status::LS_OK { Ok(out) } else { Err(failure(status, error)) }
}

fn done(call: impl FnOnce(Out<ls_error>) -> ls_status) -> Result<(), Failure> {
    let mut error = MaybeUninit::uninit();
    let status = call(Some(&mut error));
    // SAFETY: the call has filled it.
    if status == ls_status::LS_OK {
        Ok(())
    } else {
        Err(failure(status, unsafe { error.assume_init() }))
    }
}

/// A configuration that is being filled in. A setter that fails is reported by [`Config::agent`].
pub struct Config(Option<Box<ls_config>>);

macro_rules! setters {
    ($($name:ident = $function:ident),* $(,)?) => {
        $(
            /// As the function of C.
            pub fn $name(&mut self, value: &str) -> Result<(), Failure> {
                let value = Text::of(value)?;
                // SAFETY: the text ends with NUL and outlives the call.
                unsafe { $function(self.0.as_deref_mut(), value.as_ptr()) };
                Ok(())
            }
        )*
    };
}

impl Config {
    /// Nothing set but the name of this program.
    pub fn new() -> Self {
        // SAFETY: the library gives out a new configuration, or NULL where it has none.
        let config = unsafe { ls_config_new().as_mut().map(|config| Box::from_raw(config)) };
        let mut config = Self(config);
        let version = CString::new(env!("CARGO_PKG_VERSION")).unwrap_or_default();
        // SAFETY: both texts end with NUL.
        unsafe {
            ls_config_set_app(
                config.0.as_deref_mut(),
                c"lsagent-command".as_ptr(),
                version.as_ptr(),
            )
        };
        config
    }

    setters! {
        set_base_url = ls_config_set_base_url,
        set_response_public_key = ls_config_set_response_public_key,
        set_proxy = ls_config_set_proxy,
        set_ca_file = ls_config_set_ca_file,
        set_pinned_public_key = ls_config_set_pinned_public_key,
        set_cache_dir = ls_config_set_cache_dir,
        set_device_id = ls_config_set_device_id,
    }

    /// The vendor's keys.
    pub fn set_api_key(&mut self, api_key: &str, shared_key: &str) -> Result<(), Failure> {
        let (api_key, shared_key) = (Text::of(api_key)?, Text::of(shared_key)?);
        // SAFETY: both texts end with NUL and outlive the call; so below.
        unsafe {
            ls_config_set_api_key(self.0.as_deref_mut(), api_key.as_ptr(), shared_key.as_ptr())
        };
        Ok(())
    }

    /// The vendor's OAuth client.
    pub fn set_oauth_client(
        &mut self,
        id: &str,
        secret: &str,
        url: Option<&str>,
    ) -> Result<(), Failure> {
        let (id, secret, url) = (Text::of(id)?, Text::of(secret)?, Text::optional(url)?);
        let config = self.0.as_deref_mut();
        // SAFETY: as above; the last may be NULL.
        unsafe { ls_config_set_oauth_client(config, id.as_ptr(), secret.as_ptr(), pointer(&url)) };
        Ok(())
    }

    /// The id of a product.
    pub fn set_product_id(&mut self, product: &str, id: i64) -> Result<(), Failure> {
        let product = Text::of(product)?;
        // SAFETY: as above.
        unsafe { ls_config_set_product_id(self.0.as_deref_mut(), product.as_ptr(), id) };
        Ok(())
    }

    /// In milliseconds.
    pub fn set_timeout_ms(&mut self, ms: u32) {
        ls_config_set_timeout_ms(self.0.as_deref_mut(), ms);
    }

    /// In seconds.
    pub fn set_offline_grace(&mut self, seconds: i64) {
        ls_config_set_offline_grace_seconds(self.0.as_deref_mut(), seconds);
    }

    /// Whether passwords are remembered.
    pub fn set_remember(&mut self, remember: bool) {
        ls_config_set_remember(self.0.as_deref_mut(), remember);
    }

    /// Whether there is a store.
    pub fn set_cache_enabled(&mut self, enabled: bool) {
        ls_config_set_cache_enabled(self.0.as_deref_mut(), enabled);
    }

    /// Makes an agent.
    pub fn agent(mut self) -> Result<Agent, Failure> {
        let agent = made(|out, error| ls_agent_new(self.0.as_deref(), out, error));
        ls_config_free(self.0.take());
        // SAFETY: the agent is the caller's.
        Ok(Agent(Some(unsafe { Box::from_raw(agent?) })))
    }
}

/// Who asks.
pub struct Credentials(Option<Box<ls_credentials>>);

impl Credentials {
    /// By email and password.
    pub fn password(username: &str, password: &str) -> Result<Self, Failure> {
        let (username, password) = (Text::of(username)?, Text::of(password)?);
        // SAFETY: both texts end with NUL; the call gives out new credentials; so below.
        Ok(unsafe {
            Self::taken(ls_credentials_new_password(username.as_ptr(), password.as_ptr()))
        })
    }

    /// Who has signed in here before.
    pub fn remembered(username: Option<&str>) -> Result<Self, Failure> {
        let username = Text::optional(username)?;
        // SAFETY: as above; it may be NULL.
        Ok(unsafe { Self::taken(ls_credentials_new_remembered(pointer(&username))) })
    }

    /// Of a product without users.
    pub fn license_key(key: &str) -> Result<Self, Failure> {
        let key = Text::of(key)?;
        // SAFETY: as above.
        Ok(unsafe { Self::taken(ls_credentials_new_license_key(key.as_ptr())) })
    }

    /// # Safety
    /// NULL, or credentials that are the caller's.
    unsafe fn taken(credentials: *mut ls_credentials) -> Self {
        // SAFETY: the same promise.
        Self((!credentials.is_null()).then(|| unsafe { Box::from_raw(credentials) }))
    }
}

impl Drop for Credentials {
    fn drop(&mut self) {
        ls_credentials_free(self.0.take());
    }
}

/// A decision, as the library gives it.
pub struct Decision {
    /// Yes or no.
    pub is_allowed: bool,
    /// A sentence for a person.
    pub message: String,
    /// Why the store has answered although the server was asked.
    pub fallback: Option<String>,
    /// All of it.
    pub json: String,
}

/// A client of the License API.
pub struct Agent(Option<Box<ls_agent>>);

impl Agent {
    /// May this user run this product?
    pub fn check(
        &self,
        product: &str,
        feature: Option<&str>,
        who: &Credentials,
        policy: i32,
    ) -> Result<Decision, Failure> {
        let (product, feature) = (Text::of(product)?, Text::optional(feature)?);
        // SAFETY: the texts end with NUL or are NULL, and outlive the call; so below.
        let entitlement = made(|out, error| unsafe {
            ls_check(
                self.get(),
                product.as_ptr(),
                pointer(&feature),
                who.0.as_deref(),
                policy,
                out,
                error,
            )
        });
        Ok(decision(entitlement?))
    }

    /// May this device?
    pub fn check_activated(
        &self,
        product: &str,
        feature: Option<&str>,
        policy: i32,
    ) -> Result<Decision, Failure> {
        let (activation, feature) = (self.activation(product)?, Text::optional(feature)?);
        // SAFETY: as above.
        let entitlement = made(|out, error| unsafe {
            ls_activation_check(activation.0.as_deref(), pointer(&feature), policy, out, error)
        });
        Ok(decision(entitlement?))
    }

    /// The server's JSON.
    pub fn licenses(
        &self,
        product: &str,
        who: &Credentials,
        policy: i32,
    ) -> Result<String, Failure> {
        let product = Text::of(product)?;
        // SAFETY: as above.
        let licenses = made(|out, error| unsafe {
            ls_user_licenses(self.get(), product.as_ptr(), who.0.as_deref(), policy, out, error)
        });
        Ok(licenses_json(licenses?))
    }

    /// The same, of what is activated here.
    pub fn activated_license(&self, product: &str) -> Result<String, Failure> {
        let activation = self.activation(product)?;
        let licenses =
            made(|out, error| ls_activation_licenses(activation.0.as_deref(), out, error));
        Ok(licenses_json(licenses?))
    }

    /// The server's JSON.
    pub fn users(&self, product: &str, customer: &str, policy: i32) -> Result<String, Failure> {
        let (product, customer) = (Text::of(product)?, Text::of(customer)?);
        // SAFETY: as above.
        let users = made(|out, error| unsafe {
            ls_customer_license_users(
                self.get(),
                product.as_ptr(),
                customer.as_ptr(),
                policy,
                out,
                error,
            )
        });
        // SAFETY: it is the caller's.
        let users = unsafe { Box::from_raw(users?) };
        let json = owned(ls_license_users_to_json(Some(&users)));
        ls_license_users_free(Some(users));
        Ok(json)
    }

    /// Takes a license into use; its JSON.
    pub fn activate(
        &self,
        product: &str,
        who: &Credentials,
        license_id: i64,
    ) -> Result<String, Failure> {
        let name = Text::of(product)?;
        // SAFETY: as above.
        let activation = made(|out, error| unsafe {
            ls_activate(self.get(), name.as_ptr(), who.0.as_deref(), license_id, out, error)
        });
        // SAFETY: it is the caller's.
        ls_activation_free(Some(unsafe { Box::from_raw(activation?) }));
        self.activated_license(product)
    }

    /// Gives it up.
    pub fn deactivate(&self, product: &str) -> Result<(), Failure> {
        let activation = self.activation(product)?;
        done(|error| ls_activation_deactivate(activation.0.as_deref(), error))
    }

    fn activation(&self, product: &str) -> Result<Activation, Failure> {
        let product = Text::of(product)?;
        // SAFETY: as above.
        let opened = made(|out, error| unsafe {
            ls_activation_open(self.get(), product.as_ptr(), out, error)
        });
        // SAFETY: it is the caller's.
        Ok(Activation(Some(unsafe { Box::from_raw(opened?) })))
    }

    /// Removes what is stored of a user, or of all.
    pub fn forget(&self, user: Option<&str>) -> Result<(), Failure> {
        let user = Text::optional(user)?;
        // SAFETY: as above.
        done(|error| unsafe { ls_agent_forget(self.get(), pointer(&user), error) })
    }

    /// The doctor's report; each step is shown as it comes, on another thread.
    pub fn doctor(
        &self,
        product: Option<&str>,
        who: Option<&Credentials>,
        timeout_ms: u32,
        on_step: &(dyn Fn(&str) + Sync),
    ) -> Result<String, Failure> {
        let product = Text::optional(product)?;
        let who = who.and_then(|who| who.0.as_deref());
        // SAFETY: as above; the function is on this stack until the call has returned.
        let report = made(|out, error| unsafe {
            let user_data = ptr::from_ref(&on_step).cast_mut().cast();
            ls_doctor(
                self.get(),
                pointer(&product),
                who,
                timeout_ms,
                Some(step),
                user_data,
                out,
                error,
            )
        });
        report.map(owned)
    }

    fn get(&self) -> Option<&ls_agent> {
        self.0.as_deref()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        ls_agent_free(self.0.take());
    }
}

struct Activation(Option<Box<ls_activation>>);

impl Drop for Activation {
    fn drop(&mut self) {
        ls_activation_free(self.0.take());
    }
}

unsafe extern "C" fn step(
    user_data: *mut c_void,
    _: *const c_char,
    _: i32,
    _: *const c_char,
    json: *const c_char,
) {
    // SAFETY: the caller of the doctor has put it on its stack, and waits.
    let on_step = unsafe { &*user_data.cast::<&(dyn Fn(&str) + Sync)>() };
    on_step(&borrowed(json).unwrap_or_default());
}

fn decision(entitlement: *mut ls_entitlement) -> Decision {
    // SAFETY: it is the caller's.
    let entitlement = unsafe { Box::from_raw(entitlement) };
    // SAFETY: NULL, or an error that lives as long as the entitlement.
    let fallback = unsafe { ls_entitlement_fallback(Some(&entitlement)).as_ref() };
    let decision = Decision {
        is_allowed: ls_entitlement_is_allowed(Some(&entitlement)),
        message: borrowed(ls_entitlement_message(Some(&entitlement))).unwrap_or_default(),
        fallback: fallback.and_then(|error| borrowed(ls_error_message(Some(error)))),
        json: owned(ls_entitlement_to_json(Some(&entitlement))),
    };
    ls_entitlement_free(Some(entitlement));
    decision
}

fn licenses_json(licenses: *mut ls_licenses) -> String {
    // SAFETY: it is the caller's.
    let licenses = unsafe { Box::from_raw(licenses) };
    let json = owned(ls_licenses_to_json(Some(&licenses)));
    ls_licenses_free(Some(licenses));
    json
}

/// A path as the library takes it.
pub fn path(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| Failure::usage("a path in the settings is no UTF-8"))
}
