//! Where an answer may come from, and what a failure means for the stored one.

use crate::error::{Error, Meaning, Status};

/// Where an answer may come from. The numbers that C sees are in `ffi::policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The server; the store where nobody knows what the server would say.
    NetworkFirst,
    /// The store; the server while nothing usable is stored.
    CacheFirst,
    NetworkOnly,
    CacheOnly,
}

/// What becomes of the stored answer after the network has failed to give one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It stays, and may be used in place of one from the network.
    MayUseStored,
    /// It is no longer true.
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

/// Whether a failure of the store says only that it holds nothing: then the failure of the network alone is
/// worth reporting.
pub fn adds_nothing(error: &Error) -> bool {
    error.status() == Status::NotCached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_definite_no_drops_what_is_stored() {
        for (meaning, expected) in [
            (Meaning::NobodyKnows, AfterFailure::MayUseStored),
            (Meaning::VendorMistake, AfterFailure::MayUseStored),
            (Meaning::TokenEnded, AfterFailure::MayUseStored),
            (Meaning::OtherMethod, AfterFailure::MayUseStored),
            (Meaning::DefiniteNo, AfterFailure::DropStored),
        ] {
            let failure = Error::new(Status::Refused, "no").with_meaning(meaning);
            assert_eq!(after(&failure), expected, "{meaning:?}");
        }
    }

    #[test]
    fn an_empty_store_adds_nothing_to_a_failure_of_the_network() {
        for (status, expected) in
            [(Status::NotCached, true), (Status::CacheExpired, false), (Status::Clock, false)]
        {
            assert_eq!(adds_nothing(&Error::new(status, "")), expected, "{status:?}");
        }
    }
}
