//! The Keychain of macOS: generic passwords of this user.

use security_framework::base::Error;
use security_framework::passwords::{
    delete_generic_password, get_generic_password, set_generic_password,
};

use super::common::{LABEL, Unavailable};
use crate::environment::Environment;
use crate::secret::Secret;

/// `errSecItemNotFound`.
const NOT_FOUND: i32 = -25300;

/// The Keychain always is.
pub fn must_be_there(_: &Environment) -> Result<(), Unavailable> {
    Ok(())
}

pub fn set(name: &str, secret: &Secret) -> Result<(), Unavailable> {
    set_generic_password(LABEL, name, secret.expose().as_bytes()).map_err(failure)
}

pub fn find(name: &str) -> Result<Option<Secret>, Unavailable> {
    match get_generic_password(LABEL, name) {
        Ok(bytes) => {
            let bytes = zeroize::Zeroizing::new(bytes);
            let text = std::str::from_utf8(&bytes);
            text.map(|text| Some(Secret::new(text)))
                .map_err(|_| "the Keychain's entry is not text".to_owned())
        }
        Err(error) if error.code() == NOT_FOUND => Ok(None),
        Err(error) => Err(failure(error)),
    }
}

pub fn remove(name: &str) -> Result<(), Unavailable> {
    match delete_generic_password(LABEL, name) {
        Err(error) if error.code() != NOT_FOUND => Err(failure(error)),
        _ => Ok(()),
    }
}

fn failure(error: Error) -> Unavailable {
    format!("the Keychain does not do it (error {})", error.code())
}
