//! A request under way. Whoever asks the same meanwhile waits for its answer, and whoever has waited
//! long enough may leave: it arrives all the same, and is stored.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::Patience;
use super::core::{Asked, Core, cancelled};
use super::stored::{person_asked_about, slot};
use super::task::caught;
use crate::answer::Answer;
use crate::api::{Question, Readable, Subject};
use crate::cache::{Entry, Lock, Store};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::policy::{self, AfterFailure};

/// How long a request may take that nobody waits for any more, at least.
const BEHIND: Duration = Duration::from_secs(30);
/// How long to wait for another process that asks the same, at most.
const OTHER_PROCESS: Duration = Duration::from_secs(2);
/// Between two looks at whether a waiting caller has changed their mind.
const LOOK: Duration = Duration::from_millis(20);

/// The flights of one kind of question.
pub struct Flights<Q: Asked>(Mutex<Vec<UnderWay<Q>>>);

type UnderWay<Q> = (Q, Arc<Flight<<Q as Readable>::Answer>>);

pub struct Flight<T> {
    /// On a thread of the agent's: only there the application is called.
    in_background: bool,
    state: Mutex<State<T>>,
    landed: Condvar,
}

struct State<T> {
    result: Option<Result<Answer<T>, Error>>,
    /// Whether the store holds something else now.
    changed: bool,
    /// Nobody waited for it to the end: the application is told what became of it.
    tell: bool,
}

impl<Q: Asked> Default for Flights<Q> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Flight<T> {
    fn new(in_background: bool) -> Arc<Self> {
        let state = State { result: None, changed: true, tell: false };
        Arc::new(Self { in_background, state: Mutex::new(state), landed: Condvar::new() })
    }

    /// Its outcome; when the patience is over, the flight goes on and the application is told.
    fn wait(&self, core: &Core, patience: &Patience) -> Result<Answer<T>, Error> {
        let mut state = self.state.lock();
        loop {
            if let Some(result) = &state.result {
                return result.clone();
            }
            if patience.is_over(core) {
                return Err(cancelled());
            }
            let left = patience.deadline.remaining();
            if left.is_zero() {
                state.tell = true;
                return Err(too_late(core));
            }
            self.landed.wait_for(&mut state, left.min(LOOK));
        }
    }
}

fn too_late(core: &Core) -> Error {
    let ms = core.settings.net.timeout.as_millis();
    let server = core.settings.base_url.authority();
    Error::new(
        Status::Timeout,
        format!("{server} has not answered within {ms} ms; the request goes on in the background"),
    )
}

/// Asks on the caller's own thread, unless the same is being asked already.
pub fn inline<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    let (flight, is_new) = board(core, question, false);
    if is_new {
        fly(core, question, &flight, patience.deadline);
    }
    wait::<Q>(core, &flight, patience)
}

/// Whoever asks after somebody has lost patience gets a request of their own, not one that hangs.
fn wait<Q: Asked>(
    core: &Core,
    flight: &Arc<Flight<Q::Answer>>,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    let result = flight.wait(core, patience);
    if patience.deadline.remaining().is_zero() {
        leave::<Q>(core, flight);
    }
    result
}

fn leave<Q: Asked>(core: &Core, flight: &Arc<Flight<Q::Answer>>) {
    Q::desk(core).flights.0.lock().retain(|(_, other)| !Arc::ptr_eq(other, flight));
}

/// Asks on a thread of the agent's, unless the same is being asked already.
pub fn behind<Q: Asked>(core: &Arc<Core>, question: &Q) -> Result<Boarded<Q>, Error> {
    let (flight, is_new) = board(core, question, true);
    if is_new {
        let deadline = Deadline::after(core.settings.net.timeout.max(BEHIND));
        let (pilot, asked, on) = (core.clone(), question.clone(), flight.clone());
        let work = move || fly(&pilot, &asked, &on, deadline);
        let spawned = core.workers.spawn("lsagent-fetch", Box::new(work));
        if let Err(error) = spawned {
            land(core, question, &flight, Err(error.clone()), true);
            return Err(error);
        }
    }
    Ok(Boarded { flight, question: question.clone() })
}

/// A place on a flight.
pub struct Boarded<Q: Asked> {
    flight: Arc<Flight<Q::Answer>>,
    question: Q,
}

impl<Q: Asked> Boarded<Q> {
    pub fn wait(&self, core: &Core, patience: &Patience) -> Result<Answer<Q::Answer>, Error> {
        wait::<Q>(core, &self.flight, patience)
    }

    /// Nobody waits; the application is to be told.
    pub fn tell_when_done(&self, core: &Core) {
        let mut state = self.flight.state.lock();
        let landed = state.result.clone();
        state.tell = landed.is_none();
        let changed = state.changed;
        drop(state);
        if let Some(result) = landed {
            tell(core, &self.question, &result, changed);
        }
    }
}

fn board<Q: Asked>(
    core: &Core,
    question: &Q,
    in_background: bool,
) -> (Arc<Flight<Q::Answer>>, bool) {
    let mut flights = Q::desk(core).flights.0.lock();
    if let Some((_, flight)) = flights.iter().find(|(asked, _)| asked == question) {
        return (flight.clone(), false);
    }
    let flight = Flight::new(in_background);
    flights.push((question.clone(), flight.clone()));
    (flight, true)
}

fn fly<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    flight: &Arc<Flight<Q::Answer>>,
    deadline: Deadline,
) {
    let mut changed = true;
    let result = caught(|| {
        let (answer, new) = bring(core, question, deadline)?;
        changed = new;
        Ok(answer)
    });
    land(core, question, flight, result, changed);
}

fn land<Q: Asked>(
    core: &Core,
    question: &Q,
    flight: &Arc<Flight<Q::Answer>>,
    result: Result<Answer<Q::Answer>, Error>,
    changed: bool,
) {
    leave::<Q>(core, flight);
    let mut state = flight.state.lock();
    state.result = Some(result.clone());
    state.changed = changed;
    let is_to_tell = state.tell && flight.in_background;
    drop(state);
    flight.landed.notify_all();
    if is_to_tell {
        tell(core, question, &result, changed);
    }
}

/// Of what nobody waited for, only news are told.
fn tell<Q: Asked>(
    core: &Core,
    question: &Q,
    result: &Result<Answer<Q::Answer>, Error>,
    changed: bool,
) {
    match result {
        Ok(_) if !changed => {}
        Err(error) if error.status() == Status::Cancelled => {}
        result => question.tell(core, result.as_ref()),
    }
}

/// Asks the server, or takes what another process has just asked it; stores the answer.
fn bring<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    deadline: Deadline,
) -> Result<(Answer<Q::Answer>, bool), Error> {
    let turn = take_turn(core, question, deadline);
    if let Some(changed) = turn.others_asked
        && let Ok(answer) = core.stored(question)
    {
        return Ok((answer, changed));
    }
    ask_server(core, question, deadline)
}

/// Asks the server whatever anybody else does.
pub fn alone<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    ask_server(core, question, patience.deadline).map(|(answer, _)| answer)
}

/// Asks the server and stores the answer; tells whether the store holds something else now.
fn ask_server<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    deadline: Deadline,
) -> Result<(Answer<Q::Answer>, bool), Error> {
    let fetched = core.fetch(question, deadline).and_then(|(signed, at)| {
        let data =
            core.read(question, signed.trust()).map_err(|error| error.with_http_status(200))?;
        Ok((signed, data, at))
    });
    match fetched {
        Ok((signed, data, at)) => {
            let person = match question.subject() {
                Subject::Person(person) => Some(person),
                Subject::SomebodyOf(_) | Subject::WhoeverWasLast => Q::person_in(&data),
            };
            let changed = core.keep(question, &signed, person, at);
            question.judged(core, true);
            Ok((Answer::fresh(data, at, core.time()), changed))
        }
        Err(failure) => {
            if policy::after(&failure) == AfterFailure::DropStored {
                core.drop_stored(question);
            }
            if failure.status() == Status::Credentials {
                question.judged(core, false);
            }
            Err(failure)
        }
    }
}

/// The right to ask the server, as long as it is held.
#[derive(Default)]
struct Turn {
    _lock: Option<Lock>,
    /// Another process has asked the same meanwhile, and stored the answer; whether it is another
    /// one than before.
    others_asked: Option<bool>,
}

/// Processes that ask the same take turns, so that the later ones find the answer in the store.
fn take_turn(core: &Core, question: &dyn Question, deadline: Deadline) -> Turn {
    let Ok(Some((store, _))) = core.store() else {
        return Turn::default();
    };
    let slot = match question.subject() {
        Subject::Person(person) => slot(question, person),
        Subject::SomebodyOf(account) => slot(question, account),
        Subject::WhoeverWasLast => return Turn::default(),
    };
    if let Some(lock) = store.lock(slot, Duration::ZERO) {
        return Turn { _lock: Some(lock), others_asked: None };
    }
    let before = stored_now(store, question);
    let lock = store.lock(slot, (deadline.remaining() / 2).min(OTHER_PROCESS));
    let after = stored_now(store, question);
    let changed = |after: &Entry| before.as_ref().is_none_or(|before| before.body != after.body);
    let others_asked = after.as_ref().filter(|_| after != before).map(changed);
    Turn { _lock: lock, others_asked }
}

fn stored_now(store: &Store, question: &dyn Question) -> Option<Entry> {
    let person = person_asked_about(store, question).ok()??;
    store.get(slot(question, &person)).ok()?
}

#[cfg(test)]
pub fn none_under_way<Q: Asked>(core: &Core) -> bool {
    Q::desk(core).flights.0.lock().is_empty()
}

/// How many wait for the answer to a question.
#[cfg(test)]
pub fn aboard<Q: Asked>(core: &Core, question: &Q) -> usize {
    let flights = Q::desk(core).flights.0.lock();
    let flight = flights.iter().find(|(asked, _)| asked == question);
    // One is the list's own.
    flight.map_or(0, |(_, flight)| Arc::strong_count(flight) - 1)
}
