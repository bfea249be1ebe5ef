//! A license on this device, as the C ABI has it: online, and by files.

use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;

use lsagent::ffi::activation::*;
use lsagent::ffi::credentials::ls_credentials_new_license_key;
use lsagent::ffi::error::{ls_error, ls_error_free};
use lsagent::ffi::offline::*;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::trial::ls_change_password;
use serde_json::Value;

use super::{Client, Credentials, Entitled, Failure, Reported, Sandbox, Started, UserLicenses};
use super::{c, outcome, startup, text};

/// A key of the sandbox's `key-product`, by its kind.
pub fn license_key(kind: &str) -> Credentials {
    by_key(&format!("{kind}-AAAA-BBBB-CCCC"))
}

pub fn by_key(key: &str) -> Credentials {
    let key = c(key);
    // SAFETY: it ends with NUL and outlives the call, which gives out new credentials.
    Credentials(Some(unsafe { Box::from_raw(ls_credentials_new_license_key(key.as_ptr())) }))
}

/// Runs a call that gives nothing but an outcome.
pub fn done(
    call: impl FnOnce(Option<&mut MaybeUninit<*mut ls_error>>) -> ls_status,
) -> Result<(), Failure> {
    let mut error = MaybeUninit::uninit();
    let status = call(Some(&mut error));
    // SAFETY: every call fills it.
    let error = unsafe { error.assume_init() };
    if status == ls_status::LS_OK {
        assert!(error.is_null(), "a success has no error");
        return Ok(());
    }
    // SAFETY: a failure has one, and it is the caller's.
    let error = unsafe { Box::from_raw(error) };
    let failure = Failure::read(&error);
    ls_error_free(Some(error));
    assert_eq!(failure.status, status);
    Err(failure)
}

/// A text, or none.
pub fn or_null(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}

fn path_text(path: &Path) -> CString {
    c(path.to_str().unwrap())
}

/// An activation.
pub struct Held(Option<Box<ls_activation>>);

impl Held {
    pub fn get(&self) -> Option<&ls_activation> {
        self.0.as_deref()
    }

    pub fn hardware_id(&self) -> String {
        text(ls_activation_hardware_id(self.get())).unwrap()
    }

    pub fn device_id(&self) -> Option<i64> {
        let mut out = MaybeUninit::uninit();
        let has = ls_activation_device_id(self.get(), Some(&mut out));
        // SAFETY: it is filled in either case.
        has.then_some(unsafe { out.assume_init() })
    }

    pub fn check(&self, feature: Option<&str>, policy: i32) -> Result<Entitled, Failure> {
        let feature = feature.map(c);
        let feature = feature.as_ref().map_or(ptr::null(), |feature| feature.as_ptr());
        // SAFETY: NULL, or it ends with NUL and outlives the call.
        let entitlement = outcome(|out, error| unsafe {
            ls_activation_check(self.get(), feature, policy, out, error)
        });
        entitlement.map(|entitlement| Entitled(Some(entitlement)))
    }

    pub fn start_check(&self, policy: i32) -> Started {
        let reported = Reported::new();
        // SAFETY: no feature; the outcomes are kept for ever.
        let task = outcome(|out, error| unsafe {
            ls_activation_check_start(
                self.get(),
                ptr::null(),
                policy,
                Some(startup::report_entitlement),
                reported.as_user_data(),
                out,
                error,
            )
        });
        Started { task: Some(task.unwrap()), reported }
    }

    pub fn licenses(&self) -> Result<UserLicenses, Failure> {
        outcome(|out, error| ls_activation_licenses(self.get(), out, error)).map(UserLicenses::from)
    }

    /// Whether it may be used, or the status of the failure.
    pub fn allows(&self, policy: i32) -> Result<bool, ls_status> {
        let checked = self.check(None, policy).map_err(|failure| failure.status);
        checked.map(|entitlement| entitlement.is_allowed())
    }

    pub fn deactivate(&self) -> Result<(), Failure> {
        done(|error| ls_activation_deactivate(self.get(), error))
    }

    pub fn refresh_by_file(&self, path: &Path) -> Result<(), Failure> {
        let path = path_text(path);
        // SAFETY: it ends with NUL and outlives the call; so in those below.
        done(|error| unsafe { ls_offline_refresh(self.get(), path.as_ptr(), error) })
    }

    pub fn write_deactivation(&self, path: &Path) -> Result<(), Failure> {
        let path = path_text(path);
        done(|error| unsafe { ls_offline_deactivation(self.get(), path.as_ptr(), error) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        ls_activation_free(self.0.take());
    }
}

unsafe extern "C" fn report_activation(
    user_data: *mut c_void,
    status: ls_status,
    activation: *mut ls_activation,
    error: *mut ls_error,
) {
    let read = |activation| Held(Some(activation)).hardware_id();
    // SAFETY: as the library calls it.
    unsafe { Reported::take(user_data, status, activation, error, read) };
}

impl Client {
    pub fn activate(
        &self,
        product: &str,
        credentials: &Credentials,
        license_id: i64,
    ) -> Result<Held, Failure> {
        let (agent, product) = (self.agent.as_deref(), c(product));
        // SAFETY: it ends with NUL and outlives the call; so below.
        let activation = outcome(|out, error| unsafe {
            ls_activate(agent, product.as_ptr(), credentials.get(), license_id, out, error)
        });
        activation.map(|activation| Held(Some(activation)))
    }

    pub fn start_activate(&self, product: &str, credentials: &Credentials) -> Started {
        let (agent, product, reported) = (self.agent.as_deref(), c(product), Reported::new());
        let task = outcome(|out, error| unsafe {
            ls_activate_start(
                agent,
                product.as_ptr(),
                credentials.get(),
                0,
                Some(report_activation),
                reported.as_user_data(),
                out,
                error,
            )
        });
        Started { task: Some(task.unwrap()), reported }
    }

    pub fn open(&self, product: &str) -> Result<Held, Failure> {
        let (agent, product) = (self.agent.as_deref(), c(product));
        let activation = outcome(|out, error| unsafe {
            ls_activation_open(agent, product.as_ptr(), out, error)
        });
        activation.map(|activation| Held(Some(activation)))
    }

    pub fn write_offline_request(
        &self,
        product: &str,
        who: &Credentials,
        license_id: i64,
        path: &Path,
    ) -> Result<(), Failure> {
        let (agent, product, path) = (self.agent.as_deref(), c(product), path_text(path));
        done(|error| unsafe {
            let (product, path) = (product.as_ptr(), path.as_ptr());
            ls_offline_request(agent, product, who.get(), license_id, path, error)
        })
    }

    pub fn activate_by_file(&self, product: &str, path: &Path) -> Result<Held, Failure> {
        let (agent, product, path) = (self.agent.as_deref(), c(product), path_text(path));
        let activation = outcome(|out, error| unsafe {
            ls_offline_activate(agent, product.as_ptr(), path.as_ptr(), out, error)
        });
        activation.map(|activation| Held(Some(activation)))
    }

    pub fn change_password(&self, user: &str, from: &str, to: &str) -> Result<(), Failure> {
        let texts = [user, from, to].map(c);
        let [user, from, to] = texts.each_ref().map(|text| text.as_ptr());
        done(|error| unsafe { ls_change_password(self.agent.as_deref(), user, from, to, error) })
    }
}

impl Sandbox {
    pub fn behave(&self, behaviour: Value) {
        self.control("PUT", "/state/behaviour", &behaviour.to_string());
    }

    /// The license of a key as the server has it now.
    pub fn license_of(&self, kind: &str) -> Value {
        let state = self.control("GET", "/state", "").to_string();
        let state: Value = serde_json::from_str(&state).unwrap();
        let key = format!("{kind}-AAAA-BBBB-CCCC");
        let mut holders = state["holders"].as_array().unwrap().iter();
        let holder = holders.find(|holder| holder["holder"].to_string().contains(&key));
        holder.map_or(Value::Null, |holder| holder["licenses"][0].clone())
    }

    /// How many activations the server has counted of a key, on all devices, and on how many it is active.
    pub fn activations_of(&self, kind: &str) -> (u64, usize) {
        let license = self.license_of(kind);
        let devices = license["devices"].as_array().cloned().unwrap_or_default();
        let counted = devices.iter().filter_map(|device| device["activations"].as_u64()).sum();
        let active = devices.iter().filter(|device| device["active"] == true).count();
        (counted, active)
    }
}
