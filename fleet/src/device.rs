//! One device: what lies in its store, and what its agent knows.

use std::time::Duration;

use lsagent::fuzzing::fleet::{Agreement, Before, Standing, offset};

/// Of the clocks so many in a hundred are wrong by minutes.
const WRONG_CLOCKS: u32 = 2;
/// By so many seconds, at most: a date that is further off is refused, which costs a call and is no matter of many.
const MOST_WRONG: i64 = 800;
/// Others differ by so much.
const USUALLY_WRONG: i64 = 2;
/// One of so many has no answer yet.
const NEW: usize = 500;
/// One of so many counts what is consumed.
const METERED: usize = 50;
const HOUR: i64 = 3600;

/// A device. Times are in seconds since midnight by a right clock, unless they are said to be in milliseconds.
pub struct Device {
    /// Whose address it has.
    pub office: usize,
    /// When it was started; `None`: not yet.
    pub started: Option<i64>,
    /// By how much its clock is ahead.
    pub clock: i64,
    /// What it knows of that.
    pub offset: i64,
    /// Whether its requests may be dated back.
    pub agreement: Agreement,
    /// When the stored answer was obtained, as the device sees it.
    pub fetched_at: Option<i64>,
    /// When it was.
    pub answered_at: Option<i64>,
    /// The newest time that the store has recorded.
    pub newest: Option<i64>,
    /// When the moments of the stored answer are.
    pub chance: u32,
    /// When its process checked first, and the newest time that the store had recorded then.
    pub first_check: Option<(i64, Option<i64>)>,
    /// Whether a refresh waits for its moment, or is being made.
    pub is_planned: bool,
    /// Whether it counts what is consumed.
    pub is_metered: bool,
    /// How many times that could not be sent.
    pub unsent: u32,
    /// The seat that it holds.
    pub seat: Option<Box<Seat>>,
    /// Whether its application needs a seat.
    pub floats: bool,
}

/// A floating seat; in milliseconds.
#[derive(Clone, Copy)]
pub struct Seat {
    /// When the service was last heard.
    pub heard: u32,
    /// When a renewal was tried since, counted from then.
    pub tried: Option<Duration>,
    /// For its renewal.
    pub chance: u32,
    /// Whether it is held.
    pub standing: Standing,
}

impl Device {
    /// As it was left yesterday, within an hour of its last answer.
    pub fn new(number: usize, office: usize, floats: bool, rng: &mut fastrand::Rng) -> Self {
        let is_new = number / 2 % NEW == 1;
        let clock = clock(rng);
        let newest = rng.i64(17 * HOUR..19 * HOUR) - 24 * HOUR;
        let fetched_at = (!is_new).then(|| newest - rng.i64(0..HOUR));
        Self {
            office,
            started: None,
            clock,
            // As the last answer has left it.
            offset: if is_new { 0 } else { offset(0, clock, 0) },
            agreement: if is_new { Agreement::Unheard } else { Agreement::Heard },
            fetched_at,
            answered_at: fetched_at,
            newest: (!is_new).then_some(newest),
            chance: rng.u32(0..=1000),
            first_check: None,
            is_planned: false,
            is_metered: number / 2 % METERED == 1,
            unsent: 0,
            seat: None,
            floats,
        }
    }

    /// The later of its clock and the server's, as far as it knows that one.
    pub fn now(&self, now: i64) -> i64 {
        now + self.clock + self.offset.max(0)
    }

    /// As the agent's `Planned::before`; `now` is as the device sees it.
    pub fn before(&mut self, fetched_at: i64, now: i64) -> Option<Before> {
        let (began, newest) = *self.first_check.get_or_insert((now, self.newest));
        let newest = newest.filter(|_| fetched_at < began)?;
        Some(Before { last_use: now - newest, pause: began - newest })
    }

    /// A good answer came with the server's time.
    pub fn hear(&mut self, now: i64) {
        self.offset = offset(now, now + self.clock, self.offset);
        if self.agreement == Agreement::Unheard {
            self.agreement = Agreement::Heard;
        }
    }
}

fn clock(rng: &mut fastrand::Rng) -> i64 {
    if rng.u32(0..100) < WRONG_CLOCKS {
        rng.i64(-MOST_WRONG..=MOST_WRONG)
    } else {
        rng.i64(-USUALLY_WRONG..=USUALLY_WRONG)
    }
}
