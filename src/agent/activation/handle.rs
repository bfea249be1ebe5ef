//! A license on this device, as the application holds it.

use std::sync::Arc;

use super::record::Held;
use super::{check, deactivate, open};
use crate::agent::begin::begin;
use crate::agent::caller::Caller;
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::Error;
use crate::model::Licenses;
use crate::results::{Answer, Entitlement};
use crate::rules::policy::Policy;
use crate::run::{Task, cancelled};

/// A license on this device. Used by any number of threads; what becomes of the license lies in the store, so that
/// all processes see the same. It keeps the memory of its agent alive, but not the agent open.
pub struct Activation {
    rooms: Arc<Rooms>,
    device: Identification,
    device_id: Option<i64>,
}

impl Activation {
    pub fn new(rooms: &Arc<Rooms>, held: Held) -> Self {
        let Held { device, device_id, floats: _, state: _ } = held;
        Self { rooms: rooms.clone(), device, device_id }
    }

    /// Whose license it is, and on which device.
    pub fn device(&self) -> &Identification {
        &self.device
    }

    /// The server's number of this device, if it has said one.
    pub fn device_id(&self) -> Option<i64> {
        self.device_id
    }

    /// The license as the server last described it. Blocks while files are read.
    pub fn licenses(&self) -> Result<Answer<Licenses>, Error> {
        open::licenses(self.enter()?, &self.device)
    }

    /// May it be used, or this feature of it? Blocks for the configured timeout at most.
    pub fn check(&self, feature: Option<&str>, policy: Policy) -> Result<Entitlement, Error> {
        let rooms = self.enter()?;
        check::check(rooms, &self.device, feature, policy, &Caller::blocked(rooms.wait()))
    }

    /// Does the same on a thread of its own; the outcome is delivered there, once.
    pub fn start_check(
        &self,
        feature: Option<String>,
        policy: Policy,
        deliver: impl FnOnce(Result<Entitlement, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let device = self.device.clone();
        let job = move |rooms: &Arc<Rooms>, caller: &Caller| {
            check::check(rooms, &device, feature.as_deref(), policy, caller)
        };
        begin(self.enter()?, job, deliver)
    }

    /// Gives it up on the server, and forgets it. Blocks for the configured timeout at most.
    pub fn deactivate(&self) -> Result<(), Error> {
        let rooms = self.enter()?;
        deactivate::deactivate(rooms, &self.device, &rooms.wait())
    }

    /// For a call: an error if the agent is closed.
    fn enter(&self) -> Result<&Arc<Rooms>, Error> {
        if self.rooms.closing.is_cancelled() {
            return Err(cancelled());
        }
        Ok(&self.rooms)
    }
}
