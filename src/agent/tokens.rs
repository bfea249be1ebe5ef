//! A token that all share until shortly before its end, and that one of those who need it fetches.

use std::time::Instant;

use crate::error::Error;
use crate::run::{Cancel, Joined, Running, SingleFlight};
use crate::sync::Mutex;

/// The token, and the request for one. Of the two locks this one's is taken first.
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
        // Nobody fetches but on a thread that needs the token itself, so none is to be cancelled.
        Self { cached: Mutex::new(None), requests: SingleFlight::new(lost, usize::MAX) }
    }

    /// The next step to a token; never to the one that was refused, which is replaced for all who
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

    /// Gives the outcome to all who wait, and the token to those who come later.
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
