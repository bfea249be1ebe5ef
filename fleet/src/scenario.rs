//! What happens on the morning that is simulated.

use std::ops::Range;

use crate::limits::Limits;

/// The simulated time ends at noon; all times are in milliseconds since midnight.
pub const END: u32 = 12 * HOUR;
/// An hour.
pub const HOUR: u32 = 60 * MINUTE;
/// A minute.
pub const MINUTE: u32 = 60_000;

/// When everybody arrives.
const NINE: Range<u32> = 8 * HOUR + 55 * MINUTE..9 * HOUR + 5 * MINUTE;
/// When the others do, one by one.
const OTHERS: Range<u32> = 6 * HOUR..10 * HOUR;
const OUTAGE: Range<u32> = 9 * HOUR + 10 * MINUTE..9 * HOUR + 40 * MINUTE;
/// Of a million.
const ALL: usize = 1_000_000;
const OFFICES: usize = 2_000;
const SEATS: usize = 20_000;

/// By which of the shipped rules the devices go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// A refresh waits for its moment, and one that has failed is made again. Else it is made at once, and never again.
    pub spread: bool,
    /// A request is dated back. Else it has the date of the clock.
    pub date_back: bool,
}

impl Manners {
    /// All of them.
    pub const SHIPPED: Self = Self { spread: true, date_back: true };
    /// Those before there was a rule for many devices.
    pub const FORMER: Self = Self { spread: false, date_back: false };
}

/// A morning.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Of the run, and of its plots.
    pub name: &'static str,
    /// How many devices there are.
    pub devices: usize,
    /// How many addresses they have.
    pub offices: usize,
    /// How many of the devices hold a floating seat of 15 minutes.
    pub seats: usize,
    /// What the service allows.
    pub limits: Limits,
    /// When the service is down.
    pub outage: Range<u32>,
    /// The rules.
    pub manners: Manners,
}

impl Scenario {
    /// A million starts at nine, or one of so many parts of that: fewer devices and offices, and limits to match.
    pub fn nine(part: usize) -> Self {
        let Limits { company, address, authorization } = Limits::DOCUMENTED;
        Self {
            name: "nine",
            devices: ALL / part,
            offices: OFFICES / part,
            seats: 0,
            limits: Limits {
                company: company / part,
                address,
                authorization: authorization.div_ceil(part),
            },
            outage: 0..0,
            manners: Manners::SHIPPED,
        }
    }

    /// The same, and the service is down for half an hour.
    pub fn outage(part: usize) -> Self {
        Self { name: "outage", outage: OUTAGE, ..Self::nine(part) }
    }

    /// The same with seats, and without an outage, which would outlast them.
    pub fn seats(part: usize) -> Self {
        Self { name: "seats", seats: SEATS / part, ..Self::nine(part) }
    }

    /// All of them.
    pub fn all(part: usize) -> [Self; 3] {
        [Self::nine(part), Self::outage(part), Self::seats(part)]
    }

    /// The same by other rules.
    pub fn by(self, manners: Manners) -> Self {
        Self { manners, ..self }
    }

    /// When a device is started: each other one at nine.
    pub fn start(&self, device: usize, rng: &mut fastrand::Rng) -> u32 {
        rng.u32(if device.is_multiple_of(2) { NINE } else { OTHERS })
    }
}
