//! Files beside those of the store: on their way into it, or out of it.

use crate::error::Error;
use crate::platform::folder::OpenFolder;
use crate::random;

const TEMPORARY: &str = ".new-";

/// A file that is written and not in its place. If it never gets there it is removed, as well as that can be done.
pub struct Aside {
    pub(super) folder: OpenFolder,
    /// Empty once it is in its place.
    pub(super) name: String,
    pub(super) lasting: bool,
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

/// Of a file that nobody takes for one of the store, and that is removed if it is left behind.
pub fn temporary_name() -> Result<String, Error> {
    Ok(format!("{TEMPORARY}{}", random_name()?))
}

pub fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

pub fn random_name() -> Result<String, Error> {
    Ok(random::hex(&random::bytes::<16>()?))
}
