//! Whether a failed request is tried again, and when: exponential backoff with full jitter.

use std::time::Duration;

use crate::error::Error;

/// Attempts for one request, the first included.
const MAX_ATTEMPTS: u32 = 3;
/// The longest wait before the second attempt, in milliseconds; it doubles with each further one.
const FIRST_WAIT_MS: u64 = 200;

/// The backoff after a failure, the `failures`-th in a row; `None`: no further attempt. `chance` is from 0
/// to 1,000 and spreads the attempts of many devices. A server that says when to come back is believed.
pub fn wait_before_retry(failure: &Error, failures: u32, chance: u32) -> Option<Duration> {
    if !failure.is_retryable() || failures >= MAX_ATTEMPTS {
        return None;
    }
    let longest = FIRST_WAIT_MS << (failures - 1).min(16);
    let jittered = Duration::from_millis(longest * u64::from(chance) / 1000);
    Some(failure.retry_after().unwrap_or(jittered))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    #[test]
    fn what_may_pass_by_itself_is_tried_three_times() {
        let wait = |status, failures, chance| {
            wait_before_retry(&Error::new(status, ""), failures, chance)
                .map(|wait| wait.as_millis())
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
        assert_eq!(wait_before_retry(&limited, 1, 0), wait);
    }
}
