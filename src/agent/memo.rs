//! What was verified once in this process need not be verified again, as long as the store still
//! holds the same.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::person::same_person;
use crate::random;
use crate::secret::{Secret, leaving_no_trace};
use crate::store::{Entry, Verifier};
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

/// Sign-ins that the server has accepted in this process; only a keyed hash of each. What the store
/// keeps of one lets a wrong secret in 4,096 pass; where this process knows the right one, none does.
#[derive(Default)]
pub struct Proofs(Mutex<Vec<Proof>>);

struct Proof {
    who: String,
    /// What the store was given for it.
    verifier: Verifier,
    key: [u8; 32],
    hash: Vec<u8>,
}

impl Proofs {
    /// The server has accepted this secret of this person.
    pub fn learn(&self, who: &str, verifier: Verifier, secret: &Secret) {
        let Ok(key) = random::bytes() else {
            return;
        };
        let hash = leaving_no_trace(|| mac(&key, secret).finalize().into_bytes().to_vec());
        let mut proofs = self.0.lock();
        proofs.retain(|proof| !proof.is_for(who, verifier));
        push(&mut proofs, Proof { who: who.to_owned(), verifier, key, hash });
    }

    /// Whether a secret is the one that a verifier in the store is for.
    pub fn matches(&self, who: &str, verifier: Verifier, secret: &Secret) -> bool {
        let proofs = self.0.lock();
        match proofs.iter().find(|proof| proof.is_for(who, verifier)) {
            Some(Proof { key, hash, .. }) => {
                leaving_no_trace(|| mac(key, secret).verify_slice(hash).is_ok())
            }
            None => verifier.matches(who, secret),
        }
    }
}

impl Proof {
    fn is_for(&self, who: &str, verifier: Verifier) -> bool {
        self.verifier == verifier && same_person(&self.who, who)
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
    use crate::store::Edition;

    fn entry(body: &str) -> Entry {
        Entry {
            who: String::new(),
            fetched_at: 1,
            signature: None,
            verifier: None,
            body: body.into(),
            edition: Edition::default(),
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

    /// A wrong secret that the store alone would let pass.
    fn colliding(who: &str, verifier: Verifier) -> Secret {
        let mut wrong = (0..).map(|number| Secret::new(format!("wrong {number}")));
        wrong.find(|secret| verifier.matches(who, secret)).unwrap()
    }

    #[test]
    fn where_the_right_secret_is_known_no_other_passes() {
        let (proofs, right, who) = (Proofs::default(), Secret::new("s"), "a@b.c");
        let verifier = Verifier::of(who, &right);
        let wrong = colliding(who, verifier);
        assert!(proofs.matches(who, verifier, &wrong) && proofs.matches(who, verifier, &right));
        proofs.learn(who, verifier, &right);
        assert!(!proofs.matches("A@B.c", verifier, &wrong));
        assert!(proofs.matches("A@B.c", verifier, &right));
    }

    #[test]
    fn what_another_process_has_stored_since_is_judged_by_the_store() {
        let (proofs, who) = (Proofs::default(), "a@b.c");
        proofs.learn(who, Verifier::of(who, &Secret::new("old")), &Secret::new("old"));
        let (new, other) = (Secret::new("new"), "other@b.c");
        assert!(proofs.matches(who, Verifier::of(who, &new), &new));
        assert!(proofs.matches(other, Verifier::of(other, &new), &new));
        assert!(!proofs.matches(who, Verifier::of(who, &new), &Secret::new("old")));
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
