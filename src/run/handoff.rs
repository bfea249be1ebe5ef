//! One value from one thread to another, which waits for it.
//!
//! Where a thread may hang in a system call (the platform's secrets, a request), a caller does not join it but
//! waits here: when its time is up it goes on without the value.

#[cfg(test)]
use std::time::Duration;

use super::monitor::Monitor;
use super::wait::{Ended, Wait};
#[cfg(test)]
use crate::clock::Deadline;
use crate::sync::Arc;

/// The place where one thread puts a value and another takes it. Clones share the place.
pub struct Handoff<T>(Arc<Monitor<Option<T>>>);

impl<T> Handoff<T> {
    pub fn new() -> Self {
        Self(Arc::new(Monitor::new(None)))
    }

    /// Puts a value there, in the place of one that was not taken.
    pub fn give(&self, value: T) {
        self.0.change(|place| *place = Some(value));
    }

    /// Takes the value; `None` if there is none when the time is up.
    #[cfg(test)]
    pub fn take_within(&self, time: Duration) -> Option<T> {
        self.0.wait_until(Deadline::after(time), Option::take)
    }
}

impl<T: Send + 'static> Handoff<T> {
    /// Takes the value as soon as it is there. A value that comes after the wait has ended stays in the place, and
    /// is dropped with it.
    pub fn take(&self, wait: &Wait) -> Result<T, Ended> {
        wait.until(&self.0, Option::take)
    }
}

impl<T> Clone for Handoff<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Cancel;

    #[test]
    fn a_value_is_taken_once() {
        let place = Handoff::new();
        place.give(1);
        assert_eq!(place.take_within(Duration::ZERO), Some(1));
        assert_eq!(place.take_within(Duration::ZERO), None);
    }

    #[test]
    fn a_value_from_another_thread_ends_the_wait() {
        let place = Handoff::new();
        let giver = place.clone();
        let thread = std::thread::spawn(move || giver.give("x"));
        assert_eq!(place.take_within(Duration::MAX), Some("x"));
        thread.join().unwrap();
    }

    #[test]
    fn a_value_that_is_there_is_taken_also_when_the_wait_is_over() {
        let (place, cancel) = (Handoff::new(), Cancel::default());
        cancel.cancel();
        let wait = Wait::new(Duration::ZERO, &cancel);
        assert_eq!(place.take(&wait), Err(Ended::Cancelled));
        place.give(1);
        assert_eq!(place.take(&wait), Ok(1));
    }
}
