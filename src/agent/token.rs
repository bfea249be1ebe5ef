//! The access token of an application with an OAuth client: fetched once for all who wait for it, kept
//! in memory until shortly before its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::core::{Core, cancelled};
use super::task::caught;
use crate::api::{self, Grant, OAuthClient};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::secret::Secret;
use crate::transport::Endpoint;

/// Between two looks at whether it is still worth while to wait.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Default)]
pub struct Tokens(Mutex<State>);

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    under_way: Option<Arc<Errand>>,
    /// Where tokens are had, as the license server said.
    discovered: Option<Endpoint>,
}

#[derive(Clone)]
struct Kept {
    token: Secret,
    until: Instant,
}

/// A token under way.
struct Errand {
    begun: Instant,
    outcome: Mutex<Option<Result<Secret, Error>>>,
    done: Condvar,
}

impl Errand {
    fn new(begun: Instant) -> Arc<Self> {
        Arc::new(Self { begun, outcome: Mutex::default(), done: Condvar::new() })
    }

    /// Nobody waits longer than this: one that hangs is not to hold those who ask later.
    fn is_overdue(&self, now: Instant, patience: Duration) -> bool {
        now.saturating_duration_since(self.begun) >= patience
    }
}

/// How to come by a token.
enum Way {
    Have(Secret),
    Wait(Arc<Errand>),
    Fetch(Arc<Errand>),
}

impl Core {
    /// A token to ask with; never the one that was refused, which is replaced for all who used it.
    pub fn token(
        &self,
        client: &OAuthClient,
        refused: Option<&Secret>,
        deadline: Deadline,
    ) -> Result<Secret, Error> {
        loop {
            let patience = self.settings.net.timeout;
            match self.tokens.way(refused, self.clock.instant(), patience) {
                Way::Have(token) => return Ok(token),
                Way::Fetch(errand) => return self.run(client, &errand, deadline),
                Way::Wait(errand) => {
                    if let Some(outcome) = self.wait_for(&errand, deadline) {
                        return outcome;
                    }
                }
            }
        }
    }

    fn run(
        &self,
        client: &OAuthClient,
        errand: &Arc<Errand>,
        deadline: Deadline,
    ) -> Result<Secret, Error> {
        let outcome = caught(|| self.fetch_token(client, deadline));
        self.tokens.land(errand, &outcome);
        let outcome = outcome.map(|kept| kept.token);
        *errand.outcome.lock() = Some(outcome.clone());
        errand.done.notify_all();
        outcome
    }

    /// `None`: it took too long for whoever runs it, or to be waited for, and there is time for
    /// another.
    fn wait_for(&self, errand: &Errand, deadline: Deadline) -> Option<Result<Secret, Error>> {
        let mut outcome = errand.outcome.lock();
        loop {
            let left = deadline.remaining();
            match &*outcome {
                Some(Err(error)) if error.status() == Status::Timeout && !left.is_zero() => {
                    return None;
                }
                Some(outcome) => return Some(outcome.clone()),
                None if self.workers.is_closed() => return Some(Err(cancelled())),
                None if left.is_zero() => return Some(Err(too_late(deadline))),
                None => {}
            }
            if errand.is_overdue(self.clock.instant(), self.settings.net.timeout) {
                return None;
            }
            errand.done.wait_for(&mut outcome, left.min(LOOK));
        }
    }

    /// What may pass by itself is tried again here, for all who wait.
    fn fetch_token(&self, client: &OAuthClient, deadline: Deadline) -> Result<Kept, Error> {
        let tries = Deadline::after(self.settings.net.timeout);
        let mut failures = 0;
        loop {
            let error = match self.request_token(client, deadline) {
                Ok(kept) => return Ok(kept),
                Err(error) => error,
            };
            if self.workers.is_closed() {
                return Err(cancelled());
            }
            failures += 1;
            let left = deadline.remaining().min(tries.remaining());
            self.wait_to_retry(error, failures, left)?;
        }
    }

    fn request_token(&self, client: &OAuthClient, deadline: Deadline) -> Result<Kept, Error> {
        let endpoint = match &client.token_url {
            Some(endpoint) => endpoint.clone(),
            None => self.token_endpoint(client, deadline)?,
        };
        // Its life begins later than this.
        let (now, begun) = (self.clock.now(), self.clock.instant());
        let answer = self.transport.post_form(&endpoint, &client.form(), deadline)?;
        self.settings.log.debug(format_args!(
            "access token: {} answered {} with {} bytes",
            endpoint.server().authority(),
            answer.status,
            answer.body.len()
        ));
        let Grant { token, usable } = client.receive(answer, &endpoint, now)?;
        Ok(Kept { token, until: begun + usable })
    }

    /// Asks the license server once; what it says holds for as long as it leads to tokens.
    fn token_endpoint(&self, client: &OAuthClient, deadline: Deadline) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &self.tokens.0.lock().discovered {
            return Ok(endpoint.clone());
        }
        let server = &self.settings.base_url;
        let answer = self.transport.send(&api::discovery(), deadline)?;
        self.settings.log.debug(format_args!(
            "token URL: {} answered {} with {} bytes",
            server.authority(),
            answer.status,
            answer.body.len()
        ));
        let endpoint = client.discovered(&answer, server, self.clock.now())?;
        self.tokens.0.lock().discovered = Some(endpoint.clone());
        Ok(endpoint)
    }
}

impl Tokens {
    fn way(&self, refused: Option<&Secret>, now: Instant, patience: Duration) -> Way {
        let mut state = self.0.lock();
        state.kept.take_if(|kept| kept.until <= now || Some(&kept.token) == refused);
        if let Some(kept) = &state.kept {
            return Way::Have(kept.token.clone());
        }
        if let Some(errand) = &state.under_way
            && !errand.is_overdue(now, patience)
        {
            return Way::Wait(errand.clone());
        }
        let errand = Errand::new(now);
        state.under_way = Some(errand.clone());
        Way::Fetch(errand)
    }

    fn land(&self, errand: &Arc<Errand>, outcome: &Result<Kept, Error>) {
        let mut state = self.0.lock();
        state.under_way.take_if(|other| Arc::ptr_eq(other, errand));
        match outcome {
            Ok(kept) => state.kept = Some(kept.clone()),
            Err(_) => state.discovered = None,
        }
    }
}

fn too_late(deadline: Deadline) -> Error {
    let ms = deadline.total().as_millis();
    Error::harmless(Status::Timeout, format_args!("no access token has come within {ms} ms"))
}

#[cfg(test)]
impl Tokens {
    /// How many calls wait for the token that is under way, the one who fetches it included.
    pub fn waiting(&self) -> usize {
        // One is the list's own.
        self.0.lock().under_way.as_ref().map_or(0, |errand| Arc::strong_count(errand) - 1)
    }
}
