//! Faults in what is said: the right answer with something wrong in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use bytes::Bytes;
use serde_json::Value;

use super::bulk;
use super::spec::How;
use crate::cached::Cached;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Welcome to the hotel</title></head>\
     <body><h1>Please accept the terms to use this network</h1></body></html>\n";

/// A page that has nothing to do with the question.
pub fn captive_portal() -> Answer {
    Answer::new(200, "text/html; charset=utf-8", PORTAL)
}

/// Any error answer.
pub fn status(
    status: u16,
    body: Option<&Value>,
    content_type: Option<&str>,
    headers: &BTreeMap<String, String>,
) -> Answer {
    let text = match body {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let default = if body.is_some() { "application/json" } else { "" };
    let answer = Answer::new(status, content_type.unwrap_or(default), text);
    headers.iter().fold(answer, |answer, (name, value)| answer.with_header(name, value))
}

/// An answer that sends the client elsewhere.
pub fn redirect(status: u16, location: &str) -> Answer {
    Answer::new(status, "", Bytes::new()).with_header("Location", location)
}

/// An error that repeats what it was asked.
pub fn echo(request: &Request, status: u16, code: &str) -> Answer {
    let values: Vec<_> = request.query().map(|(_, value)| value).collect();
    Answer::api_error(status, code, &format!("Cannot use: {}", values.join(", ")))
}

/// The same answer with a bad signature; an answer without one keeps having none.
pub fn signature(mut answer: Answer, how: How) -> Answer {
    if answer.signature.is_some() {
        answer.signature = match how {
            How::Missing => None,
            How::Malformed => Some("%%% this is not base64 %%%".to_owned()),
            How::Empty => Some(String::new()),
            How::OtherKey => Some(other_key(&answer.body)),
        };
    }
    answer
}

/// Signs with a key that no client is given. To make one takes seconds, which a call has not.
fn other_key(body: &[u8]) -> String {
    const PEM: &str = include_str!("../../data/other-key.pem");
    static KEY: OnceLock<Option<ResponseKey>> = OnceLock::new();
    let key = KEY.get_or_init(|| ResponseKey::from_private_pem(PEM).ok().map(|(key, _)| key));
    key.as_ref().map(|key| key.sign(body)).unwrap_or_default()
}

/// One bit of one byte differs from what was signed; counted around the end.
pub fn flip(mut answer: Answer, at: usize) -> Answer {
    let mut body = answer.body.to_vec();
    if let Some(index) = at.checked_rem(body.len()) {
        body[index] ^= 1;
    }
    answer.body = body.into();
    answer
}

/// The signature is for the whole body, the length for what is left of it.
pub fn truncate_json(mut answer: Answer, bytes: usize) -> Answer {
    answer.body.truncate(bytes);
    answer
}

/// Bytes that are not UTF-8, in a string, signed.
pub fn invalid_utf8(key: &ResponseKey, answer: &Answer) -> Answer {
    const PLACE: &[u8] = b"\"first_name\":";
    const BAD: &[u8] = b"\xff\xfe\xc3\x28";
    let body = &answer.body;
    let place = body.windows(PLACE.len()).position(|window| window == PLACE);
    let quote = place.and_then(|at| {
        let rest = &body[at + PLACE.len()..];
        Some(at + PLACE.len() + rest.iter().position(|byte| *byte == b'"')? + 1)
    });
    let (before, after) = match quote {
        Some(at) => body.split_at(at),
        None => (&b"[\""[..], &b"\"]"[..]),
    };
    key.answer([before, BAD, after].concat().into())
}

/// The right answer with other members, signed; they are named by JSON pointers.
pub fn set(key: &ResponseKey, answer: Answer, members: &BTreeMap<String, Value>) -> Answer {
    change(key, answer, |value| {
        for (pointer, member) in members {
            put(value, pointer, member);
        }
    })
}

/// A member that is not there yet is added to its object.
fn put(value: &mut Value, pointer: &str, member: &Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        place.clone_from(member);
    } else if let Some((parent, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(fields)) = value.pointer_mut(parent)
    {
        fields.insert(name.to_owned(), member.clone());
    }
}

/// The right answer for another user, signed.
pub fn other_user(key: &ResponseKey, answer: Answer, email: &str) -> Answer {
    change(key, answer, |value| {
        for pointer in ["/user/email", "/username", "/license_user"] {
            if let Some(name) = value.pointer_mut(pointer) {
                *name = email.into();
            }
        }
    })
}

/// The right answer for another product, signed.
pub fn other_product(key: &ResponseKey, answer: Answer, short_code: &str) -> Answer {
    change(key, answer, |value| rename_products(value, short_code))
}

/// Changes the JSON of a good answer, and signs it.
fn change(key: &ResponseKey, answer: Answer, work: impl FnOnce(&mut Value)) -> Answer {
    let Ok(mut value) = serde_json::from_slice(&answer.body) else {
        return answer;
    };
    if answer.status != 200 {
        return answer;
    }
    work(&mut value);
    key.answer(value.to_string().into())
}

fn rename_products(value: &mut Value, short_code: &str) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get_mut("short_code") {
                *name = Value::from(short_code);
            }
            let mut inner = fields.values_mut();
            inner.by_ref().for_each(|value| rename_products(value, short_code));
        }
        Value::Array(values) => {
            values.iter_mut().for_each(|value| rename_products(value, short_code));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The right answer, larger.
pub fn huge(key: &ResponseKey, answer: Answer, bytes: usize) -> Answer {
    if answer.status != 200 {
        return answer;
    }
    key.answer(bulk::padded(&answer.body, bytes))
}

/// The right answer, compressed; the signature stays that of the text.
pub fn gzip(mut answer: Answer) -> Answer {
    match bulk::gzip(&answer.body) {
        Ok(body) => {
            answer.body = body;
            answer.with_header("Content-Encoding", "gzip")
        }
        Err(error) => broken(&error),
    }
}

/// A small body that becomes a large one. Its signature has the right form, but is for other bytes:
/// a client that has to inflate it all to find that out has lost already.
pub fn gzip_bomb(bomb: &Cached, key: &ResponseKey, size: u64) -> Answer {
    bomb.get(size, || match bulk::gzip_bomb(size) {
        Ok(body) => key.answer(body).with_header("Content-Encoding", "gzip"),
        Err(error) => broken(&error),
    })
}

/// The right answer below many headers.
pub fn extra_headers(answer: Answer, count: usize, bytes: usize) -> Answer {
    let value = "x".repeat(bytes);
    (0..count)
        .fold(answer, |answer, index| answer.with_header(&format!("X-Sandbox-{index}"), &value))
}

/// A body somebody else has thought of.
pub fn body(key: &ResponseKey, body: Bytes, sign: bool) -> Answer {
    if sign {
        return key.answer(body);
    }
    Answer::new(200, "application/json", body)
}

fn broken(error: &std::io::Error) -> Answer {
    Answer::api_error(500, "internal_error", &error.to_string())
}
