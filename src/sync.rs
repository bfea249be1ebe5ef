//! The primitives below [`crate::run`]: locks, waiting, threads. The checker of thread schedules
//! (`models/`) compiles the same code with its own in their place.
//!
//! The standard library's keep no table of the process: a child made by fork finds nothing locked but
//! what belongs to the agents it must not use anyway. A panic does not poison a lock, since the data
//! behind each one is whole after every statement.

use std::sync::PoisonError;

pub use std::sync::{Arc, MutexGuard};
pub use std::thread::JoinHandle;
pub use std::thread_local;

use crate::clock::Deadline;

#[derive(Debug, Default)]
pub struct Mutex<T>(std::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A lock of the whole process, for a `static`.
pub type Global<T> = Mutex<T>;

#[derive(Debug, Default)]
pub struct Condvar(std::sync::Condvar);

impl Condvar {
    /// Comes back when it is notified, when the deadline is over, or for no reason.
    pub fn wait_until<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        deadline: Deadline,
    ) -> MutexGuard<'a, T> {
        let waited = self.0.wait_timeout(guard, deadline.remaining());
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}
