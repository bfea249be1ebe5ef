//! Consumption: how much may be consumed, and what a total says about amounts whose answer was lost.
//!
//! The server has no idempotency key. An amount whose answer was lost is *open*: only the total can tell what
//! became of it, and it cannot tell everything.
//!
//! | the total, less the one before | of this device alone | shared with other devices |
//! |---|---|---|
//! | as before | it has not arrived yet | the same, if totals of this license only grow |
//! | more, and less than the smallest open amount | nobody knows | the same |
//! | more by exactly what is open | it has arrived | nobody knows: it may be another device's |
//! | anything else, or nothing is known of the one before | nobody knows | nobody knows |
//!
//! A request that has not arrived yet may arrive late. The server takes none whose date is older than 15 minutes, so
//! that [`CANNOT_ARRIVE`] after a total was first asked for, and not before, it will never arrive.

use std::time::Duration;

use crate::error::{Error, Status};
use crate::model::{Counter, Flag, Int};

/// So long after it was given up a request is not taken any more, in seconds: 15 minutes, twice the 5 minutes by which a
/// clock may differ unnoticed (when it was dated, and when the total was read), and as much again.
pub(crate) const CANNOT_ARRIVE: i64 = 1800;

/// Between two sends in the background, at most, unless the application wants it longer.
const MAX_PAUSE: Duration = Duration::from_secs(3600);

/// What becomes of an amount of which nobody can find out whether the server has counted it. The numbers are those
/// of the C ABI.
///
/// cbindgen:ignore
#[repr(i32)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// It is not sent again, and stays in the balance.
    #[default]
    AtMostOnce = 0,
    /// It is sent again.
    AtLeastOnce = 1,
}

/// What a counter allows, as last heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// With what may be used beyond it; `None`: unlimited.
    pub limit: Option<i64>,
    pub may_give_back: bool,
    /// The total may become smaller without this device.
    pub may_fall: bool,
    /// It may begin anew with a period.
    pub may_reset: bool,
}

/// A total, and what was said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    pub total: Int,
    pub terms: Terms,
    /// When it was known, in Unix seconds: what was asked for later is newer.
    pub at: i64,
}

/// What this device has counted and the server has not confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub unsent: i64,
    /// Sent, without an answer yet.
    pub open: Option<Open>,
    /// Sent, and nobody will ever know whether it has arrived.
    pub uncertain: i64,
    /// By an answer to an amount that was sent.
    pub heard: Option<Heard>,
}

/// Amounts that were sent, of which nobody knows yet whether they have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// All of them.
    pub amount: i64,
    /// The smallest one; 0 where some give back and others do not.
    pub least: i64,
    /// The total before all of them, with what was confirmed since; `None`: nobody knows.
    pub before: Option<i64>,
    /// Since when it is known that nothing of it is being sent, in Unix seconds by the server's clock: when a total was
    /// first asked for. `None`: not yet.
    pub at: Option<i64>,
}

/// What a total says about what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Arrived,
    /// It may still arrive.
    NotYet,
    /// It will never arrive.
    NotArrived,
    Unknown,
}

impl Terms {
    /// What cannot be read counts on the strict side; so does a limit that was not sent.
    pub fn of(counter: &Counter) -> Self {
        let is_unlimited = counter.is_unlimited == Flag::Read(true);
        let overages = match (counter.allows_overages, counter.max_overages) {
            (Int::Read(1..), Int::Read(more @ 1..)) => more,
            _ => 0,
        };
        let limit = counter.limit.get().unwrap_or(0).saturating_add(overages);
        let may_reset = counter.resets != Flag::Read(false);
        Self {
            limit: (!is_unlimited).then_some(limit),
            may_give_back: matches!(counter.allows_negative, Flag::Absent | Flag::Read(true)),
            may_fall: may_reset || counter.allows_negative != Flag::Read(false),
            may_reset,
        }
    }
}

impl Heard {
    pub fn of(counter: &Counter, at: i64) -> Self {
        Self { total: counter.total, terms: Terms::of(counter), at }
    }

    /// The newer one of what an answer to an amount has said, and of what the license says that was asked for at its
    /// time.
    pub fn newer(counted: Option<Self>, license: Option<Self>) -> Option<Self> {
        match (counted, license) {
            (Some(counted), Some(license)) if license.at > counted.at => Some(license),
            (Some(counted), _) => Some(counted),
            (None, license) => license,
        }
    }

    /// Whether there is room for all that was counted. A total that was not sent is none yet; beside one that cannot be
    /// read there is no room.
    fn has_room_for(&self, counted: i128) -> bool {
        match (self.terms.limit, self.total) {
            (None, _) => true,
            (Some(limit), Int::Read(total)) => {
                i128::from(total).saturating_add(counted) <= limit.into()
            }
            (Some(limit), Int::Absent) => counted <= limit.into(),
            (Some(_), Int::Unreadable) => false,
        }
    }
}

impl Open {
    /// An amount that is about to be sent.
    pub fn new(amount: i64, before: Option<i64>) -> Self {
        Self { amount, least: amount.saturating_abs(), before, at: None }
    }

    /// One more, while others are open.
    fn and(self, next: Self) -> Self {
        let is_alike = self.least != 0 && (self.amount < 0) == (next.amount < 0);
        Self {
            amount: self.amount.saturating_add(next.amount),
            least: if is_alike { self.least.min(next.least) } else { 0 },
            before: self.before.filter(|_| next.before.is_some()),
            at: None,
        }
    }
}

impl Account {
    /// What the server may not have in its total.
    fn pending(&self) -> i128 {
        let open = self.open.map_or(0, |open| open.amount);
        [self.unsent, self.uncertain, open].into_iter().fold(0, |sum, amount| {
            // Three numbers of 64 bits.
            sum.saturating_add(i128::from(amount))
        })
    }

    /// What is shown as uncertain.
    pub fn in_doubt(&self) -> i64 {
        self.uncertain.saturating_add(self.open.map_or(0, |open| open.amount))
    }

    /// Whether there is anything that a sender could do.
    pub fn has_work(&self, delivery: Delivery) -> bool {
        let may_be_sent = delivery == Delivery::AtLeastOnce && self.uncertain != 0;
        self.unsent != 0 || self.open.is_some() || may_be_sent
    }

    /// May so much be consumed? By what was heard last; giving back needs no room.
    pub fn admit(&self, heard: &Heard, amount: i64) -> Result<(), Error> {
        must_be_something(amount)?;
        if amount < 0 && !heard.terms.may_give_back {
            return Err(Error::new(
                Status::NotAllowed,
                "the vendor does not allow that consumption is given back",
            ));
        }
        if self.unsent.checked_add(amount).is_none() {
            return Err(Error::invalid("amount", "is too large together with what is unsent"));
        }
        let counted = self.pending().saturating_add(amount.into());
        if amount > 0 && !heard.has_room_for(counted) {
            return Err(Error::new(
                Status::Quota,
                "what may be consumed is used up, by what the license server has said last and what was counted on this device since",
            ));
        }
        Ok(())
    }

    /// Whether the server would refuse what is unsent, by what was heard last. What is in doubt is in the total by now,
    /// or never will be.
    pub fn is_beyond(&self, heard: &Heard) -> bool {
        let is_known = heard.total != Int::Unreadable;
        self.unsent > 0 && is_known && !heard.has_room_for(self.unsent.into())
    }

    /// About to be sent: all that is unsent. To be on the disk before the request leaves.
    pub fn sending(&self, before: Option<i64>) -> Self {
        let next = Open::new(self.unsent, before);
        let open = Some(self.open.map_or(next, |open| open.and(next)));
        Self { unsent: 0, open, ..*self }
    }

    /// The answer to `sent` has come; `others` were open before that, and still are.
    pub fn confirmed(&self, sent: i64, others: Option<Open>, heard: Heard) -> Self {
        let moved = |before: i64| before.checked_add(sent);
        let open = others.map(|open| Open { before: open.before.and_then(moved), ..open });
        Self { open, heard: Some(heard), ..*self }
    }

    /// `sent` is known not to have been counted.
    pub fn returned(&self, sent: i64, others: Option<Open>) -> Self {
        Self { unsent: self.unsent.saturating_add(sent), open: others, ..*self }
    }

    /// A total was heard that was asked for at this time, by the server's clock, and after all that is open was sent.
    pub fn settled(&self, heard: &Heard, asked_at: i64, is_shared: bool) -> Self {
        let Some(open) = self.open else {
            return *self;
        };
        let without = Self { open: None, ..*self };
        match verdict(&open, heard, asked_at, is_shared) {
            Verdict::Arrived => without,
            Verdict::NotYet => {
                let at = open.at.or(Some(asked_at));
                Self { open: Some(Open { at, ..open }), ..*self }
            }
            Verdict::NotArrived => without.returned(open.amount, None),
            Verdict::Unknown => {
                Self { uncertain: self.uncertain.saturating_add(open.amount), ..without }
            }
        }
    }

    /// What is not known to have arrived is to be sent again.
    pub fn reopened(&self) -> Self {
        let unsent = self.unsent.saturating_add(self.in_doubt());
        Self { unsent, open: None, uncertain: 0, ..*self }
    }
}

/// How long after a send that failed, the `failures`-th in a row, the next one is: what it is after the first unsent
/// amount, twice as long each time, up to an hour. `chance` is from 0 to 1,000, and takes up to a quarter off, so that
/// many devices do not come back at once.
pub fn send_again_after(sync_after: Duration, failures: u32, chance: u32) -> Duration {
    let doubled = sync_after.saturating_mul(1 << failures.min(16));
    let longest = doubled.min(MAX_PAUSE.max(sync_after));
    let off = longest.saturating_mul(chance.min(1000)).checked_div(4000).unwrap_or_default();
    longest.saturating_sub(off)
}

/// See the table of this file.
pub fn verdict(open: &Open, heard: &Heard, asked_at: i64, is_shared: bool) -> Verdict {
    let (Some(before), Int::Read(total)) = (open.before, heard.total) else {
        return Verdict::Unknown;
    };
    let more = i128::from(total).saturating_sub(before.into());
    let may_have_begun_anew = heard.terms.may_reset && (total == 0 || open.amount < 0);
    let has_not_arrived = match is_shared {
        true => !heard.terms.may_fall && (0..i128::from(open.least)).contains(&more),
        false => open.least != 0 && more == 0 && !may_have_begun_anew,
    };
    let has_arrived =
        !is_shared && open.least != 0 && more == i128::from(open.amount) && !may_have_begun_anew;
    match (has_not_arrived, has_arrived) {
        (true, _) if open.at.is_some_and(|at| asked_at.saturating_sub(at) >= CANNOT_ARRIVE) => {
            Verdict::NotArrived
        }
        (true, _) => Verdict::NotYet,
        (false, true) => Verdict::Arrived,
        (false, false) => Verdict::Unknown,
    }
}

/// To be said first: of an argument, whatever the license is.
pub fn must_be_something(amount: i64) -> Result<(), Error> {
    if amount == 0 {
        return Err(Error::invalid("amount", "is 0"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
