//! Bytes to bytes: what lies on disk can be read and made only with the vendor's secret, on the
//! same device, by the same user of its operating system, for the same response key.

use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::slot::Slot;
use super::unusable::unusable;
use crate::error::Error;
use crate::person::folded;
use crate::random;
use crate::secret::Secret;

/// What comes out of a file.
pub struct Opened {
    pub format: Format,
    pub edition: Edition,
    pub plain: Vec<u8>,
}

/// Tells a file from one that was written in its place, also if that holds the same: its nonce.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edition([u8; NONCE_LEN]);

impl Edition {
    /// From 0 to 1,000. All processes draw the same for the same file, and another one once it is written again.
    pub fn chance(self) -> u32 {
        let Self([first, second, third, fourth, ..]) = self;
        u32::from_le_bytes([first, second, third, fourth]) % 1001
    }
}

/// How what is sealed is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Of version 0.1.0; read only.
    First,
    Second,
}

/// The length of the word that ends every file.
pub(super) const MAGIC_LEN: usize = 8;
const TRAILER: usize = NONCE_LEN + MAGIC_LEN;
/// What sealing adds to a record, in bytes: nonce and tag.
pub(super) const RECORD_OVERHEAD: usize = NONCE_LEN + 16;

impl Format {
    /// The digit is the format's version.
    fn magic(self) -> &'static [u8; MAGIC_LEN] {
        match self {
            Self::First => b"lsagent1",
            Self::Second => b"lsagent2",
        }
    }

    /// What a file has, by its end.
    pub fn of(file: &[u8]) -> Option<Self> {
        [Self::Second, Self::First].into_iter().find(|format| file.ends_with(format.magic()))
    }
}

/// What the keys are derived from, besides the device and the user.
pub struct KeySource {
    pub secret: Secret,
    pub response_key: Vec<u8>,
}

pub struct Seal {
    content: LessSafeKey,
    names: Zeroizing<[u8; 32]>,
}

impl Seal {
    #[allow(clippy::expect_used, reason = "the lengths are those that the algorithms want")]
    pub fn new(source: &KeySource, device: &str, os_user: &str) -> Self {
        let secret =
            Salt::new(HKDF_SHA256, b"lsagent store 1").extract(source.secret.expose().as_bytes());
        let derive = |purpose: &str| {
            let parts =
                [purpose.as_bytes(), device.as_bytes(), os_user.as_bytes(), &source.response_key];
            let info = parts.map(with_length).concat();
            let mut key = Zeroizing::new([0; 32]);
            let info = [&info[..]];
            let made = secret.expand(&info, Length32).and_then(|okm| okm.fill(&mut *key));
            made.expect("HKDF gives 32 bytes for any input");
            key
        };
        let content = UnboundKey::new(&AES_256_GCM, &*derive("content"))
            .expect("an AES-256 key has 32 bytes");
        Self { content: LessSafeKey::new(content), names: derive("names") }
    }

    pub fn folder_name(&self) -> String {
        self.name(&[b"folder"])
    }

    pub fn file_name(&self, slot: Slot) -> String {
        self.name_for(slot, &folded(slot.who))
    }

    /// The name that version 0.1.0 gave the file, if it was another one: it went by the case alone.
    pub fn former_name(&self, slot: Slot) -> Option<String> {
        let former = slot.who.trim().to_lowercase();
        (former != folded(slot.who)).then(|| self.name_for(slot, &former))
    }

    fn name_for(&self, slot: Slot, who: &str) -> String {
        self.name(&[b"file", slot.kind.as_bytes(), slot.product.as_bytes(), who.as_bytes()])
    }

    /// Of the file with the newest time seen.
    pub fn mark_name(&self) -> String {
        self.name(&[b"mark"])
    }

    pub fn lock_name(&self, bucket: &str) -> String {
        self.name(&[b"lock", bucket.as_bytes()])
    }

    /// 128 bits of a keyed hash, in hexadecimal.
    #[allow(clippy::expect_used, reason = "a key of any length will do")]
    fn name(&self, parts: &[&[u8]]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.names).expect("any key length will do");
        for part in parts {
            mac.update(&with_length(part));
        }
        random::hex(mac.finalize().into_bytes().split_at(16).0)
    }

    /// Seals in place. The file's name is sealed in: a file under another name does not open. What
    /// tells how to open it comes last: the tag, the nonce, the format.
    pub fn seal(&self, name: &str, plain: Vec<u8>) -> Result<Vec<u8>, Error> {
        self.seal_as(Format::Second, name, plain)
    }

    fn seal_as(&self, format: Format, name: &str, mut plain: Vec<u8>) -> Result<Vec<u8>, Error> {
        let nonce = random::bytes::<NONCE_LEN>()?;
        plain.reserve_exact(AES_256_GCM.tag_len().saturating_add(TRAILER));
        let aad = aad(format, name);
        self.content
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut plain)
            .map_err(|_| unusable("the answer is too large to be sealed"))?;
        plain.extend_from_slice(&nonce);
        plain.extend_from_slice(format.magic());
        Ok(plain)
    }

    /// Seals one of many records of a file ([`record_file`]). Where it stands in the file is the record's own matter.
    pub fn seal_record(&self, file: &[u8], mut plain: Vec<u8>) -> Result<Vec<u8>, Error> {
        let nonce = random::bytes::<NONCE_LEN>()?;
        let unique = Nonce::assume_unique_for_key(nonce);
        self.content
            .seal_in_place_append_tag(unique, Aad::from(file), &mut plain)
            .map_err(|_| unusable("a record is too large to be sealed"))?;
        Ok([&nonce, &plain[..]].concat())
    }

    /// `None` for anything that was not sealed as a record of this file. Opened in place.
    pub fn open_record<'a>(&self, file: &[u8], sealed: &'a mut [u8]) -> Option<&'a [u8]> {
        let (nonce, content) = sealed.split_first_chunk_mut::<NONCE_LEN>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.content.open_in_place(nonce, Aad::from(file), content).ok()?;
        Some(plain)
    }

    /// As version 0.1.0 did.
    #[cfg(test)]
    pub fn seal_first(&self, name: &str, plain: Vec<u8>) -> Vec<u8> {
        self.seal_as(Format::First, name, plain).unwrap()
    }

    /// `None` for anything that this key did not seal under this name.
    pub fn open(&self, name: &str, mut file: Vec<u8>) -> Option<Opened> {
        let format = Format::of(&file)?;
        let at = file.len().checked_sub(TRAILER)?;
        let nonce = *file.get(at..)?.first_chunk::<NONCE_LEN>()?;
        file.truncate(at);
        let edition = Edition(nonce);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let length = self.content.open_in_place(nonce, aad(format, name), &mut file).ok()?.len();
        file.truncate(length);
        Some(Opened { format, edition, plain: file })
    }
}

/// What the records of a file are sealed with, so that they are of no use in another one.
pub fn record_file(name: &str) -> Vec<u8> {
    [b"lsagent journal 1", name.as_bytes()].concat()
}

fn aad(format: Format, name: &str) -> Aad<Vec<u8>> {
    Aad::from([format.magic(), name.as_bytes()].concat())
}

/// No two lists of parts give the same bytes.
pub fn with_length(part: &[u8]) -> Vec<u8> {
    [&(part.len() as u64).to_le_bytes(), part].concat()
}

struct Length32;

impl KeyType for Length32 {
    fn len(&self) -> usize {
        32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(secret: &str, device: &str, os_user: &str, response_key: &[u8]) -> Seal {
        let source = KeySource { secret: Secret::new(secret), response_key: response_key.to_vec() };
        Seal::new(&source, device, os_user)
    }

    #[test]
    fn each_ingredient_of_the_key_matters() {
        let file = seal("s", "d", "u", b"k").seal("n", b"body".to_vec()).unwrap();
        let opens = |seal: Seal, name: &str| seal.open(name, file.clone()).is_some();
        assert!(opens(seal("s", "d", "u", b"k"), "n"));
        assert!(!opens(seal("S", "d", "u", b"k"), "n"));
        assert!(!opens(seal("s", "D", "u", b"k"), "n"));
        assert!(!opens(seal("s", "d", "U", b"k"), "n"));
        assert!(!opens(seal("s", "d", "u", b"K"), "n"));
        assert!(!opens(seal("s", "du", "", b"k"), "n"));
        assert!(!opens(seal("s", "d", "u", b"k"), "N"));
    }

    #[test]
    fn a_file_cut_anywhere_or_changed_anywhere_does_not_open() {
        let seal = seal("s", "d", "u", b"k");
        let file = seal.seal("n", b"body".to_vec()).unwrap();
        for length in 0..file.len() {
            assert!(seal.open("n", file[..length].to_vec()).is_none(), "cut at {length}");
        }
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(seal.open("n", changed).is_none(), "changed at {at}");
        }
    }

    #[test]
    fn the_same_entry_never_looks_the_same() {
        let seal = seal("s", "d", "u", b"k");
        assert_ne!(
            seal.seal("n", b"body".to_vec()).unwrap(),
            seal.seal("n", b"body".to_vec()).unwrap()
        );
    }
}
