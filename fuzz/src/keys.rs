//! Keys: those that answers are signed with, and those that a server must have.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lsagent::fuzzing::{self, PublicKey};
use ring::digest::{SHA256, digest};
use rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use webpki::{EndEntityCert, RawPublicKeyEntity, ring::RSA_PKCS1_2048_8192_SHA256};

use super::der;
use super::input::parts;
use super::wire::{SIGNER, answer, sign};

const BODY: &[u8] = b"[]";

static SIGNATURE: LazyLock<String> = LazyLock::new(|| sign(BODY));

/// PEM; or else what its text is made of.
pub fn public_key(data: &[u8]) {
    let pem = match data.strip_prefix(b"pem") {
        Some(pem) => String::from_utf8_lossy(pem).into_owned(),
        None => {
            let text = BASE64_STANDARD.encode(data);
            format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
        }
    };
    let key = PublicKey::from_pem(&pem);
    if !data.starts_with(b"pem") {
        assert!(key.is_some() || !signed_it(data), "webpki reads this key");
    }
    let Some(key) = key else { return };
    assert!(is_usable(key.bytes()), "ring reads no such key: {:02x?}", key.bytes());
    let receive = |signature| key.receive(&answer(200, Some(signature), BODY), "s", 0);
    assert!(receive("AAAA").is_err(), "no key says that this is signed");
    let is_the_signers = key.bytes() == SIGNER.public().as_ref();
    assert_eq!(receive(&SIGNATURE).is_ok(), is_the_signers, "{:02x?}", key.bytes());
}

/// Whether webpki reads a key that the test's answers are signed with.
fn signed_it(spki: &[u8]) -> bool {
    let signature = BASE64_STANDARD.decode(&*SIGNATURE).expect("it was encoded");
    RawPublicKeyEntity::try_from(&SubjectPublicKeyInfoDer::from(spki))
        .is_ok_and(|key| key.verify_signature(RSA_PKCS1_2048_8192_SHA256, BODY, &signature).is_ok())
}

/// What ring says of the two numbers of a key at each signature, of 2048 to 8192 bits the one.
fn is_usable(key: &[u8]) -> bool {
    let numbers = der::sequence(key).unwrap_or_default();
    let numbers: Option<Vec<_>> = numbers.iter().map(der::positive).collect();
    let Some([modulus, exponent]) = numbers.as_deref() else { return false };
    let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
    let value = exponent.iter().take(9).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
    (256..=1024).contains(&modulus.len())
        && (3..1 << 33).contains(&value)
        && is_odd(modulus)
        && is_odd(exponent)
}

/// Pins (or the word "own"), a certificate.
pub fn pins(data: &[u8]) {
    let Some([pins, certificate]) = parts(data) else { return };
    let own = key_of(certificate).map(|key| digest(&SHA256, key));
    let own = own.map(|hash| format!("sha256//{}", BASE64_STANDARD.encode(hash)));
    let pins = String::from_utf8_lossy(pins).replace("own", own.as_deref().unwrap_or("own"));
    let listed: Vec<_> = pins.split(';').collect();
    let Ok(is_pinned) = fuzzing::is_pinned(&pins, certificate) else {
        return assert!(!listed.into_iter().all(is_pin), "{pins}");
    };
    let is_listed = own.is_some_and(|own| listed.contains(&&*own));
    let is_certificate = EndEntityCert::try_from(&CertificateDer::from(certificate)).is_ok();
    assert_eq!(is_pinned, is_listed && is_certificate, "{pins}");
    assert!(listed.into_iter().all(is_pin), "{pins}");
}

fn is_pin(text: &str) -> bool {
    let Some(hash) = text.strip_prefix("sha256//") else { return false };
    let bytes = BASE64_STANDARD.decode(hash).unwrap_or_default();
    bytes.len() == 32 && BASE64_STANDARD.encode(bytes) == hash
}

/// The SubjectPublicKeyInfo of a certificate, which has its version in front.
fn key_of(certificate: &[u8]) -> Option<&[u8]> {
    let [to_be_signed, _, _] = der::sequence(certificate)?[..] else { return None };
    let fields = der::elements(to_be_signed.value)?;
    fields.get(6).filter(|_| fields[0].tag == 0xa0).map(|key| key.whole)
}
