//! The error of a store that cannot be used.

use crate::error::{Error, Status};

/// `why` is in fixed words.
pub fn unusable(why: impl std::fmt::Display) -> Error {
    Error::harmless(Status::Cache, format_args!("the store of answers cannot be used: {why}"))
}
