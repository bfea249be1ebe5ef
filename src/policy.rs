//! Pure: how old a stored answer is to count, and what a failure leads to.

use crate::error::{Error, Meaning, Status};

/// Where an answer may come from. The numbers that C sees are in `ffi::policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    NetworkFirst,
    NetworkOnly,
    CacheOnly,
}

/// A clock that runs behind by this much is no sign of a clock turned back.
const TOLERANCE: i64 = 300;

/// Whether an answer that was stored at `fetched_at` may still be used. All in seconds.
///
/// Its own age decides, so an old copy of a file put back gains nothing.
pub fn usable(fetched_at: i64, now: i64, grace: i64) -> Result<(), Error> {
    let age = now.saturating_sub(fetched_at);
    if age < -TOLERANCE {
        return Err(Error::new(
            Status::Clock,
            format!(
                "this device's clock is {} s behind the time at which the stored answer was had; \
                 set the clock, or go online",
                age.unsigned_abs()
            ),
        ));
    }
    if age > grace {
        return Err(Error::new(
            Status::CacheExpired,
            format!(
                "the stored answer is {age} s old and may be used for {grace} s; go online once"
            ),
        ));
    }
    Ok(())
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
        Meaning::NobodyKnows | Meaning::VendorMistake => AfterFailure::MayUseStored,
        Meaning::DefiniteNo => AfterFailure::DropStored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grace_is_counted_to_the_second() {
        let status = |now| usable(1000, now, 100).err().map(|error| error.status());
        assert_eq!(status(1000), None);
        assert_eq!(status(1100), None);
        assert_eq!(status(1101), Some(Status::CacheExpired));
        assert_eq!(status(i64::MAX), Some(Status::CacheExpired));
    }

    #[test]
    fn a_clock_turned_back_is_told_from_a_small_step() {
        let status = |now| usable(1000, now, 100).err().map(|error| error.status());
        assert_eq!(status(700), None);
        assert_eq!(status(699), Some(Status::Clock));
        assert_eq!(status(i64::MIN), Some(Status::Clock));
    }

    #[test]
    fn no_grace_means_the_same_second_only() {
        assert!(usable(1000, 1000, 0).is_ok());
        assert!(usable(1000, 1001, 0).is_err());
    }
}
