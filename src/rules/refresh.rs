//! When a stored answer is due for a refresh in the background, and when that is made: not at once, since devices
//! that start together would all ask together.
//!
//! Each answer has moments of its own, one in each `refresh_after`, by a chance that is drawn when it is stored. All
//! processes of the device know it. A refresh is made at the first moment that comes after the check which found it due:
//!
//! ```text
//! 0 ──────── refresh_after ± 10 % ──── a check ──────────── the next moment, at most refresh_after later
//! answer     due                       answered at once     the server is asked
//! ```

use std::time::Duration;

/// In seconds, eight hours: nobody works for longer without a pause, and a night between two working days is longer.
const NIGHT: i64 = 28_800;
/// A refresh that has failed is made again no sooner than after a quarter of an hour.
const LEAST_PAUSE: Duration = Duration::from_secs(900);

/// Whether an answer from `fetched_at` is due at `now`, in seconds. `chance` is from 0 to 1,000 and spreads
/// the age over a tenth to either side: devices that start together do not all ask together. It is asked for only
/// where it decides.
pub fn is_due(fetched_at: i64, now: i64, refresh_after: i64, chance: impl Fn() -> u32) -> bool {
    let spread = i128::from(refresh_after / 10);
    let late = i128::from(now) - i128::from(fetched_at) - i128::from(refresh_after);
    late >= -spread && late >= spread * 2 * i128::from(chance()) / 1000 - spread
}

/// A stored answer that is due for a refresh. All times are in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub age: i64,
    pub refresh_after: i64,
    pub offline_grace: i64,
    /// When its moments are, in thousandths of `refresh_after` after it was stored.
    pub chance: u32,
    /// Where the answer is older than this process: what the store tells of those before.
    pub before: Option<Before>,
}

/// The former processes of a device. In seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// How long ago they have used the store for the last time.
    pub last_use: i64,
    /// How long it had not been used when this process began.
    pub pause: i64,
}

/// How long a refresh that is due waits: until the next moment, so that those of devices that start together are spread
/// over as long as `refresh_after`. Nobody waits for it.
///
/// It is made at once
/// - with a `refresh_after` of 0, which wants it so;
/// - once half the offline grace is over: a program that runs for a minute each day would come to its end;
/// - where a moment has passed since a former process used the store, so that nobody was there to ask. Over a night
///   that happens to every device, so it counts only if the pause was shorter, or the answer was as old before it.
pub fn wait(due: Due) -> Duration {
    let Due { age, refresh_after, offline_grace, chance, before } = due;
    if refresh_after <= 0 || age >= offline_grace / 2 || before.is_some_and(|it| missed(due, it)) {
        return Duration::ZERO;
    }
    until_moment(age, refresh_after, chance)
}

fn missed(due: Due, before: Before) -> bool {
    let Before { last_use, pause } = before;
    let Due { age, refresh_after, chance, .. } = due;
    // Before it was due no moment counts.
    let since = age.saturating_sub(last_use);
    let has_passed = until_moment(since.max(refresh_after), refresh_after, chance)
        <= seconds(age.saturating_sub(since.max(refresh_after)));
    has_passed && (pause < NIGHT || since >= NIGHT)
}

/// How long after a refresh that failed it is made again: by `chance`, from 0 to 1,000, at a time from three quarters of
/// `refresh_after` to four thirds. So devices which met an outage come back after those that did not, and no faster
/// than they would have. `asked` is what the server has asked for. `None`: the next check will make it, as each one
/// does.
pub fn again_after(refresh_after: i64, asked: Option<Duration>, chance: u32) -> Option<Duration> {
    let part = |per_mille: i64| {
        let ms = i128::from(refresh_after) * i128::from(per_mille);
        Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX))
    };
    let least = part(750).max(LEAST_PAUSE).max(asked.unwrap_or_default());
    let spread = part(583 * i64::from(chance.min(1000)) / 1000);
    (refresh_after > 0).then_some(least.saturating_add(spread))
}

/// From an age on, in seconds, to the next moment: more than none, and at most `each`.
fn until_moment(age: i64, each: i64, chance: u32) -> Duration {
    let each = i128::from(each.max(1)) * 1000;
    let past = (i128::from(age) * 1000 - each * i128::from(chance) / 1000).rem_euclid(each);
    Duration::from_millis(u64::try_from(each - past).unwrap_or(u64::MAX))
}

fn seconds(number: i64) -> Duration {
    Duration::from_secs(u64::try_from(number).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;
    const GRACE: i64 = 48 * HOUR;
    const DUE: Due = Due {
        age: 15 * HOUR,
        refresh_after: HOUR,
        offline_grace: GRACE,
        chance: 500,
        before: None,
    };

    #[test]
    fn a_refresh_is_due_within_a_tenth_of_its_time() {
        assert!(!is_due(0, 3239, 3600, || 0) && is_due(0, 3240, 3600, || 0));
        assert!(!is_due(0, 3599, 3600, || 500) && is_due(0, 3600, 3600, || 500));
        assert!(!is_due(0, 3959, 3600, || 1000) && is_due(0, 3960, 3600, || 1000));
        assert!(is_due(0, 0, 0, || 500));
        assert!(is_due(i64::MIN, i64::MAX, i64::MAX, || 1000));
    }

    #[test]
    fn a_fresh_answer_costs_no_random_number() {
        assert!(!is_due(0, 3239, 3600, || panic!("it does not decide")));
    }

    #[test]
    fn a_refresh_waits_for_the_next_moment_of_its_answer() {
        for (age, chance, expected) in [
            (15 * HOUR, 0, 3600),
            (15 * HOUR, 1, 4),
            (15 * HOUR, 500, 1800),
            (15 * HOUR + 1799, 500, 1),
            (15 * HOUR + 1800, 500, 3600),
            (15 * HOUR, 999, 3597),
            (15 * HOUR, 1000, 3600),
            // It is due a little earlier, too.
            (3300, 0, 300),
        ] {
            let wait = wait(Due { age, chance, ..DUE });
            assert_eq!(wait.as_millis().div_ceil(1000), expected, "{age} {chance}");
        }
    }

    #[test]
    fn a_refresh_is_made_at_once_where_it_may_come_too_late_or_is_wanted_so() {
        let at_once = |due| wait(due).is_zero();
        assert!(
            at_once(Due { age: GRACE / 2, ..DUE }) && !at_once(Due { age: GRACE / 2 - 1, ..DUE })
        );
        assert!(at_once(Due { refresh_after: 0, age: 0, ..DUE }));
        assert!(at_once(Due { age: i64::MAX, ..DUE }) && !at_once(Due { age: i64::MIN, ..DUE }));
        let forever = Due { refresh_after: i64::MAX, offline_grace: i64::MAX, ..DUE };
        assert_eq!(wait(Due { age: 0, chance: 0, ..forever }), Duration::from_millis(u64::MAX));
    }

    /// The moment is at half past.
    #[test]
    fn a_refresh_that_nobody_was_there_to_make_is_made_at_once() {
        for (age, last_use, pause, expected) in [
            // After a night, and while another program that has begun before waits for the same moment.
            (15 * HOUR + 1801, 14 * HOUR, 14 * HOUR, false),
            (15 * HOUR, 1, 1, false),
            (15 * HOUR + 1806, 6, 6, false),
            // It should have asked.
            (15 * HOUR + 1806, 7, 7, true),
            (15 * HOUR + 1805, 300, 300, true),
            // A program that runs for a moment each two hours.
            (2 * HOUR, 2 * HOUR, 2 * HOUR, true),
            // The moment was before it was due.
            (HOUR, HOUR, HOUR, false),
            (HOUR + 1799, HOUR, HOUR, false),
            (HOUR + 1800, HOUR, HOUR, true),
            // A day later for the second time.
            (20 * HOUR, 9 * HOUR, 9 * HOUR, true),
            (16 * HOUR, 9 * HOUR, 9 * HOUR, false),
            // Some hours after this process has begun, it is about another answer.
            (12 * HOUR, 10 * HOUR, 7 * HOUR, true),
            (12 * HOUR, 10 * HOUR, 8 * HOUR, false),
        ] {
            let due = Due { age, before: Some(Before { last_use, pause }), ..DUE };
            assert_eq!(wait(due).is_zero(), expected, "{due:?}");
        }
    }

    #[test]
    fn a_refresh_that_failed_is_made_again_later() {
        for (refresh_after, asked, chance, expected) in [
            (HOUR, None, 0, Some(2700)),
            (HOUR, None, 500, Some(3747)),
            (HOUR, None, 1000, Some(4798)),
            (HOUR, None, u32::MAX, Some(4798)),
            // Never sooner than the server has asked for, and not all at that moment.
            (HOUR, Some(2699), 0, Some(2700)),
            (HOUR, Some(7200), 0, Some(7200)),
            (HOUR, Some(7200), 1000, Some(9298)),
            // One that may be made each minute is not.
            (60, None, 0, Some(900)),
            (0, None, 0, None),
        ] {
            let pause = again_after(refresh_after, asked.map(Duration::from_secs), chance);
            let seconds = pause.map(|pause| pause.as_secs());
            assert_eq!(seconds, expected, "{refresh_after} {asked:?} {chance}");
        }
        assert_eq!(again_after(i64::MAX, Some(Duration::MAX), 1000), Some(Duration::MAX));
    }
}
