//! A seat, as the application holds it.

use std::sync::Arc;

use super::hold::{HandleId, Hold, Left};
use super::release::release;
use super::renew::schedule_now;
use crate::agent::rooms::Rooms;
use crate::error::Error;
use crate::platform::Process;
use crate::run::cancelled;

/// One handle of a seat that this device holds: the seat is shared by all handles of all processes, and given back when
/// the last one is released or dropped. Used by any number of threads. It keeps the memory of its agent alive, but not
/// the agent open; once that is closed, it is not held.
pub struct Seat {
    rooms: Arc<Rooms>,
    hold: Arc<Hold>,
    id: HandleId,
    made_in: Process,
}

impl Seat {
    pub fn new(rooms: &Arc<Rooms>, hold: &Arc<Hold>, id: HandleId) -> Self {
        Self { rooms: rooms.clone(), hold: hold.clone(), id, made_in: Process::this() }
    }

    /// Whether it is held at this moment, by the clock that goes on while the device sleeps. Blocks for nothing.
    pub fn is_held(&self) -> bool {
        self.made_in.is_this() && self.hold.has(self.id) && self.hold.is_held(&self.rooms.stamp())
    }

    /// When it ends unless it is renewed before, or until when it is borrowed, in Unix seconds; `None`: it is not held.
    pub fn expires_at(&self) -> Option<i64> {
        self.is_held().then(|| self.hold.seat().ends_at())
    }

    /// Releases it, and gives the seat back if nobody else of this device holds it; one that is borrowed stays so. What
    /// is not held any more is a success. Blocks for the configured timeout at most. After an error it is released all
    /// the same, and the server frees it at its timeout.
    pub fn release(&self) -> Result<(), Error> {
        self.made_in.must_be_this("seat")?;
        if self.rooms.closing.is_cancelled() {
            return Err(cancelled());
        }
        release(&self.rooms, &self.hold, self.id, &self.rooms.wait())
    }
}

impl Drop for Seat {
    /// Does not block. In a forked child the seat is the parent's.
    fn drop(&mut self) {
        if self.made_in.is_this() {
            release_in_background(&self.rooms, &self.hold, self.id);
        }
    }
}

fn release_in_background(rooms: &Arc<Rooms>, hold: &Arc<Hold>, id: HandleId) {
    match hold.leave(id) {
        Left::Nothing => {}
        // An agent that is closed has given back what was held.
        Left::Seat if rooms.seats.gives_back => drop(schedule_now(rooms, hold)),
        Left::Seat => {
            if hold.end().is_some() {
                rooms.seats.remove(hold);
                rooms.timetable.cancel(hold.job);
            }
        }
    }
}
