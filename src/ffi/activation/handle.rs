//! The object itself.

use std::ffi::{CStr, CString};
use std::sync::Arc;

use crate::agent::Activation;
use crate::error::Error;
use crate::ffi::read::c_text;
use crate::ffi::shared::Shared;

/// A license that is activated on this device. May be used from any number of threads at once, and freed
/// while calls with it are running. What becomes of the license lies in the store of the agent, so
/// that all handles of it, in all processes of this device, see the same. It may outlive its agent;
/// calls with it then fail with LS_ERR_CANCELLED. In a process that was forked off later it can only
/// be freed.
pub struct ls_activation {
    activation: Shared<Activation>,
    hardware_id: CString,
    device_id: Option<i64>,
}

impl ls_activation {
    pub fn new(activation: Activation) -> Self {
        let hardware_id = c_text(&activation.device().hardware_id);
        let device_id = activation.device_id();
        Self { activation: Shared::new(activation), hardware_id, device_id }
    }

    /// For the length of a call.
    pub fn of(this: Option<&Self>) -> Result<Arc<Activation>, Error> {
        Shared::of(this.map(|this| &this.activation), "activation")
    }

    pub fn hardware_id(&self) -> &CStr {
        &self.hardware_id
    }

    pub fn device_id(&self) -> Option<i64> {
        self.device_id
    }
}
