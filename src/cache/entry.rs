//! What a file holds once the seal is off: the answer, whom it is about, the signature, the verifier
//! and the time.

use super::verifier::Verifier;

/// A stored answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whom the answer is about: an email.
    pub who: String,
    /// Unix seconds, by this device's clock.
    pub fetched_at: i64,
    /// The vendor's signature over `body`; `None` if parts of the body were cut out.
    pub signature: Option<Vec<u8>>,
    /// Of the sign-in that earned it.
    pub verifier: Option<Verifier>,
    pub body: Vec<u8>,
}

impl Entry {
    /// The body, then in the order of their names the other parts, the time in 8 bytes, the lengths of
    /// the parts before it in 2 bytes each. Numbers are little-endian; an absent part is empty. The
    /// body comes first so that a large one stays where it is in memory. `None`: a part is longer than its
    /// length can say; whom an answer is about is the server's word, and may have any length.
    pub fn encode(self) -> Option<Vec<u8>> {
        let Self { who, fetched_at, signature, verifier, body: mut plain } = self;
        let (salt, check) = match &verifier {
            Some(Verifier { salt, check }) => (&salt[..], &check[..]),
            None => (&[][..], &[][..]),
        };
        let parts = [who.as_bytes(), signature.as_deref().unwrap_or_default(), salt, check];
        for part in parts {
            plain.extend_from_slice(part);
        }
        plain.extend_from_slice(&fetched_at.to_le_bytes());
        for part in parts {
            plain.extend_from_slice(&u16::try_from(part.len()).ok()?.to_le_bytes());
        }
        Some(plain)
    }

    pub fn decode(mut plain: Vec<u8>) -> Option<Self> {
        let mut lengths = [0; 4];
        for length in lengths.iter_mut().rev() {
            *length = usize::from(u16::from_le_bytes(take(&mut plain, 2)?.try_into().ok()?));
        }
        let fetched_at = i64::from_le_bytes(take(&mut plain, 8)?.try_into().ok()?);
        let [who, signature, salt, check] = lengths;
        let (check, salt) = (take(&mut plain, check)?, take(&mut plain, salt)?);
        let verifier = match (salt.as_slice().try_into(), check.as_slice().try_into()) {
            (Ok(salt), Ok(check)) => Some(Verifier { salt, check }),
            _ if salt.is_empty() && check.is_empty() => None,
            _ => return None,
        };
        let signature =
            Some(take(&mut plain, signature)?).filter(|signature| !signature.is_empty());
        let who = String::from_utf8(take(&mut plain, who)?).ok()?;
        Some(Self { who, fetched_at, signature, verifier, body: plain })
    }
}

/// Cuts so many bytes off the end.
fn take(plain: &mut Vec<u8>, length: usize) -> Option<Vec<u8>> {
    let at = plain.len().checked_sub(length)?;
    Some(plain.split_off(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_there_and_back() {
        let verifier = Verifier { salt: [1; 16], check: [2; 32] };
        for (signature, verifier) in [(Some(vec![9; 512]), Some(verifier)), (None, None)] {
            let entry = Entry {
                who: "a@b.c".into(),
                fetched_at: -5,
                signature,
                verifier,
                body: b"[1]".to_vec(),
            };
            assert!(Entry::decode(entry.clone().encode().unwrap()) == Some(entry));
        }
    }

    #[test]
    fn a_name_of_any_length_is_written_or_is_none() {
        let of = |length: usize| Entry {
            who: "a".repeat(length),
            fetched_at: 1,
            signature: None,
            verifier: None,
            body: Vec::new(),
        };
        let longest = of(usize::from(u16::MAX));
        assert!(Entry::decode(longest.clone().encode().unwrap()) == Some(longest));
        assert!(of(usize::from(u16::MAX) + 1).encode().is_none());
    }

    #[test]
    fn what_is_no_entry_is_none() {
        let entry = Entry {
            who: "a@b.c".into(),
            fetched_at: 1,
            signature: None,
            verifier: None,
            body: Vec::new(),
        };
        let plain = entry.encode().unwrap();
        for length in 0..plain.len() {
            assert!(Entry::decode(plain[..length].to_vec()).is_none(), "{length}");
        }
        assert!(Entry::decode(vec![0xff; 64]).is_none());
    }
}
