//! Who may have said this? From bytes off the wire to an answer that can be trusted.
//!
//! The types are states: a [`Response`] is unverified, [`Signed`] carries the vendor's signature with the
//! bytes it covers and has been verified, [`Trusted`] is text that may be parsed.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::value::RawValue;
use zeroize::{Zeroize, Zeroizing};

use crate::der;
use crate::error::{Error, Status};
use crate::model::{is_too_deep, readable};
use crate::transport::Response;

/// A key that answers are signed with: RSA, 2048 to 8192 bits.
#[derive(Clone, Debug)]
pub struct ResponseKey {
    /// The `RSAPublicKey` of PKCS #1, in DER.
    pkcs1: Vec<u8>,
}

impl ResponseKey {
    /// The key of LicenseSpring's production servers.
    #[allow(clippy::expect_used, reason = "it is a constant, and a test reads it")]
    pub fn production() -> Self {
        Self::from_pem(include_str!("licensespring-production-public-key.pem"))
            .expect("the built-in key is well-formed; a test reads it")
    }

    /// Reads `BEGIN PUBLIC KEY` (SubjectPublicKeyInfo). The error is what was expected, in words.
    pub fn from_pem(pem: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected an RSA public key (2048 to 8192 bits) in PEM form, \
                                beginning with -----BEGIN PUBLIC KEY-----";
        let body = between(pem, "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----");
        let text: String = body.ok_or(EXPECTED)?.split_ascii_whitespace().collect();
        let spki = BASE64_STANDARD.decode(text).map_err(|_| EXPECTED)?;
        let pkcs1 = rsa_key_in(&spki).ok_or(EXPECTED)?.to_vec();
        Ok(Self { pkcs1 })
    }

    /// What distinguishes this key from another.
    pub fn bytes(&self) -> &[u8] {
        &self.pkcs1
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.pkcs1)
            .verify(message, signature)
            .is_ok()
    }
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    Some(rest.split_once(end)?.0)
}

/// The bit string of a SubjectPublicKeyInfo for RSA: SEQUENCE { SEQUENCE { OID, NULL }, BIT STRING }.
///
/// A key that ring would not take says of every answer that its signature is wrong, so none is taken here.
fn rsa_key_in(spki: &[u8]) -> Option<&[u8]> {
    const RSA: &[u8] =
        &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let bit_string = only(der::value(only(der::value(spki, 0x30))?.strip_prefix(RSA)?, 0x03))?;
    let key = bit_string.strip_prefix(&[0])?;
    let (modulus, rest) = odd_number(only(der::value(key, 0x30))?)?;
    let exponent = only(odd_number(rest))?;
    let small = exponent.iter().take(6).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    ((256..=1024).contains(&modulus.len()) && (3..1 << 33).contains(&small)).then_some(key)
}

/// Nothing follows it.
fn only<'a>(element: Option<(&'a [u8], &[u8])>) -> Option<&'a [u8]> {
    element.filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
}

/// A number, without the zero that tells it from a negative one, and what follows it.
fn odd_number(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (value, rest) = der::value(der, 0x02)?;
    let number = match value {
        [0, number @ ..] if number.first()? >= &0x80 => number,
        [1..=0x7f, ..] => value,
        _ => return None,
    };
    (number.last()? % 2 == 1).then_some((number, rest))
}

/// An answer's text with the vendor's signature over its bytes, verified.
#[derive(Clone)]
pub struct Signed {
    text: Arc<String>,
    signature: Vec<u8>,
}

impl Signed {
    /// Used for what comes off the wire and for what comes out of the store.
    pub fn verify(body: Vec<u8>, signature: Vec<u8>, key: &ResponseKey) -> Result<Self, Error> {
        if !key.verifies(&body, &signature) {
            return Err(unless_foreign(
                &body,
                "the signature of the answer is not by the license server's key, or the answer was altered",
            ));
        }
        let text = String::from_utf8(body).map_err(|_| unreadable("it is not UTF-8"))?;
        Ok(Self { text: Arc::new(text), signature })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Overwrites the text, if nobody else has it.
    pub fn overwrite(self) {
        if let Some(mut text) = Arc::into_inner(self.text) {
            text.zeroize();
        }
    }

    /// The same text, fit to be parsed.
    pub fn trust(&self) -> Trusted {
        Trusted { text: self.text.clone(), is_signed: true }
    }
}

/// Text whose origin is beyond doubt. Clones share it.
#[derive(Clone)]
pub struct Trusted {
    text: Arc<String>,
    is_signed: bool,
}

impl Trusted {
    /// For an answer that could be stored only with parts cut out, so that its signature no longer
    /// fits: the seal of the store vouches for it, and for nothing that decides a right to use.
    pub fn by_the_seal(text: String) -> Self {
        Self { text: Arc::new(text), is_signed: false }
    }

    /// For an answer on which no right to use rests, and which the server need not sign: the
    /// verified connection vouches for it.
    /// `None`: it is not UTF-8. An access token may be in it all the same, so it is overwritten.
    pub fn by_the_connection(body: Vec<u8>) -> Option<Self> {
        let text =
            String::from_utf8(body).map_err(|error| drop(Zeroizing::new(error.into_bytes())));
        Some(Self { text: Arc::new(text.ok()?), is_signed: false })
    }

    #[cfg(test)]
    pub fn by_a_signature(text: String) -> Self {
        Self { text: Arc::new(text), is_signed: true }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn share(&self) -> &Arc<String> {
        &self.text
    }

    /// The text for itself; it is not copied as long as nobody shares it.
    pub fn into_text(self) -> String {
        Arc::unwrap_or_clone(self.text)
    }

    /// It is not what was asked for. Nobody on the way is to blame for what the server has signed.
    pub fn unreadable(&self, why: &str) -> Error {
        if self.is_signed { unreadable(why) } else { not_json(why) }
    }
}

/// Whose word an answer needs, to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The vendor's signature.
    Signature,
    /// The vendor's signature, if there is one; else as [`Trust::Connection`].
    SignatureIfAny,
    /// The verified connection: no right to use rests on the answer.
    Connection,
}

/// An answer that has proven its origin as the call asks for it.
pub enum Proven {
    Signed(Signed),
    ByConnection(Vec<u8>),
}

impl Proven {
    /// The answer as it was signed.
    pub fn signed(&self) -> Option<&Signed> {
        match self {
            Self::Signed(signed) => Some(signed),
            Self::ByConnection(_) => None,
        }
    }
}

/// The header with the vendor's signature over the body, in Base64.
pub const SIGNATURE_HEADER: &str = "licensesignature";

/// Makes sure of the origin of an answer that has a good status.
pub fn prove(answer: Response, trust: Trust, key: &ResponseKey) -> Result<Proven, Error> {
    let signature = match trust {
        Trust::Connection => return Ok(Proven::ByConnection(answer.body)),
        Trust::Signature | Trust::SignatureIfAny => answer.header(SIGNATURE_HEADER),
    };
    let signature = signature.map(|signature| BASE64_STANDARD.decode(signature.trim()));
    match signature {
        Some(Ok(signature)) => Signed::verify(answer.body, signature, key).map(Proven::Signed),
        Some(Err(_)) => Err(unless_foreign(&answer.body, "the answer's signature is malformed")),
        None if trust == Trust::SignatureIfAny => Ok(Proven::ByConnection(answer.body)),
        None => Err(unless_foreign(&answer.body, "the answer is not signed")),
    }
}

/// What is not even JSON was hardly altered by an attacker: a sign-in page of the network, say.
fn unless_foreign(body: &[u8], otherwise: &'static str) -> Error {
    if str::from_utf8(body).is_ok_and(is_json) {
        return Error::new(Status::Signature, otherwise);
    }
    not_json("it is not JSON, or not all of it arrived")
}

fn is_json(text: &str) -> bool {
    !is_too_deep(text) && serde_json::from_str::<&RawValue>(&readable(text)).is_ok()
}

fn unreadable(why: &str) -> Error {
    Error::new(
        Status::Response,
        format!(
            "the license server's own answer cannot be read ({why}); it is signed, so it came as it was sent"
        ),
    )
}

pub fn not_json(why: &str) -> Error {
    Error::harmless(
        Status::Response,
        format_args!(
            "the answer is not the license server's JSON ({why}); a proxy or a sign-in page of the network may have answered"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_production_key_has_4096_bits() {
        let key = ResponseKey::production();
        // SEQUENCE, INTEGER of 513 bytes (a leading zero), INTEGER 65537.
        assert_eq!(key.pkcs1.len(), 4 + 4 + 513 + 5);
        assert!(!key.verifies(b"message", &[0; 512]));
    }

    #[test]
    fn other_text_is_no_key() {
        let good = include_str!("licensespring-production-public-key.pem");
        let cut = good.replace("MIICIjANBgkq", "MIICIjANBgkr");
        let short = good.lines().filter(|line| !line.starts_with("XmU")).collect::<String>();
        for pem in ["", "-----BEGIN PUBLIC KEY-----", cut.as_str(), &short[..200]] {
            assert!(ResponseKey::from_pem(pem).is_err(), "{pem}");
        }
        assert!(ResponseKey::from_pem(&good.replace('\n', "\r\n")).is_ok());
    }

    #[test]
    fn a_key_by_which_nothing_could_be_signed_is_none() {
        let good = include_str!("../../tests/data/test-response-public-key.pem");
        let is_key = |der: &[u8]| {
            let text = BASE64_STANDARD.encode(der);
            let pem = format!("-----BEGIN PUBLIC KEY-----{text}-----END PUBLIC KEY-----");
            ResponseKey::from_pem(&pem).is_ok()
        };
        let der: String = good.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = BASE64_STANDARD.decode(der).unwrap();
        assert!(is_key(&der));
        // The last bytes are those of the exponent: 02 03 01 00 01.
        let with = |place: usize, byte: u8| {
            let mut der = der.clone();
            let place = der.len() - place;
            der[place] = byte;
            der
        };
        assert!(is_key(&with(1, 3)));
        for (place, byte) in [(1, 0), (3, 0), (3, 0x80), (4, 4), (4, 2), (5, 3), (6, 0)] {
            assert!(!is_key(&with(place, byte)), "{place} {byte}");
        }
        assert!(!is_key(&der[..der.len() - 5]));
    }

    #[test]
    fn what_is_not_json_is_not_called_a_bad_signature() {
        let status = |body: &[u8]| unless_foreign(body, "").status();
        for json in ["[]", "\u{FEFF}[]", r#"["\ud83d",1e999]"#] {
            assert_eq!(status(json.as_bytes()), Status::Signature, "{json}");
        }
        assert_eq!(status(b"<html>"), Status::Response);
        assert_eq!(status(b"[{\"a\":"), Status::Response);
        assert_eq!(status(&b"[".repeat(10_000)), Status::Response);
    }
}
