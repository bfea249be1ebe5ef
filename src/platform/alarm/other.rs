//! Where the system has no timer that goes on while the device is suspended: a sleeper looks at the clock now and then.

use std::io;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::gettime;

/// Between two looks, and so the longest delay after the device was suspended.
const LOOK: Duration = Duration::from_secs(15);

/// How long the system has been running. Whether the time counts that it was suspended depends on the system; setting
/// the clock does not move it.
pub fn boot_time() -> Duration {
    gettime::read(libc::CLOCK_MONOTONIC)
}

pub fn boot_id() -> Option<String> {
    None
}

pub struct Alarm {
    has_rung: Mutex<bool>,
    bell: Condvar,
}

impl Alarm {
    pub fn new() -> io::Result<Self> {
        Ok(Self { has_rung: Mutex::new(false), bell: Condvar::new() })
    }

    /// Comes back when it is due, when the bell has rung since the last time, or for no reason.
    pub fn sleep_until(&self, due: Duration) {
        let left = due.saturating_sub(boot_time()).min(LOOK);
        let has_rung = self.has_rung.lock().unwrap_or_else(PoisonError::into_inner);
        let woken = self.bell.wait_timeout_while(has_rung, left, |has_rung| !*has_rung);
        *woken.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    pub fn ring(&self) {
        *self.has_rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_all();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_run_of_the_system_has_a_name() {
        assert_eq!(super::boot_id(), None);
    }
}
