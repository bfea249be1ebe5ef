//! The records of licenses on this device, in the store: read, changed under a lock, removed.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::record::{Held, Record};
use super::uncertain::not_activated;
use crate::agent::caller::lock_within;
use crate::api::{CheckLicense, Identification};
use crate::error::{Error, Status};
use crate::log::Log;
use crate::model::Licenses;
use crate::rules::lifecycle::{self, Heard};
use crate::run::Wait;
use crate::store::{Entry, LastRead, LazyStore, Lock, Slot, Store, of_device};

const HELD: &str = "another thread or process is activating or deactivating this product, and the time was up before it had ended";
/// How long what was heard waits to be recorded while somebody activates or deactivates.
const HEARD_WAIT: Duration = Duration::from_secs(2);
/// What sealing and the entry add to a record, in bytes.
const OVERHEAD: usize = 2048;
const KIND: &str = "activation";

/// The records of an agent. Thread-safe.
pub struct Activations {
    /// The answers lie in the same store.
    store: Arc<LazyStore>,
    /// What was read and has not changed since.
    known: LastRead<Arc<Record>>,
    log: Log,
}

/// What was heard about the license on this device.
pub struct News<'a> {
    pub heard: Heard<'a>,
    /// Whether it floats, if the answer says so.
    pub floats: Option<bool>,
    /// Unix seconds.
    pub now: i64,
}

impl Activations {
    pub fn new(store: Arc<LazyStore>, log: Log) -> Self {
        Self { store, known: LastRead::default(), log }
    }

    /// An error where there is none: an activation must be remembered.
    pub fn store(&self) -> Result<&Store, Error> {
        self.store.get()?.ok_or_else(|| {
            Error::new(
                Status::Config,
                "cache_enabled: the store is switched off, and an activation is kept in the store",
            )
        })
    }

    /// Empty if nothing is stored, or nothing that can be read here. Reads one file, each time: for those who change
    /// the record, under the lock.
    pub fn read(&self, product: &str) -> Result<Record, Error> {
        let Some(store) = self.store.get()? else {
            return Ok(Record::default());
        };
        let who = of_device(KIND);
        let entry = store.get(slot(product, &who))?;
        Ok(entry.and_then(|entry| record_in(product, entry)).unwrap_or_default())
    }

    /// The same for those who only look at it: the file is read only if this or another process has changed it.
    pub fn look(&self, product: &str) -> Result<Arc<Record>, Error> {
        let Some(store) = self.store.get()? else {
            return Ok(Arc::default());
        };
        let who = of_device(KIND);
        let make = |entry| record_in(product, entry).map(Arc::new);
        Ok(store.get_made(slot(product, &who), &self.known, make)?.unwrap_or_default())
    }

    /// The record of a license that this device still has.
    pub fn held(&self, device: &Identification) -> Result<Held, Error> {
        let record = self.look(&device.product)?;
        let held = record.held.as_ref().filter(|held| held.device == *device);
        held.cloned().ok_or_else(not_activated)
    }

    /// Writes a record through to the disk, or removes an empty one. The caller has the lock.
    pub fn write(&self, product: &str, record: &Record, now: i64) -> Result<(), Error> {
        // The key of a license that is given up is not held in memory for longer.
        self.known.clear();
        let (store, who) = (self.store()?, of_device(KIND));
        let slot = Slot { kind: KIND, product, who: &who };
        if record.is_empty() {
            return store.remove(slot);
        }
        let json = record.encode();
        let json = json.expose().as_bytes();
        // With room for what is added to it, so that no copy of a license key is left behind.
        let mut body = Vec::with_capacity(json.len().saturating_add(OVERHEAD));
        body.extend_from_slice(json);
        store.put(slot, Entry::of_device(&who, now, body))
    }

    /// The right to change the license of a product, among all threads and processes of this device. Where the
    /// file system has no locks there is none, and no failure. Blocks for as long as the wait lasts.
    pub fn lock(&self, product: &str, wait: &Wait) -> Result<Option<Lock>, Error> {
        let (store, who) = (self.store()?, of_device(KIND));
        lock_within(wait, HELD, || store.lock_to_change(slot(product, &who)))
    }

    /// Records what was heard, if that changes what is known of this very license. Failures are logged: the
    /// caller has its answer.
    pub fn hear(&self, device: &Identification, news: &News, wait: &Wait) {
        if let Err(error) = self.try_hear(device, news, wait) {
            self.log.warning(format_args!("{KIND}: what the server said is not stored: {error}"));
        }
    }

    fn try_hear(&self, device: &Identification, news: &News, wait: &Wait) -> Result<(), Error> {
        let product = &device.product;
        if changed(&*self.look(product)?, device, news).is_none() {
            return Ok(());
        }
        let _lock = self.lock(product, &wait.at_most(HEARD_WAIT))?;
        // Somebody else may have changed it meanwhile.
        match changed(&self.read(product)?, device, news) {
            Some(record) => self.write(product, &record, news.now),
            None => Ok(()),
        }
    }
}

/// The record as it is to be; `None`: it stays.
fn changed(before: &Record, device: &Identification, news: &News) -> Option<Record> {
    let mut record = before.clone();
    if let Some(held) = record.held.as_mut().filter(|held| held.device == *device) {
        held.state = lifecycle::hear(held.state, news.heard);
        held.floats = news.floats.unwrap_or(held.floats);
    }
    let is_gone =
        record.held.as_ref().is_some_and(|held| held.state == lifecycle::State::NotActivated);
    if is_gone {
        record.held = None;
    }
    Some(record).filter(|record| record != before)
}

/// The entry may hold a license key, so it is overwritten.
fn record_in(product: &str, entry: Entry) -> Option<Record> {
    let body = Zeroizing::new(entry.body);
    Record::decode(product, str::from_utf8(&body).ok()?)
}

/// The call that asks about a license. Its answers lie in an entry for each license, so that a late one about a
/// former license does not replace that of the present one.
pub fn check_call(device: &Identification) -> CheckLicense {
    let entry = of_device(device.license_id.unwrap_or_default());
    CheckLicense { device: device.clone(), entry, lasts: false }
}

/// The same for a license that is held, by which the stored answer is judged too.
pub fn stored_call(held: &Held) -> CheckLicense {
    CheckLicense { lasts: held.is_offline, ..check_call(&held.device) }
}

fn slot<'a>(product: &'a str, who: &'a str) -> Slot<'a> {
    Slot { kind: KIND, product, who }
}

/// Whether the license of an answer floats.
pub fn floats(answer: &dyn Any) -> Option<bool> {
    let licenses: &Licenses = answer.downcast_ref()?;
    licenses.0.first().map(lifecycle::license_floats)
}
