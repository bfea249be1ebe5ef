//! The signature that a linker puts into a file of macOS: hashes of its pages, and nobody's name. Apple's
//! processors run no code of a page whose hash is another.

use sha2::{Digest, Sha256};

const SUPER_BLOB: u32 = 0xfade_0cc0;
const CODE_DIRECTORY: u32 = 0xfade_0c02;
/// Slot of the table of contents.
const DIRECTORY_SLOT: u32 = 0;
const AD_HOC: u32 = 2;
const SHA256: u8 = 2;

/// A big-endian number.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn size(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at)?.try_into().ok()
}

/// Whether a signature is one of this file, whose every page has the hash that it says.
pub(crate) fn fits(signature: &[u8], file: &[u8]) -> bool {
    directory(signature).and_then(|directory| pages_fit(directory, file)).unwrap_or(false)
}

fn directory(signature: &[u8]) -> Option<&[u8]> {
    if number(signature, 0)? != SUPER_BLOB {
        return None;
    }
    let entries = (0..size(signature, 8)?).map(|index| 12 + 8 * index);
    let mut those = entries.filter(|at| number(signature, *at) == Some(DIRECTORY_SLOT));
    let directory = signature.get(size(signature, those.next()? + 4)?..)?;
    (number(directory, 0)? == CODE_DIRECTORY).then_some(directory)
}

fn pages_fit(directory: &[u8], file: &[u8]) -> Option<bool> {
    let (hashes, count, limit) = (size(directory, 16)?, size(directory, 28)?, size(directory, 32)?);
    let (hash_size, kind, page) = (*directory.get(36)?, *directory.get(37)?, *directory.get(39)?);
    let hashes = directory.get(hashes..)?.chunks_exact(hash_size.into()).take(count);
    let pages = file.get(..limit)?.chunks(1 << page);
    let ad_hoc = number(directory, 12)? & AD_HOC != 0;
    let whole = count == pages.len() && hashes.len() == count && kind == SHA256;
    Some(ad_hoc && whole && pages.zip(hashes).all(|(page, hash)| Sha256::digest(page)[..] == *hash))
}
