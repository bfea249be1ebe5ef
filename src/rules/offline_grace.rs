//! How long a stored answer may be used.

use crate::clock::TOLERANCE;
use crate::error::{Error, Status};

/// Whether an answer that was stored at `fetched_at` may still be used at `now`. `newest` is the latest
/// time that the store has recorded, `grace` the offline grace. All in seconds.
///
/// The age of the answer itself decides, so that an old copy of its file, put back, gains nothing. Nor
/// does the removal of a file: the newest time is written before any answer, so an answer without it is one
/// whose mark was taken away, and it cannot be used before the server has answered.
pub fn usable(fetched_at: i64, newest: Option<i64>, now: i64, grace: i64) -> Result<(), Error> {
    let Some(newest) = newest else {
        return Err(no_newest_time());
    };
    let behind = newest.max(fetched_at).saturating_sub(now);
    if behind > TOLERANCE {
        return Err(turned_back(behind));
    }
    let age = now.saturating_sub(fetched_at);
    if age > grace {
        return Err(too_old(age, grace));
    }
    Ok(())
}

/// Whether the newest time that the store has recorded is to be moved on to `now`. Both in seconds.
///
/// It is moved only while an answer may be used, hence by no more than the offline grace beyond the last
/// answer. That is how long a device must stay offline, at most, after its clock was ahead for a while. A
/// mark that went back by itself any sooner could be made to do so by turning the clock back: the only
/// clock to measure the time by is that one. The next answer of the server sets it right at once.
pub fn moves_mark(newest: Option<i64>, now: i64) -> bool {
    newest.is_none_or(|newest| now.saturating_sub(newest) > TOLERANCE)
}

fn no_newest_time() -> Error {
    Error::new(
        Status::NotCached,
        "the stored answer cannot be used, since the store no longer knows the newest time it has seen; go online once",
    )
}

fn turned_back(behind: i64) -> Error {
    Error::harmless(
        Status::Clock,
        format_args!(
            "this device's clock is {behind} s behind a time at which it has been; set the clock, or go online"
        ),
    )
}

fn too_old(age: i64, grace: i64) -> Error {
    Error::harmless(
        Status::CacheExpired,
        format_args!(
            "the stored answer is {age} s old and may be used for {grace} s; go online once"
        ),
    )
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
}
