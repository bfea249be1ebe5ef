//! A value behind a lock that can be waited for: the one pair of a mutex and a condition variable, on which all
//! waits are built.

use super::cancel::Wake;
use crate::clock::Deadline;
use crate::sync::{Condvar, Mutex, MutexGuard};

/// A value that threads change and wait for.
#[derive(Default)]
pub struct Monitor<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Monitor<T> {
    pub fn new(value: T) -> Self {
        Self { value: Mutex::new(value), changed: Condvar::default() }
    }

    /// To look at the value, or to change it without waking anybody.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock()
    }

    /// Changes the value, and wakes all who wait for it. Woken after the lock is free, they need not wait for
    /// it again.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.lock());
        self.changed.notify_all();
        result
    }

    /// Waits until the value is ready. It is looked at once more when the time is up, so that a value that came
    /// at the last moment is not lost. `None`: it was not ready by then.
    pub fn wait_until<R>(
        &self,
        deadline: Deadline,
        mut ready: impl FnMut(&mut T) -> Option<R>,
    ) -> Option<R> {
        let mut value = self.lock();
        loop {
            if let Some(result) = ready(&mut value) {
                return Some(result);
            }
            if deadline.is_over() {
                return None;
            }
            value = self.changed.wait_until(value, deadline);
        }
    }
}

impl<T: Send> Wake for Monitor<T> {
    /// Takes the lock, so that a waiter between its look and its sleep does not miss it.
    fn wake(&self) {
        self.change(|_| ());
    }
}
