//! Pure: how old a stored answer is to count, and what a failure leads to.

use crate::clock::TOLERANCE;
use crate::error::{Error, Meaning, Status};

/// Where an answer may come from. The numbers that C sees are in `ffi::policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    NetworkFirst,
    CacheFirst,
    NetworkOnly,
    CacheOnly,
}

/// Whether an answer that was stored at `fetched_at` may still be used, where the newest time that
/// the store has seen is `newest`. All in seconds.
///
/// Its own age decides, so an old copy of a file put back gains nothing. Nor does a file removed: the
/// newest time is written before any answer is, so an answer without it is one whose mark was taken
/// away, and waits for the server.
pub fn usable(fetched_at: i64, newest: Option<i64>, now: i64, grace: i64) -> Result<(), Error> {
    let Some(newest) = newest else {
        return Err(Error::new(
            Status::NotCached,
            "what is stored cannot be used, since the store no longer knows the newest time it has \
             seen; go online once",
        ));
    };
    let behind = newest.max(fetched_at).saturating_sub(now);
    if behind > TOLERANCE {
        return Err(Error::harmless(
            Status::Clock,
            format_args!(
                "this device's clock is {behind} s behind a time at which it has been; \
                 set the clock, or go online"
            ),
        ));
    }
    let age = now.saturating_sub(fetched_at);
    if age > grace {
        return Err(Error::harmless(
            Status::CacheExpired,
            format_args!(
                "the stored answer is {age} s old and may be used for {grace} s; go online once"
            ),
        ));
    }
    Ok(())
}

/// Whether the newest time that the store has seen is to be moved on.
///
/// It moves only as long as an answer may be used, hence by no more than the grace beyond the last answer.
/// That is how long a device must stay offline, at most, after its clock was ahead for a while. A mark
/// that gave way sooner, by itself, could be made to by whoever turns the clock back: the only time
/// that it could be measured by is theirs. The server's next answer sets it right at once.
pub fn moves_mark(newest: Option<i64>, now: i64) -> bool {
    newest.is_none_or(|newest| now.saturating_sub(newest) > TOLERANCE)
}

/// Whether an answer is old enough to be refreshed behind the caller. `chance` is from 0 to 1,000 and
/// spreads the age over a tenth to either side.
pub fn is_due(fetched_at: i64, now: i64, refresh_after: i64, chance: u32) -> bool {
    let spread = refresh_after / 10;
    let shift = (i128::from(spread) * 2 * i128::from(chance) / 1000) - i128::from(spread);
    i128::from(now) - i128::from(fetched_at) >= i128::from(refresh_after) + shift
}

/// Whether the store's failure says no more than that there was nothing to fall back on.
pub fn adds_nothing(error: &Error) -> bool {
    error.status() == Status::NotCached
}

/// What to do after the network gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// The stored answer stays, and may be used in place of one from the network.
    MayUseStored,
    /// The stored answer is no longer true.
    DropStored,
}

pub fn after(failure: &Error) -> AfterFailure {
    match failure.meaning() {
        Meaning::NobodyKnows
        | Meaning::VendorMistake
        | Meaning::TokenEnded
        | Meaning::OtherMethod => AfterFailure::MayUseStored,
        Meaning::DefiniteNo => AfterFailure::DropStored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(fetched_at: i64, newest: Option<i64>, now: i64, grace: i64) -> Option<Status> {
        usable(fetched_at, newest, now, grace).err().map(|error| error.status())
    }

    #[test]
    fn the_grace_is_counted_to_the_second() {
        for (now, expected) in [
            (1000, None),
            (1100, None),
            (1101, Some(Status::CacheExpired)),
            (i64::MAX, Some(Status::CacheExpired)),
        ] {
            assert_eq!(status(1000, Some(1000), now, 100), expected, "{now}");
        }
        assert_eq!(status(1000, Some(1000), 1000, 0), None);
        assert_eq!(status(1000, Some(1000), 1001, 0), Some(Status::CacheExpired));
    }

    #[test]
    fn a_clock_turned_back_is_told_from_a_small_step() {
        assert_eq!(status(1000, Some(1000), 700, 100), None);
        assert_eq!(status(1000, Some(1000), 699, 100), Some(Status::Clock));
        assert_eq!(status(1000, Some(1000), i64::MIN, 100), Some(Status::Clock));
        // The newest time seen counts, even where the answer itself is older.
        assert_eq!(status(1000, Some(2000), 1700, 9999), None);
        assert_eq!(status(1000, Some(2000), 1699, 9999), Some(Status::Clock));
        // A mark that is older than the answer cannot be the newest time.
        assert_eq!(status(1000, Some(0), 699, 9999), Some(Status::Clock));
    }

    #[test]
    fn an_answer_without_the_newest_time_waits_for_the_server() {
        for now in [i64::MIN, 0, 999, 1000, 1001, i64::MAX] {
            assert_eq!(status(1000, None, now, 9999), Some(Status::NotCached), "{now}");
        }
    }

    #[test]
    fn a_clock_that_is_ahead_moves_the_mark_by_the_grace_at_most() {
        for ahead in [0, 50, 100, 101, 1000, i64::MAX - 1000] {
            let usable = usable(1000, Some(1000), 1000 + ahead, 100).is_ok();
            assert_eq!(usable, ahead <= 100, "{ahead}");
        }
    }

    #[test]
    fn the_mark_moves_in_steps() {
        assert!(moves_mark(None, 0));
        assert!(!moves_mark(Some(1000), 1300) && moves_mark(Some(1000), 1301));
        assert!(!moves_mark(Some(1000), 0));
    }

    #[test]
    fn a_refresh_is_due_within_a_tenth_of_its_time() {
        assert!(!is_due(0, 3239, 3600, 0) && is_due(0, 3240, 3600, 0));
        assert!(!is_due(0, 3599, 3600, 500) && is_due(0, 3600, 3600, 500));
        assert!(!is_due(0, 3959, 3600, 1000) && is_due(0, 3960, 3600, 1000));
        assert!(is_due(0, 0, 0, 500));
        assert!(is_due(i64::MIN, i64::MAX, i64::MAX, 1000));
    }
}
