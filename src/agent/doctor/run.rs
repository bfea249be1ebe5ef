//! The thread of an examination, and its caller, who waits for so long and no longer.
//!
//! The steps are taken on a thread of the agent, so that a step which the system holds (a disk of the network, a keyring
//! that asks somebody) cannot hold the caller, and so that the application is called on a thread that is not inside the
//! library for it. The caller makes the report of what is there when the time is up, and from then on no step is reported:
//! the application's data may go once the call has returned. For that it waits for a callback that is running.

use std::sync::Arc;
use std::time::Duration;

use super::examination::{Examination, cut_short};
use super::judge::share;
use super::report::{Finding, Report, Step, StepId};
use super::{Checkup, Observer};
use crate::agent::rooms::Rooms;
use crate::clock::{Deadline, Stopwatch};
use crate::error::Error;
use crate::run::{Ended, Monitor, Wait, cancelled, caught};

/// What the caller and the thread share.
#[derive(Default)]
struct State {
    steps: Vec<Step>,
    /// All steps were taken, or the thread has ended without.
    is_over: bool,
    /// Nobody waits for more steps.
    is_closed: bool,
    /// The application is being called.
    is_calling: bool,
}

/// Examines, and blocks for as long as the checkup says; longer only for a callback of the application that takes its
/// time. An error if the agent is closed, or no thread can be started.
pub fn run(
    rooms: &Arc<Rooms>,
    checkup: Checkup,
    observer: Option<Observer>,
) -> Result<Report, Error> {
    let (watch, made_at) = (Stopwatch::start(), rooms.now());
    let wait = Wait::new(checkup.timeout, &rooms.closing);
    let state = Arc::new(Monitor::new(State::default()));
    let (own, shared, inner) =
        (rooms.clone(), state.clone(), wait.at_most(share::of_the_caller(checkup.timeout)));
    let work = move || {
        // What has panicked has no report; the caller gets the steps that were taken.
        let _ = caught(|| {
            take_all(&own, &checkup, &inner, &shared, observer.as_deref());
            Ok(())
        });
        shared.change(|state| state.is_over = true);
    };
    rooms.workers.spawn("lsagent-doctor", Box::new(work))?;
    let ended = wait.until(&state, |state| state.is_over.then_some(()));
    let steps = close(&state);
    match ended {
        // The thread, too, has seen that the agent is closed, and may have ended first.
        _ if wait.is_cancelled() => Err(cancelled()),
        Err(Ended::Cancelled) => Err(cancelled()),
        Ok(()) | Err(Ended::Late) => {
            Ok(Report { steps: whole(steps), milliseconds: ms(watch.elapsed()), made_at })
        }
    }
}

fn take_all(
    rooms: &Rooms,
    checkup: &Checkup,
    wait: &Wait,
    state: &Monitor<State>,
    observer: Option<&(dyn Fn(&Step) + Send)>,
) {
    let mut examination = Examination::new(rooms, checkup, wait.clone());
    for id in StepId::ALL {
        if wait.is_cancelled() || state.lock().is_closed {
            return;
        }
        let watch = Stopwatch::start();
        let (finding, time) = examination.take(id);
        let step = Step { id, milliseconds: ms(time.unwrap_or_else(|| watch.elapsed())), finding };
        report(rooms, state, step, observer);
    }
}

/// Notes a step, and shows it to the application, unless nobody waits any more. No lock is held meanwhile.
fn report(
    rooms: &Rooms,
    state: &Monitor<State>,
    step: Step,
    observer: Option<&(dyn Fn(&Step) + Send)>,
) {
    let is_wanted = state.change(|state| {
        if !state.is_closed {
            state.steps.push(step.clone());
            state.is_calling = observer.is_some();
        }
        !state.is_closed
    });
    if let Some(observer) = observer.filter(|_| is_wanted) {
        let _called = Called(state);
        rooms.workers.callbacks.call_from_worker(|| observer(&step));
    }
}

/// A call of the application, until this is dropped; also where it panics.
struct Called<'a>(&'a Monitor<State>);

impl Drop for Called<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.is_calling = false);
    }
}

/// Takes the steps that are there. No more are reported from here on; waits for a callback that is running, however long
/// the application takes.
fn close(state: &Monitor<State>) -> Vec<Step> {
    state.lock().is_closed = true;
    let steps = state.wait_until(Deadline::never(), |state| {
        (!state.is_calling).then(|| std::mem::take(&mut state.steps))
    });
    steps.unwrap_or_default()
}

/// With what is missing: the step that was not ended, and those after it.
fn whole(mut steps: Vec<Step>) -> Vec<Step> {
    let missing = StepId::ALL.into_iter().skip(steps.len());
    let missing: Vec<_> = missing
        .enumerate()
        .map(|(place, id)| Step { id, milliseconds: 0, finding: of_missing(place) })
        .collect();
    steps.extend(missing);
    steps
}

fn of_missing(place: usize) -> Finding {
    if place == 0 { cut_short() } else { Finding::skipped("Not looked at: the time was up.") }
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
