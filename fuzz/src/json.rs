//! Answers and the JSON in them, against `serde_json::Value` as oracle.

use lsagent::fuzzing::{self, Answer};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::input::{number, optional, parts, texts};
use super::memory::peak_of;
use super::rights::{license_of, may_run, product};
use super::value::Json;

/// What an answer may cost for each of its bytes, and by itself.
const BYTES_FOR_EACH: usize = 40;
const BYTES_FOR_ONE: usize = 64 << 10;

fn must_be_json(text: &str) {
    assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "no JSON: {text}");
}

/// Reads an answer within the memory that it may cost.
fn read<T>(answer: &str, read: impl FnOnce() -> T) -> T {
    let (result, bytes) = peak_of(read);
    let most = BYTES_FOR_ONE + BYTES_FOR_EACH * answer.len();
    assert!(bytes <= most, "{bytes} bytes for {} of an answer", answer.len());
    result
}

/// Time, feature, answer; or else, behind a star, what an answer is made of.
pub fn licenses(data: &[u8]) {
    let Some([now, feature, answer]) = parts(data) else { return };
    let made = answer.strip_prefix(b"*").map(license_of);
    let text = |part| str::from_utf8(part).ok();
    let answer = made.as_deref().or(text(answer));
    let (Some(now), Some(feature), Some(answer)) = (text(now), text(feature), answer) else {
        return;
    };
    let (now, feature) = (number(now), optional(feature));
    let judge = || fuzzing::licenses(answer, "up", feature, now);
    let Some(judged) = read(answer, judge) else { return };
    must_be_json(&judged.json);
    assert!(!judged.sentence.is_empty());
    let elements = Json::parse(answer).and_then(Json::elements).expect("a list of licenses");
    let licenses: Vec<_> =
        elements.into_iter().filter(|one| one.is_object()).map(license_in).collect();
    for license in &licenses {
        assert_eq!(product(*license).as_deref(), Some("up"), "{license}");
    }
    let may_run = licenses.into_iter().any(|license| may_run(license, feature, now));
    assert!(may_run || !judged.is_allowed, "{feature:?} at {now}: {} {answer}", judged.sentence);
    assert!(made.is_none() || may_run == judged.is_allowed, "{feature:?} at {now}: {answer}");
}

/// The license of an element, which may stand in it or be it.
fn license_in(element: Json) -> Json {
    element.get("license").filter(|license| license.is_object()).unwrap_or(element)
}

/// The customer, answer.
pub fn license_users(data: &[u8]) {
    let Some([customer, answer]) = texts(data) else { return };
    if let Some(json) = read(answer, || fuzzing::license_users(answer, customer)) {
        must_be_json(&json);
    }
}

/// HTTP status, answer.
pub fn allocations(data: &[u8]) {
    const TOKEN: &str = "uipath-token-1";
    let Some([status, body]) = texts(data) else { return };
    let (date, retry_after, signature) = (None, None, None);
    let status = number(status);
    let answer = Answer { status, date, retry_after, signature, body: body.as_bytes() };
    match read(body, || fuzzing::allocations(&answer, TOKEN)) {
        Ok(json) => {
            must_be_json(&json);
            assert!((200..300).contains(&status), "{status}");
        }
        Err(failure) => {
            assert!(!failure.message.contains(TOKEN), "{}", failure.message);
            assert!(!failure.code.unwrap_or_default().contains(TOKEN));
        }
    }
}

/// A name, JSON.
pub fn blank_members(data: &[u8]) {
    let Some([name, json]) = texts(data) else { return };
    let Ok(mut expected) = serde_json::from_str::<Value>(json) else { return };
    let blank = fuzzing::blank_members(json, name).unwrap_or_else(|| json.to_owned());
    blank_all(&mut expected, name);
    assert_eq!(serde_json::from_str::<Value>(&blank).ok(), Some(expected), "{blank}");
    let members = fuzzing::members(&blank, name).map(|members| members.all);
    for (key, value) in members.into_iter().flatten() {
        assert!(key != name || value == "null" || value == "\"\"", "{blank}");
    }
}

fn blank_all(value: &mut Value, name: &str) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|value| blank_all(value, name)),
        Value::Object(members) => members.iter_mut().for_each(|(key, value)| {
            if key == name && value != "" {
                *value = Value::Null;
            }
            blank_all(value, name);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// JSON.
pub fn is_too_deep(data: &[u8]) {
    /// Two more than may be: what is deeper is not counted on.
    const ENOUGH: usize = 130;
    let Ok(json) = str::from_utf8(data) else { return };
    if serde_json::from_str::<IgnoredAny>(json).is_ok() {
        let depth = depth(&mut json.bytes(), ENOUGH);
        assert_eq!(fuzzing::is_too_deep(json), depth > 128, "{depth}: {json}");
    }
}

/// How deep the arrays and objects go in what is left of valid JSON up to the next that ends.
fn depth(json: &mut std::str::Bytes, most: usize) -> usize {
    let mut deepest = 0;
    while let Some(byte) = json.next() {
        match byte {
            b'"' => skip_string(json),
            b'[' | b'{' if most == 0 => return deepest + 1,
            b'[' | b'{' => deepest = deepest.max(1 + depth(json, most - 1)),
            b']' | b'}' => return deepest,
            _ => {}
        }
    }
    deepest
}

fn skip_string(json: &mut std::str::Bytes) {
    while let Some(byte) = json.next() {
        match byte {
            b'\\' => drop(json.next()),
            b'"' => return,
            _ => {}
        }
    }
}

/// A name, an object.
pub fn members(data: &[u8]) {
    let Some([name, json]) = texts(data) else { return };
    let members = fuzzing::members(json, name);
    let Ok(Value::Object(mut expected)) = serde_json::from_str(json) else { return };
    let members = members.expect("an object for one is one for the other");
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("a part of JSON is JSON");
    let mut last_wins = serde_json::Map::new();
    for (key, value) in &members.all {
        last_wins.insert(key.clone(), read(value));
    }
    assert_eq!(last_wins, expected);
    assert_eq!(members.named.as_deref().map(read), expected.get(name).cloned());
    expected.remove(name);
    assert_eq!(read(&members.without), Value::Object(expected));
}
