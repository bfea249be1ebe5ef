//! Failures of the files that a person carries: the application has chosen the path, and can choose another one.

use std::io;
use std::path::Path;

use crate::error::Error;
use crate::os_problem::os_problem;
use crate::secret::Secret;
use crate::store::{NewFile, carried};

/// The largest answer that is read, in bytes: a license has a few thousand.
const LARGEST: u64 = 16 << 20;

/// Writes a file beside its place.
pub fn new_file(path: &Path, text: &Secret) -> Result<NewFile, Error> {
    NewFile::write(path, text.expose().as_bytes()).map_err(|error| not_written(&error))
}

pub fn not_written(error: &io::Error) -> Error {
    Error::invalid("path", format_args!("the file cannot be written: {}", os_problem(error)))
}

/// What is in an answer file.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let content = carried::read(path, LARGEST).map_err(|error| {
        Error::invalid("path", format_args!("the file cannot be read: {}", os_problem(&error)))
    })?;
    content.ok_or_else(|| Error::invalid("path", "it is no file, or larger than 16 MiB"))
}
