//! The retry rule: after which failure there is another attempt, and how long the backoff before it is.
//!
//! | the failure | another attempt |
//! |---|---|
//! | the server refused the request's date | once, at once, dated by the server's clock |
//! | the access token has expired, or cannot be read | once, at once, with a new token |
//! | network, timeout, too many requests, fault of the server | if the call is idempotent: up to [`MAX_ATTEMPTS`] in all, after a [`backoff`] |
//! | anything else | none |
//!
//! The first two say that the server has done nothing, so they are retried also where a call must not be
//! sent twice. Attempts end with the configured timeout, also where the last one may go on in the background:
//! a caller who waits for an attempt that is still to come is better served from the store.

use std::time::Duration;

use super::offset::Offset;
use crate::api::Authorization;
use crate::error::{Error, Meaning, Status};
use crate::random;
use crate::run::{Ended, Wait, cancelled};
use crate::secret::Secret;

/// The most attempts of one call, where each failed in a way that may pass by itself.
const MAX_ATTEMPTS: u32 = 3;
/// The backoff before the second attempt, at most; it doubles each time.
const FIRST_BACKOFF_MS: u64 = 200;

/// The attempts of one call so far.
pub struct Attempts<'a> {
    /// Until when there may be another one.
    wait: Wait,
    offset: &'a Offset,
    /// How many failed in a way that may pass by itself.
    failures: u32,
    clock_corrected: bool,
    refused_token: Option<Secret>,
}

impl<'a> Attempts<'a> {
    pub fn within(wait: Wait, offset: &'a Offset) -> Self {
        Self { wait, offset, failures: 0, clock_corrected: false, refused_token: None }
    }

    /// The access token that the server has refused.
    pub fn refused_token(&self) -> Option<&Secret> {
        self.refused_token.as_ref()
    }

    /// Returns when it is time for another attempt; with the failure, if there is to be none.
    pub fn before_next(
        &mut self,
        failure: Error,
        authorization: Authorization,
        once: bool,
    ) -> Result<(), Error> {
        // The failure may be no more than the socket that was shut down.
        if self.wait.is_cancelled() {
            return Err(cancelled());
        }
        if failure.status() == Status::Clock {
            return self.with_right_clock(failure);
        }
        if let (Meaning::TokenEnded, Authorization::Token(token)) =
            (failure.meaning(), authorization)
        {
            return self.with_new_token(failure, token);
        }
        // It is open whether the server has acted on it.
        if once {
            return Err(failure);
        }
        self.failures = self.failures.saturating_add(1);
        pause(failure, self.failures, &self.wait)
    }

    /// A clock that was corrected once and is refused again is not what is wrong.
    fn with_right_clock(&mut self, failure: Error) -> Result<(), Error> {
        if self.clock_corrected || !self.offset.correct(&failure) {
            return Err(self.offset.explain(failure));
        }
        self.clock_corrected = true;
        Ok(())
    }

    /// A second token that is refused ends the call: there is no better one.
    fn with_new_token(&mut self, failure: Error, token: Secret) -> Result<(), Error> {
        if self.refused_token.is_some() {
            return Err(failure.and("a new access token had been fetched for this request"));
        }
        self.refused_token = Some(token);
        Ok(())
    }
}

/// Waits for the backoff, unless it would last beyond the deadline: then the failure is the outcome at once.
fn pause(failure: Error, failures: u32, wait: &Wait) -> Result<(), Error> {
    let backoff = backoff(&failure, failures, random::per_mille());
    match backoff.filter(|time| *time < wait.deadline.remaining()).map(|time| wait.pause(time)) {
        Some(Ok(())) => Ok(()),
        Some(Err(Ended::Cancelled)) => Err(cancelled()),
        Some(Err(Ended::Late)) | None => Err(failure),
    }
}

/// How long to wait after a failure, the `failures`-th in a row, before the next attempt: exponential, with
/// full jitter, so that many devices do not come back at once; `chance` is from 0 to 1,000. A server that
/// says how long (`Retry-After`) is left alone for so long. `None`: there is to be no other attempt.
pub fn backoff(failure: &Error, failures: u32, chance: u32) -> Option<Duration> {
    if !failure.is_retryable() || failures >= MAX_ATTEMPTS {
        return None;
    }
    let longest = FIRST_BACKOFF_MS << failures.saturating_sub(1).min(16);
    let jittered = Duration::from_millis(longest.saturating_mul(chance.into()) / 1000);
    Some(failure.retry_after().unwrap_or(jittered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_by_itself_is_tried_three_times() {
        let wait = |status, failures, chance| {
            backoff(&Error::new(status, ""), failures, chance).map(|wait| wait.as_millis())
        };
        for status in [Status::Network, Status::RateLimited, Status::Server] {
            assert_eq!(wait(status, 1, 1000), Some(200));
            assert_eq!(wait(status, 1, 0), Some(0));
            assert_eq!(wait(status, 2, 1000), Some(400));
            assert_eq!(wait(status, 3, 1000), None);
        }
        for status in
            [Status::Tls, Status::Refused, Status::Signature, Status::ApiKey, Status::Proxy]
        {
            assert_eq!(wait(status, 1, 1000), None, "{status:?}");
        }
    }

    #[test]
    fn the_servers_own_word_is_heeded() {
        let wait = Some(Duration::from_secs(7));
        let limited = Error::new(Status::RateLimited, "").with_retry_after(wait);
        assert_eq!(backoff(&limited, 1, 0), wait);
    }
}
