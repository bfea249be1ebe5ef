//! The place of the store: its folder on disk.

use std::path::PathBuf;

use super::settings::CacheSettings;
use super::unusable::unusable;
use crate::error::Error;
use crate::platform;

/// The folder that the application has set, or `lsagent` in the user's local data folder: below it each vendor
/// key has a folder of its own. Touches nothing on disk.
pub fn place(settings: &CacheSettings) -> Result<PathBuf, Error> {
    if let Some(folder) = &settings.dir {
        return Ok(folder.clone());
    }
    let data = platform::data_folder(&settings.environment).ok_or_else(|| {
        unusable("the user's local data folder is not known; cache_dir says where the store may be")
    })?;
    Ok(data.join("lsagent"))
}
