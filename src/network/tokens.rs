//! A token that all calls share until shortly before it expires, and that one of those that need it fetches
//! (single-flight).
//!
//! It knows neither OAuth nor a server: the checker of schedules in `models/` runs it with plain numbers.

use std::time::Instant;

use crate::error::Error;
use crate::run::{Cancel, Joined, Running, SingleFlight};
use crate::sync::Mutex;

/// The cached token, and the request for a new one. Of the two locks this one's is taken first.
pub struct Tokens<T> {
    cached: Mutex<Option<Cached<T>>>,
    requests: SingleFlight<(), Result<T, Error>>,
}

#[derive(Clone)]
pub struct Cached<T> {
    pub token: T,
    /// From then on it is not used.
    pub until: Instant,
}

/// A request for a token: the duty to make it.
pub type TokenRequest<T> = Running<(), Result<T, Error>>;

/// What to do for a token.
pub enum Next<T> {
    Use(T),
    WaitFor(Joined<(), Result<T, Error>>),
    Fetch(TokenRequest<T>),
}

impl<T: Clone + PartialEq + Send + 'static> Tokens<T> {
    pub fn new(lost: fn() -> Result<T, Error>) -> Self {
        // A request runs on the thread of a call that needs the token itself, and ends with that call. So
        // it is never cancelled for having been left by others, however many requests are.
        Self { cached: Mutex::new(None), requests: SingleFlight::new(lost, usize::MAX) }
    }

    /// The next step to a token; never to the one that was refused, which is replaced for all calls that
    /// used it.
    pub fn next(&self, refused: Option<&T>, now: Instant, cancel: &Cancel) -> Next<T> {
        let mut cached = self.cached.lock();
        cached.take_if(|cached| cached.until <= now || Some(&cached.token) == refused);
        if let Some(cached) = &*cached {
            return Next::Use(cached.token.clone());
        }
        // The lock is held until the request is joined: one that has been published since is seen
        // as cached, or not at all.
        match self.requests.join_or_start(&(), cancel) {
            (_, Some(request)) => Next::Fetch(request),
            (joined, None) => Next::WaitFor(joined),
        }
    }

    /// Gives the outcome to all calls that wait, and the token to later ones. A failure is not cached.
    pub fn publish(&self, request: TokenRequest<T>, outcome: Result<Cached<T>, Error>) {
        let mut cached = self.cached.lock();
        if let Ok(fetched) = &outcome {
            *cached = Some(fetched.clone());
        }
        request.publish(outcome.map(|fetched| fetched.token));
    }

    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.requests.waiting(&())
    }
}
