//! The server's clock, which may be wrong on purpose. The only file that reads the time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use time::OffsetDateTime;

/// How old, or how far ahead, the date of a request may be.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// A clock with an offset that can be changed while it runs.
pub struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    /// A clock that is off by so many seconds.
    pub fn new(offset_seconds: i64) -> Self {
        Self { offset_seconds: AtomicI64::new(offset_seconds) }
    }

    /// Changes by how much it is off.
    pub fn set_offset(&self, seconds: i64) {
        self.offset_seconds.store(seconds, Ordering::Relaxed);
    }

    /// By how much it is off.
    pub fn offset(&self) -> i64 {
        self.offset_seconds.load(Ordering::Relaxed)
    }

    /// What this clock shows.
    pub fn now(&self) -> SystemTime {
        let offset = self.offset();
        let distance = Duration::from_secs(offset.unsigned_abs());
        let now = SystemTime::now();
        let moved = if offset < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
        moved.unwrap_or(now)
    }

    /// What this clock shows, as a `Date` header.
    pub fn http_date(&self) -> String {
        httpdate::fmt_http_date(self.now())
    }
}

/// Is the `Date` of a request near enough to `now`?
pub fn in_window(date: &str, now: SystemTime) -> bool {
    let Ok(date) = httpdate::parse_http_date(date) else {
        return false;
    };
    let distance = match now.duration_since(date) {
        Ok(age) => age,
        Err(ahead) => ahead.duration(),
    };
    distance <= WINDOW
}

/// Dates as the licensing service writes them, counted from one moment.
#[derive(Clone, Copy)]
pub struct Calendar {
    today: OffsetDateTime,
}

impl Calendar {
    /// Counts from `now`.
    pub fn at(now: SystemTime) -> Self {
        Self { today: now.into() }
    }

    /// `2031-03-16`, so many days from today.
    pub fn day(self, days: i64) -> String {
        let date = self.today + time::Duration::days(days);
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        format!("{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 07 Jun 2011 20:51:35 GMT";

    fn moment(offset: i64) -> SystemTime {
        let date = httpdate::parse_http_date(DATE).unwrap();
        let distance = Duration::from_secs(offset.unsigned_abs());
        if offset < 0 { date - distance } else { date + distance }
    }

    #[test]
    fn a_date_is_good_for_fifteen_minutes_either_way() {
        for offset in [-900, 0, 900] {
            assert!(in_window(DATE, moment(offset)), "{offset}");
        }
        for offset in [-901, 901] {
            assert!(!in_window(DATE, moment(offset)), "{offset}");
        }
    }

    #[test]
    fn what_is_no_date_is_outside_the_window() {
        for date in ["", "now", "2011-06-07T20:51:35Z", "1307479895"] {
            assert!(!in_window(date, moment(0)), "{date}");
        }
    }

    #[test]
    fn days_are_counted_over_the_end_of_a_year() {
        let calendar = Calendar::at(moment(0));
        assert_eq!(calendar.day(0), "2011-06-07");
        assert_eq!(calendar.day(-158), "2010-12-31");
        assert_eq!(calendar.day(268), "2012-03-01");
    }
}
