//! The users' passwords.

use std::collections::BTreeMap;

use crate::cast;

/// A password, and whether its owner has still to choose one.
#[derive(Clone, Debug)]
struct Account {
    password: String,
    initial: bool,
}

/// The accounts that differ from those of the cast.
#[derive(Debug, Default)]
pub struct Accounts(BTreeMap<String, Account>);

impl Accounts {
    /// Is there such a user?
    pub fn knows(&self, email: &str) -> bool {
        self.0.contains_key(&email.to_lowercase()) || cast::knows(email)
    }

    /// Is this the user's password?
    pub fn opens(&self, email: &str, password: &str) -> bool {
        self.knows(email) && self.get(email).password == password
    }

    /// Has the user still to choose a password? `None` where nothing has been said about that.
    pub fn initial(&self, email: &str) -> Option<bool> {
        self.0.get(&email.to_lowercase()).map(|account| account.initial)
    }

    /// From now on this is the password.
    pub fn set(&mut self, email: &str, password: &str, initial: bool) {
        let account = Account { password: password.to_owned(), initial };
        self.0.insert(email.to_lowercase(), account);
    }

    fn get(&self, email: &str) -> Account {
        let email = email.to_lowercase();
        self.0.get(&email).cloned().unwrap_or_else(|| {
            let (password, initial) = cast::password(&email);
            Account { password: password.to_owned(), initial }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_casts_until_it_is_changed() {
        let mut accounts = Accounts::default();
        assert!(accounts.opens("Valid@example.com", "secret"));
        assert!(accounts.opens("initial@example.com", "initial-secret"));
        assert!(!accounts.opens("initial@example.com", "secret"));
        assert!(!accounts.opens("nobody@example.com", "secret"));
        accounts.set("VALID@example.com", "other", false);
        assert!(accounts.opens("valid@example.com", "other"));
        assert!(!accounts.opens("valid@example.com", "secret"));
        accounts.set("new@elsewhere.example", "given", true);
        assert_eq!(accounts.initial("new@elsewhere.example"), Some(true));
    }
}
