//! Requests for licenses: one at a time for each question, shared by all who ask it. A caller whose
//! time is up leaves; the request goes on in the background and its answer is stored.

use std::sync::Arc;
use std::time::Duration;

use super::Caller;
use super::core::{Asked, Core, cancelled};
use super::stored::{person_asked_about, slot};
use crate::api::{Question, Readable, Subject};
use crate::error::{Error, Status};
use crate::results::{Answer, Source};
use crate::rules::policy::{self, AfterFailure};
use crate::run::{self, Ended, Joined, Left, Running, SingleFlight, Wait, caught};
use crate::store::{Entry, Lock, Store};
use crate::sync::Mutex;

/// How long a request may take that nobody waits for any more, at least.
const BACKGROUND_LIMIT: Duration = Duration::from_secs(30);
/// How many requests for one kind of question go on that everybody has left.
const MAX_LEFT: usize = 4;
/// How long to wait for another process that asks the same, at most; and the part of the configured
/// timeout, so that a caller has most of their time left for the server.
const OTHER_PROCESS_LIMIT: Duration = Duration::from_secs(2);
const OTHER_PROCESS_PART: u32 = 4;
/// Between two tries for a lock that another process holds: the system wakes nobody for it.
const LOCK_POLL: Duration = Duration::from_millis(10);

/// The requests of one kind of question.
pub struct Requests<Q: Asked>(SingleFlight<Key<Q>, Outcome<Q::Answer>>);

/// Who asks the same shares one request.
#[derive(Clone, PartialEq)]
struct Key<Q> {
    question: Q,
    from: From,
}

/// Whose answer will do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// That of the server, or the one that another process has just got from it.
    ServerOrOtherProcess,
    Server,
}

pub struct Outcome<T> {
    result: Result<Answer<T>, Error>,
    /// Whether the store holds something else now.
    changed: bool,
}

impl<T> Clone for Outcome<T> {
    fn clone(&self) -> Self {
        Self { result: self.result.clone(), changed: self.changed }
    }
}

impl<Q: Asked> Default for Requests<Q> {
    fn default() -> Self {
        let lost = || Outcome { result: Err(run::lost()), changed: true };
        Self(SingleFlight::new(lost, MAX_LEFT))
    }
}

type Request<Q> = Running<Key<Q>, Outcome<<Q as Readable>::Answer>>;

/// Asks the server, or takes what another process has just got from it.
pub fn ask<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    ask_for(core, question, From::ServerOrOtherProcess, caller)
}

/// Asks the server. An answer that another process has got is none: all who got that one share the
/// request for another.
pub fn ask_now<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let answer = ask(core, question, caller)?;
    if answer.source == Source::Network {
        return Ok(answer);
    }
    ask_for(core, question, From::Server, caller)
}

fn ask_for<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    from: From,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let key = Key { question: question.clone(), from };
    // A caller who can be cancelled waits for another thread, so that it takes effect at once.
    if caller.is_task { wait_for(core, &key, caller) } else { ask_here(core, &key, caller) }
}

/// Asks on the caller's own thread, unless the same is being asked already.
fn ask_here<Q: Asked>(
    core: &Arc<Core>,
    key: &Key<Q>,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let (joined, request) = Q::desk(core).requests.0.join_or_start(key, &core.closing);
    let Some(request) = request else {
        return outcome_of(core, joined, caller);
    };
    let wait = Wait { deadline: caller.wait.deadline, cancel: request.cancel().clone() };
    run(core, key, request, &wait)
}

/// Asks on a thread of the agent, for callers who do not wait longer than they have to.
pub fn ask_in_background<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let key = Key { question: question.clone(), from: From::ServerOrOtherProcess };
    wait_for(core, &key, caller)
}

fn wait_for<Q: Asked>(
    core: &Arc<Core>,
    key: &Key<Q>,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let (joined, request) = Q::desk(core).requests.0.join_or_start(key, &core.closing);
    if let Some(request) = request {
        start(core, key, request)?;
    }
    outcome_of(core, joined, caller)
}

/// Asks in the background; the application gets a report of what is new.
pub fn refresh<Q: Asked>(core: &Arc<Core>, question: &Q) -> Result<(), Error> {
    let key = Key { question: question.clone(), from: From::ServerOrOtherProcess };
    match Q::desk(core).requests.0.report_or_start(&key, &core.closing) {
        Some(request) => start(core, &key, request),
        None => Ok(()),
    }
}

fn start<Q: Asked>(core: &Arc<Core>, key: &Key<Q>, request: Request<Q>) -> Result<(), Error> {
    let time = core.settings.net.timeout.max(BACKGROUND_LIMIT);
    let wait = Wait::new(time, request.cancel());
    let request = Arc::new(Mutex::new(Some(request)));
    let (own, own_key, begun) = (core.clone(), key.clone(), request.clone());
    let work = move || {
        let begun = begun.lock().take();
        if let Some(request) = begun {
            drop(run(&own, &own_key, request, &wait));
        }
    };
    // All who have joined get the reason why it could not begin.
    core.workers.spawn("lsagent-fetch", Box::new(work)).inspect_err(|error| {
        let not_begun = request.lock().take();
        let outcome = Outcome { result: Err(error.clone()), changed: true };
        if not_begun.is_some_and(|request| request.publish(outcome.clone())) {
            report(core, &key.question, &outcome);
        }
    })
}

fn outcome_of<Q: Asked>(
    core: &Core,
    joined: Joined<Key<Q>, Outcome<Q::Answer>>,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    match joined.wait(&caller.wait) {
        Ok(outcome) => outcome.result,
        Err(Left { why: Ended::Cancelled, .. }) => Err(cancelled()),
        Err(Left { why: Ended::Late, asked }) => Err(too_late(core, asked)),
    }
}

fn too_late(core: &Core, asked: bool) -> Error {
    let ms = core.settings.net.timeout.as_millis();
    let server = core.settings.base_url.authority();
    let what = if asked {
        format!("{server} has not answered within {ms} ms")
    } else {
        format!(
            "{server} could not be asked within {ms} ms: an access token was still to come, or another process was asking the same"
        )
    };
    Error::harmless(Status::Timeout, format_args!("{what}; the request goes on in the background"))
}

fn run<Q: Asked>(
    core: &Arc<Core>,
    key: &Key<Q>,
    request: Request<Q>,
    wait: &Wait,
) -> Result<Answer<Q::Answer>, Error> {
    let mut changed = true;
    let result = caught(|| {
        let (answer, new) = ask_or_reuse(core, key, &request, wait)?;
        changed = new;
        Ok(answer)
    });
    let outcome = Outcome { result, changed };
    if request.publish(outcome.clone()) {
        report(core, &key.question, &outcome);
    }
    outcome.result
}

/// Reports a request in the background, but only if it failed or changed the stored answer. The
/// application is called on a thread of the agent.
fn report<Q: Asked>(core: &Arc<Core>, question: &Q, outcome: &Outcome<Q::Answer>) {
    match &outcome.result {
        Ok(_) if !outcome.changed => return,
        Err(error) if error.status() == Status::Cancelled => return,
        Ok(_) | Err(_) => {}
    }
    if run::is_worker() {
        return question.report(core, outcome.result.as_ref());
    }
    let (own, question, outcome) = (core.clone(), question.clone(), outcome.clone());
    let work = move || question.report(&own, outcome.result.as_ref());
    if let Err(error) = core.workers.spawn("lsagent-report", Box::new(work)) {
        core.settings.log.warning(format_args!("no report of a refresh: {error}"));
    }
}

/// Asks the server, or takes what another process has just got from it; stores the answer. Also says
/// whether the store holds something else now.
fn ask_or_reuse<Q: Asked>(
    core: &Arc<Core>,
    key: &Key<Q>,
    request: &Request<Q>,
    wait: &Wait,
) -> Result<(Answer<Q::Answer>, bool), Error> {
    let Key { question, from } = key;
    if *from == From::ServerOrOtherProcess {
        let turn = take_turn(core, question, wait)?;
        if let Some(lock) = turn.lock {
            request.hold(Box::new(lock));
        }
        if let Some(changed) = turn.others_asked
            && let Ok(answer) = core.stored(question)
        {
            return Ok((answer, changed));
        }
    }
    ask_server(core, question, request, wait)
}

/// Asks the server and stores the answer. Also says whether the store holds something else now.
fn ask_server<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    request: &Request<Q>,
    wait: &Wait,
) -> Result<(Answer<Q::Answer>, bool), Error> {
    let fetched = core.fetch(question, wait, &|| request.note_asked()).and_then(|(signed, at)| {
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

/// The right to ask the server, as long as the lock is held.
#[derive(Default)]
struct Turn {
    lock: Option<Lock>,
    /// Another process has asked the same meanwhile, and stored the answer; whether it is another
    /// one than before.
    others_asked: Option<bool>,
}

/// Processes that ask the same take turns, so that the later ones find the answer in the store.
fn take_turn(core: &Core, question: &dyn Question, wait: &Wait) -> Result<Turn, Error> {
    let Ok(Some((store, _))) = core.store() else {
        return Ok(Turn::default());
    };
    let slot = match question.subject() {
        Subject::Person(person) => slot(question, person),
        Subject::SomebodyOf(account) => slot(question, account),
        Subject::WhoeverWasLast => return Ok(Turn::default()),
    };
    if let Some(lock) = store.lock(slot, Duration::ZERO) {
        return Ok(Turn { lock: Some(lock), others_asked: None });
    }
    let before = stored_now(store, question);
    let time = (core.settings.net.timeout / OTHER_PROCESS_PART).min(OTHER_PROCESS_LIMIT);
    let lock = lock_within(&wait.at_most(time), || store.lock(slot, Duration::ZERO))?;
    let after = stored_now(store, question);
    let changed = |after: &Entry| before.as_ref().is_none_or(|before| before.body != after.body);
    let others_asked = after.as_ref().filter(|_| after != before).map(changed);
    Ok(Turn { lock, others_asked })
}

/// `None`: it could not be had in time.
fn lock_within(wait: &Wait, take: impl Fn() -> Option<Lock>) -> Result<Option<Lock>, Error> {
    loop {
        match wait.pause(LOCK_POLL) {
            Err(Ended::Cancelled) => return Err(cancelled()),
            Err(Ended::Late) => return Ok(take()),
            Ok(()) => {}
        }
        if let Some(lock) = take() {
            return Ok(Some(lock));
        }
    }
}

fn stored_now(store: &Store, question: &dyn Question) -> Option<Entry> {
    let person = person_asked_about(store, question).ok()??;
    store.get(slot(question, &person)).ok()?
}

#[cfg(test)]
pub fn none_under_way<Q: Asked>(core: &Core) -> bool {
    Q::desk(core).requests.0.is_idle()
}

/// How many wait for the answer to a question, from anywhere and from the server only.
#[cfg(test)]
pub fn waiting<Q: Asked>(core: &Core, question: &Q) -> [usize; 2] {
    [From::ServerOrOtherProcess, From::Server].map(|from| {
        let key = Key { question: question.clone(), from };
        Q::desk(core).requests.0.waiting(&key)
    })
}
