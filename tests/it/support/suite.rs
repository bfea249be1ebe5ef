//! UiPath's suite through the C ABI.

use std::ffi::{CString, c_char};

use lsagent::ffi::allocations::*;
use lsagent::ffi::config::ls_config_free;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::uipath::*;

use super::client::{Failure, Settings, c, outcome, owned};
use super::{Log, Sandbox};

impl Settings {
    /// A client of the sandbox's suite, with the token it knows.
    pub fn suite(self, sandbox: &Sandbox) -> Suite {
        self.try_suite(sandbox.base_url(), sandbox.said("uipath_token"))
            .unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    pub fn try_suite(mut self, base_url: &str, token: &str) -> Result<Suite, Failure> {
        let (base_url, token) = (c(base_url), c(token));
        // SAFETY: both end with NUL and outlive the call.
        let uipath = outcome(|out, error| unsafe {
            ls_uipath_new(self.config.as_deref(), base_url.as_ptr(), token.as_ptr(), out, error)
        });
        ls_config_free(self.config.take());
        Ok(Suite { uipath: Some(uipath?), log: self.log })
    }
}

/// A client of a suite.
pub struct Suite {
    uipath: Option<Box<ls_uipath>>,
    log: Log,
}

impl Suite {
    /// Allocates a bundle to two users of an account.
    pub fn allocate_to(&self, account: &str) -> Result<Allocated, Failure> {
        self.allocate(account, &["user-1", "user-2"], &["ATTUNU"], false)
    }

    pub fn allocate(
        &self,
        account: &str,
        users: &[&str],
        bundles: &[&str],
        external: bool,
    ) -> Result<Allocated, Failure> {
        let account = c(account);
        let users: Vec<CString> = users.iter().map(|user| c(user)).collect();
        let bundles: Vec<CString> = bundles.iter().map(|bundle| c(bundle)).collect();
        let pointers = |texts: &[CString]| -> Vec<*const c_char> {
            texts.iter().map(|text| text.as_ptr()).collect()
        };
        let (users, bundles) = (pointers(&users), pointers(&bundles));
        // SAFETY: the counts are those of the arrays, and every text ends with NUL.
        outcome(|out, error| unsafe {
            ls_uipath_allocate_user_licenses(
                self.uipath.as_deref(),
                account.as_ptr(),
                users.as_ptr(),
                users.len(),
                bundles.as_ptr(),
                bundles.len(),
                external,
                out,
                error,
            )
        })
        .map(|allocations| Allocated(Some(allocations)))
    }

    pub fn set_access_token(&self, token: &str) -> ls_status {
        let token = c(token);
        // SAFETY: it ends with NUL and outlives the call.
        unsafe { ls_uipath_set_access_token(self.uipath.as_deref(), token.as_ptr()) }
    }

    pub fn set_method(&self, method: i32) -> ls_status {
        ls_uipath_set_method(self.uipath.as_deref(), method)
    }

    /// The same client, allocating by one method alone.
    pub fn by(self, method: ls_uipath_method) -> Self {
        assert_eq!(self.set_method(method as i32), ls_status::LS_OK);
        self
    }

    /// What was logged so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Suite {
    fn drop(&mut self) {
        ls_uipath_free(self.uipath.take());
    }
}

/// What was allocated.
pub struct Allocated(Option<Box<ls_allocations>>);

impl Allocated {
    pub fn get(&self) -> Option<&ls_allocations> {
        self.0.as_deref()
    }

    pub fn json(&self) -> String {
        owned(ls_allocations_to_json(self.get())).unwrap()
    }
}

impl Drop for Allocated {
    fn drop(&mut self) {
        ls_allocations_free(self.0.take());
    }
}
