//! Processes that ask the server the same take turns, so that the later ones find the answer in the store.
//!
//! The lock is a courtesy, and nothing depends on it: a process that cannot get it in time asks the server by
//! itself. Whether another process has asked is not read from the lock but from the entry, which has changed.

use std::time::Duration;

use super::key;
use crate::api::EntryKey;
use crate::error::Error;
use crate::run::{Ended, Wait, cancelled};
use crate::store::{Entry, Lock, Store};

/// The longest wait for another process.
const MAX_WAIT: Duration = Duration::from_secs(2);
/// The part of the configured timeout that is waited at most: most of the caller's time is for the server.
const PART_OF_TIMEOUT: u32 = 4;
/// Between two attempts at a lock that another process holds. Polled, since the system wakes nobody for it.
const LOCK_POLL: Duration = Duration::from_millis(10);

/// The right to ask the server, as long as the lock is held.
#[derive(Default)]
pub struct Turn {
    /// `None`: there is nothing to lock, or another process holds on to it for too long.
    pub lock: Option<Lock>,
    /// Another process has asked the same meanwhile, and stored the answer; whether that differs from the
    /// one before.
    pub others_asked: Option<bool>,
}

impl Turn {
    /// Takes the lock, or waits for it for a part of `timeout`. Fails only if the wait is cancelled.
    pub fn take(
        store: &Store,
        key: &EntryKey,
        wait: &Wait,
        timeout: Duration,
    ) -> Result<Self, Error> {
        let Some(slot) = key::lock_slot(key) else {
            return Ok(Self::default());
        };
        let lock = || store.lock(slot, Duration::ZERO);
        if let Some(lock) = lock() {
            return Ok(Self { lock: Some(lock), others_asked: None });
        }
        // Another process is asking at this moment: its answer will differ from this entry.
        let before = stored_now(store, key);
        let limit = part_of(timeout).min(MAX_WAIT);
        let lock = lock_within(&wait.at_most(limit), lock)?;
        // Also without the lock: the answer may be there while the other process is still at work.
        let after = stored_now(store, key);
        let changed =
            |after: &Entry| before.as_ref().is_none_or(|before| before.body != after.body);
        let others_asked = after.as_ref().filter(|_| after != before).map(changed);
        Ok(Self { lock, others_asked })
    }
}

#[allow(clippy::arithmetic_side_effects, reason = "it is not divided by zero")]
fn part_of(timeout: Duration) -> Duration {
    timeout / PART_OF_TIMEOUT
}

/// Polls, with the wait's cancellation. `None`: another process has held it until the wait was over.
fn lock_within(wait: &Wait, lock: impl Fn() -> Option<Lock>) -> Result<Option<Lock>, Error> {
    loop {
        match wait.pause(LOCK_POLL) {
            Err(Ended::Cancelled) => return Err(cancelled()),
            Err(Ended::Late) => return Ok(lock()),
            Ok(()) => {}
        }
        if let Some(lock) = lock() {
            return Ok(Some(lock));
        }
    }
}

/// The entry as it is at this moment; what cannot be read counts as none.
fn stored_now(store: &Store, key: &EntryKey) -> Option<Entry> {
    let person = key::person(key, store).ok()??;
    store.get(key::slot(key, &person)).ok()?
}
