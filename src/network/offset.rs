//! How far the server's clock is ahead of this device's.
//!
//! A request is signed together with its date, and the server refuses a date that is too far off. So a wrong
//! clock would lock a user out; and a clock that was turned back would lengthen a license. Both are found
//! out from the time that the server gives over the verified connection.

use crate::clock::{Clock, TOLERANCE};
use crate::error::Error;
use crate::log::Log;
use crate::sync::Mutex;

/// The server's time less this device's.
pub struct Offset {
    clock: Clock,
    log: Log,
    /// In seconds; `None`: nobody has found it out.
    known: Mutex<Option<i64>>,
}

impl Offset {
    pub fn new(clock: Clock, log: Log) -> Self {
        Self { clock, log, known: Mutex::default() }
    }

    /// In seconds; 0 while the clocks agree, as far as is known.
    pub fn get(&self) -> i64 {
        // Before anybody has found it out, this device's own date is as good as any.
        self.known.lock().unwrap_or(0)
    }

    pub fn is_known(&self) -> bool {
        self.known.lock().is_some()
    }

    /// What a former process has found out is older than what this one knows, so it does not replace it.
    pub fn learn(&self, offset: i64) {
        self.known.lock().get_or_insert(offset);
    }

    fn set(&self, offset: i64) {
        *self.known.lock() = Some(offset);
    }

    /// Takes the date of a good answer: where the server is not the one to refuse a wrong date (it asks
    /// for a token, not for a signature), a clock that was turned back is found out by this alone.
    pub fn learn_date(&self, date: Option<i64>) {
        let known = self.get();
        let offset = date.map_or(known, |date| offset(date, self.clock.now(), known));
        if offset != known {
            self.set(offset);
            self.log.warning(format_args!(
                "this device's clock is {offset} s behind the license server's, by its last answer; the later of both counts"
            ));
        }
    }

    /// Takes the server's time from a refusal of the date; false if that is no news, so that the same
    /// request would be refused again. It serves for signing only: a license is judged by the later of
    /// both clocks.
    pub fn correct(&self, refusal: &Error) -> bool {
        let Some(server_time) = refusal.server_time() else {
            return false;
        };
        let offset = server_time.saturating_sub(self.clock.now());
        // The request was dated by this very offset, and refused: the date is not what is wrong.
        if offset == self.get() {
            return false;
        }
        self.set(offset);
        self.log.warning(format_args!(
            "this device's clock is {} s {} the license server's; requests are signed with the server's time",
            offset.unsigned_abs(),
            if offset > 0 { "behind" } else { "ahead of" },
        ));
        true
    }

    /// The failure, with what is known of this device's clock.
    pub fn explain(&self, refusal: Error) -> Error {
        match self.get() {
            0 => refusal,
            offset => refusal.and(format_args!("this device's clock is off by {offset} s")),
        }
    }
}

/// By how much the server's clock is ahead of this device's, where a good answer was dated `date` when it
/// was `now` here; 0 while they agree. `known` is what was known before: by how much requests are to be
/// dated back, if the device is ahead, only a refusal says, since a good answer may have been
/// held up for a while on its way.
fn offset(date: i64, now: i64, known: i64) -> i64 {
    let ahead = date.saturating_sub(now);
    let is_news = ahead.abs_diff(known.max(0)) > TOLERANCE.unsigned_abs();
    match ahead > TOLERANCE {
        true if is_news => ahead,
        false if known > 0 => 0,
        _ => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_answer_moves_the_time_forward_and_never_behind_the_devices() {
        for (date, now, known, expected) in [
            (1000, 1000, 0, 0),
            (1300, 1000, 0, 0),
            (1301, 1000, 0, 301),
            (5000, 1000, 4100, 4100),
            (5000, 1000, 3000, 4000),
            // The clock was put right.
            (5000, 5000, 4000, 0),
            // The device is ahead: what a refusal has said stays.
            (1000, 5000, 0, 0),
            (1000, 5000, -4000, -4000),
            (9000, 5000, -4000, 4000),
            (i64::MAX, i64::MIN, 0, i64::MAX),
            (i64::MIN, i64::MAX, 0, 0),
        ] {
            assert_eq!(offset(date, now, known), expected, "{date} {now} {known}");
        }
    }

    #[test]
    fn what_a_former_process_found_out_counts_until_this_one_knows_better() {
        let offset = Offset::new(Clock::manual(0), Log::default());
        assert!(!offset.is_known() && offset.get() == 0);
        offset.learn(7);
        offset.learn(8);
        assert!(offset.is_known() && offset.get() == 7);
        offset.set(9);
        offset.learn(7);
        assert_eq!(offset.get(), 9);
    }
}
