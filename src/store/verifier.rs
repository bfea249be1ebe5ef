//! Tells whether a sign-in is the one that earned a stored answer, and next to nothing about its secret.
//!
//! The ingredients of the seal lie beside the store, so a thief of the disk can try passwords against
//! whatever is saved of one, as fast as their machines go: no number of rounds makes up for a password
//! that people can remember. So nearly nothing is saved: 12 bits. Of any list of passwords one in 4,096
//! passes, right or wrong, and which of those is the right one only the server can tell.
//!
//! The price: offline, one wrong password in 4,096 gets the stored answer of the same user on the same
//! device, which [`crate::api::Identity::Remembered`] gets without any. Online the server judges.
//!
//! The 12 bits depend on the person and the secret alone. So the same secret has the same ones in each
//! entry, after each refresh, on each device and with each vendor: several stores tell no more than one.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::seal::with_length;
use crate::person::folded;
use crate::secret::{Secret, leaving_no_trace};

/// How many of the hash's bits are saved.
const BITS: u16 = 12;
const PURPOSE: &[u8] = b"lsagent verifier 2";

/// Below 4,096.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verifier(u16);

impl Verifier {
    /// `who` is the person whose secret it is: the salt.
    #[allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        reason = "a key of any length; a hash of 32 bytes"
    )]
    pub fn of(who: &str, secret: &Secret) -> Self {
        let who = with_length(folded(who).as_bytes());
        let hash = leaving_no_trace(|| {
            let mut mac = Hmac::<Sha256>::new_from_slice(PURPOSE).expect("any key length will do");
            mac.update(&who);
            mac.update(secret.expose().as_bytes());
            mac.finalize().into_bytes()
        });
        Self(u16::from_le_bytes([hash[0], hash[1]]) % (1 << BITS))
    }

    pub fn matches(self, who: &str, secret: &Secret) -> bool {
        self == Self::of(who, secret)
    }

    pub fn encode(self) -> [u8; 2] {
        self.0.to_le_bytes()
    }

    pub fn decode(bytes: [u8; 2]) -> Option<Self> {
        Some(u16::from_le_bytes(bytes)).filter(|bits| *bits < 1 << BITS).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(who: &str, secret: &str) -> Verifier {
        Verifier::of(who, &Secret::new(secret))
    }

    #[test]
    fn one_password_in_4096_passes_and_the_right_one_always() {
        let verifier = of("a@b.c", "right");
        assert!(verifier.matches("A@B.C ", &Secret::new("right")));
        let wrong = (0..40_960).map(|number| Secret::new(format!("wrong {number}")));
        let passed = wrong.filter(|secret| verifier.matches("a@b.c", secret)).count();
        assert!((1..=30).contains(&passed), "{passed} of 40,960 pass, and 10 should");
    }

    #[test]
    fn a_secret_has_one_verifier_and_equal_secrets_of_two_people_have_two() {
        assert_eq!(of("a@b.c", "p"), of("a@b.c", "p"));
        let differ = (0..100).filter(|n| of(&format!("{n}@b.c"), "p") != of("a@b.c", "p"));
        assert!(differ.count() > 90);
    }

    #[test]
    fn no_more_than_12_bits_are_saved() {
        for number in 0..1000 {
            let bytes = of("a@b.c", &number.to_string()).encode();
            assert!(bytes[1] < 16);
            assert!(Verifier::decode(bytes).is_some());
        }
        assert_eq!(Verifier::decode([0, 16]), None);
    }
}
