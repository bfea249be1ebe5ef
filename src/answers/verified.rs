//! What this process has verified already, so that it need not verify it again: answers, as long as the store
//! still holds the same entry, and sign-ins.
//!
//! Memory is no second store. An answer is found by the entry that is on disk at this moment, so it goes when the
//! file goes, and another process's newer entry is verified like any other.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::api::Stored;
use crate::model::AnyModel;
use crate::person::same_person;
use crate::random;
use crate::secret::{Secret, leaving_no_trace};
use crate::store::{Entry, MAX_IN_MEMORY, Verifier};
use crate::sync::Mutex;

/// The most answers, and the most sign-ins, in memory.
const MAX_KNOWN: usize = 16;

/// Answers of any type, verified and parsed, with the entries that hold them.
#[derive(Default)]
pub struct VerifiedAnswers(Mutex<Vec<Verified>>);

type Verified = (Arc<Entry>, Arc<AnyModel>);

impl VerifiedAnswers {
    /// The answer in this very entry, if it was verified before. An entry differs from an equal one that was
    /// written later.
    pub fn get(&self, entry: &Arc<Entry>) -> Option<Arc<AnyModel>> {
        let answers = self.0.lock();
        // One that was not read again is not compared.
        let is_it = |known: &Arc<Entry>| Arc::ptr_eq(known, entry) || known == entry;
        let (_, answer) = answers.iter().find(|(known, _)| is_it(known))?;
        Some(answer.clone())
    }

    /// A very large answer is verified each time instead of being held in memory.
    pub fn add(&self, entry: Arc<Entry>, answer: &Arc<AnyModel>) {
        if entry.body.len() <= MAX_IN_MEMORY {
            push(&mut self.0.lock(), (entry, answer.clone()));
        }
    }

    /// After something was forgotten, it must not be found here either.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

/// The sign-ins that the server has accepted in this process; only a keyed hash of each. By what the store
/// holds of one, a wrong secret in 4,096 passes; where this process knows the right one, none does.
#[derive(Default)]
pub struct KnownSignIns(Mutex<Vec<SignIn>>);

/// A secret that was accepted: it cannot be guessed from this, as the key is random and never stored.
struct SignIn {
    who: String,
    /// Of the entry that it earned.
    verifier: Verifier,
    key: [u8; 32],
    hash: Vec<u8>,
}

impl KnownSignIns {
    /// The server has accepted this secret of this person.
    pub fn add(&self, who: &str, verifier: Verifier, secret: &Secret) {
        // Without random bytes the store's 12 bits have to do.
        let Ok(key) = random::bytes() else {
            return;
        };
        let hash = leaving_no_trace(|| mac(&key, secret).finalize().into_bytes().to_vec());
        let mut known = self.0.lock();
        known.retain(|sign_in| !sign_in.is_for(who, verifier));
        push(&mut known, SignIn { who: who.to_owned(), verifier, key, hash });
    }

    /// Whether the sign-in of a call is the one that earned an entry.
    pub fn earned(&self, entry: &Entry, call: &dyn Stored) -> bool {
        match (&entry.verifier, call.secret()) {
            (Some(verifier), Some(secret)) => self.matches(&entry.who, *verifier, secret),
            (None, None) => true,
            // A call without a secret is one of the user who signed in on this device.
            (Some(_), None) => call.require_secret().is_err(),
            (None, Some(_)) => false,
        }
    }

    /// Whether a secret is the one that a verifier in the store is for.
    fn matches(&self, who: &str, verifier: Verifier, secret: &Secret) -> bool {
        let known = self.0.lock();
        match known.iter().find(|sign_in| sign_in.is_for(who, verifier)) {
            Some(SignIn { key, hash, .. }) => {
                leaving_no_trace(|| mac(key, secret).verify_slice(hash).is_ok())
            }
            None => verifier.matches(who, secret),
        }
    }
}

impl SignIn {
    fn is_for(&self, who: &str, verifier: Verifier) -> bool {
        self.verifier == verifier && same_person(&self.who, who)
    }
}

/// Puts the newest first; the oldest of too many is dropped. There are few, so a list is as good as a map.
fn push<T>(list: &mut Vec<T>, item: T) {
    list.insert(0, item);
    list.truncate(MAX_KNOWN);
}

#[allow(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(key: &[u8; 32], secret: &Secret) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(secret.expose().as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Edition;

    fn entry(body: &str) -> Arc<Entry> {
        Arc::new(Entry {
            who: String::new(),
            fetched_at: 1,
            signature: None,
            verifier: None,
            body: body.into(),
            edition: Edition::default(),
        })
    }

    fn number(number: i32) -> Arc<AnyModel> {
        Arc::new(number)
    }

    #[test]
    fn only_the_same_entry_is_known() {
        let answers = VerifiedAnswers::default();
        answers.add(entry("a"), &number(1));
        let known = answers.get(&entry("a")).unwrap();
        assert_eq!(known.downcast_ref(), Some(&1));
        assert!(answers.get(&entry("b")).is_none());
        answers.clear();
        assert!(answers.get(&entry("a")).is_none());
    }

    /// A wrong secret that the store alone would let pass.
    fn colliding(who: &str, verifier: Verifier) -> Secret {
        let mut wrong = (0..).map(|number| Secret::new(format!("wrong {number}")));
        wrong.find(|secret| verifier.matches(who, secret)).unwrap()
    }

    #[test]
    fn where_the_right_secret_is_known_no_other_passes() {
        let (sign_ins, right, who) = (KnownSignIns::default(), Secret::new("s"), "a@b.c");
        let verifier = Verifier::of(who, &right);
        let wrong = colliding(who, verifier);
        assert!(sign_ins.matches(who, verifier, &wrong) && sign_ins.matches(who, verifier, &right));
        sign_ins.add(who, verifier, &right);
        assert!(!sign_ins.matches("A@B.c", verifier, &wrong));
        assert!(sign_ins.matches("A@B.c", verifier, &right));
    }

    #[test]
    fn what_another_process_has_stored_since_is_judged_by_the_store() {
        let (sign_ins, who) = (KnownSignIns::default(), "a@b.c");
        sign_ins.add(who, Verifier::of(who, &Secret::new("old")), &Secret::new("old"));
        let (new, other) = (Secret::new("new"), "other@b.c");
        assert!(sign_ins.matches(who, Verifier::of(who, &new), &new));
        assert!(sign_ins.matches(other, Verifier::of(other, &new), &new));
        assert!(!sign_ins.matches(who, Verifier::of(who, &new), &Secret::new("old")));
    }

    #[test]
    fn it_stays_small() {
        let answers = VerifiedAnswers::default();
        for place in 0..20 {
            answers.add(entry(&place.to_string()), &number(place));
        }
        assert!(answers.get(&entry("19")).is_some() && answers.get(&entry("3")).is_none());
        answers.add(entry(&"x".repeat(MAX_IN_MEMORY + 1)), &number(0));
        assert_eq!(answers.0.lock().len(), MAX_KNOWN);
    }
}
