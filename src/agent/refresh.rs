//! Refreshes in the background: of a stored answer that is old enough, at the moment that the rule says, and once more
//! after a failure. Nobody waits for one.

use std::sync::Arc;
use std::time::Duration;

use super::load::{Kept, load_to_refresh};
use super::planned::Version;
use super::recall::with_password;
use super::report::report;
use super::request::{From, Key, Outcome};
use super::requests::{self, AfterRefresh};
use super::rooms::Rooms;
use crate::api::{Identity, Stored};
use crate::error::{Error, Status};
use crate::random;
use crate::rules::refresh::{self, Before, Due};
use crate::run::caught;

/// What is later than this was not late for want of a processor: the device was asleep.
const MAX_LATE: Duration = Duration::from_secs(3600);

/// Has a stored answer that is old enough refreshed: the caller does not wait for it, and gets no error of it. A call
/// that must not be made twice (its code is used up) is not made for a refresh.
pub fn refresh_if_due(rooms: &Arc<Rooms>, call: &dyn Stored, kept: &Kept) {
    let now = rooms.time().now();
    let before = rooms.planned.before(kept.entry.fetched_at, kept.newest, now);
    let is_due = rooms.answers.is_due(kept.entry.fetched_at, now);
    if call.is_once() || !is_due || !can_ask(rooms, call) || rooms.planned.has(&key(call)) {
        return;
    }
    let version = Version::of(&kept.entry);
    let wait = refresh::wait(due(rooms, version, now, before));
    let begun = if wait.is_zero() || expires(call) || rooms.planned.is_full() {
        make(rooms, call, version)
    } else {
        plan(rooms, call, version, wait)
    };
    log_no_refresh(rooms, begun);
}

fn can_ask(rooms: &Rooms, call: &dyn Stored) -> bool {
    call.require_secret().is_ok() || rooms.passwords.is_on()
}

/// A token that has expired would be refused, and the refusal would drop the answer that it has earned.
fn expires(call: &dyn Stored) -> bool {
    call.identity().is_some_and(Identity::expires)
}

fn key(call: &dyn Stored) -> Key {
    Key::new(call, From::ServerOrOtherProcess)
}

fn due(rooms: &Rooms, version: Version, now: i64, before: Option<Before>) -> Due {
    let limits = rooms.answers.limits();
    Due {
        age: now.saturating_sub(version.fetched_at),
        refresh_after: limits.refresh_after,
        offline_grace: limits.offline_grace,
        chance: version.edition.chance(),
        before,
    }
}

/// Has it made after so long.
fn plan(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    version: Version,
    after: Duration,
) -> Result<(), Error> {
    if !rooms.planned.add(key(call)) {
        return Ok(());
    }
    let due = rooms.boot_time().saturating_add(after);
    // The timetable belongs to the rooms, and must not keep them.
    let (agent, own) = (Arc::downgrade(rooms), call.share());
    let job = move || {
        if let Some(rooms) = agent.upgrade()
            && rooms.planned.take(&*own)
        {
            log_no_refresh(&rooms, make_if_current(&rooms, &*own, version, due));
        }
    };
    let id = rooms.timetable.new_id();
    rooms.timetable.set(id, due, Box::new(job)).inspect_err(|_| {
        rooms.planned.take(call);
    })
}

/// Its moment has come, which by the boot-time clock was to be at `planned`.
fn make_if_current(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    version: Version,
    planned: Duration,
) -> Result<(), Error> {
    match load_to_refresh(rooms, call) {
        Ok((_, kept)) if kept.entry.edition == version.edition => {}
        // Another process has refreshed it, at the same moment perhaps, or a call that had to wait for the server.
        Ok((answer, kept)) => {
            let changed = !version.is_as(&Version::of(&kept.entry));
            report(rooms, call, Outcome { result: Ok(answer), changed });
            return Ok(());
        }
        // It is another sign-in's by now; with this one the server might say no to a person who may.
        Err(_) if rooms.answers.may_have(call) => return Ok(()),
        // Another process has got a no, which this application is to hear, too.
        Err(_) => {}
    }
    // The device has slept over it, and others have woken up with it.
    if rooms.boot_time().saturating_sub(planned) > MAX_LATE {
        let due = due(rooms, version, rooms.time().now(), None);
        return plan(rooms, call, version, refresh::wait(due));
    }
    make(rooms, call, version)
}

/// Each is a start of a thread at most, so the caller is not held up.
fn make(rooms: &Arc<Rooms>, call: &dyn Stored, version: Version) -> Result<(), Error> {
    if call.require_secret().is_ok() {
        requests::refresh(rooms, call, then(call, version))
    } else {
        recall_and_make(rooms, call, version)
    }
}

/// The platform may take its time for the password, so the caller does not ask it. The refresh itself runs on
/// another thread then, like all requests in the background.
fn recall_and_make(rooms: &Arc<Rooms>, call: &dyn Stored, version: Version) -> Result<(), Error> {
    let (own, call) = (rooms.clone(), call.share());
    let work = move || {
        let begun = caught(|| match with_password(&own, &*call, &own.wait()) {
            Some(with_password) => requests::refresh(&own, &*with_password, then(&*call, version)),
            None => Ok(()),
        });
        log_no_refresh(&own, begun);
    };
    rooms.workers.spawn("lsagent-recall", Box::new(work))
}

/// After a failure that may pass by itself it is made again. Planned without the password that was recalled for it.
fn then(call: &dyn Stored, version: Version) -> AfterRefresh {
    let call = call.share();
    Box::new(move |rooms: &Arc<Rooms>, outcome: &Outcome| {
        if let Err(failure) = &outcome.result
            && failure.is_retryable()
            && !expires(&*call)
        {
            let (after, asked) = (rooms.answers.limits().refresh_after, failure.retry_after());
            let planned = refresh::again_after(after, asked, random::per_mille())
                .map_or(Ok(()), |pause| plan(rooms, &*call, version, pause));
            log_no_refresh(rooms, planned);
        }
    })
}

/// The caller has its answer, so the log alone gets the failure.
fn log_no_refresh(rooms: &Rooms, begun: Result<(), Error>) {
    match begun {
        Err(error) if error.status() != Status::Cancelled => {
            rooms.log.warning(format_args!("no refresh: {error}"));
        }
        Ok(()) | Err(_) => {}
    }
}
