//! The rooms below the use cases, and what the use cases share: each room owns its state and gets what it
//! needs handed in. Making them opens nothing.

use std::sync::Arc;
use std::time::Duration;

use super::core::Core;
use super::hint::ProductIdHint;
use super::request::{Requests, requests};
use crate::answers::{Answers, Limits};
use crate::clock::Clock;
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::os_problem::thread_problem;
use crate::passwords::Passwords;
use crate::platform;
use crate::results::{RefreshCallback, Time};
use crate::run::{Cancel, Wait, Workers};
use crate::store::{KeySource, LazyStore, Mark};
use crate::sync::JoinHandle;
use crate::transport::Transport;

pub struct Rooms {
    server: Core,
    pub answers: Answers,
    pub passwords: Passwords,
    pub requests: Requests,
    pub workers: Workers,
    /// Cancelled when the agent is closed; the root of all waits.
    pub closing: Cancel,
    pub hint: ProductIdHint,
    pub refreshed: Option<RefreshCallback>,
    pub log: Log,
    /// Of a call.
    pub timeout: Duration,
    clock: Clock,
}

impl Rooms {
    pub fn new(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        let (workers, log) = (Workers::new(start_worker), settings.log.clone());
        let limits = settings.cache.as_ref().map(|cache| Limits {
            offline_grace: cache.offline_grace,
            refresh_after: cache.refresh_after,
        });
        let store = Arc::new(store(&settings));
        let passwords = Passwords::new(
            settings.remember,
            settings.net.environment.clone(),
            store.clone(),
            clock.clone(),
            workers.clone(),
            log.clone(),
        );
        let (key, ids) = (settings.response_key.clone(), settings.product_ids.clone());
        let is_shared = settings.response_key_is_shared;
        let hint = ProductIdHint::new(is_shared, &ids, log.clone());
        Self {
            answers: Answers::new(store, limits.unwrap_or_default(), key, ids, log.clone()),
            passwords,
            requests: requests(),
            workers,
            closing: Cancel::default(),
            hint,
            refreshed: settings.refreshed.clone(),
            log,
            timeout: settings.net.timeout,
            server: Core::new(settings, transport, clock.clone()),
            clock,
        }
    }

    /// The server. Reads the store when it is first needed, for what an earlier process has learnt of the
    /// server's clock.
    pub fn server(&self) -> &Core {
        self.learn_offset(|| self.answers.mark());
        &self.server
    }

    pub fn shut_down(&self) {
        self.server.shut_down();
    }

    /// How long a call may take that begins now.
    pub fn wait(&self) -> Wait {
        Wait::new(self.timeout, &self.closing)
    }

    /// By the later of this device's clock and the server's.
    pub fn time(&self) -> Time {
        Time { clock: self.clock.clone(), offset: self.server().offset() }
    }

    /// Takes what an earlier process has learnt of the server's clock, unless this one knows better.
    pub fn learn_offset(&self, mark: impl FnOnce() -> Option<Mark>) {
        if !self.server.knows_offset() {
            self.server.learn_offset(mark().map_or(0, |mark| mark.offset));
        }
    }
}

fn store(settings: &AgentSettings) -> LazyStore {
    let source = KeySource {
        secret: settings.application.secret().clone(),
        response_key: settings.response_key.bytes().to_vec(),
    };
    let largest = settings.net.max_response_bytes;
    LazyStore::new(settings.cache.clone(), source, largest, settings.log.clone())
}

fn start_worker(name: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    platform::start_thread(name, work).map_err(|error| {
        let why = thread_problem(&error);
        Error::harmless(Status::Internal, format_args!("no thread can be started: {why}"))
    })
}
