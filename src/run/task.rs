//! A call that goes on while its caller does something else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::cancel::Cancel;
use super::monitor::Monitor;
use super::workers::Workers;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::sync::{Arc, Mutex};

pub struct Task {
    cancel: Cancel,
    /// Whether the outcome has been delivered.
    done: Monitor<bool>,
}

impl Task {
    /// Runs a job on a thread of its own, and delivers its outcome there, once. `cancel` ends it, and
    /// so does [`Task::cancel`]: the job gets the cancellation that hears of both. If the thread is held
    /// while the agent is closed, what `cancelled` makes is delivered in its place.
    pub fn start<V: Send + 'static>(
        workers: &Workers,
        cancel: &Cancel,
        job: impl FnOnce(&Cancel) -> V + Send + 'static,
        deliver: impl FnOnce(V) + Send + 'static,
        cancelled: impl FnOnce() -> V + Send + 'static,
    ) -> Result<Arc<Self>, Error> {
        let task = Arc::new(Self { cancel: cancel.child(), done: Monitor::default() });
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

    /// What was not delivered yet is delivered as cancelled, soon.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Whether the outcome has been delivered when the time is up.
    pub fn wait(&self, time: Duration) -> bool {
        self.done.wait_until(Deadline::after(time), |done| done.then_some(())).is_some()
    }
}

/// A panic is a failure like any other, so that all who wait get it.
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
        "an internal error was caught; please report it with what was called",
    )
}
