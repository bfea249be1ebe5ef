//! Calls on threads of their own.

use std::any::Any;
use std::sync::Arc;

use super::caller::Caller;
use super::rooms::Rooms;
use crate::error::{Error, Status};
use crate::run::{Cancel, Task, Wait, cancelled, caught};

/// What a job makes, of whatever type: one copy of what begins, cancels and delivers for all of them.
type Outcome = Result<Box<dyn Any + Send>, Error>;
type Job = Box<dyn FnOnce(&Arc<Rooms>, &Caller) -> Outcome + Send>;
type Deliver = Box<dyn FnOnce(Outcome) + Send>;

/// The wait of a task begins when its thread does, and ends with the task, with the agent, or when its time is
/// up.
pub fn begin<T: Send + 'static>(
    rooms: &Arc<Rooms>,
    job: impl FnOnce(&Arc<Rooms>, &Caller) -> Result<T, Error> + Send + 'static,
    deliver: impl FnOnce(Result<T, Error>) + Send + 'static,
) -> Result<Arc<Task>, Error> {
    let job =
        move |rooms: &Arc<Rooms>, caller: &Caller| -> Outcome { Ok(Box::new(job(rooms, caller)?)) };
    let deliver = move |outcome: Outcome| {
        let made = outcome.and_then(|made| made.downcast().map_err(|_| of_another_type()));
        deliver(made.map(|made| *made));
    };
    begin_any(rooms, Box::new(job), Box::new(deliver))
}

fn begin_any(rooms: &Arc<Rooms>, job: Job, deliver: Deliver) -> Result<Arc<Task>, Error> {
    let own = rooms.clone();
    let job = move |cancel: &Cancel| {
        let caller = Caller::task(Wait::new(own.timeout, cancel));
        caught(|| job(&own, &caller))
    };
    let instead = || Err(cancelled());
    Task::start(&rooms.workers, &rooms.closing, job, deliver, instead)
}

fn of_another_type() -> Error {
    Error::new(Status::Internal, "a task has made something of another type than its caller wants")
}
