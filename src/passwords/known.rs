//! The passwords that this process has saved or found: they are not asked of the platform twice, and a password
//! that is saved already is not saved again with each refresh.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::person::same_person;
use crate::secret::Secret;
use crate::sync::Mutex;

/// Overwritten when it is dropped, as each secret is. Names are compared as the server does.
#[derive(Default)]
pub struct Known {
    passwords: Mutex<Vec<(String, Secret)>>,
    /// Compared before and after a password is saved, which takes the platform its time.
    times_forgotten: AtomicU64,
}

impl Known {
    /// A copy, since the lock is not held while the password is used.
    pub fn get(&self, who: &str) -> Option<Secret> {
        let passwords = self.passwords.lock();
        passwords.iter().find(|(name, _)| same_person(name, who)).map(|(_, found)| found.clone())
    }

    /// In the place of the one before, as each person has one.
    pub fn add(&self, who: &str, password: &Secret) {
        self.remove(Some(who));
        self.passwords.lock().push((who.to_owned(), password.clone()));
    }

    /// One that was looked up, unless another has come meanwhile: the one that counts.
    pub fn keep(&self, who: &str, found: Secret) -> Secret {
        let mut passwords = self.passwords.lock();
        if let Some((_, known)) = passwords.iter().find(|(name, _)| same_person(name, who)) {
            return known.clone();
        }
        passwords.push((who.to_owned(), found.clone()));
        found
    }

    /// Removes the password of one person, or all.
    pub fn remove(&self, who: Option<&str>) {
        self.passwords.lock().retain(|(name, _)| who.is_some_and(|who| !same_person(name, who)));
    }

    /// Removes, because the application has asked for it: a password that is being saved at this moment must not stay
    /// either.
    pub fn forget(&self, who: Option<&str>) {
        self.times_forgotten.fetch_add(1, Ordering::SeqCst);
        self.remove(who);
    }

    /// How often the application has asked to forget somebody.
    pub fn times_forgotten(&self) -> u64 {
        self.times_forgotten.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_one_password_whatever_the_case_of_their_name() {
        let known = Known::default();
        known.add("a@b.c", &Secret::new("old"));
        known.add("A@b.c", &Secret::new("new"));
        known.add("x@y.z", &Secret::new("other"));
        assert_eq!(known.get("a@B.c"), Some(Secret::new("new")));
        assert_eq!(known.keep("a@b.c", Secret::new("old")), Secret::new("new"));
        known.remove(Some("a@b.c"));
        assert_eq!((known.get("a@b.c"), known.get("x@y.z")), (None, Some(Secret::new("other"))));
        assert_eq!(known.keep("a@b.c", Secret::new("old")), Secret::new("old"));
        assert_eq!(known.get("a@b.c"), Some(Secret::new("old")));
        known.forget(None);
        assert_eq!((known.get("x@y.z"), known.times_forgotten()), (None, 1));
    }
}
