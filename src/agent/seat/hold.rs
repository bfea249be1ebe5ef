//! A seat that this process holds, with the handles that the application has of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::key::Key;
use super::record::DeviceSeat;
use crate::error::Error;
use crate::random;
use crate::rules::seat::{self, News, SeatEvent, Stamp, Standing};
use crate::run::{JobId, Workers, caught, is_worker};
use crate::store::Lock;
use crate::sync::Mutex;

/// Hears what becomes of a seat, with the reason unless it is good. Called on a thread of the agent, for one seat one
/// event after the other; it may take its time, and free the seat or the agent. Once the agent is closed no call is
/// running, and none will come.
pub type SeatObserver = Arc<dyn Fn(SeatEvent, Option<&Error>) + Send + Sync>;

/// One of the handles of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandleId(u64);

pub struct Hold {
    pub key: Key,
    /// Of its renewal.
    pub job: JobId,
    state: Mutex<State>,
}

struct State {
    standing: Standing,
    seat: DeviceSeat,
    /// When a renewal was tried last since then, counted from then.
    tried: Option<Duration>,
    /// From 0 to 1,000: when it is renewed within the time for that.
    chance: u32,
    /// `None`: the file system has no locks, or it is held no more.
    share: Option<Lock>,
    handles: Vec<(HandleId, Option<SeatObserver>)>,
    last_handle: u64,
    undelivered: VecDeque<Event>,
    /// A thread is delivering.
    delivers: bool,
}

struct Event {
    handle: HandleId,
    observer: SeatObserver,
    event: SeatEvent,
    why: Option<Error>,
}

/// What is left of a hold that has ended.
pub struct Ended {
    /// For the one who ends it: the last of a device gives the seat back.
    pub share: Option<Lock>,
}

/// What is left once a handle is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The seat is held by other handles, or was not held any more.
    Nothing,
    /// It was the last one: the seat is to be given back.
    Seat,
}

impl Hold {
    pub fn new(key: Key, job: JobId, seat: DeviceSeat, share: Option<Lock>) -> Self {
        let state = State {
            standing: Standing::Held,
            seat,
            tried: None,
            chance: random::per_mille(),
            share,
            handles: Vec::new(),
            last_handle: 0,
            undelivered: VecDeque::new(),
            delivers: false,
        };
        Self { key, job, state: Mutex::new(state) }
    }

    /// One handle more; `None`: the seat is held no more.
    pub fn join(&self, observer: Option<&SeatObserver>, now: &Stamp) -> Option<HandleId> {
        let mut state = self.state.lock();
        if !state.is_held(now) {
            return None;
        }
        state.last_handle += 1;
        let id = HandleId(state.last_handle);
        state.handles.push((id, observer.cloned()));
        Some(id)
    }

    /// One handle less. It hears of nothing from now on.
    pub fn leave(&self, id: HandleId) -> Left {
        let mut state = self.state.lock();
        let before = state.handles.len();
        state.handles.retain(|(other, _)| *other != id);
        let was_last = before > 0 && state.handles.is_empty();
        if was_last && state.standing != Standing::Lost { Left::Seat } else { Left::Nothing }
    }

    /// Whether a handle has not been released.
    pub fn has(&self, id: HandleId) -> bool {
        self.state.lock().handles.iter().any(|(other, _)| *other == id)
    }

    /// Whether anybody wants it.
    pub fn is_wanted(&self) -> bool {
        !self.state.lock().handles.is_empty()
    }

    pub fn is_held(&self, now: &Stamp) -> bool {
        self.state.lock().is_held(now)
    }

    pub fn seat(&self) -> DeviceSeat {
        self.state.lock().seat.clone()
    }

    /// By the boot-time clock, when something is to be done about it: renew it, or note its loss.
    pub fn due(&self, now: &Stamp) -> Duration {
        let state = self.state.lock();
        let left = match state.seat.borrowed_until.filter(|_| state.seat.is_borrowed(now)) {
            Some(until) => {
                let seconds = until.saturating_sub(state.seat.time(now));
                Duration::from_secs(seconds.try_into().unwrap_or_default())
            }
            None => {
                let next = seat::next_try(state.seat.timeout, state.tried, state.chance);
                now.since(&state.seat.heard)
                    .map_or(Duration::ZERO, |since| next.saturating_sub(since))
            }
        };
        now.boot_time.saturating_add(left)
    }

    /// A renewal begins.
    pub fn note_try(&self, now: &Stamp) {
        let mut state = self.state.lock();
        state.tried = now.since(&state.seat.heard);
    }

    /// The seat was renewed, here or by another process.
    pub fn renewed(&self, seat: DeviceSeat, workers: &Workers) -> Notices {
        let mut state = self.state.lock();
        (state.seat, state.tried, state.chance) = (seat, None, random::per_mille());
        drop(state);
        self.note(News::Renewed, None, workers)
    }

    /// Something that is no renewal has happened.
    pub fn note(&self, news: News, why: Option<&Error>, workers: &Workers) -> Notices {
        let mut state = self.state.lock();
        let (standing, event) = seat::after(state.standing, news);
        state.standing = standing;
        if standing == Standing::Lost {
            state.share = None;
        }
        state.push(event, why);
        let begins = !state.delivers && !state.undelivered.is_empty();
        state.delivers |= begins;
        Notices { begins, workers: workers.clone() }
    }

    /// The agent is closed: its handles hold nothing.
    pub fn forget_handles(&self) {
        self.state.lock().handles.clear();
    }

    /// It is held no more, and nobody is told: the application has wanted it so. `None`: somebody has joined it
    /// meanwhile, and it goes on.
    pub fn end(&self) -> Option<Ended> {
        let mut state = self.state.lock();
        if !state.handles.is_empty() {
            return None;
        }
        state.standing = Standing::Lost;
        Some(Ended { share: state.share.take() })
    }

    /// One event after the other, on this thread of the agent.
    fn deliver(&self, workers: &Workers) {
        while let Some(Event { handle, observer, event, why }) = self.next_event() {
            // A handle that was released meanwhile hears of nothing.
            if self.has(handle) {
                let call = || workers.callbacks.call_from_worker(|| observer(event, why.as_ref()));
                // A panic is the application's own, and the next event comes all the same.
                let _ = caught(|| {
                    call();
                    Ok(())
                });
            }
        }
    }

    fn next_event(&self) -> Option<Event> {
        let mut state = self.state.lock();
        let next = state.undelivered.pop_front();
        state.delivers = next.is_some();
        next
    }
}

impl State {
    fn is_held(&self, now: &Stamp) -> bool {
        self.standing != Standing::Lost && self.seat.is_held(now)
    }

    /// For each handle that wants to hear of it.
    fn push(&mut self, event: Option<SeatEvent>, why: Option<&Error>) {
        let Some(event) = event else {
            return;
        };
        let observed = self.handles.iter().filter_map(|(id, observer)| {
            let (handle, why) = (*id, why.cloned());
            observer.clone().map(|observer| Event { handle, observer, event, why })
        });
        self.undelivered.extend(observed);
    }
}

/// Events that may have to be delivered. Nothing else waits for that: an application that takes its time over one seat
/// holds up the renewal of none.
#[must_use]
pub struct Notices {
    begins: bool,
    workers: Workers,
}

impl Notices {
    /// Delivers them on a thread of its own; on this one, if it is one of the agent's and the system has no other.
    pub fn deliver(self, hold: &Arc<Hold>) {
        if !self.begins {
            return;
        }
        let (own, workers) = (hold.clone(), self.workers.clone());
        let work = Box::new(move || own.deliver(&workers));
        match self.workers.spawn("lsagent-seat", work) {
            Ok(()) => {}
            Err(_) if is_worker() => hold.deliver(&self.workers),
            // With the next event.
            Err(_) => hold.state.lock().delivers = false,
        }
    }
}
