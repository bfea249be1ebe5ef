//! The RSA key that signs the answers.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::{RsaPrivateKey, rand_core::OsRng};

use crate::http::answer::Answer;

const BITS: usize = 2048;

/// Signs bodies with RSA PKCS#1 v1.5 over SHA-256.
pub struct ResponseKey {
    pair: RsaKeyPair,
    random: SystemRandom,
}

impl ResponseKey {
    /// The key in a PKCS#8 PEM, and its public half as an SPKI PEM.
    pub fn from_private_pem(pem: &str) -> Result<(Self, String), String> {
        let key = RsaPrivateKey::from_pkcs8_pem(pem).map_err(text)?;
        let public = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(text)?;
        let der = key.to_pkcs8_der().map_err(text)?;
        let pair = RsaKeyPair::from_pkcs8(der.as_bytes()).map_err(text)?;
        let random = SystemRandom::new();
        Ok((Self { pair, random }, public))
    }

    /// A genuine 200.
    pub fn answer(&self, body: Bytes) -> Answer {
        let signature = self.sign(&body);
        Answer::signed(body, signature)
    }

    /// The value of the `LicenseSignature` header for `body`.
    pub fn sign(&self, body: &[u8]) -> String {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        match self.pair.sign(&RSA_PKCS1_SHA256, &self.random, body, &mut signature) {
            Ok(()) => BASE64_STANDARD.encode(signature),
            // Only the system's random source can fail here; the client will say "bad signature".
            Err(_) => String::new(),
        }
    }
}

/// A new RSA private key as a PKCS#8 PEM.
pub fn new_private_pem() -> Result<String, String> {
    let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(text)?;
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(text)?;
    Ok(pem.to_string())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    use rsa::pkcs8::DecodePublicKey;
    use rsa::sha2::Sha256;
    use rsa::signature::Verifier;

    use super::*;

    #[test]
    fn a_signature_verifies_with_the_written_public_key_and_another_implementation() {
        let (key, public) = ResponseKey::from_private_pem(&new_private_pem().unwrap()).unwrap();
        let signature = BASE64_STANDARD.decode(key.sign(b"[]")).unwrap();
        let signature = Signature::try_from(signature.as_slice()).unwrap();
        let verifier = VerifyingKey::<Sha256>::from_public_key_pem(&public).unwrap();
        assert!(public.starts_with("-----BEGIN PUBLIC KEY-----"));
        assert!(verifier.verify(b"[]", &signature).is_ok());
        assert!(verifier.verify(b"[ ]", &signature).is_err());
    }
}
