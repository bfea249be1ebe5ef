//! Bodies made for their size or shape.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// `body` with blanks behind it, which JSON allows, up to `size`.
pub fn padded(body: &[u8], size: usize) -> Bytes {
    let mut padded = Vec::with_capacity(size.max(body.len()));
    padded.extend_from_slice(body);
    padded.resize(size.max(body.len()), b' ');
    padded.into()
}

/// An array in an array in an array.
pub fn nested(levels: usize) -> Bytes {
    let mut text = "[".repeat(levels);
    text.push_str(&"]".repeat(levels));
    text.into()
}

/// `body`, compressed.
pub fn gzip(body: &[u8]) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    Ok(encoder.finish()?.into())
}

/// An empty array with so many blanks in it that it inflates to `size` bytes.
pub fn gzip_bomb(size: u64) -> io::Result<Bytes> {
    let blanks = [b' '; 64 * 1024];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(b"[")?;
    let mut left = size.saturating_sub(2);
    while left > 0 {
        let part = left.min(blanks.len() as u64);
        encoder.write_all(&blanks[..part as usize])?;
        left -= part;
    }
    encoder.write_all(b"]")?;
    Ok(encoder.finish()?.into())
}

/// `body` in the chunked transfer coding, in about four chunks.
pub fn chunked(body: &[u8]) -> Bytes {
    let mut framed = Vec::with_capacity(body.len() + 64);
    for part in body.chunks((body.len() / 4).max(1)) {
        framed.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
        framed.extend_from_slice(part);
        framed.extend_from_slice(b"\r\n");
    }
    framed.extend_from_slice(b"0\r\n\r\n");
    framed.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn a_bomb_is_small_and_inflates_to_its_size() {
        let bomb = gzip_bomb(1_000_000).unwrap();
        assert!(bomb.len() < 5_000);
        let mut text = String::new();
        GzDecoder::new(&bomb[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), 1_000_000);
        assert!(text.starts_with('[') && text.ends_with(']'));
    }

    #[test]
    fn padding_never_cuts() {
        assert_eq!(padded(b"[]", 4), "[]  ");
        assert_eq!(padded(b"[]", 1), "[]");
    }

    #[test]
    fn chunks_are_framed() {
        assert_eq!(chunked(b"[12]"), "1\r\n[\r\n1\r\n1\r\n1\r\n2\r\n1\r\n]\r\n0\r\n\r\n");
        assert_eq!(chunked(b""), "0\r\n\r\n");
    }
}
