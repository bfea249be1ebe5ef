//! The seats of this device, as the store knows them, and those of them that this process holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::hold::Hold;
use super::key::Key;
use super::record::{self, DeviceSeat};
use crate::agent::caller::lock_within;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::rules::seat::is_short;
use crate::run::{Cancel, Wait, cancelled};
use crate::store::{Entry, LastRead, LazyStore, Lock, NoLock, Slot, Store, of_device, unusable};
use crate::sync::Mutex;

const HELD: &str = "another thread or process is asking the server about a seat of this product, and the time was up before it had ended";
const KIND: &str = "seat";

/// The seats of an agent. Thread-safe; no lock of this process is held while a file is read or written.
pub struct Seats {
    /// The answers lie in the same store.
    store: Arc<LazyStore>,
    /// What was read and has not changed since.
    known: LastRead<Arc<Vec<DeviceSeat>>>,
    holds: Mutex<Holds>,
    /// Whether a seat is given back when nobody holds it any more, without a call for it.
    pub gives_back: bool,
    /// Of requests in the background, which the end of the agent has no time for.
    pub cancel: Cancel,
    has_warned: AtomicBool,
    pub log: Log,
}

#[derive(Default)]
struct Holds {
    closed: bool,
    list: Vec<Arc<Hold>>,
}

impl Seats {
    pub fn new(store: Arc<LazyStore>, gives_back: bool, log: Log) -> Self {
        let (known, holds, cancel, has_warned) = Default::default();
        Self { store, known, holds, gives_back, cancel, has_warned, log }
    }

    fn store(&self) -> Result<&Store, Error> {
        self.store.get()?.ok_or_else(|| unusable("it is switched off"))
    }

    /// The right to ask the server about the seats of a product, among all threads and processes of this device.
    /// `None`: the file system has no locks. Blocks for as long as the wait lasts.
    pub fn turn(&self, product: &str, wait: &Wait) -> Result<Option<Lock>, Error> {
        let (store, who) = (self.store()?, of_device(KIND));
        lock_within(wait, HELD, || store.lock_to_ask(slot(product, &who)))
    }

    /// A share of a seat, and whether another process may hold it too; in one's turn. `None`: the file system has no
    /// locks.
    pub fn share(&self, key: &Key) -> Result<Option<(Lock, bool)>, Error> {
        let who = key.name();
        match self.store()?.share(slot(&key.device.product, &who)) {
            Ok(share) => Ok(Some(share)),
            Err(NoLock::Impossible) => Ok(None),
            Err(NoLock::Held) => {
                Err(Error::new(Status::Cache, "the lock of a seat is held by something else"))
            }
        }
    }

    /// The seats of a product. Reads one file each time: for those who have their turn.
    pub fn read(&self, product: &str) -> Result<Vec<DeviceSeat>, Error> {
        let who = of_device(KIND);
        let entry = self.store()?.get(slot(product, &who))?;
        Ok(entry.and_then(seats_in).unwrap_or_default())
    }

    /// The same for those who only look: the file is read only if this or another process has changed it.
    pub fn look(&self, product: &str) -> Result<Arc<Vec<DeviceSeat>>, Error> {
        let who = of_device(KIND);
        let make = |entry| seats_in(entry).map(Arc::new);
        let seats = self.store()?.get_made(slot(product, &who), &self.known, make)?;
        Ok(seats.unwrap_or_default())
    }

    /// What the store knows of one seat; read each time.
    pub fn find(&self, key: &Key) -> Result<Option<DeviceSeat>, Error> {
        let seats = self.read(&key.device.product)?;
        Ok(seats.into_iter().find(|seat| seat.is_of(key)))
    }

    /// Puts what is known of a seat in the place of what was known before; `None`: it is held no more. The caller has
    /// its turn. Written through to the disk; `now` is in Unix seconds.
    pub fn record(&self, key: &Key, seat: Option<DeviceSeat>, now: i64) -> Result<(), Error> {
        let product = &key.device.product;
        let before = self.read(product)?;
        let mut seats = before.clone();
        seats.retain(|other| !other.is_of(key));
        seats.extend(seat);
        if seats == before { Ok(()) } else { self.write(product, &seats, now) }
    }

    /// Of all seats of a product; so too.
    pub fn write(&self, product: &str, seats: &[DeviceSeat], now: i64) -> Result<(), Error> {
        self.known.clear();
        let (store, who) = (self.store()?, of_device(KIND));
        let slot = Slot { kind: KIND, product, who: &who };
        if seats.is_empty() {
            return store.remove(slot);
        }
        store.put(slot, Entry::of_device(&who, now, record::encode(seats).into_bytes()))
    }

    /// What this process holds of a seat.
    pub fn hold(&self, key: &Key) -> Option<Arc<Hold>> {
        self.holds.lock().list.iter().find(|hold| hold.key == *key).cloned()
    }

    /// All that this process holds of a product.
    pub fn holds_of(&self, product: &str) -> Vec<Arc<Hold>> {
        let holds = self.holds.lock();
        holds.list.iter().filter(|hold| hold.key.device.product == product).cloned().collect()
    }

    /// Fails once the agent is closed.
    pub fn add(&self, hold: &Arc<Hold>) -> Result<(), Error> {
        let mut holds = self.holds.lock();
        if holds.closed {
            return Err(cancelled());
        }
        holds.list.push(hold.clone());
        Ok(())
    }

    /// Whether anything may still be asked for.
    pub fn must_be_open(&self) -> Result<(), Error> {
        if self.holds.lock().closed { Err(cancelled()) } else { Ok(()) }
    }

    pub fn remove(&self, hold: &Arc<Hold>) {
        self.holds.lock().list.retain(|other| !Arc::ptr_eq(other, hold));
    }

    /// Takes no more, ends what is asked in the background, and returns what is held still.
    pub fn close(&self) -> Vec<Arc<Hold>> {
        self.cancel.cancel();
        let mut holds = self.holds.lock();
        holds.closed = true;
        std::mem::take(&mut holds.list)
    }

    /// The log gets one line of it.
    pub fn warn_if_short(&self, timeout: Duration) {
        if is_short(timeout) && !self.has_warned.swap(true, Ordering::Relaxed) {
            let seconds = timeout.as_secs();
            self.log.warning(format_args!(
                "seats are free again after {seconds} s without a renewal: less than five minutes makes for many requests, and a short outage costs the seat"
            ));
        }
    }
}

fn slot<'a>(product: &'a str, who: &'a str) -> Slot<'a> {
    Slot { kind: KIND, product, who }
}

fn seats_in(entry: Entry) -> Option<Vec<DeviceSeat>> {
    record::decode(str::from_utf8(&entry.body).ok()?)
}
