//! The settings of a store.

use std::path::PathBuf;

use crate::environment::Environment;

/// Where the store is and how old an answer may be.
#[derive(Clone, Debug)]
pub struct CacheSettings {
    /// `None`: the user's local data folder.
    pub dir: Option<PathBuf>,
    /// Tells where that folder is.
    pub environment: Environment,
    /// Seconds.
    pub offline_grace: i64,
    /// How old an answer may be, in seconds, before it is refreshed in the background.
    pub refresh_after: i64,
    /// `None`: the machine's own id.
    pub device_id: Option<String>,
}
