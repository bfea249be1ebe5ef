//! What becomes of the consumption of a license that this device gives up.

use super::background::unschedule;
use super::book::{Feature, Fresh, State};
use super::meter::{Meter, license};
use super::send::{Cause, send_all};
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Meaning, Status};
use crate::rules::consumption::{Account, Delivery};
use crate::run::Wait;
use crate::store::Store;

/// Sends what is unsent before the license is given up. An error: the server cannot be reached, and the license has to
/// stay. What the server refuses, or nobody can know of, holds nothing up: that is logged.
pub fn send_before_the_end(
    rooms: &Rooms,
    device: &Identification,
    wait: &Wait,
) -> Result<(), Error> {
    let send = || send_all(rooms, device, Cause::Asked, wait);
    let is_uncertain = |error: &Error| error.status() == Status::Uncertain;
    let sent = match send() {
        // What nobody knows of is sent again, once.
        Err(error) if is_uncertain(&error) && rooms.books.delivery == Delivery::AtLeastOnce => {
            send()
        }
        sent => sent,
    };
    match sent {
        Err(error) if is_final(&error) => {
            let (product, why) = (&device.product, error.for_log());
            rooms.log.warning(format_args!(
                "consumption {product}: not all was counted of a license that is given up, {why}"
            ));
            Ok(())
        }
        sent => sent,
    }
}

/// Whether to wait longer would change nothing.
fn is_final(error: &Error) -> bool {
    error.meaning() == Meaning::DefiniteNo
        || matches!(error.status(), Status::Uncertain | Status::Cache)
}

/// Sends what is left of a license in whose place another one comes. Where that fails it stays in the store, and is
/// sent once the license is activated here again.
pub fn send_of_former(rooms: &Rooms, device: &Identification, wait: &Wait) {
    if let Err(error) = send_all(rooms, device, Cause::Asked, wait) {
        let (product, why) = (&device.product, error.for_log());
        rooms.log.warning(format_args!(
            "consumption {product}: not all was counted of the license that was here before, {why}; it is sent once that is activated again"
        ));
    }
}

/// Forgets what a license has counted, with the license.
pub fn forget(rooms: &Rooms, device: &Identification) -> Result<(), Error> {
    unschedule(rooms, device);
    let (store, book) = (rooms.activations.store()?, rooms.books.of(device));
    if !book.exists(store) {
        return Ok(());
    }
    book.remove(store)
}

/// What is unsent of each counter, for a file that gives the license up.
pub fn unsent(rooms: &Rooms, device: &Identification) -> Result<Vec<(Feature, i64)>, Error> {
    let (store, book) = (rooms.activations.store()?, rooms.books.of(device));
    if !book.exists(store) {
        return Ok(Vec::new());
    }
    let license = license(rooms, device).ok();
    let meter = Meter::of(license.as_ref());
    let fresh = Fresh { codes: &|| meter.codes(), now: rooms.time().now() };
    let (state, _) = book.look(store, &fresh)?;
    Ok(unsent_in(&state))
}

fn unsent_in(state: &State) -> Vec<(Feature, i64)> {
    let accounts = state.accounts.iter().filter(|(_, account)| account.unsent != 0);
    accounts.map(|(feature, account)| (feature.clone(), account.unsent)).collect()
}

/// The accounts of counters whose amounts are in a file, as they were before.
pub type Given = Vec<(Feature, Account)>;

/// The amounts are in a file from now on, which may be carried away: whatever happens they are not sent as well, unless
/// they are taken back. `None`: they are no longer all that is unsent.
pub fn hand_over(
    rooms: &Rooms,
    device: &Identification,
    amounts: &[(Feature, i64)],
) -> Result<Option<Given>, Error> {
    if amounts.is_empty() && !rooms.books.of(device).exists(rooms.activations.store()?) {
        return Ok(Some(Given::new()));
    }
    change(rooms, device, |state| {
        if unsent_in(state) != amounts {
            return None;
        }
        let give = |(feature, _): &(Feature, i64)| {
            let account = state.entry(feature.as_deref());
            let before = *account;
            // Nothing is to say that they have not arrived: no total from before.
            *account = account.sending(None);
            (feature.clone(), before)
        };
        Some(amounts.iter().map(give).collect())
    })
}

/// The file will not be there.
pub fn take_back(rooms: &Rooms, device: &Identification, given: &Given) -> Result<(), Error> {
    if given.is_empty() {
        return Ok(());
    }
    change(rooms, device, |state| {
        for (feature, before) in given {
            let account = state.entry(feature.as_deref());
            *account = account.returned(before.unsent, before.open);
        }
    })
}

fn change<T>(
    rooms: &Rooms,
    device: &Identification,
    change: impl FnOnce(&mut State) -> T,
) -> Result<T, Error> {
    let (store, book): (&Store, _) = (rooms.activations.store()?, rooms.books.of(device));
    let fresh = Fresh { codes: &Vec::new, now: rooms.time().now() };
    book.change(store, &fresh, change)
}
