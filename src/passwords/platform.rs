//! The platform's place for secrets. Where a caller waits, it is asked on a thread of its own, by one at a
//! time: it may hang, and then must not collect a thread for each call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::platform::secrets::{self, Unavailable};
use crate::run::{Handoff, Wait, Workers, caught};
use crate::secret::Secret;
use crate::store::unusable;

pub struct Platform {
    environment: Environment,
    workers: Workers,
    /// It was asked, and has not answered yet.
    busy: Arc<AtomicBool>,
}

impl Platform {
    pub fn new(environment: Environment, workers: Workers) -> Self {
        Self { environment, workers, busy: Arc::default() }
    }

    /// Waits for as long as `wait` says.
    pub fn find(&self, name: String, wait: &Wait) -> Result<Option<Secret>, Error> {
        self.ask(wait, move |environment| secrets::find(environment, &name))
    }

    /// Waits for as long as `wait` says.
    pub fn remove_all(&self, names: Vec<String>, wait: &Wait) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        self.ask(wait, move |environment| {
            names.iter().try_for_each(|name| secrets::remove(environment, name))
        })
    }

    /// Blocks for as long as the platform takes.
    pub fn set(&self, name: &str, secret: &Secret) -> Result<(), Unavailable> {
        secrets::set(&self.environment, name, secret)
    }

    /// Blocks for as long as the platform takes.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        secrets::remove(&self.environment, name).map_err(unusable)
    }

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

fn late() -> Error {
    Error::new(Status::Cache, "the platform's place for secrets has not answered in time")
}
