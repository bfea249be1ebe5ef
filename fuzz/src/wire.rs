//! Answers off the wire: who may have said them, what a no means, and what gets into a message.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lsagent::fuzzing::{self, Answer, Failure, OAuth, PublicKey};
use percent_encoding::percent_decode_str;
use ring::rand::SystemRandom;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};

use super::input::{number, optional, parts, texts};
use super::value::Json;

const SECRET: &str = "hunter2-s&cret";

pub fn answer<'a>(status: u16, signature: Option<&'a str>, body: &'a [u8]) -> Answer<'a> {
    Answer { status, date: None, retry_after: None, signature, body }
}

fn must_not_tell(failure: &Failure) {
    let Failure { message, code, log_line, .. } = failure;
    for text in [message, code.as_ref().unwrap_or(message), log_line] {
        let decoded = percent_decode_str(text).decode_utf8_lossy();
        assert!(!text.contains(SECRET) && !decoded.contains(SECRET), "{text}");
        assert!(!text.contains(['\r', '\n', '\0']), "{text}");
    }
}

pub static SIGNER: LazyLock<RsaKeyPair> = LazyLock::new(|| {
    let pem = include_str!("../../tests/data/test-response-key.pem");
    let text: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = BASE64_STANDARD.decode(text).expect("the test's key is in PEM form");
    RsaKeyPair::from_pkcs8(&der).expect("the test's key is in PKCS #8")
});

pub static KEY: LazyLock<PublicKey> = LazyLock::new(|| {
    let pem = include_str!("../../tests/data/test-response-public-key.pem");
    PublicKey::from_pem(pem).expect("the test's key is one")
});

pub fn sign(body: &[u8]) -> String {
    let mut signature = vec![0; SIGNER.public().modulus_len()];
    let signed = SIGNER.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), body, &mut signature);
    signed.expect("the test's key signs");
    BASE64_STANDARD.encode(signature)
}

fn is_signed(body: &[u8], signature: &str) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature.trim()) else { return false };
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, KEY.bytes());
    key.verify(body, &signature).is_ok()
}

/// The published codes that refuse a user, a license or a product.
const REFUSALS: [&str; 13] = [
    "unknown_product",
    "disabled_product",
    "archived_product",
    "invalid_product_auth_method",
    "customer_account_not_found",
    "customer_does_not_exist",
    "customer_not_found",
    "license_not_found",
    "license_not_active",
    "license_not_enabled",
    "blacklisted",
    "trial_expired",
    "not_found",
];
/// The published codes that say nothing about anybody.
const OTHERS: [&str; 16] = [
    "date_header_diff",
    "signature_mismatch",
    "authorization_invalid_headers",
    "authorization_missing_params",
    "hmac_required",
    "missing_headers",
    "invalid_api_key",
    "revoked_api_key",
    "read_only_api_key",
    "api_key_product_not_allowed",
    "oauth_token_expired",
    "oauth_token_malformed",
    "missing_parameters",
    "validation_error",
    "invalid_json",
    "internal_error",
];

/// What an answer may make us forget.
#[derive(Debug, PartialEq, Eq)]
enum Dropped {
    Nothing,
    Answer,
    AnswerAndPassword,
}

/// What an error of exactly the documented shape makes us forget; nothing else makes us forget anything.
fn dropped_by(status: u16, body: &[u8]) -> Dropped {
    let said = str::from_utf8(body).ok().and_then(Json::parse).and_then(|body| said(status, body));
    let Some((code, is_exact)) = said.filter(|_| (400..500).contains(&status)) else {
        return Dropped::Nothing;
    };
    let published = |codes: &[&str]| codes.contains(&&*code);
    match status {
        407 | 429 => Dropped::Nothing,
        _ if published(&OTHERS) => Dropped::Nothing,
        _ if published(&REFUSALS) => Dropped::Answer,
        400 if is_exact => Dropped::Answer,
        401 | 403 if is_exact => Dropped::AnswerAndPassword,
        _ => Dropped::Nothing,
    }
}

/// The code of a documented error, and whether nothing else stands beside its three members.
fn said(status: u16, body: Json) -> Option<(String, bool)> {
    let of_status = body.get("status")?.number()?;
    let (code, _) = (body.get("code")?.text()?, body.get("message")?.text()?);
    let is_code = (1..=64).contains(&code.len())
        && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let is_documented = is_code && of_status.parse() == Ok(f64::from(status));
    is_documented.then_some((code, body.members()?.len() == 3))
}

fn must_drop_no_more(failure: &Failure, status: u16, body: &[u8]) {
    let dropped = match (failure.drops, failure.drops_password) {
        (false, false) => Dropped::Nothing,
        (true, false) => Dropped::Answer,
        (true, true) => Dropped::AnswerAndPassword,
        (false, true) => panic!("a password goes, and the answer that it earned stays"),
    };
    assert_eq!(dropped, dropped_by(status, body), "{status} {}", String::from_utf8_lossy(body));
}

/// Status, date, retry-after, signature (or the word "right"), body.
pub fn receive(data: &[u8]) {
    let Some([status, date, retry_after, signature, body]) = parts(data) else { return };
    let text = |part| str::from_utf8(part).ok().and_then(optional);
    let right = (signature == b"right").then(|| sign(body));
    let signature = right.as_deref().or(text(signature));
    let status = number(text(status).unwrap_or_default());
    let (date, retry_after) = (text(date), text(retry_after));
    let answer = Answer { status, date, retry_after, signature, body };
    match KEY.receive(&answer, SECRET, 1_700_000_000) {
        Ok(text) => {
            assert_eq!((status, text.as_bytes()), (200, body));
            assert!(is_signed(body, signature.unwrap_or_default()), "nobody signed it");
        }
        Err(failure) => {
            must_not_tell(&failure);
            assert!(right.is_none() || status != 200 || str::from_utf8(body).is_err());
            must_drop_no_more(&failure, status, body);
        }
    }
}

/// Status, body: the same without a signature, with JSON alone.
pub fn refusal(data: &[u8]) {
    let Some([status, body]) = texts(data) else { return };
    let answer = answer(number(status), None, body.as_bytes());
    let Err(failure) = KEY.receive(&answer, SECRET, 0) else { panic!("nobody signed it") };
    must_not_tell(&failure);
    must_drop_no_more(&failure, answer.status, answer.body);
}

/// Status, body: of the token endpoint, and of the license server that names it.
pub fn oauth_answer(data: &[u8]) {
    let Some([status, body]) = texts(data) else { return };
    let answer = answer(number(status), None, body.as_bytes());
    let client = OAuth::client("the-client", SECRET);
    match client.token(&answer, "https://id.example.com/token", 0) {
        Ok(token) => {
            assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()))
        }
        Err(failure) => must_be_harmless(&failure),
    }
    for (server, is_near) in [("https://api.example.com", false), ("https://127.0.0.1:1", true)] {
        match client.discovered(&answer, server, 0) {
            Ok(found) => {
                let found = super::urls::of_ours(&found);
                let is_far = found.is_some_and(|found| {
                    found.scheme() != "https" && !(is_near && super::urls::is_loopback(&found))
                });
                assert!(!is_far, "{server} names what is not here");
            }
            Err(failure) => must_be_harmless(&failure),
        }
    }
}

/// What goes wrong on the way to a token says nothing about any user.
fn must_be_harmless(failure: &Failure) {
    must_not_tell(failure);
    assert!(!failure.drops && !failure.drops_password, "{}", failure.message);
}

/// A secret, how each of its bytes is written, what stands before and behind it.
pub fn scrub(data: &[u8]) {
    let Some([secret, how, around]) = texts(data) else { return };
    let harmless = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    if secret.len() < 4 || !secret.chars().all(harmless) || "[removed] [address] …".contains(secret)
    {
        return;
    }
    let written = written(secret, how.as_bytes());
    let (before, behind) = around.split_at(around.floor_char_boundary(around.len() / 2));
    let clean = fuzzing::scrub(&format!("{before}{written}{behind}"), secret);
    let decoded = percent_decode_str(&clean).decode_utf8_lossy();
    assert!(!clean.contains(secret) && !decoded.contains(secret), "{clean}");
    assert!(!clean.contains(char::is_control) && clean.chars().count() <= 601, "{clean}");
}

fn written(secret: &str, how: &[u8]) -> String {
    let how = how.iter().cycle().copied().map(Some).chain(std::iter::repeat(None));
    let written = secret.bytes().zip(how).map(|(byte, how)| match how {
        Some(b'u') => format!("%{byte:02X}"),
        Some(b'l') => format!("%{byte:02x}"),
        _ if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    written.collect()
}
