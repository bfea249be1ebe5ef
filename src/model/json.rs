//! Looking into JSON text without losing any of it.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "every place is that of an ASCII character of the same text; fuzz/ holds it against serde_json"
)]

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memchr;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::field::{Record, read};
pub use super::lenient::NotThis;
use super::list::{self, List};
use super::scan::{number_end, string_end};

/// An object's members, in order, each value as its own text.
pub struct Members<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// An object's key, without a copy where that is possible.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(key.into()))
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(key.to_owned().into()))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

impl<'a> Members<'a> {
    /// The last one of that name.
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The object again, without the members of that name.
    pub fn without(&self, name: &str) -> String {
        // All of it at once: a text that grows leaves copies behind, and a license key may be in it.
        let length = self.0.iter().map(|(key, value)| key.len() + value.get().len() + 4);
        let mut object = String::with_capacity(length.sum::<usize>() + 2);
        object.push('{');
        for (key, value) in self.0.iter().filter(|(key, _)| key != name) {
            if object.len() > 1 {
                object.push(',');
            }
            object.push_str(&quote(key));
            object.push(':');
            object.push_str(value.get());
        }
        object.push('}');
        object
    }
}

/// Reads JSON as tolerantly as RFC 8259 allows. It is looked at more closely only where it seems to need
/// it, or could not be read as it is.
pub fn tolerant<T>(
    json: &Arc<String>,
    read: impl Fn(&Arc<String>) -> Result<T, NotThis>,
) -> Result<T, NotThis> {
    let mut result = Err(NotThis);
    try_each_form(json, &mut |json| {
        result = read(json);
        result.is_ok()
    });
    result
}

/// Of the answer as it is, and mended. One copy for all types of answers.
fn try_each_form(json: &Arc<String>, read: &mut dyn FnMut(&Arc<String>) -> bool) {
    let readable = match readable(json) {
        Cow::Borrowed(same) if same.len() == json.len() => json.clone(),
        other => Arc::new(other.into_owned()),
    };
    let mut read = |json: &Arc<String>| list::within(json.len(), || read(json));
    if !read(&readable)
        && let Some(mended) = mended(&readable)
    {
        read(&Arc::new(mended));
    }
}

/// Reads an answer that is one object. The text beside it is the one that could be read.
pub fn parse_object<R: Record + Default>(
    answer: &Arc<String>,
) -> Result<(R, Arc<String>), NotThis> {
    tolerant(answer, |answer| {
        let record: Option<R> = read(answer)?;
        Ok((record.ok_or(NotThis)?, answer.clone()))
    })
}

/// Reads an answer that is a list of objects; elements that are something else are passed over.
pub fn parse_list<R: Record + Default>(
    answer: &Arc<String>,
) -> Result<(Vec<R>, Arc<String>), NotThis> {
    tolerant(answer, |answer| {
        // The lists inside an answer read as empty where they are none; this one is the answer.
        if !answer.trim_start().starts_with('[') {
            return Err(NotThis);
        }
        let List(list) = read(answer)?;
        Ok((list, answer.clone()))
    })
}

/// JSON without the byte order mark in front of it, and with U+FFFD for each half of a character (a lone
/// surrogate, as JavaScript writes one of an emoji that was cut).
pub fn readable(json: &str) -> Cow<'_, str> {
    let json = json.strip_prefix('\u{FEFF}').unwrap_or(json);
    // Most answers hold no escape at all, which is seen at a glance.
    if memchr(b'\\', json.as_bytes()).is_some() && (json.contains("\\ud") || json.contains("\\uD"))
    {
        return mended(json).map_or(Cow::Borrowed(json), Cow::Owned);
    }
    Cow::Borrowed(json)
}

/// JSON with U+FFFD for each lone surrogate, and for each number that no double holds the largest one, in
/// round figures. `None`: it has neither.
fn mended(json: &str) -> Option<String> {
    let mut result = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = json.as_bytes().get(at) {
        let end = match byte {
            b'"' => string_end(json, at),
            b'-' | b'0'..=b'9' => number_end(json, at),
            _ => at + 1,
        };
        let mended = match byte {
            b'"' => without_lone_surrogates(&json[at..end]),
            b'-' | b'0'..=b'9' => without_overflow(&json[at..end]),
            _ => None,
        };
        if let Some(mended) = mended {
            // At once, so that no part of it stays behind in memory that was given back: a password may be in it.
            result.reserve(json.len());
            result.push_str(&json[copied..at]);
            result.push_str(&mended);
            copied = end;
        }
        at = end;
    }
    (copied > 0).then(|| result + &json[copied..])
}

/// `None`: it is no number, or one that is within the range of a double.
fn without_overflow(number: &str) -> Option<String> {
    let is_number = serde_json::from_str::<&RawValue>(number).is_ok();
    let overflows = is_number && serde_json::from_str::<f64>(number).is_err();
    overflows.then(|| if number.starts_with('-') { "-1e308" } else { "1e308" }.to_owned())
}

/// `None`: the string, with its quotes, holds none.
fn without_lone_surrogates(quoted: &str) -> Option<String> {
    let mut result = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(escape) = quoted[at..].find('\\').map(|offset| at + offset) {
        // A pair has twelve bytes; any other escape has two that count, since what follows is plain.
        at = escape + 2;
        match (surrogate(quoted, escape), surrogate(quoted, escape + 6)) {
            (Some(0xd8), Some(0xdc)) => at = escape + 12,
            (Some(_), _) => {
                result.push_str(&quoted[copied..escape]);
                result.push_str("\\ufffd");
                copied = escape + 6;
                at = copied;
            }
            (None, _) => {}
        }
        if !quoted.is_char_boundary(at) {
            return None;
        }
    }
    (copied > 0).then(|| result + &quoted[copied..])
}

/// 0xd8 for the first half of a character, 0xdc for the second, if its escape stands there.
fn surrogate(quoted: &str, at: usize) -> Option<u8> {
    let digits = quoted.get(at..at + 6)?.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? >> 10 {
        0x36 => Some(0xd8),
        0x37 => Some(0xdc),
        _ => None,
    }
}

/// Text as a JSON string, quotes included.
#[allow(clippy::expect_used, reason = "any text can be written as JSON")]
pub fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("any text can be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;
    use crate::model::field::record;
    use crate::model::lenient::Skipped;

    #[test]
    fn halves_of_characters_are_replaced_and_whole_ones_stay() {
        for (json, expected) in [
            (r#"["\ud83d"]"#, Some(r#"["\ufffd"]"#)),
            (r#"["\ude00\ud83d"]"#, Some(r#"["\ufffd\ufffd"]"#)),
            (
                r#"["\uD83D\uDE00\uD83D\uD83D\uDE00"]"#,
                Some(r#"["\uD83D\uDE00\ufffd\uD83D\uDE00"]"#),
            ),
            (r#"{"\udbff":"é\udc00é"}"#, Some(r#"{"\ufffd":"é\ufffdé"}"#)),
            (r#"["\ud83dA\ude00"]"#, Some(r#"["\ufffdA\ufffd"]"#)),
            (r#"["\\ud83d","\\\ud83d"]"#, Some(r#"["\\ud83d","\\\ufffd"]"#)),
            (r#"["\ud83d\ude00","\u00e9","\\ud83d","\"\ud7ff"]"#, None),
        ] {
            let mended = readable(json);
            assert_eq!(mended, expected.unwrap_or(json));
            assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "{mended}");
        }
    }

    #[test]
    fn numbers_beyond_a_double_become_the_largest() {
        let mend = |json: &str| mended(json).unwrap_or_else(|| json.to_owned());
        let long = "9".repeat(400);
        assert_eq!(mend("[1e999,-1E+400,1e308,-0.5e-999,12]"), "[1e308,-1e308,1e308,-0.5e-999,12]");
        assert_eq!(mend(&format!("{{\"a\":{long}}}")), r#"{"a":1e308}"#);
        for json in ["\"1e999\"", "[1-2e999]", "1e", "[-]", "[1e999x", "--1e999"] {
            assert!(mended(json).is_none() || read::<Skipped>(&mend(json)).is_err());
        }
    }

    #[test]
    fn anything_can_be_looked_at_for_what_is_to_be_mended() {
        for json in [
            "\"\\",
            "\"\\u",
            "\"\\ud8",
            "\"\\ud83é",
            "\"\\é\\ud83d",
            "\\ud83d",
            "\"\\ud83d\\",
            "\u{FEFF}",
            "",
        ] {
            readable(json);
            mended(json);
        }
        assert_eq!(readable("\u{FEFF}[1]"), "[1]");
        assert_eq!(readable("[1]\u{FEFF}"), "[1]\u{FEFF}");
    }

    #[test]
    fn an_object_loses_only_the_named_member() {
        let members: Members =
            serde_json::from_str(r#"{"a" : 1.0, "us\u0065r":{ }, "b":"\n"}"#).unwrap();
        assert_eq!(members.without("user"), r#"{"a":1.0,"b":"\n"}"#);
        assert_eq!(members.get("user").map(RawValue::get), Some("{ }"));
    }

    #[test]
    fn a_record_is_read_from_an_answer_that_is_one_object() {
        record! { One { id: Text } }
        let parse = |json: &str| parse_object::<One>(&Arc::new(json.to_owned()));
        let odd = "\u{FEFF}{\"x\":1e999,\"id\":\"\\udead\"}";
        for (json, id) in [(r#"{"id":"a"}"#, Some("a")), ("{}", None), (odd, Some("\u{FFFD}"))] {
            assert_eq!(parse(json).unwrap().0.id.as_str(), id, "{json}");
        }
        for json in ["[]", "[{}]", "null", "1", "{", ""] {
            assert!(parse(json).is_err(), "{json}");
        }
    }
}
