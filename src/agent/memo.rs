//! What was verified once in this process need not be verified again, as long as the store still
//! holds the same.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::cache::{Entry, Verifier};
use crate::random;
use crate::secret::Secret;
use crate::sync::Mutex;

/// Kept at most.
const MOST: usize = 8;
/// The largest answer that is kept, in bytes.
const LARGEST: usize = 1 << 20;

/// Answers, verified and parsed.
pub struct Memo<T>(Mutex<Vec<(Entry, Arc<T>)>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Memo<T> {
    /// What this very entry held when it was verified.
    pub fn data(&self, entry: &Entry) -> Option<Arc<T>> {
        self.0.lock().iter().find(|(known, _)| known == entry).map(|(_, data)| data.clone())
    }

    pub fn learn(&self, entry: Entry, data: &Arc<T>) {
        if entry.body.len() <= LARGEST {
            push(&mut self.0.lock(), (entry, data.clone()));
        }
    }

    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

/// Sign-ins that were found to be the ones that earned an entry; only a keyed hash of each.
#[derive(Default)]
pub struct Proofs(Mutex<Vec<(Verifier, Proof)>>);

struct Proof {
    key: [u8; 32],
    hash: Vec<u8>,
}

impl Proofs {
    /// Whether a secret is the one that a verifier is for.
    pub fn matches(&self, verifier: &Verifier, secret: &Secret) -> bool {
        if self.knows(verifier, secret) {
            return true;
        }
        let matches = verifier.matches(secret);
        if let (true, Ok(key)) = (matches, random::bytes()) {
            let hash = mac(&key, secret).finalize().into_bytes().to_vec();
            push(&mut self.0.lock(), (verifier.clone(), Proof { key, hash }));
        }
        matches
    }

    fn knows(&self, verifier: &Verifier, secret: &Secret) -> bool {
        let proofs = self.0.lock();
        let proof = proofs.iter().find(|(known, _)| known == verifier).map(|(_, proof)| proof);
        proof.is_some_and(|proof| mac(&proof.key, secret).verify_slice(&proof.hash).is_ok())
    }
}

/// The newest first, the oldest go.
fn push<T>(list: &mut Vec<T>, item: T) {
    list.truncate(MOST - 1);
    list.insert(0, item);
}

fn mac(key: &[u8; 32], secret: &Secret) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length will do");
    mac.update(secret.expose().as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(body: &str) -> Entry {
        Entry {
            who: String::new(),
            fetched_at: 1,
            signature: None,
            verifier: None,
            body: body.into(),
        }
    }

    #[test]
    fn only_the_same_entry_is_known() {
        let memo = Memo::default();
        memo.learn(entry("a"), &Arc::new(1));
        assert_eq!(memo.data(&entry("a")).as_deref(), Some(&1));
        assert!(memo.data(&entry("b")).is_none());
        memo.clear();
        assert!(memo.data(&entry("a")).is_none());
    }

    #[test]
    fn only_the_same_secret_is_known() {
        let (proofs, verifier) = (Proofs::default(), Verifier::of(&Secret::new("s")).unwrap());
        assert!(!proofs.matches(&verifier, &Secret::new("S")));
        assert!(!proofs.knows(&verifier, &Secret::new("s")));
        assert!(proofs.matches(&verifier, &Secret::new("s")));
        assert!(proofs.knows(&verifier, &Secret::new("s")));
        assert!(!proofs.matches(&verifier, &Secret::new("S")));
        let other = Verifier::of(&Secret::new("S")).unwrap();
        assert!(!proofs.matches(&other, &Secret::new("s")));
    }

    #[test]
    fn it_stays_small() {
        let memo = Memo::default();
        for number in 0..20 {
            memo.learn(entry(&number.to_string()), &Arc::new(number));
        }
        assert!(memo.data(&entry("19")).is_some() && memo.data(&entry("11")).is_none());
        memo.learn(entry(&"x".repeat(LARGEST + 1)), &Arc::new(0));
        assert_eq!(memo.0.lock().len(), MOST);
    }
}
