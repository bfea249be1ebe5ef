//! The refreshes that wait for their moment, and what was stored before this process.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::request::Key;
use crate::api::Stored;
use crate::rules::refresh::Before;
use crate::store::{Edition, Entry};
use crate::sync::Mutex;

/// Each holds a sign-in. An application that asks for more people than these has the others refreshed at once.
pub(crate) const MAX_PLANNED: usize = 64;

#[derive(Default)]
pub struct Planned {
    /// What is to be asked: once, however often it is found due meanwhile.
    keys: Mutex<Vec<Key>>,
    /// When this process checked first, and the newest time that the store had recorded then. In Unix seconds.
    first_check: Mutex<Option<(i64, Option<i64>)>>,
}

/// The stored answer that is to be refreshed.
#[derive(Clone, Copy)]
pub struct Version {
    /// In Unix seconds.
    pub fetched_at: i64,
    pub edition: Edition,
    /// Of the body. The answer itself may be large, and does not stay in memory for this.
    hash: u64,
}

impl Version {
    pub fn of(entry: &Entry) -> Self {
        let mut hasher = DefaultHasher::new();
        entry.body.hash(&mut hasher);
        Self { fetched_at: entry.fetched_at, edition: entry.edition, hash: hasher.finish() }
    }

    /// Whether the answer in its place says the same.
    pub fn is_as(&self, later: &Self) -> bool {
        self.hash == later.hash
    }
}

impl Planned {
    pub fn has(&self, key: &Key) -> bool {
        self.keys.lock().contains(key)
    }

    pub fn is_full(&self) -> bool {
        self.keys.lock().len() >= MAX_PLANNED
    }

    /// False: it is planned already, or too many are.
    pub fn add(&self, key: Key) -> bool {
        let mut keys = self.keys.lock();
        let is_new = keys.len() < MAX_PLANNED && !keys.contains(&key);
        if is_new {
            keys.push(key);
        }
        is_new
    }

    /// False: it is not wanted any more, or never was.
    pub fn take(&self, call: &dyn Stored) -> bool {
        let mut keys = self.keys.lock();
        let place = keys.iter().position(|planned| planned.is_of(call));
        let planned = place.map(|place| keys.swap_remove(place));
        // It holds a secret, which is overwritten without the lock.
        drop(keys);
        planned.is_some()
    }

    /// Nobody is to be asked for: people were forgotten. For those who were not, the next check plans anew.
    pub fn clear(&self) {
        let planned = std::mem::take(&mut *self.keys.lock());
        drop(planned);
    }

    /// What the store tells of former processes; `None`: the answer is of this one, or nobody knows. To be called at
    /// each check, with the newest time that the store had recorded before it. All in Unix seconds.
    pub fn before(&self, fetched_at: i64, newest: Option<i64>, now: i64) -> Option<Before> {
        let (began, newest) = *self.first_check.lock().get_or_insert((now, newest));
        let newest = newest.filter(|_| fetched_at < began)?;
        let since = |time: i64| time.saturating_sub(newest);
        Some(Before { last_use: since(now), pause: since(began) })
    }
}
