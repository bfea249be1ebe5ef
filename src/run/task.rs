//! A call that goes on while its caller does something else.
//!
//! The application is promised one callback for each task. It may be made by the task's own thread, or, if the
//! system holds that one while the agent is closed, by another; the delivery itself is taken out of one place,
//! so that it happens once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::cancel::Cancel;
use super::monitor::Monitor;
use super::workers::Workers;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::sync::{Arc, Mutex};

/// A call on a thread of its own. Shared by that thread and by the application, which may free it first.
pub struct Task {
    /// Of this task alone.
    cancel: Cancel,
    /// Whether the outcome has been delivered.
    done: Monitor<bool>,
}

impl Task {
    /// Runs a job on a thread of its own, and delivers its outcome there, once. The job gets a child of `cancel`,
    /// which [`Task::cancel`] cancels by itself. If the system holds the thread while the agent is closed, the
    /// outcome that `cancelled` makes is delivered in its place. An error: nothing has begun, and nothing
    /// will be delivered.
    pub fn start<V: Send + 'static>(
        workers: &Workers,
        cancel: &Cancel,
        job: impl FnOnce(&Cancel) -> V + Send + 'static,
        deliver: impl FnOnce(V) + Send + 'static,
        cancelled: impl FnOnce() -> V + Send + 'static,
    ) -> Result<Arc<Self>, Error> {
        let task = Arc::new(Self { cancel: cancel.child(), done: Monitor::default() });
        // Taken out by the first of the two threads that may deliver.
        let deliver = Arc::new(Mutex::new(Some(deliver)));
        let finish = {
            let task = task.clone();
            move |outcome| {
                let undelivered = deliver.lock().take();
                if let Some(deliver) = undelivered {
                    deliver(outcome);
                }
                task.done.change(|done| *done = true);
            }
        };
        let (callbacks, cancel, instead) =
            (workers.callbacks.clone(), task.cancel.clone(), finish.clone());
        let work = move || {
            let outcome = job(&cancel);
            callbacks.deliver(|| finish(outcome));
        };
        let instead = move || instead(cancelled());
        workers.spawn_owing("lsagent-task", Box::new(work), Box::new(instead))?;
        Ok(task)
    }

    /// An outcome that has not been delivered yet is delivered soon, as cancelled. Does not wait for that.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Waits until the outcome has been delivered; returns whether it has when the time is up.
    pub fn wait(&self, time: Duration) -> bool {
        self.done.wait_until(Deadline::after(time), |done| done.then_some(())).is_some()
    }
}

/// Turns a panic into a failure like any other, so that a thread of the agent goes on to publish an outcome.
pub fn caught<T>(run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(lost()))
}

/// The outcome of a call that was cancelled, or whose agent was closed.
pub fn cancelled() -> Error {
    Error::new(Status::Cancelled, "the call was cancelled")
}

/// The outcome of a job that ended without one.
pub fn lost() -> Error {
    Error::new(
        Status::Internal,
        "an internal error was caught; please report it, and the function that was called",
    )
}
