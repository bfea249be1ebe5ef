//! The platform's place for secrets. Where a caller waits, it is asked on a thread of its own, by one at a time: it
//! may hang (a keyring that is locked asks the person, who is elsewhere), and then must not collect a thread
//! for each call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::platform::secrets::{self, Unavailable};
use crate::run::{Handoff, Wait, Workers, caught};
use crate::secret::Secret;
use crate::store::unusable;

/// Asked by the threads of one agent.
pub struct Platform {
    /// As it was when the agent was made: it says on which bus the secret service is.
    environment: Environment,
    workers: Workers,
    /// It was asked, and has not answered yet. Shared with the thread that asks, which may outlive a caller.
    busy: Arc<AtomicBool>,
}

impl Platform {
    pub fn new(environment: Environment, workers: Workers) -> Self {
        Self { environment, workers, busy: Arc::default() }
    }

    /// Waits for as long as `wait` says. `None`: the platform has no such password.
    pub fn find(&self, name: String, wait: &Wait) -> Result<Option<Secret>, Error> {
        self.ask(wait, move |environment| secrets::find(environment, &name))
    }

    /// Waits for as long as `wait` says. An error: there is no place for secrets, or it does not answer.
    pub fn try_out(&self, wait: &Wait) -> Result<(), Error> {
        self.ask(wait, secrets::try_out)
    }

    /// Waits for as long as `wait` says; in one question for all of them, so that a slow platform costs its time
    /// once. An error: some are still there.
    pub fn remove_all(&self, names: Vec<String>, wait: &Wait) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        self.ask(wait, move |environment| {
            names.iter().try_for_each(|name| secrets::remove(environment, name))
        })
    }

    /// Blocks for as long as the platform takes: on a thread of the agent only.
    pub fn set(&self, name: &str, secret: &Secret) -> Result<(), Unavailable> {
        secrets::set(&self.environment, name, secret)
    }

    /// Blocks for as long as the platform takes: on a thread of the agent only.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        secrets::remove(&self.environment, name).map_err(unusable)
    }

    /// The answer comes by a hand-over, so the caller can stop waiting while the platform still hangs. An answer
    /// that comes later is dropped.
    fn ask<T: Send + 'static>(
        &self,
        wait: &Wait,
        ask: impl FnOnce(&Environment) -> Result<T, Unavailable> + Send + 'static,
    ) -> Result<T, Error> {
        if self.busy.swap(true, Ordering::SeqCst) {
            return Err(late());
        }
        let answer = Handoff::new();
        let (environment, busy, given) =
            (self.environment.clone(), self.busy.clone(), answer.clone());
        let work = move || {
            let result = caught(|| ask(&environment).map_err(unusable));
            busy.store(false, Ordering::SeqCst);
            given.give(result);
        };
        let started = self.workers.spawn("lsagent-secrets", Box::new(work));
        if let Err(error) = started {
            self.busy.store(false, Ordering::SeqCst);
            return Err(error);
        }
        answer.take(wait).unwrap_or_else(|_| Err(late()))
    }
}

/// Also where an earlier question has no answer yet: it would wait behind that one.
fn late() -> Error {
    Error::new(Status::Cache, "the platform's place for secrets has not answered in time")
}
