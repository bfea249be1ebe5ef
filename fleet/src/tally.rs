//! What is counted while the morning goes by.

use crate::limits::Answer;
use crate::queue::Call;
use crate::scenario::{END, HOUR, MINUTE};

/// Counting begins at six.
pub const BEGIN: u32 = 6 * HOUR;
const SECONDS: usize = ((END - BEGIN) / 1000) as usize;
/// Between two looks at all devices, in milliseconds.
pub const LOOK: u32 = 10 * MINUTE;
/// Ages are counted up to two days, in minutes.
const OLDEST: usize = 2 * 24 * 60;

/// What is counted.
pub struct Tally {
    /// Calls in each second since six, whatever became of them.
    pub calls: Vec<u32>,
    /// Those of them that were refused for a limit.
    pub limited: Vec<u32>,
    /// Those that renew seats.
    pub renewals: Vec<u32>,
    /// How many persons waited longer, or got nothing, since a call of theirs was refused for a limit.
    pub kept_waiting: u64,
    /// How many persons got nothing since the service was down.
    pub cut_off: u64,
    /// Dates that the service did not take.
    pub wrong_dates: u64,
    /// Calls that have met an outage.
    pub down: u64,
    /// Seats that were lost.
    pub lost_seats: u64,
    /// Seats that were acquired.
    pub seats: u64,
    /// Looks at all devices.
    pub looks: Vec<Look>,
}

/// All devices that are started, at one time.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// In milliseconds.
    pub at: u32,
    /// The share of those that have had an answer since they were started.
    pub fresh: f64,
    /// The age of an answer, in minutes, than which half of the others are younger.
    pub median: u32,
    /// The same of 99 in a hundred.
    pub most: u32,
}

impl Default for Tally {
    fn default() -> Self {
        let each = || vec![0; SECONDS];
        Self {
            calls: each(),
            limited: each(),
            renewals: each(),
            kept_waiting: 0,
            cut_off: 0,
            wrong_dates: 0,
            down: 0,
            lost_seats: 0,
            seats: 0,
            looks: Vec::new(),
        }
    }
}

impl Tally {
    /// A call and its answer; in milliseconds.
    pub fn note(&mut self, now: u32, call: Call, answer: Answer) {
        let second = ((now - BEGIN) / 1000) as usize;
        self.calls[second] += 1;
        if call == Call::Renew {
            self.renewals[second] += 1;
        }
        let is_awaited = matches!(call, Call::First | Call::Acquire);
        match answer {
            Answer::Good => {}
            Answer::Limited => {
                self.limited[second] += 1;
                self.kept_waiting += u64::from(is_awaited);
            }
            Answer::Down => {
                self.down += 1;
                self.cut_off += u64::from(is_awaited);
            }
            Answer::WrongDate => self.wrong_dates += 1,
        }
    }

    /// All devices that are started: the age of the answer of each that has one, in seconds, and whether it is of this
    /// morning.
    pub fn look(&mut self, at: u32, devices: impl Iterator<Item = (Option<i64>, bool)>) {
        // How many answers are so many minutes old.
        let (mut ages, mut fresh, mut all) = (vec![0_usize; OLDEST + 1], 0_usize, 0_usize);
        for (age, is_fresh) in devices {
            if let Some(age) = age {
                ages[usize::try_from(age / 60).unwrap_or(0).min(OLDEST)] += 1;
            }
            fresh += usize::from(is_fresh);
            all += 1;
        }
        if all > 0 {
            let fresh = fresh as f64 / all as f64;
            self.looks.push(Look {
                at,
                fresh,
                median: youngest(&ages, 50),
                most: youngest(&ages, 99),
            });
        }
    }

    /// How many calls there were.
    pub fn all(&self) -> u64 {
        sum(&self.calls)
    }

    /// The share of calls that were refused for a limit.
    pub fn refused(&self) -> f64 {
        sum(&self.limited) as f64 / self.all().max(1) as f64
    }

    /// The most calls in 60 s, from a time in milliseconds on.
    pub fn most_in_a_minute(&self, from: u32) -> u32 {
        let first = (from.max(BEGIN) - BEGIN) / 1000;
        let minutes = self.calls[first as usize..].windows(60);
        minutes.map(|minute| minute.iter().sum()).max().unwrap_or_default()
    }

    /// What a look at eleven has shown: the share of devices that have had an answer since they were started.
    pub fn fresh_at_eleven(&self) -> f64 {
        let look = self.looks.iter().find(|look| look.at == 11 * HOUR);
        look.map_or(0.0, |look| look.fresh)
    }
}

/// The age, in minutes, than which so many in a hundred are not older.
fn youngest(ages: &[usize], percent: usize) -> u32 {
    let wanted = (ages.iter().sum::<usize>() * percent).div_ceil(100);
    let mut so_far = 0;
    let place = ages.iter().position(|count| {
        so_far += count;
        so_far >= wanted
    });
    place.unwrap_or_default() as u32
}

fn sum(counts: &[u32]) -> u64 {
    counts.iter().map(|count| u64::from(*count)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_tells_the_ages_of_answers_and_who_has_a_fresh_one() {
        let mut tally = Tally::default();
        let old = (0..98).map(|minutes| (Some(minutes * 60 + 59), false));
        tally.look(7, old.chain([(Some(9_999_999), true), (None, true)]));
        let Look { at, fresh, median, most } = tally.looks[0];
        assert_eq!((at, median, most), (7, 49, OLDEST as u32));
        assert!((fresh - 0.02).abs() < 1e-9);
    }
}
