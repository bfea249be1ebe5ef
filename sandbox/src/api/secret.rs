//! Shared secrets: signing with them, and comparing them in constant time.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;

/// Compares without telling by its duration how much was right.
pub fn same(given: &str, expected: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"comparison");
    let tag = hmac::sign(&key, expected.as_bytes());
    hmac::verify(&key, given.as_bytes(), tag.as_ref()).is_ok()
}

/// The signature of a text, in base64.
pub fn sign(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// Is this, in base64, the signature of the text? In constant time.
pub fn verifies(secret: &str, text: &str, signature: &str) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature) else {
        return false;
    };
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, text.as_bytes(), &signature).is_ok()
}
