//! The platform's place for secrets: Windows's Credential Manager, the Keychain of macOS, and elsewhere the
//! Secret Service, if one runs.
//!
//! Each of these may ask the person for permission and wait for an answer, so none is called on a thread for
//! which somebody waits.

mod common;

pub use self::common::Unavailable;
use crate::environment::Environment;
use crate::secret::Secret;

#[cfg_attr(windows, path = "secrets/windows.rs")]
#[cfg_attr(target_os = "macos", path = "secrets/macos.rs")]
#[cfg_attr(not(any(windows, target_os = "macos")), path = "secrets/libsecret.rs")]
mod sys;

/// Whether the platform has such a place, which is found out by asking for a secret that nobody has set.
pub fn try_out(environment: &Environment) -> Result<(), Unavailable> {
    find(environment, "lsagent-doctor").map(drop)
}

/// Sets the secret of a name, in the place of the one before.
pub fn set(environment: &Environment, name: &str, secret: &Secret) -> Result<(), Unavailable> {
    sys::must_be_there(environment)?;
    sys::set(name, secret)
}

pub fn find(environment: &Environment, name: &str) -> Result<Option<Secret>, Unavailable> {
    sys::must_be_there(environment)?;
    sys::find(name)
}

/// It need not be there.
pub fn remove(environment: &Environment, name: &str) -> Result<(), Unavailable> {
    sys::must_be_there(environment)?;
    sys::remove(name)
}

/// Windows only: its Credential Manager is always there and never prompts.
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
