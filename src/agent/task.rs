//! A call that goes on while its caller does something else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::clock::Deadline;
use crate::error::{Error, Status};

#[derive(Default)]
pub struct Task {
    cancelled: AtomicBool,
    done: Mutex<bool>,
    changed: Condvar,
}

impl Task {
    /// What was not delivered yet is delivered as cancelled, soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether the outcome has been delivered when the time is up.
    pub fn wait(&self, patience: Duration) -> bool {
        let deadline = Deadline::after(patience);
        let mut done = self.done.lock();
        while !*done && !deadline.remaining().is_zero() {
            self.changed.wait_for(&mut done, deadline.remaining());
        }
        *done
    }

    pub fn finish(&self) {
        *self.done.lock() = true;
        self.changed.notify_all();
    }
}

/// A panic is a failure like any other, so that whoever waits is told.
pub fn caught<T>(run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(Error::new(
            Status::Internal,
            "an internal error was caught; please report it with what was called",
        ))
    })
}
