//! What a file holds once the seal is off: the answer, whom it is about, the signature, the verifier
//! and the time.

use super::seal::{Edition, Format, Opened};
use super::verifier::Verifier;

/// A stored answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whom the answer is about: an email.
    pub who: String,
    /// Unix seconds, by the later of this device's clock and the server's.
    pub fetched_at: i64,
    /// The vendor's signature over `body`; `None` if parts of the body were cut out.
    pub signature: Option<Vec<u8>>,
    /// Of the sign-in that earned it.
    pub verifier: Option<Verifier>,
    pub body: Vec<u8>,
    /// Of the file that it was read from; the default before it is in one.
    pub edition: Edition,
}

/// What is put behind a body and sealed with it has so many bytes at most, but for a signature: a name, the
/// numbers, and what sealing takes.
pub(crate) const ENTRY_OVERHEAD: usize = 1024 + 256;

/// The largest answer that stays in memory, in bytes.
pub(crate) const MAX_IN_MEMORY: usize = 1 << 20;

/// What the body of an entry begins with that is no answer but a note on a remembered sign-in.
pub const NOTE: &[u8] = b"remembered";

/// What the name begins with of an entry that is about no person but this device: no name of a person holds
/// a NUL. Such an entry stays when people are forgotten, and when there are too many.
const DEVICE: &str = "\0device";

/// The name of an entry that is about this device.
pub fn of_device(what: impl std::fmt::Display) -> String {
    format!("{DEVICE} {what}")
}

/// What a file turns out to hold.
#[derive(PartialEq, Eq)]
pub enum Decoded {
    Entry(Entry),
    /// An entry of the first format, with a hash by which its password can be guessed: not to be used,
    /// and not to stay.
    Guessable,
}

impl Entry {
    /// What this device has, and nobody has signed.
    pub fn of_device(who: &str, fetched_at: i64, body: Vec<u8>) -> Self {
        let (signature, verifier, edition) = (None, None, Edition::default());
        Self { who: who.to_owned(), fetched_at, signature, verifier, body, edition }
    }

    /// Whether it holds an answer, which the server can give again; neither a name nor a note, nor what this
    /// device has.
    pub fn is_answer(&self) -> bool {
        !self.body.is_empty() && !self.is_note() && !self.is_of_device()
    }

    fn is_note(&self) -> bool {
        self.body.starts_with(NOTE)
    }

    /// A note may hold a password.
    pub fn may_stay_in_memory(&self) -> bool {
        self.body.len() <= MAX_IN_MEMORY && !self.is_note()
    }

    /// Whether it is about this device, and nobody's.
    pub fn is_of_device(&self) -> bool {
        self.who.starts_with(DEVICE)
    }

    /// The body, then in the order of their names the other parts, the time in 8 bytes, the lengths of
    /// the parts before it in 2 bytes each. Numbers are little-endian; an absent part is empty. The
    /// body comes first so that a large one stays where it is in memory. `None`: a part is longer than its
    /// length can say; whom an answer is about is the server's word, and may have any length.
    pub fn encode(self) -> Option<Vec<u8>> {
        let Self { who, fetched_at, signature, verifier, body: mut plain, edition: _ } = self;
        let verifier = verifier.map(Verifier::encode);
        let verifier = verifier.as_ref().map_or(&[][..], |bytes| &bytes[..]);
        let parts = [who.as_bytes(), signature.as_deref().unwrap_or_default(), verifier];
        for part in parts {
            plain.extend_from_slice(part);
        }
        plain.extend_from_slice(&fetched_at.to_le_bytes());
        for part in parts {
            plain.extend_from_slice(&u16::try_from(part.len()).ok()?.to_le_bytes());
        }
        Some(plain)
    }

    pub fn decode(file: Opened) -> Option<Decoded> {
        let Opened { format, edition, mut plain } = file;
        match format {
            Format::First => Self::decode_first(plain, edition),
            Format::Second => {
                let ([who, signature, verifier], fetched_at) = take_numbers(&mut plain)?;
                let verifier = match take(&mut plain, verifier)?.as_slice() {
                    [] => None,
                    bytes => Some(Verifier::decode(bytes.try_into().ok()?)?),
                };
                let entry = Self::take(plain, who, signature, fetched_at)?;
                Some(Decoded::Entry(Self { verifier, edition, ..entry }))
            }
        }
    }

    /// The verifier was a salt of 16 bytes and a hash of 32.
    fn decode_first(mut plain: Vec<u8>, edition: Edition) -> Option<Decoded> {
        let ([who, signature, salt, hash], fetched_at) = take_numbers(&mut plain)?;
        take(&mut plain, salt.checked_add(hash)?)?;
        let entry = Self::take(plain, who, signature, fetched_at)?;
        let entry = Self { edition, ..entry };
        Some(if (salt, hash) == (0, 0) { Decoded::Entry(entry) } else { Decoded::Guessable })
    }

    fn take(mut plain: Vec<u8>, who: usize, signature: usize, fetched_at: i64) -> Option<Self> {
        let signature =
            Some(take(&mut plain, signature)?).filter(|signature| !signature.is_empty());
        let who = String::from_utf8(take(&mut plain, who)?).ok()?;
        let edition = Edition::default();
        Some(Self { who, fetched_at, signature, verifier: None, body: plain, edition })
    }
}

/// The lengths of so many parts, and the time before them.
fn take_numbers<const N: usize>(plain: &mut Vec<u8>) -> Option<([usize; N], i64)> {
    let mut lengths = [0; N];
    for length in lengths.iter_mut().rev() {
        *length = usize::from(u16::from_le_bytes(take(plain, 2)?.try_into().ok()?));
    }
    Some((lengths, i64::from_le_bytes(take(plain, 8)?.try_into().ok()?)))
}

/// Cuts so many bytes off the end.
fn take(plain: &mut Vec<u8>, length: usize) -> Option<Vec<u8>> {
    let at = plain.len().checked_sub(length)?;
    Some(plain.split_off(at))
}

/// As version 0.1.0 wrote it, with a salt and a hash, or without both.
#[cfg(test)]
pub fn encode_first(entry: Entry, verifier: Option<([u8; 16], [u8; 32])>) -> Vec<u8> {
    let Entry { who, fetched_at, signature, verifier: _, body: mut plain, edition: _ } = entry;
    let (salt, hash) = verifier.map_or_else(Default::default, |(s, h)| (s.to_vec(), h.to_vec()));
    let parts = [who.into_bytes(), signature.unwrap_or_default(), salt, hash];
    plain.extend(parts.concat());
    plain.extend(fetched_at.to_le_bytes());
    for part in parts {
        plain.extend(u16::try_from(part.len()).unwrap().to_le_bytes());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn entry() -> Entry {
        Entry {
            who: "a@b.c".into(),
            fetched_at: -5,
            signature: Some(vec![9; 512]),
            verifier: Some(Verifier::of("a@b.c", &Secret::new("p"))),
            body: b"[1]".to_vec(),
            edition: Edition::default(),
        }
    }

    fn decode(format: Format, plain: Vec<u8>) -> Option<Decoded> {
        Entry::decode(Opened { format, edition: Edition::default(), plain })
    }

    #[test]
    fn an_entry_goes_there_and_back() {
        let bare = Entry { signature: None, verifier: None, ..entry() };
        for entry in [entry(), bare] {
            let plain = entry.clone().encode().unwrap();
            assert!(decode(Format::Second, plain) == Some(Decoded::Entry(entry)));
        }
    }

    #[test]
    fn of_the_first_format_what_lets_nobody_guess_is_read() {
        let bare = Entry { verifier: None, ..entry() };
        let plain = encode_first(bare.clone(), None);
        assert!(decode(Format::First, plain) == Some(Decoded::Entry(bare)));
        let plain = encode_first(entry(), Some(([1; 16], [2; 32])));
        assert!(decode(Format::First, plain) == Some(Decoded::Guessable));
    }

    #[test]
    fn a_secret_costs_an_entry_two_bytes() {
        let without = Entry { verifier: None, ..entry() };
        assert_eq!(entry().encode().unwrap().len(), without.encode().unwrap().len() + 2);
    }

    #[test]
    fn a_name_of_any_length_is_written_or_is_none() {
        let of = |length: usize| Entry { who: "a".repeat(length), ..entry() };
        let longest = of(usize::from(u16::MAX));
        let plain = longest.clone().encode().unwrap();
        assert!(decode(Format::Second, plain) == Some(Decoded::Entry(longest)));
        assert!(of(usize::from(u16::MAX) + 1).encode().is_none());
    }

    #[test]
    fn what_is_no_entry_is_none() {
        let bare = || Entry { signature: None, verifier: None, body: Vec::new(), ..entry() };
        for (format, plain) in [
            (Format::First, encode_first(bare(), None)),
            (Format::Second, bare().encode().unwrap()),
        ] {
            for length in 0..plain.len() {
                assert!(decode(format, plain[..length].to_vec()).is_none(), "{length}");
            }
            assert!(decode(format, vec![0xff; 64]).is_none());
        }
    }
}
