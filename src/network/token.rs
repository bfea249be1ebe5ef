//! The access token of an application with an OAuth client: who asks for it, and where it comes from.
//!
//! Many calls need it, and one of them gets it for all (single-flight): the first runs the request on its own
//! thread, the others wait, each for as long as its own deadline allows. A failure is shared as well, and not
//! cached: the next call asks anew.
//!
//! How a token is fetched is handed in. So this file knows no server, and a token request is a call like
//! any other.

use std::time::{Duration, Instant};

use super::tokens::{Cached, Next, TokenRequest, Tokens};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::run::{self, Ended, Joined, Left, Wait, cancelled, caught};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::Endpoint;

/// What is known of tokens, in memory alone: neither a token nor the client's secret is ever stored.
pub struct Access {
    tokens: Tokens<Secret>,
    /// Where tokens come from, as the license server said.
    discovered: Mutex<Option<Endpoint>>,
}

/// Fetches a token on the calling thread, within that call's time.
type Fetch<'a> = &'a dyn Fn() -> Result<Cached<Secret>, Error>;

impl Default for Access {
    fn default() -> Self {
        Self { tokens: Tokens::new(|| Err(run::lost())), discovered: Mutex::default() }
    }
}

impl Access {
    /// A token to ask with; never the one that was refused, which is replaced for all calls that used it.
    /// Either from memory, or by `fetch` on this thread, or from another call that fetches one, for which
    /// nobody waits longer than `timeout`.
    pub fn token(
        &self,
        refused: Option<&Secret>,
        wait: &Wait,
        timeout: Duration,
        now: &dyn Fn() -> Instant,
        fetch: Fetch,
    ) -> Result<Secret, Error> {
        loop {
            // The time is read anew: a token may have expired while this call waited for another one.
            match self.tokens.next(refused, now(), &wait.cancel) {
                Next::Use(token) => return Ok(token),
                Next::Fetch(request) => return self.fetch_for_all(request, fetch),
                Next::WaitFor(joined) => {
                    if let Some(outcome) = wait_for(joined, wait, timeout) {
                        return outcome;
                    }
                }
            }
        }
    }

    fn fetch_for_all(&self, request: TokenRequest<Secret>, fetch: Fetch) -> Result<Secret, Error> {
        // The others get the failure too; a panic must not leave them waiting.
        let outcome = caught(fetch);
        // The endpoint may be what is wrong: the next call asks for it again.
        if outcome.is_err() {
            *self.discovered.lock() = None;
        }
        self.tokens.publish(request, outcome.clone());
        outcome.map(|cached| cached.token)
    }

    /// Where tokens come from: asked for once, and used for as long as it leads to tokens. No lock is held
    /// while the server is asked.
    pub fn endpoint(
        &self,
        discover: impl FnOnce() -> Result<Endpoint, Error>,
    ) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &*self.discovered.lock() {
            return Ok(endpoint.clone());
        }
        let endpoint = discover()?;
        *self.discovered.lock() = Some(endpoint.clone());
        Ok(endpoint)
    }

    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.tokens.waiting()
    }
}

/// `None`: that request timed out or is overdue, and this call still has time for a new one. So a request
/// that hangs holds up none of those that come later.
fn wait_for(
    joined: Joined<(), Result<Secret, Error>>,
    wait: &Wait,
    timeout: Duration,
) -> Option<Result<Secret, Error>> {
    match joined.wait(&wait.at_most(timeout)) {
        // The deadline was that of the call that runs the request, and not this one's.
        Ok(Err(error)) if error.status() == Status::Timeout && !wait.deadline.is_over() => None,
        Ok(outcome) => Some(outcome),
        Err(Left { why: Ended::Cancelled, .. }) => Some(Err(cancelled())),
        // Of the two limits it was this call's own deadline: there is no time to fetch one either.
        Err(_) if wait.deadline.is_over() => Some(Err(too_late(wait.deadline))),
        Err(_) => None,
    }
}

fn too_late(deadline: Deadline) -> Error {
    let ms = deadline.total().as_millis();
    Error::harmless(Status::Timeout, format_args!("no access token has come within {ms} ms"))
}
