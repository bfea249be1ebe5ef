//! Storing a large answer ahead: it is sealed and written on a thread of its own while its request reads it. Once it
//! was read, and found to be one to the call, it only has to be put in its place.

use std::time::Duration;

use crate::agent::rooms::Rooms;
use crate::answers::WriteAhead;
use crate::api::{Proven, Stored};
use crate::run::{Cancel, Handoff, Wait, caught};
use crate::store::PutAside;

/// What is being written, if anything is. Dropped, it leaves nothing behind.
#[derive(Default)]
pub struct Ahead(Option<Handoff<Option<PutAside>>>);

impl Ahead {
    /// Of an answer that has proven its origin, obtained at `at` in Unix seconds.
    pub fn begin(rooms: &Rooms, call: &dyn Stored, answer: &Proven, at: i64) -> Self {
        let write = answer.signed().and_then(|signed| rooms.answers.write_ahead(call, signed, at));
        Self(write.and_then(|write| start(rooms, write)))
    }

    /// Waits for as long as writing takes: without a thread it would block no less.
    pub fn finish(self) -> Option<PutAside> {
        self.0?.take(&Wait::new(Duration::MAX, &Cancel::default())).ok()?
    }
}

/// `None`: there is no thread for it, and the answer is written when it has been read.
fn start(rooms: &Rooms, write: WriteAhead) -> Option<Handoff<Option<PutAside>>> {
    let place = Handoff::new();
    let given = place.clone();
    let work = move || given.give(caught(|| Ok(write())).unwrap_or_default());
    rooms.workers.spawn("lsagent-store", Box::new(work)).ok()?;
    Some(place)
}
