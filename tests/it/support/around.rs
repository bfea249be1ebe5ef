//! The calls around a license on this device, and those by files.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;

use lsagent::ffi::activation::*;
use lsagent::ffi::credentials::ls_credentials_new_license_key;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::{ls_error, ls_error_free};
use lsagent::ffi::offline::*;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::trial::ls_change_password;

use super::client::{Client, Credentials, Failure, c, outcome};

/// A key of the sandbox's cast, by its kind.
pub fn key_of(kind: &str) -> Credentials {
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
pub fn pointer(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}

fn path_text(path: &Path) -> CString {
    c(path.to_str().unwrap())
}

/// An activation that frees itself.
pub struct Activated(Option<Box<ls_activation>>);

impl Activated {
    pub fn get(&self) -> Option<&ls_activation> {
        self.0.as_deref()
    }

    /// Whether it may be used, or the status of the failure.
    pub fn allows(&self, policy: i32) -> Result<bool, ls_status> {
        let checked = outcome(|out, error| unsafe {
            // SAFETY: no feature.
            ls_activation_check(self.get(), ptr::null(), policy, out, error)
        });
        checked.map_err(|failure| failure.status).map(|entitlement| {
            let allowed = ls_entitlement_is_allowed(Some(&entitlement));
            ls_entitlement_free(Some(entitlement));
            allowed
        })
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

impl Drop for Activated {
    fn drop(&mut self) {
        ls_activation_free(self.0.take());
    }
}

impl Client {
    pub fn activate_license(&self, product: &str, who: &Credentials) -> Result<Activated, Failure> {
        let (agent, product) = (self.agent.as_deref(), c(product));
        let activation = outcome(|out, error| unsafe {
            ls_activate(agent, product.as_ptr(), who.get(), 0, out, error)
        });
        activation.map(|activation| Activated(Some(activation)))
    }

    pub fn open_license(&self, product: &str) -> Result<Activated, Failure> {
        let (agent, product) = (self.agent.as_deref(), c(product));
        let activation = outcome(|out, error| unsafe {
            ls_activation_open(agent, product.as_ptr(), out, error)
        });
        activation.map(|activation| Activated(Some(activation)))
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

    pub fn activate_by_file(&self, product: &str, path: &Path) -> Result<Activated, Failure> {
        let (agent, product, path) = (self.agent.as_deref(), c(product), path_text(path));
        let activation = outcome(|out, error| unsafe {
            ls_offline_activate(agent, product.as_ptr(), path.as_ptr(), out, error)
        });
        activation.map(|activation| Activated(Some(activation)))
    }

    pub fn change_password(&self, user: &str, from: &str, to: &str) -> Result<(), Failure> {
        let texts = [user, from, to].map(c);
        let [user, from, to] = texts.each_ref().map(|text| text.as_ptr());
        done(|error| unsafe { ls_change_password(self.agent.as_deref(), user, from, to, error) })
    }
}
