//! A value behind a lock that can be waited for.

use super::cancel::Wake;
use crate::clock::Deadline;
use crate::sync::{Condvar, Mutex, MutexGuard};

#[derive(Default)]
pub struct Monitor<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Monitor<T> {
    pub fn new(value: T) -> Self {
        Self { value: Mutex::new(value), changed: Condvar::default() }
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock()
    }

    /// Changes the value, and wakes all who wait for it.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.lock());
        self.changed.notify_all();
        result
    }

    /// Waits until the value is ready; the last look is taken when the time is up. `None`: it was not
    /// ready by then.
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
    fn wake(&self) {
        self.change(|_| ());
    }
}
