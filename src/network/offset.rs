//! How far the server's clock is ahead of this device's.
//!
//! A request is signed together with its date, and the server refuses a date that is too far off. So a wrong
//! clock would lock a user out; and a clock that was turned back would lengthen a license. Both are found
//! out from the time that the server gives over the verified connection.
//!
//! With an API key all devices of a vendor that ask in one second show the same `Authorization` value, of which the
//! server takes 50 calls a second. So requests are dated back by some time, each by another one:
//!
//! ```text
//! 15 minutes ─────── 10 ──────────────────── 5 ───────────────── 0
//! refused    reserve    a slow clock, unnoticed    dated back      the server's time
//! ```

use crate::clock::{Clock, TOLERANCE};
use crate::error::Error;
use crate::log::Log;
use crate::sync::Mutex;

/// By how many seconds a request is dated back, at most: of the 15 minutes that a date may be old a third. Another
/// third is for a clock that is slow and not noticed ([`TOLERANCE`]), the last one for what nobody has thought of.
const MAX_BACK: i64 = 300;

/// The server's time less this device's.
pub struct Offset {
    clock: Clock,
    log: Log,
    /// In seconds; `None`: nobody has found it out.
    known: Mutex<Option<i64>>,
    agreement: Mutex<Agreement>,
}

/// What the server has said of the dates of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Agreement {
    /// Nothing yet: this device's clock may be wrong by any time.
    #[default]
    Unheard,
    /// Its own time, with a good answer to this process or to a former one.
    Heard,
    /// That it does not take one: from then on each is exact.
    Refused,
}

/// By how many seconds a request is dated back; `chance` is from 0 to 1,000.
pub fn dated_back(agreement: Agreement, chance: u32) -> i64 {
    match agreement {
        Agreement::Heard => MAX_BACK.saturating_mul(chance.min(1000).into()) / 1000,
        Agreement::Unheard | Agreement::Refused => 0,
    }
}

impl Offset {
    pub fn new(clock: Clock, log: Log) -> Self {
        Self { clock, log, known: Mutex::default(), agreement: Mutex::default() }
    }

    /// The same of a request that is about to be signed with a key.
    pub fn dated_back(&self, chance: u32) -> i64 {
        dated_back(*self.agreement.lock(), chance)
    }

    fn hear(&self) {
        let mut agreement = self.agreement.lock();
        if *agreement == Agreement::Unheard {
            *agreement = Agreement::Heard;
        }
    }

    /// Returns whether requests may have been dated back until now.
    fn refuse(&self) -> bool {
        std::mem::replace(&mut *self.agreement.lock(), Agreement::Refused) == Agreement::Heard
    }

    /// In seconds; 0 while the clocks agree, as far as is known.
    pub fn get(&self) -> i64 {
        // Before anybody has found it out, this device's own date is as good as any.
        self.known.lock().unwrap_or(0)
    }

    pub fn is_known(&self) -> bool {
        self.known.lock().is_some()
    }

    /// What a former process has found out is older than what this one knows, so it does not replace it. `None`: no
    /// process has found out anything.
    pub fn learn(&self, offset: Option<i64>) {
        self.known.lock().get_or_insert(offset.unwrap_or(0));
        if offset.is_some() {
            self.hear();
        }
    }

    fn set(&self, offset: i64) {
        *self.known.lock() = Some(offset);
    }

    /// Takes the date of a good answer: where the server is not the one to refuse a wrong date (it asks
    /// for a token, not for a signature), a clock that was turned back is found out by this alone.
    pub fn learn_date(&self, date: Option<i64>) {
        if date.is_some() {
            self.hear();
        }
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
        let was_back = self.refuse();
        let offset = server_time.saturating_sub(self.clock.now());
        // The request was dated by this very offset, and refused: the date is not what is wrong, unless it was dated
        // back from there.
        if offset == self.get() {
            return was_back;
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
pub fn offset(date: i64, now: i64, known: i64) -> i64 {
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
    use crate::error::Status;

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
        offset.learn(Some(7));
        offset.learn(Some(8));
        assert!(offset.is_known() && offset.get() == 7);
        offset.set(9);
        offset.learn(Some(7));
        assert_eq!(offset.get(), 9);
    }

    #[test]
    fn a_request_is_dated_back_by_a_third_of_what_a_date_may_be_old_at_most() {
        for (agreement, chance, expected) in [
            (Agreement::Unheard, 1000, 0),
            (Agreement::Heard, 0, 0),
            (Agreement::Heard, 10, 3),
            (Agreement::Heard, 500, 150),
            (Agreement::Heard, 1000, 300),
            (Agreement::Heard, u32::MAX, 300),
            (Agreement::Refused, 1000, 0),
        ] {
            assert_eq!(dated_back(agreement, chance), expected, "{agreement:?} {chance}");
        }
        const { assert!(MAX_BACK + TOLERANCE <= 900 - 300, "a slow clock must not fall out") };
    }

    #[test]
    fn requests_are_dated_back_once_the_server_has_told_its_time_and_until_it_refuses_a_date() {
        let offset = Offset::new(Clock::manual(1000), Log::default());
        let refusal = |at| Error::new(Status::Clock, "no").with_server_time(Some(at));
        offset.learn(None);
        offset.learn_date(None);
        assert_eq!(offset.dated_back(1000), 0);
        offset.learn_date(Some(1000));
        assert_eq!(offset.dated_back(1000), 300);
        // This server takes no date that is older than a minute, say: the same time once more is worth another try.
        assert!(offset.correct(&refusal(1000)));
        assert_eq!(offset.dated_back(1000), 0);
        assert!(!offset.correct(&refusal(1000)));
        offset.learn_date(Some(1000));
        assert_eq!(offset.dated_back(1000), 0);
        let later = Offset::new(Clock::manual(1000), Log::default());
        later.learn(Some(0));
        assert_eq!(later.dated_back(1000), 300);
    }
}
