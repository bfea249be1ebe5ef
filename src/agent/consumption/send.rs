//! Sends what was counted: what is unsent of each counter in one request, and one process at a time.
//!
//! ```text
//! the right to send ── what is open is looked at ── a mark is written ── add_consumption ── answer ── confirmed
//!                             ^                                                 │  └── refused: unsent again
//!                             └────────────────── lost ─────────────────────────┘
//! ```
//!
//! The mark is on the disk before the request is sent. A sender that finds it knows that the amount may have arrived, and
//! that only the total can tell (`rules::consumption`). That is read by `check_license`, which would take a seat of
//! what floats: there it is told by the next answer alone.

use super::book::{Book, Fresh, State};
use super::meter::{Meter, license, takes_a_seat};
use crate::agent::activation::{News, check_call};
use crate::agent::caller::before_settling;
use crate::agent::rooms::Rooms;
use crate::api::{AddConsumption, AddFeatureConsumption, Identification};
use crate::error::{Error, Meaning, Status};
use crate::model::{Counter, Licenses};
use crate::network::Fetched;
use crate::results::Answer;
use crate::rules::consumption::{Account, Delivery, Heard, Open};
use crate::rules::lifecycle::Heard as Word;
use crate::run::Wait;
use crate::store::{Mark, Store};
use crate::sync::Arc;

/// Who wants it sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The application waits for it.
    Asked,
    /// Nobody waits: what the server would refuse, by what it has said last, is not sent.
    Time,
}

/// Sends all that is unsent of a license. Blocks for as long as the wait lasts. Fails where something is left: with
/// the first failure.
pub fn send_all(
    rooms: &Rooms,
    device: &Identification,
    cause: Cause,
    wait: &Wait,
) -> Result<(), Error> {
    let (store, book) = (rooms.activations.store()?, rooms.books.of(device));
    if !book.exists(store) {
        return Ok(());
    }
    let _turn = book.turn(store, wait)?;
    let license = license(rooms, device).ok();
    let floats = takes_a_seat(rooms, device, license.as_ref());
    Sender { rooms, device, store, book, license, floats, cause, wait }.run()
}

struct Sender<'a> {
    rooms: &'a Rooms,
    device: &'a Identification,
    store: &'a Store,
    book: Arc<Book>,
    /// As it was last heard of before.
    license: Option<Answer<Licenses>>,
    floats: bool,
    cause: Cause,
    wait: &'a Wait,
}

/// An amount on its way.
struct Sent {
    amount: i64,
    /// What was open before.
    others: Option<Open>,
    uncertain: i64,
}

/// What came of one counter.
enum Outcome {
    Done,
    /// The others can go on.
    Left(Error),
    /// The server cannot be reached now.
    Ended(Error),
}

impl Sender<'_> {
    fn run(&self) -> Result<(), Error> {
        let delivery = self.rooms.books.delivery;
        let (state, damage) = self.state()?;
        let mut first = damage.map_or(Ok(()), Err);
        let accounts = state.accounts.into_iter();
        for (feature, _) in accounts.filter(|(_, account)| account.has_work(delivery)) {
            match self.send(feature.as_deref()) {
                Outcome::Done => {}
                Outcome::Left(error) => first = first.and(Err(error)),
                Outcome::Ended(error) => return first.and(Err(error)),
            }
        }
        first
    }

    fn send(&self, feature: Option<&str>) -> Outcome {
        match self.try_send(feature) {
            Ok(None) => Outcome::Done,
            Ok(Some(left)) => Outcome::Left(left),
            Err(ended) => Outcome::Ended(ended),
        }
    }

    /// What is left of a counter, and why; an error: the others need not be tried.
    fn try_send(&self, feature: Option<&str>) -> Result<Option<Error>, Error> {
        let before = self.account(feature)?;
        let before = match before.open {
            Some(_) => self.look(feature)?,
            None => before,
        };
        let before = self.again(feature, before)?;
        if before.unsent == 0 {
            return Ok(before.open.map(|_| uncertain()));
        }
        if self.cause == Cause::Time && self.is_beyond(feature, &before) {
            return Ok(Some(used_up()));
        }
        let Some(sent) = self.mark(feature)? else {
            return Ok(None);
        };
        let (added, asked_at) = self.asked(|| self.add(feature, sent.amount));
        let left = match added {
            Ok(counter) => self.confirm(feature, &sent, &counter, asked_at)?,
            Err(failure) => self.after(feature, &sent, failure)?,
        };
        Ok(left)
    }

    /// At least once, all that may be missing is sent again.
    fn again(&self, feature: Option<&str>, account: Account) -> Result<Account, Error> {
        match self.rooms.books.delivery {
            Delivery::AtLeastOnce if account.in_doubt() != 0 || account.open.is_some() => {
                self.change_account(feature, |account| account.reopened())
            }
            Delivery::AtLeastOnce | Delivery::AtMostOnce => Ok(account),
        }
    }

    /// The mark of an amount that is about to be sent.
    fn mark(&self, feature: Option<&str>) -> Result<Option<Sent>, Error> {
        let heard = self.heard(feature);
        self.change(|state| {
            let account = state.entry(feature);
            // Giving back may have come to nothing meanwhile.
            let amount = Some(account.unsent).filter(|amount| *amount != 0)?;
            let before = Heard::newer(account.heard, heard).and_then(|heard| heard.total.get());
            let Account { open: others, uncertain, .. } = *account;
            *account = account.sending(before);
            Some(Sent { amount, others, uncertain })
        })
    }

    fn add(&self, feature: Option<&str>, amount: i64) -> Result<Counter, Error> {
        let (device, server) = (self.device.clone(), self.rooms.server());
        let wait = before_settling(self.wait);
        let fetched: Fetched<Counter> = match feature {
            None => server.call(&AddConsumption { device, amount }, &wait, &|| ()),
            Some(feature) => {
                let call = AddFeatureConsumption { device, feature: feature.to_owned(), amount };
                server.call(&call, &wait, &|| ())
            }
        }?;
        Ok(fetched.data)
    }

    fn confirm(
        &self,
        feature: Option<&str>,
        sent: &Sent,
        counter: &Counter,
        asked_at: i64,
    ) -> Result<Option<Error>, Error> {
        let (heard, is_shared) =
            (Heard::of(counter, self.rooms.time().now()), self.meter().is_shared());
        let after = self.change_account(feature, |account| {
            let confirmed = account.confirmed(sent.amount, sent.others, heard);
            confirmed.settled(&heard, asked_at, is_shared)
        })?;
        Ok(after.open.map(|_| uncertain()))
    }

    fn after(
        &self,
        feature: Option<&str>,
        sent: &Sent,
        failure: Error,
    ) -> Result<Option<Error>, Error> {
        // The mark stays: the next one finds out.
        if failure.status() == Status::Cancelled {
            return Err(failure);
        }
        if failure.leaves_open() {
            let after = self.look(feature)?;
            let is_settled = after.open.is_none() && after.uncertain == sent.uncertain;
            return Ok((!is_settled).then(|| uncertain().and(failure.message())));
        }
        self.change_account(feature, |account| account.returned(sent.amount, sent.others))?;
        if failure.meaning() != Meaning::DefiniteNo {
            return Err(failure);
        }
        self.hear(Word::No(failure.code().unwrap_or_default()));
        if failure.status() == Status::Quota {
            // Others have used it up; from now on it is known here too. The refusal is what matters.
            let _ = self.look(feature);
        }
        Ok(Some(failure))
    }

    /// Reads the total, and settles what is open by it.
    fn look(&self, feature: Option<&str>) -> Result<Account, Error> {
        if self.floats {
            return self.account(feature);
        }
        let call = check_call(self.device);
        let (asked, asked_at) = self.asked(|| self.rooms.server().call(&call, self.wait, &|| ()));
        let fetched = match asked {
            Ok(fetched) => fetched,
            Err(no) if no.meaning() == Meaning::DefiniteNo => {
                self.hear(Word::No(no.code().unwrap_or_default()));
                return Err(uncertain().and(no.message()));
            }
            Err(failure) if failure.status() == Status::Cancelled => return Err(failure),
            Err(failure) => return Err(uncertain().and(failure.message())),
        };
        if let Some(signed) = &fetched.signed {
            let mark = Mark { newest: fetched.at, offset: self.rooms.time().offset };
            self.rooms.answers.save(&call, signed, &fetched.data, mark, None);
        }
        self.hear(Word::Answer);
        let answer = Answer::fresh(Arc::new(fetched.data), fetched.at, self.rooms.time());
        let meter = Meter::of(Some(&answer));
        let is_shared = meter.is_shared();
        let Some(heard) = meter.heard(feature) else {
            return self.account(feature);
        };
        let heard = Heard { at: self.rooms.time().now(), ..heard };
        self.change_account(feature, |account| Account {
            heard: Some(heard),
            ..account.settled(&heard, asked_at, is_shared)
        })
    }

    fn hear(&self, heard: Word) {
        let news = News { heard, floats: None, now: self.rooms.time().now() };
        self.rooms.activations.hear(self.device, &news, self.wait);
    }

    fn meter(&self) -> Meter<'_> {
        Meter::of(self.license.as_ref())
    }

    fn heard(&self, feature: Option<&str>) -> Option<Heard> {
        self.meter().heard(feature)
    }

    fn is_beyond(&self, feature: Option<&str>, account: &Account) -> bool {
        let heard = Heard::newer(account.heard, self.heard(feature));
        heard.is_some_and(|heard| account.is_beyond(&heard))
    }

    /// Asks, and says when that was by the server's clock: its time is known best by the answer.
    fn asked<T>(&self, ask: impl FnOnce() -> T) -> (T, i64) {
        let now = self.rooms.time().clock.now();
        let answer = ask();
        (answer, now.saturating_add(self.rooms.time().offset))
    }

    fn account(&self, feature: Option<&str>) -> Result<Account, Error> {
        self.state().map(|(state, _)| state.account(feature))
    }

    fn change_account(
        &self,
        feature: Option<&str>,
        change: impl FnOnce(&Account) -> Account,
    ) -> Result<Account, Error> {
        self.change(|state| {
            let account = state.entry(feature);
            *account = change(account);
            *account
        })
    }

    fn state(&self) -> Result<(State, Option<Error>), Error> {
        let meter = self.meter();
        let fresh = Fresh { codes: &|| meter.codes(), now: self.rooms.time().now() };
        self.book.look(self.store, &fresh)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> Result<T, Error> {
        let meter = self.meter();
        let fresh = Fresh { codes: &|| meter.codes(), now: self.rooms.time().now() };
        self.book.change(self.store, &fresh, change)
    }
}

fn uncertain() -> Error {
    Error::new(
        Status::Uncertain,
        "whether the license server has counted what was sent is not known; its next totals may tell",
    )
}

fn used_up() -> Error {
    Error::new(
        Status::Quota,
        "what is unsent is more than may be consumed, by what the license server has said last",
    )
}
