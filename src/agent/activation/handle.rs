//! A license on this device, as the application holds it.

use std::path::Path;
use std::sync::Arc;

use super::record::Held;
use super::{check, deactivate, offline, open};
use crate::agent::begin::begin;
use crate::agent::caller::Caller;
use crate::agent::consumption::{self, Balance, Cause};
use crate::agent::rooms::Rooms;
use crate::agent::seat::{self, Seat, SeatObserver};
use crate::api::{
    Call, GetDeviceVariables, Identification, InstallationFile, ListVersions, TrackDeviceVariables,
    Who,
};
use crate::error::Error;
use crate::model::{Licenses, Releases, Variables};
use crate::results::{Answer, Entitlement};
use crate::rules::policy::Policy;
use crate::run::{Task, cancelled};

/// Which releases are wanted; `None` stands for all.
#[derive(Clone, Debug, Default)]
pub struct ReleaseFilter {
    pub environment: Option<String>,
    pub channel: Option<String>,
}

/// A license on this device. Used by any number of threads; what becomes of the license lies in the store, so that
/// all processes see the same. It keeps the memory of its agent alive, but not the agent open.
pub struct Activation {
    rooms: Arc<Rooms>,
    device: Identification,
    device_id: Option<i64>,
}

impl Activation {
    pub fn new(rooms: &Arc<Rooms>, held: Held) -> Self {
        let Held { device, device_id, floats: _, is_offline: _, state: _ } = held;
        consumption::take_up(rooms, &device);
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

    /// Takes a seat of it, or of a feature of it, for this device, and keeps it: `observer` hears what becomes of it.
    /// An error of the status `NoSeat`: all are taken; `NotAllowed`: it does not float. Blocks for the configured
    /// timeout at most.
    pub fn acquire_seat(
        &self,
        feature: Option<&str>,
        observer: Option<SeatObserver>,
    ) -> Result<Seat, Error> {
        let rooms = self.enter()?;
        seat::acquire(rooms, &self.device, feature, observer.as_ref(), &rooms.wait())
    }

    /// Does the same on a thread of its own; the outcome is delivered there, once.
    pub fn start_acquire_seat(
        &self,
        feature: Option<String>,
        observer: Option<SeatObserver>,
        deliver: impl FnOnce(Result<Seat, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let device = self.device.clone();
        let job = move |rooms: &Arc<Rooms>, caller: &Caller| {
            let (feature, observer) = (feature.as_deref(), observer.as_ref());
            seat::acquire(rooms, &device, feature, observer, &caller.wait)
        };
        begin(self.enter()?, job, deliver)
    }

    /// Borrows its seat, or that of a feature of it, until a moment in Unix seconds, or for as long as the vendor
    /// allows; returns until when. A user has to sign in, by `who` or a remembered password, which is used for this
    /// alone. Until then this device holds it without the server, and neither a dropped handle nor the end of a process
    /// gives it up. Blocks for the configured timeout at most.
    pub fn borrow(
        &self,
        feature: Option<&str>,
        until: Option<i64>,
        who: Option<Who>,
    ) -> Result<i64, Error> {
        let rooms = self.enter()?;
        seat::borrow(rooms, &self.device, feature, until, who, &rooms.wait())
    }

    /// Gives back what was borrowed; with a handle of the seat it is taken anew, and held as any. What is not borrowed
    /// is a success. Blocks for the configured timeout at most.
    pub fn give_back(&self, feature: Option<&str>) -> Result<(), Error> {
        let rooms = self.enter()?;
        seat::give_back(rooms, &self.device, feature, &rooms.wait())
    }

    /// Gives it up on the server, and forgets it. Blocks for the configured timeout at most.
    pub fn deactivate(&self) -> Result<(), Error> {
        let rooms = self.enter()?;
        deactivate::deactivate(rooms, &self.device, &rooms.wait())
    }

    /// The releases that it may have. Blocks for the configured timeout at most; so do the next three.
    pub fn releases(&self, filter: ReleaseFilter) -> Result<Releases, Error> {
        let ReleaseFilter { environment, channel } = filter;
        self.ask(&ListVersions { device: self.device.clone(), environment, channel })
    }

    /// One release, with what is said of its installer.
    pub fn release(&self, version: String, filter: ReleaseFilter) -> Result<Releases, Error> {
        let (ReleaseFilter { environment, channel }, device) = (filter, self.device.clone());
        self.ask(&InstallationFile { device, version, environment, channel })
    }

    /// Sets variables of this device, by names and values.
    pub fn set_variables(&self, variables: Vec<(String, String)>) -> Result<(), Error> {
        let (device, device_id) = (self.device.clone(), self.device_id);
        self.ask(&TrackDeviceVariables { device, device_id, variables }).map(drop)
    }

    /// The variables of this device.
    pub fn variables(&self) -> Result<Variables, Error> {
        let (device, device_id) = (self.device.clone(), self.device_id);
        self.ask(&GetDeviceVariables { device, device_id })
    }

    /// Asks the server for what is never stored.
    fn ask<C: Call>(&self, call: &C) -> Result<C::Answer, Error> {
        let rooms = self.enter()?;
        Ok(rooms.server().call(call, &rooms.wait(), &|| ())?.data)
    }

    /// Counts an amount, of the license or of a feature; less than 0 gives back. It is on the disk when this returns,
    /// and is sent later. Blocks while files are written.
    pub fn consume(&self, feature: Option<&str>, amount: i64) -> Result<(), Error> {
        consumption::consume(self.enter()?, &self.device, feature, amount)
    }

    /// Sends all that is unsent. Blocks for the configured timeout at most.
    pub fn sync(&self) -> Result<(), Error> {
        let rooms = self.enter()?;
        consumption::send_all(rooms, &self.device, Cause::Asked, &rooms.wait())?;
        consumption::unschedule_if_done(rooms, &self.device);
        Ok(())
    }

    /// What was consumed. Blocks while files are read.
    pub fn balance(&self, feature: Option<&str>) -> Result<Balance, Error> {
        consumption::balance(self.enter()?, &self.device, feature)
    }

    /// Takes in a file with newer facts about it. Blocks while files are read and written.
    pub fn refresh_by_file(&self, path: &Path) -> Result<(), Error> {
        let rooms = self.enter()?;
        offline::refresh_by_file(rooms, &self.device, path, &rooms.wait())
    }

    /// Writes the request to give it up, and forgets it. Blocks while files are written.
    pub fn write_deactivation(&self, path: &Path) -> Result<(), Error> {
        let rooms = self.enter()?;
        offline::write_deactivation(rooms, &self.device, path, &rooms.wait())?;
        seat::forget_all(rooms, &self.device, &rooms.wait());
        Ok(())
    }

    /// For a call: an error if the agent is closed.
    fn enter(&self) -> Result<&Arc<Rooms>, Error> {
        if self.rooms.closing.is_cancelled() {
            return Err(cancelled());
        }
        Ok(&self.rooms)
    }
}
