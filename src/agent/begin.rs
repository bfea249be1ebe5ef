//! Calls on threads of their own.

use std::sync::Arc;

use super::caller::Caller;
use super::rooms::Rooms;
use crate::error::Error;
use crate::run::{Cancel, Task, Wait, cancelled, caught};

/// The wait of a task begins when its thread does, and ends with the task, with the agent, or when its time is
/// up.
pub fn begin<T: Send + 'static>(
    rooms: &Arc<Rooms>,
    job: impl FnOnce(&Arc<Rooms>, &Caller) -> Result<T, Error> + Send + 'static,
    deliver: impl FnOnce(Result<T, Error>) + Send + 'static,
) -> Result<Arc<Task>, Error> {
    let own = rooms.clone();
    let job = move |cancel: &Cancel| {
        let caller = Caller::task(Wait::new(own.timeout, cancel));
        caught(|| job(&own, &caller))
    };
    let instead = || Err(cancelled());
    Task::start(&rooms.workers, &rooms.closing, job, deliver, instead)
}
