//! The use cases: how a call gets its answer. This is the only room that knows the rooms below it.
//!
//! | file | holds |
//! |---|---|
//! | `ask` | the four policies |
//! | `begin` | a call on a thread of its own |
//! | `requests` | which thread asks the server, and who shares its answer |
//! | `ask_server` | one request, and what its outcome does to the store and to the saved password |
//! | `load`, `recall`, `password` | the stored answer; the saved password; another one for a user |
//! | `refresh`, `planned`, `report` | refreshes in the background, each at its moment; reports of them |
//! | `sign_in` | single sign-on by a browser |
//! | `activation` | a license on this device |
//! | `seat`, `consumption` | the seat of what floats; what is counted on this device |
//! | `alarm` | what wakes the thread of the timetable |
//! | `doctor` | what has to work for an answer, step by step |
//! | `rooms` | the rooms below, made and wired |
//!
//! # Threads
//!
//! An agent has no thread at first. Those that it starts have all signals blocked but those of a thread's own
//! faults and those by which a managed runtime stops threads ([`crate::platform::start_thread`]):
//!
//! | thread | does | ends |
//! |---|---|---|
//! | `lsagent-task` | one call of the application that does not block, and its callback | with the callback |
//! | `lsagent-fetch` | one request in the background; reports it, if that is wanted | with the request, after 30 s or the configured timeout at most |
//! | `lsagent-store` | writes a large answer beside its place while its request reads it | when it is written; its request waits for that |
//! | `lsagent-report` | the report of a request that ran on a thread of the application's | with the callback |
//! | `lsagent-cancel` | the callback of a task whose thread the system holds while the agent is closed | with the callback |
//! | `lsagent-recall`, `lsagent-secrets` | ask the platform for a password | when the platform answers |
//! | `lsagent-save` | has the platform, or the store, save a password or remove it | when the platform answers |
//! | `lsagent-seat` | tells the application what has become of a seat | with the callback |
//! | `lsagent-timer` | what is to happen at a time (`run::timetable`), one thing after the other | when nothing is to happen any more |
//! | `lsagent-doctor` | the steps of an examination, and their callback | with the last step; its caller waits no longer than it has asked |
//! | `lsagent-dns` | one look-up of a name; belongs to no agent and calls nobody | when the system answers |
//! | `lsagent-browser` | waits for the program that shows a page to end, calls nobody | with that program |
//!
//! A call that blocks runs on the application's thread, and so does its request, unless the store has an
//! answer: then the request is made in the background, and the caller gets the stored answer when its time is
//! up. Of requests whose callers have all left four go on; the oldest of more is cancelled.
//!
//! ```text
//! ask ── store has an answer, or a task? ── no ── request on the caller's thread ── answer
//!                     │ yes
//!                     └── request in the background (single-flight) ── answer, or late
//!                                      └── late, or a refresh: report, if it failed or changed something
//! ```
//!
//! # Waiting
//!
//! All waits are a [`Wait`]: a deadline and a cancellation. Closing the agent cancels `Rooms::closing`, the
//! root of all of them; each task and each request has a child of it. A waiter is woken. Two things outside of
//! the process are polled, since the system wakes nobody for them: a lock of another process
//! (`answers::turn`, `caller`), and the port to which a browser comes back (`sign_in`).
//!
//! # Locks
//!
//! No lock of this process is held while the application is called, while a request is on its way, or while
//! the store is read or written. (The lock of the store by which processes take turns is held during a request,
//! and dropped when the last caller leaves; so is that of a product while it is activated or deactivated, below it
//! the one for seats while the server is asked about one, and that of a license while its consumption is sent. The
//! journal of a license is written under a lock of this process and one of the store, see `consumption`.) Where two are
//! held, they are taken in this order:
//!
//! 1. an access token's (`network::tokens`), 2. the list of requests, 3. one request (`run::single_flight`);
//! 1. the process's list of threads that close (`run::callbacks`), 2. the calls of one agent or log;
//! 1. when a license's consumption is sent (`consumption::background`), 2. as in the next line;
//! 1. the timetable (`run::timetable`), 2. the list of an agent's threads (`run::workers`), and nothing below it.
//!
//! Each other lock (a cancellation's, those of `answers::verified`, `passwords::known` and `planned`, of what the store
//! has in memory, of the seats that are held, and of the hint) is held for a few statements, and nothing else is locked
//! meanwhile. A cancellation wakes others after it has unlocked itself.
//!
//! # Callbacks
//!
//! | callback | on which thread |
//! |---|---|
//! | task | the task's own, or `lsagent-cancel`; exactly once |
//! | a doctor's step | `lsagent-doctor`, while the caller of the examination waits; none once that has returned |
//! | refresh | `lsagent-fetch` or `lsagent-report`; once for each request, if there is something to report |
//! | seat | `lsagent-seat`; for each event of a handle once, one after the other |
//! | browser | the one that signs in: the caller's in a call that blocks, else the task's |
//! | log | the one on which something happened, also the caller's inside a call |
//!
//! Tasks, refreshes and steps are never reported on a thread that is inside the library for the application;
//! debug builds assert it. (A system that has no thread left for `lsagent-cancel` is the exception: the
//! callback then comes on the thread that closes.)
//!
//! # The end
//!
//! Closing gives seats back (for 500 ms at most), cancels, shuts the sockets down and waits: for every callback of
//! every other thread, for as long as the caller of [`Agent::close`] wants to; after that for threads that the
//! system holds, 500 ms at most. A task whose thread is held by then is delivered by another thread in its place.
//! Closing does not wait for the callback from which it was called, nor for one that itself waits for that callback:
//! two callbacks that free each other's agents both return, the later one first.
//!
//! A call that is running holds a [`Client`], and with it the memory; it ends as cancelled. In a forked child
//! nothing of this is touched: calls fail, and freeing leaves everything to the parent.

mod activation;
mod alarm;
mod ask;
mod ask_server;
mod begin;
mod caller;
mod consumption;
mod doctor;
mod hint;
mod load;
mod password;
mod planned;
mod recall;
mod refresh;
mod report;
mod request;
mod requests;
mod rooms;
mod seat;
mod sign_in;

use std::any::Any;
use std::mem;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "fuzzing")]
pub use self::activation::Record;
pub use self::activation::{ActivateRequest, Activation, ReleaseFilter};
use self::ask::ask;
use self::begin::begin;
use self::caller::Caller;
pub use self::consumption::Balance;
#[cfg(feature = "fuzzing")]
pub use self::consumption::State as ConsumptionState;
pub use self::doctor::{Checkup, Health, Observer, Report, json};
use self::rooms::Rooms;
pub use self::seat::{Seat, SeatEvent, SeatObserver};
use self::sign_in::SsoAttempt;
pub use self::sign_in::{Browser, SsoOptions};
use crate::api::{Call, ChangePassword, SsoUrl, Stored, TrialKey, UserLicenses};
use crate::clock::{Clock, Deadline};
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::log::Closed;
use crate::model::{Licenses, Trial};
use crate::platform::Process;
use crate::results::{Answer, Entitlement};
use crate::rules::policy::Policy;
pub use crate::run::Task;
use crate::run::cancelled;
use crate::transport::{HttpTransport, Transport};

/// A client of the License API, and its life: it is closed when this is dropped.
pub struct Agent {
    client: Client,
    made_in: Process,
}

/// The calls of an agent, from any number of threads. It keeps the memory alive, but not the agent open.
#[derive(Clone)]
pub struct Client {
    rooms: Arc<Rooms>,
}

impl Agent {
    /// Opens nothing: no socket, no thread, no trust store and no file.
    pub fn new(settings: AgentSettings) -> Self {
        let transport =
            HttpTransport::new(settings.base_url.clone(), settings.net.clone(), &settings.log);
        Self::with(settings, Box::new(transport), Clock::System)
    }

    pub fn with(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        crate::platform::stay_loaded();
        let rooms = Arc::new(Rooms::new(settings, transport, clock));
        Self { client: Client { rooms }, made_in: Process::this() }
    }

    /// For a call: an error if the agent is closed, or belongs to the process that this one was forked
    /// off from.
    pub fn enter(&self) -> Result<Client, Error> {
        self.made_in.must_be_this("agent")?;
        if self.client.rooms.closing.is_cancelled() {
            return Err(cancelled());
        }
        Ok(self.client.clone())
    }

    /// Cancels what is in flight, and waits for callbacks for so long at most.
    pub fn close(&self, limit: Duration) -> Result<(), Error> {
        self.made_in.must_be_this("agent")?;
        // If it is freed meanwhile, the memory must still be there.
        let rooms = self.client.rooms.clone();
        if close(&rooms, Deadline::after(limit)) {
            return Ok(());
        }
        Err(Error::new(Status::Timeout, "a callback of the application has not returned yet"))
    }
}

impl Deref for Agent {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Agent {
    /// In a forked child the sockets, threads and memory are the parent's: they stay untouched.
    fn drop(&mut self) {
        let rooms = self.client.rooms.clone();
        if self.made_in.is_this() {
            close(&rooms, Deadline::never());
        } else {
            mem::forget(rooms);
        }
    }
}

/// Cancels what is in flight, and waits until the application is called no more; returns whether that is so.
/// May be called again.
fn close(rooms: &Rooms, deadline: Deadline) -> bool {
    // While the server can still be asked.
    seat::close(rooms, deadline);
    rooms.timetable.close();
    rooms.workers.close();
    rooms.closing.cancel();
    rooms.shut_down();
    // A thread that is waited for may still write a line to the log, so the log is closed after them.
    if !rooms.workers.join(deadline) {
        return false;
    }
    match rooms.log.close(deadline) {
        Closed::NotYet => return false,
        Closed::AfterLines => rooms.workers.join_ended(),
        Closed::AtOnce => {}
    }
    true
}

impl Client {
    /// Answers a call as the policy says. Blocks for the configured timeout at most.
    pub fn ask<C>(&self, call: &C, policy: Policy) -> Result<Answer<C::Answer>, Error>
    where
        C: Stored + Call<Answer: Any + Send + Sync>,
    {
        ask(&self.rooms, call, policy, &self.blocked())
    }

    /// May this user run this product, or this feature of it? Blocks for the configured timeout at most.
    pub fn check(
        &self,
        call: &UserLicenses,
        feature: Option<&str>,
        policy: Policy,
    ) -> Result<Entitlement, Error> {
        let answer = ask(&self.rooms, call, policy, &self.blocked())?;
        Ok(Entitlement::of(&answer, &call.product, feature))
    }

    /// Answers a call on a thread of its own; the outcome is delivered there, once. A call that can only fail is
    /// refused at once, without a thread.
    pub fn start<C>(
        &self,
        call: C,
        policy: Policy,
        deliver: impl FnOnce(Result<Answer<C::Answer>, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error>
    where
        C: Stored + Call<Answer: Any + Send + Sync>,
    {
        if policy == Policy::NetworkOnly && !self.rooms.passwords.is_on() {
            call.require_secret()?;
        }
        begin(&self.rooms, move |rooms, caller| ask(rooms, &call, policy, caller), deliver)
    }

    /// Asks the server for what is never stored. Blocks for the configured timeout at most.
    pub fn fetch<C: Call>(&self, call: &C) -> Result<C::Answer, Error> {
        let fetched = self.rooms.server().call(call, &self.rooms.wait(), &|| ())?;
        Ok(fetched.data)
    }

    /// Activates a license on this device. Blocks for the configured timeout at most.
    pub fn activate(&self, request: ActivateRequest) -> Result<Activation, Error> {
        let held = activation::activate(&self.rooms, request, &self.rooms.wait())?;
        Ok(Activation::new(&self.rooms, held))
    }

    /// Does the same on a thread of its own; the outcome is delivered there, once.
    pub fn start_activate(
        &self,
        request: ActivateRequest,
        deliver: impl FnOnce(Result<Activation, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let job = move |rooms: &Arc<Rooms>, caller: &Caller| {
            let held = activation::activate(rooms, request, &caller.wait)?;
            Ok(Activation::new(rooms, held))
        };
        begin(&self.rooms, job, deliver)
    }

    /// The license of a product that is activated on this device, from the store.
    pub fn open_activation(&self, product: &str) -> Result<Activation, Error> {
        let held = activation::open(&self.rooms, product)?;
        Ok(Activation::new(&self.rooms, held))
    }

    /// Makes a trial of a product for this device, or gets the one that it has. Blocks for the configured timeout at
    /// most.
    pub fn request_trial(&self, product: &str, email: Option<&str>) -> Result<Trial, Error> {
        let (product, email) = (product.to_owned(), email.map(str::to_owned));
        self.fetch(&TrialKey { product, hardware_id: self.rooms.hardware_id()?, email })
    }

    /// Gives a user another password. Blocks for the configured timeout at most, and for files to be written.
    pub fn change_password(&self, call: &ChangePassword) -> Result<(), Error> {
        password::change_password(&self.rooms, call)
    }

    /// Writes the request to activate a license as a file. Blocks while files are written.
    pub fn write_offline_request(
        &self,
        request: ActivateRequest,
        path: &Path,
    ) -> Result<(), Error> {
        activation::write_request(&self.rooms, request, path, &self.rooms.wait())
    }

    /// Activates a license by the file that answers such a request. Blocks while files are read and written.
    pub fn activate_by_file(&self, product: &str, path: &Path) -> Result<Activation, Error> {
        let wait = self.rooms.wait();
        let held = activation::activate_by_file(&self.rooms, product, path, &wait)?;
        Ok(Activation::new(&self.rooms, held))
    }

    /// The address of the page at which a person signs in, for an application that shows it itself.
    pub fn sso_url(&self, call: &SsoUrl, redirect_uri: Option<&str>) -> Result<String, Error> {
        sign_in::sso_url(&self.rooms, call, redirect_uri, &self.blocked())
    }

    /// Signs a person in by a browser, and gets their licenses. Blocks for as long as that takes.
    pub fn sso_sign_in(
        &self,
        product: &str,
        customer_account_code: &str,
        options: &SsoOptions,
    ) -> Result<Answer<Licenses>, Error> {
        let attempt = SsoAttempt { product, customer_account_code, options };
        attempt.sign_in(&self.rooms, &self.blocked())
    }

    /// Does the same on a thread of its own; the outcome is delivered there, once.
    pub fn start_sso_sign_in(
        &self,
        product: String,
        customer_account_code: String,
        options: SsoOptions,
        deliver: impl FnOnce(Result<Answer<Licenses>, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let job = move |rooms: &Arc<Rooms>, caller: &Caller| {
            let (product, customer_account_code) = (&product, &customer_account_code);
            SsoAttempt { product, customer_account_code, options: &options }.sign_in(rooms, caller)
        };
        begin(&self.rooms, job, deliver)
    }

    /// Removes what is stored of one person, or of everybody. What the platform does not give up in time
    /// stays noted, so that a later call removes it.
    pub fn forget(&self, who: Option<&str>) -> Result<(), Error> {
        let forgotten = self.rooms.passwords.forget(who, &self.rooms.wait());
        let stored = self.rooms.answers.forget(who, &forgotten.remaining);
        self.rooms.planned.clear();
        stored.and(forgotten.outcome)
    }

    /// Looks at what has to work for an answer, step by step. Blocks for as long as the checkup says at most, and for a
    /// callback that takes its time.
    pub fn doctor(&self, checkup: Checkup, observer: Option<Observer>) -> Result<Report, Error> {
        doctor::run(&self.rooms, checkup, observer)
    }

    /// How far the server's clock is ahead of this device's, in seconds; 0 while they agree.
    pub fn clock_offset(&self) -> i64 {
        self.rooms.time().offset
    }

    /// The thread of the application, for a call that blocks it.
    fn blocked(&self) -> Caller {
        Caller::blocked(self.rooms.wait())
    }
}

#[cfg(test)]
mod tests;
