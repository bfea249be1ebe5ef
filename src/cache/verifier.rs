//! Tells whether a sign-in is the one that earned a stored answer, without keeping its secret.

use std::num::NonZeroU32;

use ring::pbkdf2::{self, PBKDF2_HMAC_SHA256};

use crate::error::Error;
use crate::random;
use crate::secret::Secret;

/// The verifier lies sealed; the rounds slow down somebody who broke the seal. They are few because
/// an application waits for them when it starts (about 0.3 ms).
const ROUNDS: NonZeroU32 = NonZeroU32::new(1000).unwrap();

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    pub salt: [u8; 16],
    pub check: [u8; 32],
}

impl Verifier {
    pub fn of(secret: &Secret) -> Result<Self, Error> {
        let salt = random::bytes()?;
        let mut check = [0; 32];
        pbkdf2::derive(PBKDF2_HMAC_SHA256, ROUNDS, &salt, secret.expose().as_bytes(), &mut check);
        Ok(Self { salt, check })
    }

    /// Takes the same time whether it matches or not.
    pub fn matches(&self, secret: &Secret) -> bool {
        let bytes = secret.expose().as_bytes();
        pbkdf2::verify(PBKDF2_HMAC_SHA256, ROUNDS, &self.salt, bytes, &self.check).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_matches_and_equal_secrets_look_different() {
        let verifier = Verifier::of(&Secret::new("p")).unwrap();
        assert!(verifier.matches(&Secret::new("p")));
        assert!(!verifier.matches(&Secret::new("P")));
        assert_ne!(verifier, Verifier::of(&Secret::new("p")).unwrap());
    }
}
