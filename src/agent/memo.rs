//! What was verified once in this process need not be verified again, as long as the store still
//! holds the same.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use parking_lot::Mutex;
use sha2::Sha256;

use crate::cache::Entry;
use crate::random;
use crate::secret::Secret;

/// Answers kept at most, and the largest that is.
const MOST: usize = 8;
const LARGEST: usize = 1 << 20;

pub struct Memo<T>(Mutex<Vec<Known<T>>>);

struct Known<T> {
    entry: Entry,
    data: Arc<T>,
    /// A keyed hash of the secret that was found to be the one that earned it.
    proof: Option<Proof>,
}

struct Proof {
    key: [u8; 32],
    hash: Vec<u8>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Memo<T> {
    /// The answer that this entry held when it was verified.
    pub fn data(&self, entry: &Entry) -> Option<Arc<T>> {
        self.0.lock().iter().find(|known| known.entry == *entry).map(|known| known.data.clone())
    }

    pub fn is_proven(&self, entry: &Entry, secret: &Secret) -> bool {
        let known = self.0.lock();
        let proof =
            known.iter().find(|known| known.entry == *entry).and_then(|known| known.proof.as_ref());
        proof.is_some_and(|proof| mac(&proof.key, secret).verify_slice(&proof.hash).is_ok())
    }

    pub fn learn(&self, entry: &Entry, data: &Arc<T>, secret: Option<&Secret>) {
        if entry.body.len() > LARGEST {
            return;
        }
        let mut list = self.0.lock();
        list.retain(|known| known.entry != *entry);
        list.truncate(MOST - 1);
        let proof = secret.and_then(|secret| {
            let key = random::bytes().ok()?;
            Some(Proof { key, hash: mac(&key, secret).finalize().into_bytes().to_vec() })
        });
        list.insert(0, Known { entry: entry.clone(), data: data.clone(), proof });
    }

    pub fn clear(&self) {
        self.0.lock().clear();
    }
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
    fn only_the_same_entry_and_the_same_secret_are_known() {
        let memo = Memo::default();
        memo.learn(&entry("a"), &Arc::new(1), Some(&Secret::new("s")));
        assert_eq!(memo.data(&entry("a")).as_deref(), Some(&1));
        assert!(memo.data(&entry("b")).is_none());
        assert!(memo.is_proven(&entry("a"), &Secret::new("s")));
        assert!(!memo.is_proven(&entry("a"), &Secret::new("S")));
        assert!(!memo.is_proven(&entry("b"), &Secret::new("s")));
        memo.clear();
        assert!(memo.data(&entry("a")).is_none());
    }

    #[test]
    fn it_stays_small() {
        let memo = Memo::default();
        for number in 0..20 {
            memo.learn(&entry(&number.to_string()), &Arc::new(number), None);
        }
        assert!(memo.data(&entry("19")).is_some() && memo.data(&entry("11")).is_none());
        memo.learn(&entry(&"x".repeat(LARGEST + 1)), &Arc::new(0), None);
        assert_eq!(memo.0.lock().len(), MOST);
    }
}
