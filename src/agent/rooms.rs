//! The rooms below the use cases, and what the use cases share: each room owns its state and gets what it
//! needs handed in. Making them opens nothing.

use std::sync::Arc;
use std::time::Duration;

use super::activation::Activations;
use super::alarm::alarm;
use super::consumption::Books;
use super::hint::ProductIdHint;
use super::planned::Planned;
use super::request::{Requests, requests};
use super::seat::Seats;
use crate::answers::{Answers, Limits};
use crate::api::{Application, ProductIds, ResponseKey};
use crate::clock::Clock;
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::network::{Server, ServerSettings};
use crate::os_problem::thread_problem;
use crate::passwords::{PasswordSettings, Passwords};
use crate::platform;
use crate::results::{RefreshCallback, Time};
use crate::rules::seat::Stamp;
use crate::run::{Cancel, Timetable, Wait, Workers};
use crate::store::{KeySource, LazyStore, Mark, Store};
use crate::sync::JoinHandle;
use crate::transport::{BaseUrl, Transport};

/// Shared by all threads of an agent, and by calls that are running when it is freed. It has no state of its
/// own but `closing`, and its methods only bring rooms together.
pub struct Rooms {
    /// Reached by [`Rooms::server`] alone, so that no request is signed before the offset is known.
    server: Server,
    pub answers: Answers,
    pub activations: Activations,
    pub seats: Seats,
    pub books: Books,
    pub passwords: Passwords,
    pub requests: Requests,
    /// Refreshes whose time has not come.
    pub planned: Planned,
    pub workers: Workers,
    pub timetable: Timetable,
    /// Cancelled when the agent is closed; the root of all waits.
    pub closing: Cancel,
    pub hint: ProductIdHint,
    /// The application's, for reports.
    pub refreshed: Option<RefreshCallback>,
    pub log: Log,
    /// Of the server, for messages.
    pub host: BaseUrl,
    /// Of a call.
    pub timeout: Duration,
    clock: Clock,
}

impl Rooms {
    /// Hands each room what it needs of the settings. Opens nothing: no file, no socket, no thread.
    pub fn new(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        let store = Arc::new(store(&settings));
        let AgentSettings { base_url: host, net, cache, product_ids, log, .. } = settings;
        let (workers, key) = (Workers::new(start_worker), settings.response_key);
        let limits = cache.as_ref().map_or_else(Limits::default, Limits::of);
        let ids = product_ids.clone();
        let server = ServerSettings {
            host: host.clone(),
            timeout: net.timeout,
            application: Some(settings.application),
            response_key: key.clone(),
            product_ids: ids.clone(),
            log: log.clone(),
        };
        let passwords = PasswordSettings {
            remember: settings.remember,
            environment: net.environment,
            store: store.clone(),
            clock: clock.clone(),
            workers: workers.clone(),
            log: log.clone(),
        };
        Self {
            hint: ProductIdHint::new(settings.response_key_is_shared, &ids, log.clone()),
            activations: Activations::new(store.clone(), log.clone()),
            seats: Seats::new(store.clone(), settings.release_seats, log.clone()),
            books: Books::new(settings.consumption_sync, settings.delivery, log.clone()),
            answers: Answers::new(store, limits, key, ids, log.clone()),
            passwords: Passwords::new(passwords),
            server: Server::new(server, transport, clock.clone()),
            requests: requests(),
            planned: Planned::default(),
            timetable: timetable(&workers, &clock),
            workers,
            closing: Cancel::default(),
            refreshed: settings.refreshed,
            log,
            host,
            timeout: net.timeout,
            clock,
        }
    }

    /// The server. Reads the store when it is first needed, for what an earlier process has learnt of the
    /// server's clock.
    pub fn server(&self) -> &Server {
        self.learn_offset(|| self.answers.mark());
        &self.server
    }

    /// Whose calls these are, for a request that is carried to the server by hand.
    pub fn application(&self) -> Result<&Application, Error> {
        let application = self.server.settings().application.as_ref();
        application.ok_or_else(|| Error::new(Status::Internal, "an agent without an application"))
    }

    /// What answers are signed with, also those that are carried here.
    pub fn response_key(&self) -> &ResponseKey {
        &self.server.settings().response_key
    }

    pub fn product_ids(&self) -> &ProductIds {
        &self.server.settings().product_ids
    }

    /// What the licensing service knows this device by, where nothing is activated.
    pub fn hardware_id(&self) -> Result<String, Error> {
        self.activations.store().map(Store::hardware_id)
    }

    pub fn shut_down(&self) {
        self.server.shut_down();
    }

    /// The wait of a call that begins now. It ends early when the agent is closed.
    pub fn wait(&self) -> Wait {
        Wait::new(self.timeout, &self.closing)
    }

    /// By which jobs of the timetable are due.
    pub fn boot_time(&self) -> Duration {
        self.clock.boot_time()
    }

    /// This moment, by both clocks.
    pub fn stamp(&self) -> Stamp {
        let (boot_id, boot_time) = (self.clock.boot_id(), self.clock.boot_time());
        let clock = self.clock.now();
        Stamp { boot_id, boot_time, clock, wall: clock }.by_the_server(self.server().offset())
    }

    /// A moment from before an answer, by what that has told of the server's clock.
    pub fn stamped_again(&self, before: Stamp) -> Stamp {
        before.by_the_server(self.server().offset())
    }

    /// By this device's clock alone, in Unix seconds. Reads no file.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// By the later of this device's clock and the server's.
    pub fn time(&self) -> Time {
        Time { clock: self.clock.clone(), offset: self.server().offset() }
    }

    /// Takes what an earlier process has learnt of the server's clock, unless this one knows better.
    pub fn learn_offset(&self, mark: impl FnOnce() -> Option<Mark>) {
        if !self.server.knows_offset() {
            self.server.learn_offset(mark().map(|mark| mark.offset));
        }
    }
}

/// Opened by the first call that needs it. Its keys come from the vendor's secret, so that other vendors on this
/// device find nothing in it.
fn store(settings: &AgentSettings) -> LazyStore {
    let source = KeySource {
        secret: settings.application.secret().clone(),
        response_key: settings.response_key.bytes().to_vec(),
    };
    let largest = settings.net.max_response_bytes;
    LazyStore::new(settings.cache.clone(), source, largest, settings.log.clone())
}

fn timetable(workers: &Workers, clock: &Clock) -> Timetable {
    let clock = clock.clone();
    Timetable::new(workers.clone(), Box::new(move || alarm(&clock)))
}

/// The only errors of a thread are limits of the process, the user or the machine.
fn start_worker(name: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    platform::start_thread(name, work).map_err(|error| {
        let why = thread_problem(&error);
        Error::harmless(Status::Internal, format_args!("no thread can be started: {why}"))
    })
}
