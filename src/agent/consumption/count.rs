//! Counts what is consumed, and says how much that is.

use super::background::schedule;
use super::book::{Fresh, Page};
use super::meter::{Meter, license};
use crate::agent::activation::refused;
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Status};
use crate::rules::consumption::{Heard, must_be_something};
use crate::rules::lifecycle::State;
use crate::sync::Arc;

/// What has been consumed, of all devices as last heard, and of this one beyond that.
///
/// cbindgen:ignore
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// As last heard of the license server; 0 if it has said none.
    pub total: i64,
    /// With what may be used beyond it; `None`: unlimited.
    pub limit: Option<i64>,
    /// Counted on this device, and not sent yet.
    pub unsent: i64,
    /// Sent by this device, and not known to have arrived.
    pub uncertain: i64,
}

/// Whether an amount is in the book.
enum Step {
    Counted,
    /// The counter has got its account, and the amount comes next.
    Prepared,
}

/// Counts an amount: it is on the disk when this returns. Waits for no network, and for no process that does.
pub fn consume(
    rooms: &Arc<Rooms>,
    device: &Identification,
    feature: Option<&str>,
    amount: i64,
) -> Result<(), Error> {
    must_be_something(amount)?;
    let store = rooms.activations.store()?;
    let license = license(rooms, device)
        .map_err(|error| must_be_active(rooms, device).err().unwrap_or(error))?;
    let (book, meter) = (rooms.books.of(device), Meter::of(Some(&license)));
    let heard = book.heard(&license, feature, || meter.counting(feature))?;
    let fresh = Fresh { codes: &|| meter.codes(), now: rooms.time().now() };
    let count = |page: Page<'_>| {
        // Under the lock: what is counted once the license is being given up would be lost.
        must_be_active(rooms, device)?;
        Counting { heard, feature, amount }.step(page, &fresh)
    };
    while let Step::Prepared = book.open(store, true, count)? {}
    schedule(rooms, device);
    Ok(())
}

struct Counting<'a> {
    /// By the license.
    heard: Heard,
    feature: Option<&'a str>,
    amount: i64,
}

impl Counting<'_> {
    fn step(&self, mut page: Page<'_>, fresh: &Fresh) -> Result<Step, Error> {
        let mut view = page.view(fresh)?;
        let account = view.state.account(self.feature);
        let newest = Heard::newer(account.heard, Some(self.heard)).unwrap_or(self.heard);
        account.admit(&newest, self.amount)?;
        if view.is_lost || view.state.find(self.feature).is_none() {
            view.state.entry(self.feature);
            page.write(&view)?;
            return Ok(Step::Prepared);
        }
        page.append(self.feature, self.amount)?;
        Ok(Step::Counted)
    }
}

fn must_be_active(rooms: &Rooms, device: &Identification) -> Result<(), Error> {
    match rooms.activations.held(device)?.state {
        State::Active => Ok(()),
        State::Refused(refusal) => Err(refused(refusal)),
        State::Deactivating | State::Activating | State::NotActivated => {
            Err(Error::new(Status::NotActivated, "the license is being given up on this device"))
        }
    }
}

/// What was consumed. Blocks while files are read.
pub fn balance(
    rooms: &Rooms,
    device: &Identification,
    feature: Option<&str>,
) -> Result<Balance, Error> {
    let store = rooms.activations.store()?;
    rooms.activations.held(device)?;
    let license = license(rooms, device);
    let meter = Meter::of(license.as_ref().ok());
    let fresh = Fresh { codes: &|| meter.codes(), now: rooms.time().now() };
    let book = rooms.books.of(device);
    let view = book.open(store, false, |mut page| page.view(&fresh))?;
    let account = view.state.account(feature);
    let said = match &license {
        Ok(_) => Some(meter.counting(feature)?),
        Err(_) => None,
    };
    let newest = Heard::newer(account.heard, said);
    let Heard { total, terms, .. } = newest.ok_or_else(|| license.err().unwrap_or_else(unknown))?;
    let (unsent, uncertain) = (account.unsent, account.in_doubt());
    Ok(Balance { total: total.get().unwrap_or_default(), limit: terms.limit, unsent, uncertain })
}

fn unknown() -> Error {
    Error::new(Status::NotCached, "nothing is known of what was consumed; go online once")
}
