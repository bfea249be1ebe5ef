//! Sends what was counted a while after that, on the thread of the timetable: nothing while nothing is unsent.

use std::time::Duration;

use super::book::{Fresh, State};
use super::meter::{Meter, license};
use super::send::{Cause, send_all};
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Status};
use crate::random;
use crate::rules::consumption::{CANNOT_ARRIVE, send_again_after};
use crate::sync::Arc;

/// Something is unsent: it is sent a while after the first such amount. A failure to start the thread is logged: the
/// amount is on the disk, and a later one, or a call of the application, sends it too.
pub fn schedule(rooms: &Arc<Rooms>, device: &Identification) {
    if let Some(after) = rooms.books.sync_after {
        set(rooms, device, after);
    }
}

/// What a former process has left unsent.
pub fn take_up(rooms: &Arc<Rooms>, device: &Identification) {
    if rooms.books.sync_after.is_some() && next_due(rooms, device).is_some() {
        schedule(rooms, device);
    }
}

/// Nothing is to be sent any more.
pub fn unschedule(rooms: &Rooms, device: &Identification) {
    let book = rooms.books.of(device);
    let mut schedule = book.schedule.lock();
    schedule.is_set = false;
    schedule.failures = 0;
    let job = schedule.job;
    drop(schedule);
    if let Some(job) = job {
        rooms.timetable.cancel(job);
    }
}

/// Nothing of what is left can be sent now.
pub fn unschedule_if_done(rooms: &Rooms, device: &Identification) {
    if next_due(rooms, device).is_none() {
        unschedule(rooms, device);
    }
}

fn set(rooms: &Arc<Rooms>, device: &Identification, after: Duration) {
    let book = rooms.books.of(device);
    let mut schedule = book.schedule.lock();
    if schedule.is_set {
        return;
    }
    let id = *schedule.job.get_or_insert_with(|| rooms.timetable.new_id());
    let due = rooms.boot_time().saturating_add(after);
    let (agent, device) = (Arc::downgrade(rooms), device.clone());
    let job = move || {
        if let Some(rooms) = agent.upgrade() {
            run(&rooms, &device);
        }
    };
    match rooms.timetable.set(id, due, Box::new(job)) {
        Ok(()) => schedule.is_set = true,
        Err(error) if error.status() == Status::Cancelled => {}
        Err(error) => rooms.log.warning(format_args!("consumption: {error}")),
    }
}

fn run(rooms: &Arc<Rooms>, device: &Identification) {
    let book = rooms.books.of(device);
    book.schedule.lock().is_set = false;
    let sent = send_all(rooms, device, Cause::Time, &rooms.wait());
    if let Err(error) = &sent {
        let (product, why) = (&device.product, error.for_log());
        rooms.log.warning(format_args!("consumption {product}: not all is sent, {why}"));
    }
    let failures = {
        let mut schedule = book.schedule.lock();
        schedule.failures = if sent.is_ok() { 0 } else { schedule.failures.saturating_add(1) };
        schedule.failures
    };
    if let Some(due) = next_due(rooms, device) {
        set(rooms, device, pause(rooms, due, failures, sent.err()));
    }
}

fn pause(rooms: &Rooms, due: Due, failures: u32, failure: Option<Error>) -> Duration {
    let sync_after = rooms.books.sync_after.unwrap_or_default();
    let asked = failure.and_then(|failure| failure.retry_after()).unwrap_or_default();
    let own = match due {
        Due::Unsent => send_again_after(sync_after, failures, random::per_mille()),
        Due::In(seconds) => Duration::from_secs(seconds),
    };
    own.max(asked)
}

/// What is left to be done.
enum Due {
    Unsent,
    /// What is open cannot arrive any more in so many seconds.
    In(u64),
}

/// `None`: nothing.
fn next_due(rooms: &Rooms, device: &Identification) -> Option<Due> {
    let store = rooms.activations.store().ok()?;
    let book = rooms.books.of(device);
    if !book.exists(store) {
        return None;
    }
    let license = license(rooms, device).ok();
    let meter = Meter::of(license.as_ref());
    let fresh = Fresh { codes: &|| meter.codes(), now: rooms.time().now() };
    let (state, _) = book.look(store, &fresh).ok()?;
    due_in(rooms, &state)
}

fn due_in(rooms: &Rooms, state: &State) -> Option<Due> {
    let accounts = || state.accounts.iter().map(|(_, account)| account);
    let is_unsent = accounts().any(|account| account.unsent != 0);
    if is_unsent {
        return Some(Due::Unsent);
    }
    let time = rooms.time();
    let now = time.clock.now().saturating_add(time.offset);
    let left = |at: i64| at.saturating_add(CANNOT_ARRIVE).saturating_sub(now).max(1);
    let open = || accounts().filter_map(|account| account.open);
    let waiting = open().filter_map(|open| open.at).map(left).min();
    match waiting {
        Some(seconds) if open().all(|open| open.at.is_some()) => {
            Some(Due::In(seconds.unsigned_abs()))
        }
        Some(_) | None => {
            let has_work = accounts().any(|account| account.has_work(rooms.books.delivery));
            has_work.then_some(Due::Unsent)
        }
    }
}
