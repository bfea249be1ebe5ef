//! Files that answer a request without a network.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lsagent::fuzzing;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

use super::input::texts;
use super::wire::{KEY, sign};

const SIGNATURES: [&str; 2] = ["license_signature", "license_signature_v2"];

/// How it is made (the word "file", or else two numbers that say where the signatures go), what it is made of: the
/// content of a file, or the object that is signed.
pub fn offline_answer(data: &[u8]) {
    let Some([how, text]) = texts(data) else { return };
    if how == "file" {
        return read(text.as_bytes(), None);
    }
    let Ok(Value::Object(members)) = serde_json::from_str::<Value>(text) else { return };
    let Some((one, other)) = how.split_once(' ') else { return };
    let places = [one, other].map(|number| number.parse().unwrap_or(0));
    let Some(file) = with_signatures(text, &members.keys().collect::<Vec<_>>(), places) else {
        return;
    };
    read(file.as_bytes(), Some(text));
}

/// The object with the two signatures, each at the beginning or at the end.
fn with_signatures(text: &str, names: &[&String], places: [u8; 2]) -> Option<String> {
    // Such an object would have them twice.
    if names.iter().any(|name| SIGNATURES.contains(&name.as_str())) {
        return None;
    }
    let (signature, mut object) = (sign(text.as_bytes()), text.to_owned());
    for (name, place) in SIGNATURES.iter().zip(places) {
        let member = format!("\"{name}\":\"{signature}\"");
        let is_empty = serde_json::from_str::<Value>(&object).ok()? == serde_json::json!({});
        let comma = if is_empty { "" } else { "," };
        // White space stays where a printer has put it: between the braces and the other members.
        let (begin, end) = (object.find('{')? + 1, object.rfind('}')?);
        let white = object[begin..].len() - object[begin..].trim_start().len();
        let (at, member) = match place % 2 {
            0 => (object[..end].trim_end().len(), format!("{comma}{member}")),
            _ => ((begin + white).min(end), format!("{member}{comma}")),
        };
        object.insert_str(at, &member);
    }
    Some(BASE64_STANDARD.encode(object))
}

/// What counts was signed, to the byte, and what was signed counts.
fn read(file: &[u8], made_of: Option<&str>) {
    let Some(answer) = fuzzing::offline_answer(file, &KEY) else {
        let unreadable = |text| fuzzing::is_too_deep(text) || fuzzing::members(text, "").is_none();
        assert!(made_of.is_none_or(unreadable), "it is signed: {made_of:?}");
        return;
    };
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, KEY.bytes());
    assert!(key.verify(answer.text.as_bytes(), &answer.signature).is_ok(), "nobody signed it");
    let object: Value = serde_json::from_str(&answer.text).expect("it is JSON");
    assert_eq!(object.get(SIGNATURES[1]), None, "it has its own signature in it");
    if let Some(text) = made_of {
        assert_eq!(answer.text.trim(), text.trim());
    }
}
