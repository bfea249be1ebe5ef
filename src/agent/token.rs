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

/// Between two looks at whether the agent has been freed.
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

struct Kept {
    token: Secret,
    until: Instant,
}

/// A token under way.
#[derive(Default)]
struct Errand {
    outcome: Mutex<Option<Result<Secret, Error>>>,
    done: Condvar,
}

/// How to come by a token.
enum Way {
    Have(Secret),
    Wait(Arc<Errand>),
    Fetch(Arc<Errand>),
}

impl Core {
    /// A token to ask with; never the one that was refused, of which all who used it learn alone.
    pub fn token(
        &self,
        client: &OAuthClient,
        refused: Option<&Secret>,
        deadline: Deadline,
    ) -> Result<Secret, Error> {
        loop {
            let errand = match self.tokens.way(refused, self.clock.instant()) {
                Way::Have(token) => return Ok(token),
                Way::Fetch(errand) => return self.run(client, &errand, deadline),
                Way::Wait(errand) => errand,
            };
            let outcome = self.wait_for(&errand, deadline);
            let too_late = matches!(&outcome, Err(error) if error.status() == Status::Timeout);
            // Whoever fetched it had less time.
            if !too_late || deadline.remaining().is_zero() {
                return outcome;
            }
        }
    }

    fn run(
        &self,
        client: &OAuthClient,
        errand: &Arc<Errand>,
        deadline: Deadline,
    ) -> Result<Secret, Error> {
        let begun = self.clock.instant();
        let outcome = caught(|| self.fetch_token(client, deadline));
        self.tokens.land(errand, &outcome, begun);
        let outcome = outcome.map(|grant| grant.token);
        *errand.outcome.lock() = Some(outcome.clone());
        errand.done.notify_all();
        outcome
    }

    fn wait_for(&self, errand: &Arc<Errand>, deadline: Deadline) -> Result<Secret, Error> {
        let mut outcome = errand.outcome.lock();
        loop {
            if let Some(outcome) = &*outcome {
                return outcome.clone();
            }
            if self.workers.is_closed() {
                return Err(cancelled());
            }
            let left = deadline.remaining();
            if left.is_zero() {
                // Whoever asks later gets an errand of their own, not one that hangs.
                self.tokens.leave(errand);
                let ms = deadline.total().as_millis();
                return Err(Error::new(
                    Status::Timeout,
                    format!("no access token has come within {ms} ms"),
                ));
            }
            errand.done.wait_for(&mut outcome, left.min(LOOK));
        }
    }

    /// What may pass by itself is tried again here, for all who wait.
    fn fetch_token(&self, client: &OAuthClient, deadline: Deadline) -> Result<Grant, Error> {
        let tries = Deadline::after(self.settings.net.timeout);
        let mut failures = 0;
        loop {
            let error = match self.request_token(client, deadline) {
                Ok(grant) => return Ok(grant),
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

    fn request_token(&self, client: &OAuthClient, deadline: Deadline) -> Result<Grant, Error> {
        let endpoint = match &client.token_url {
            Some(endpoint) => endpoint.clone(),
            None => self.token_endpoint(client, deadline)?,
        };
        let now = self.clock.now();
        let answer = self.transport.post_form(&endpoint, &client.form(), deadline)?;
        self.settings.log.debug(format_args!(
            "access token: {} answered {} with {} bytes",
            endpoint.server().authority(),
            answer.status,
            answer.body.len()
        ));
        client.receive(answer, &endpoint, now)
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
    fn way(&self, refused: Option<&Secret>, now: Instant) -> Way {
        let mut state = self.0.lock();
        state.kept.take_if(|kept| kept.until <= now || Some(&kept.token) == refused);
        if let Some(kept) = &state.kept {
            return Way::Have(kept.token.clone());
        }
        if let Some(errand) = &state.under_way {
            return Way::Wait(errand.clone());
        }
        let errand = Arc::<Errand>::default();
        state.under_way = Some(errand.clone());
        Way::Fetch(errand)
    }

    /// `begun` is before the request: the token's life began after it.
    fn land(&self, errand: &Arc<Errand>, outcome: &Result<Grant, Error>, begun: Instant) {
        self.leave(errand);
        let mut state = self.0.lock();
        match outcome {
            Ok(grant) => {
                state.kept = begun
                    .checked_add(grant.usable)
                    .map(|until| Kept { token: grant.token.clone(), until });
            }
            Err(_) => state.discovered = None,
        }
    }

    fn leave(&self, errand: &Arc<Errand>) {
        self.0.lock().under_way.take_if(|other| Arc::ptr_eq(other, errand));
    }
}

#[cfg(test)]
impl Tokens {
    /// How many calls wait for the token that is under way, the one who fetches it included.
    pub fn waiting(&self) -> usize {
        // One is the list's own.
        self.0.lock().under_way.as_ref().map_or(0, |errand| Arc::strong_count(errand) - 1)
    }
}
