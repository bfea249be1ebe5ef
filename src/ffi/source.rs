//! Where an answer came from.

use crate::results::Source;

/// Where an answer came from.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_source {
    /// From the server, by this call.
    LS_SOURCE_NETWORK = 0,
    /// From the store on this device.
    LS_SOURCE_CACHE = 1,
}

impl From<Source> for ls_source {
    fn from(source: Source) -> Self {
        match source {
            Source::Network => Self::LS_SOURCE_NETWORK,
            Source::Cache => Self::LS_SOURCE_CACHE,
        }
    }
}
