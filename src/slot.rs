//! A place where one thread leaves a value and another waits for it, for a bounded time.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::clock::Deadline;

/// Clones share the place.
pub struct Slot<T>(Arc<(Mutex<Option<T>>, Condvar)>);

impl<T> Slot<T> {
    pub fn new() -> Self {
        Self(Arc::new((Mutex::new(None), Condvar::new())))
    }

    pub fn fill(&self, value: T) {
        *self.0.0.lock() = Some(value);
        self.0.1.notify_all();
    }

    /// Takes the value; `None` if there is none when the time is up.
    pub fn take_within(&self, patience: Duration) -> Option<T> {
        let deadline = Deadline::after(patience);
        let mut place = self.0.0.lock();
        while place.is_none() && !deadline.remaining().is_zero() {
            self.0.1.wait_for(&mut place, deadline.remaining());
        }
        place.take()
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_once() {
        let slot = Slot::new();
        slot.fill(1);
        assert_eq!(slot.take_within(Duration::ZERO), Some(1));
        assert_eq!(slot.take_within(Duration::ZERO), None);
    }

    #[test]
    fn a_value_from_another_thread_ends_the_wait() {
        let slot = Slot::new();
        let filler = slot.clone();
        let thread = std::thread::spawn(move || filler.fill("x"));
        assert_eq!(slot.take_within(Duration::MAX), Some("x"));
        thread.join().unwrap();
    }
}
