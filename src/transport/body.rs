//! The body of an answer, inflated and within its limit.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ureq::Body;
use ureq::http::HeaderMap;

use crate::platform::memory;

/// Why a body cannot be used.
pub enum Unreadable {
    TooLarge,
    /// It was coded in a way that was not asked for.
    UnknownCoding,
    /// It did not come whole, or cannot be inflated.
    Connection(io::Error),
}

/// How a body was coded (RFC 9110, 8.4.1); the names have no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Plain,
    Gzip,
    Unknown,
}

impl Coding {
    pub fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all("content-encoding").iter();
        let names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        let names = names.map(|name| name.trim_ascii().to_ascii_lowercase());
        let codings = names.filter(|name| !name.is_empty() && name != b"identity");
        match &codings.collect::<Vec<_>>()[..] {
            [] => Self::Plain,
            [name] if name == b"gzip" || name == b"x-gzip" => Self::Gzip,
            _ => Self::Unknown,
        }
    }
}

/// Reads a body whole; it may have `cap` bytes. An empty one is that, whatever its coding.
pub fn read(mut body: Body, coding: Coding, cap: usize) -> Result<Vec<u8>, Unreadable> {
    let length = body.content_length().and_then(|length| usize::try_from(length).ok());
    let known = length.filter(|_| coding == Coding::Plain);
    if known.is_some_and(|length| length > cap) {
        return Err(Unreadable::TooLarge);
    }
    // What is not coded goes straight to where it is wanted: a copy on the way would stay behind in memory, and an
    // answer may hold a password.
    let plain = match coding {
        Coding::Plain => read_within(body.as_reader(), known.unwrap_or(0), cap)?,
        Coding::Gzip | Coding::Unknown => decoded(BufReader::new(body.as_reader()), coding, cap)?,
    };
    if plain.len() > cap { Err(Unreadable::TooLarge) } else { Ok(plain) }
}

fn decoded(mut reader: impl BufRead, coding: Coding, cap: usize) -> Result<Vec<u8>, Unreadable> {
    if reader.fill_buf().map_err(Unreadable::Connection)?.is_empty() {
        return Ok(Vec::new());
    }
    match coding {
        Coding::Plain => read_within(reader, 0, cap),
        Coding::Gzip => read_within(MultiGzDecoder::new(reader), 0, cap),
        Coding::Unknown => Err(Unreadable::UnknownCoding),
    }
}

/// One byte more than the cap tells a body of the allowed size from a longer one.
fn read_within(reader: impl Read, length: usize, cap: usize) -> Result<Vec<u8>, Unreadable> {
    let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    let mut reader = reader.take(limit);
    let mut bytes = first(&mut reader, length).map_err(Unreadable::Connection)?;
    // Also where all has come: the connection is free for another call once the end was seen.
    reader.read_to_end(&mut bytes).map_err(Unreadable::Connection)?;
    Ok(bytes)
}

/// The first bytes, so many or as many as there are. Into memory that the system gives zeroed, so that a large body
/// need not be: `read_to_end` does that for a reader which could look at what it is to fill.
fn first(mut reader: impl Read, length: usize) -> io::Result<Vec<u8>> {
    let (mut bytes, mut filled) = (memory::zeroed(length), 0_usize);
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(amount) => filled = filled.saturating_add(amount),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_have_no_case() {
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("content-encoding", value.parse().unwrap());
            }
            Coding::of(&headers)
        };
        for plain in [&[][..], &[""], &["identity"], &["Identity, IDENTITY"]] {
            assert_eq!(of(plain), Coding::Plain, "{plain:?}");
        }
        for gzip in [&["gzip"][..], &["GZIP"], &[" x-gzip "], &["identity", "gzip"]] {
            assert_eq!(of(gzip), Coding::Gzip, "{gzip:?}");
        }
        for unknown in [&["br"][..], &["gzip, gzip"], &["gzip", "deflate"]] {
            assert_eq!(of(unknown), Coding::Unknown, "{unknown:?}");
        }
    }
}
