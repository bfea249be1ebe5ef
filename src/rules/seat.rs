//! The seat of what floats: when it is renewed, when it is lost, and what the application is told of that.
//!
//! ```text
//! 0 ─────────── 1/2 ± 10 % ───── 3/4 ── 7/8 ── the whole timeout
//! last contact  renewed          again  again  lost
//! ```
//!
//! The licensing service frees a seat that it has not heard of for its timeout. Time is counted by a clock that goes on
//! while the device is suspended, and is not set: at the end a seat is lost, whatever became of the renewals.

use std::time::Duration;

use crate::clock::TOLERANCE;

/// Of a seat of which nobody says after how long it is free again.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(600);
/// The longest that counts: more cannot be waited for.
const MAX_MINUTES: u64 = 60 * 24 * 366;
/// A shorter timeout makes for many requests, of all devices together.
const SHORT: Duration = Duration::from_secs(300);
/// By how much of its time the first renewal comes earlier or later, so that devices that were started together do not
/// ask together: a tenth, to both sides.
const JITTER_PER_MILLE: u32 = 100;

/// Where a seat stands, that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Held,
    /// A renewal has failed, and time is left.
    AtRisk,
    Lost,
}

/// What has become of a renewal, or of the time for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Renewed,
    /// Nobody knows what the server would have said.
    Failed,
    /// The server has said no.
    Refused,
    /// The timeout is over.
    Over,
}

/// What the application is told of a seat. The numbers are those of C.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatEvent {
    /// A renewal has failed; time is left.
    AtRisk = 1,
    /// After that: a renewal has succeeded.
    Renewed = 2,
    /// It is lost, and is not taken again unless it is acquired again.
    Lost = 3,
}

/// What follows from news: each change is an event, and nothing else is.
pub fn after(standing: Standing, news: News) -> (Standing, Option<SeatEvent>) {
    match (standing, news) {
        (Standing::Held, News::Renewed) => (Standing::Held, None),
        (Standing::Held, News::Failed) => (Standing::AtRisk, Some(SeatEvent::AtRisk)),
        (Standing::AtRisk, News::Renewed) => (Standing::Held, Some(SeatEvent::Renewed)),
        (Standing::AtRisk, News::Failed) => (Standing::AtRisk, None),
        (Standing::Held | Standing::AtRisk, News::Refused | News::Over) => {
            (Standing::Lost, Some(SeatEvent::Lost))
        }
        (Standing::Lost, News::Renewed | News::Failed | News::Refused | News::Over) => {
            (Standing::Lost, None)
        }
    }
}

/// After how long without contact the server frees a seat; `minutes` is its word, which may be missing or make no
/// sense.
pub fn timeout(minutes: Option<i64>) -> Duration {
    let minutes = minutes.and_then(|minutes| u64::try_from(minutes).ok());
    let minutes = minutes.filter(|minutes| *minutes > 0).map(|minutes| minutes.min(MAX_MINUTES));
    minutes.map_or(DEFAULT_TIMEOUT, |minutes| Duration::from_secs(minutes.saturating_mul(60)))
}

/// Whether a timeout is so short that it is worth a warning.
pub fn is_short(timeout: Duration) -> bool {
    timeout < SHORT
}

/// When to try next, counted from the last contact; the timeout itself is the end. `tried` is when a renewal was tried
/// last since then, `chance` from 0 to 1,000.
pub fn next_try(timeout: Duration, tried: Option<Duration>, chance: u32) -> Duration {
    let Some(tried) = tried else {
        return jittered(part(timeout, 1, 2), chance);
    };
    let later = [part(timeout, 3, 4), part(timeout, 7, 8)].into_iter().find(|at| *at > tried);
    later.unwrap_or(timeout)
}

fn part(timeout: Duration, of: u32, parts: u32) -> Duration {
    timeout.saturating_mul(of).checked_div(parts).unwrap_or(timeout)
}

fn jittered(time: Duration, chance: u32) -> Duration {
    // From nine tenths to eleven tenths.
    let per_mille = 1000_u32.saturating_sub(JITTER_PER_MILLE);
    let more = chance.min(1000).saturating_mul(2 * JITTER_PER_MILLE).checked_div(1000);
    part(time, per_mille.saturating_add(more.unwrap_or_default()), 1000)
}

/// A moment, by both clocks of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Which run of the system; `None` where it does not say.
    pub boot_id: Option<String>,
    /// Since the system was started, the time included that it was suspended.
    pub boot_time: Duration,
    /// Unix seconds, by this device's clock alone.
    pub clock: i64,
    /// Unix seconds, by the later of this device's clock and the server's.
    pub wall: i64,
}

impl Stamp {
    /// The same moment once the server's clock is known better, as so many seconds later than this device's.
    pub fn by_the_server(self, offset: i64) -> Self {
        Self { wall: self.clock.saturating_add(offset.max(0)), ..self }
    }

    /// How long ago another moment was: by the clock that cannot be set, if the system has run on since; else by the
    /// other one. Where nobody knows whether it has, the longer time counts, so that a clock that is turned back makes no
    /// seat last longer. `None`: that clock was turned back beyond the moment, so that nobody can say.
    pub fn since(&self, then: &Self) -> Option<Duration> {
        let passed = self.boot_time.checked_sub(then.boot_time);
        let seconds = u64::try_from(self.wall.saturating_sub(then.wall));
        let by_the_wall = seconds.ok().map(Duration::from_secs);
        match self.is_same_run(then) {
            Some(true) => passed.or(by_the_wall),
            Some(false) => by_the_wall,
            None => by_the_wall.map(|time| time.max(passed.unwrap_or_default())),
        }
    }

    /// Where the system names no run, the moment of its start tells. `None`: it was another one, so that the system was
    /// started anew, or the clock was set.
    fn is_same_run(&self, then: &Self) -> Option<bool> {
        match (&self.boot_id, &then.boot_id) {
            (Some(one), Some(other)) => Some(one == other),
            (None, None) => {
                let is_same = self.started().abs_diff(then.started()) <= TOLERANCE.unsigned_abs();
                is_same.then_some(true)
            }
            (Some(_), None) | (None, Some(_)) => None,
        }
    }

    /// When the system was started, in Unix seconds: by the device's own clock, as what is learnt of the server's
    /// meanwhile is no time that has passed.
    fn started(&self) -> i64 {
        let running = i64::try_from(self.boot_time.as_secs()).unwrap_or(i64::MAX);
        self.clock.saturating_sub(running)
    }
}

/// Whether a seat is over of which the server was last heard `since`; so is one of which nobody can say.
pub fn is_over(since: Option<Duration>, timeout: Duration) -> bool {
    since.is_none_or(|since| since >= timeout)
}

#[cfg(test)]
mod tests;
