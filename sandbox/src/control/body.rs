//! The JSON that changes something.

use serde::Deserialize;

/// Reads a body, or says what is wrong with it.
pub fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
