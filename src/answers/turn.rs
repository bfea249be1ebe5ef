//! Processes that ask the server the same take turns, so that the later ones find the answer in the store.

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
        let before = stored_now(store, key);
        let limit = (timeout / PART_OF_TIMEOUT).min(MAX_WAIT);
        let lock = lock_within(&wait.at_most(limit), lock)?;
        let after = stored_now(store, key);
        let changed =
            |after: &Entry| before.as_ref().is_none_or(|before| before.body != after.body);
        let others_asked = after.as_ref().filter(|_| after != before).map(changed);
        Ok(Self { lock, others_asked })
    }
}

/// `None`: another process has held it until the wait was over.
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

fn stored_now(store: &Store, key: &EntryKey) -> Option<Entry> {
    let person = key::person(key, store).ok()??;
    store.get(key::slot(key, &person)).ok()?
}
