//! Where the platform keeps secrets: Windows's Credential Manager, the Keychain of macOS, and elsewhere
//! the Secret Service, if one runs.
//!
//! Any of these may ask the person for leave and wait for an answer: never on a thread that somebody
//! waits for.

use crate::environment::Environment;
use crate::secret::Secret;

#[cfg_attr(windows, path = "secrets/windows.rs")]
#[cfg_attr(target_os = "macos", path = "secrets/macos.rs")]
#[cfg_attr(not(any(windows, target_os = "macos")), path = "secrets/libsecret.rs")]
mod sys;

/// Why there is no such place, or it does not do what it is asked; in a few words, without a secret.
pub type Unavailable = String;

/// Under which name the platform shows what it keeps.
const LABEL: &str = "lsagent";

/// Keeps a secret under a name, in the place of what was there.
pub fn set(environment: &Environment, name: &str, secret: &Secret) -> Result<(), Unavailable> {
    sys::must_be_there(environment)?;
    sys::set(name, secret)
}

pub fn find(environment: &Environment, name: &str) -> Result<Option<Secret>, Unavailable> {
    sys::must_be_there(environment)?;
    sys::find(name)
}

/// Whether or not there is one.
pub fn remove(environment: &Environment, name: &str) -> Result<(), Unavailable> {
    sys::must_be_there(environment)?;
    sys::remove(name)
}

/// Where there is always such a place, and nobody is asked for leave.
#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_set_found_and_removed() {
        let (name, none) = ("lsagent-unit-test", &Environment::default());
        let found = || find(none, name).unwrap();
        remove(none, name).unwrap();
        assert_eq!(found(), None);
        for password in ["pässword", "another"] {
            set(none, name, &Secret::new(password)).unwrap();
            assert_eq!(found(), Some(Secret::new(password)));
        }
        remove(none, name).unwrap();
        remove(none, name).unwrap();
        assert_eq!(found(), None);
        assert!(set(none, name, &Secret::new("x".repeat(3_000))).is_err());
    }
}
