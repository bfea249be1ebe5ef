//! What a file holds once the seal is off: the time, the signature, the verifier, and the answer.

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
    /// Everything before the body: the time in 8 bytes, then the email, the signature and the
    /// verifier's two parts, each with its length in 2 bytes before it. Numbers are little-endian; an absent part
    /// is empty.
    pub fn header(&self) -> Vec<u8> {
        let (salt, check) = match &self.verifier {
            Some(Verifier { salt, check }) => (&salt[..], &check[..]),
            None => (&[][..], &[][..]),
        };
        let mut header = self.fetched_at.to_le_bytes().to_vec();
        let signature = self.signature.as_deref().unwrap_or_default();
        for part in [self.who.as_bytes(), signature, salt, check] {
            let length =
                u16::try_from(part.len()).expect("names and signatures have 1 KiB at most");
            header.extend_from_slice(&length.to_le_bytes());
            header.extend_from_slice(part);
        }
        header
    }

    pub fn decode(mut plain: Vec<u8>) -> Option<Self> {
        let (time, mut rest) = plain.split_first_chunk()?;
        let fetched_at = i64::from_le_bytes(*time);
        let mut part = || {
            let (length, after) = rest.split_first_chunk()?;
            let (part, after) = after.split_at_checked(u16::from_le_bytes(*length).into())?;
            rest = after;
            Some(part)
        };
        let (who, signature, salt, check) = (part()?, part()?, part()?, part()?);
        let who = str::from_utf8(who).ok()?.to_owned();
        let verifier = match (salt.try_into(), check.try_into()) {
            (Ok(salt), Ok(check)) => Some(Verifier { salt, check }),
            _ if salt.is_empty() && check.is_empty() => None,
            _ => return None,
        };
        let signature = (!signature.is_empty()).then(|| signature.to_vec());
        let length = plain.len() - rest.len();
        plain.drain(..length);
        Some(Self { who, fetched_at, signature, verifier, body: plain })
    }
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
            let plain = [entry.header(), entry.body.clone()].concat();
            assert!(Entry::decode(plain) == Some(entry));
        }
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
        let header = entry.header();
        for length in 0..header.len() {
            assert!(Entry::decode(header[..length].to_vec()).is_none(), "{length}");
        }
        assert!(Entry::decode(vec![0xff; 64]).is_none());
    }
}
