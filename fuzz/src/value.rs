//! JSON as the oracles read it: as tolerantly as RFC 8259 allows, with numbers as they are written, and each
//! value only where it is looked at.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The text of a value, without white space around it.
#[derive(Clone, Copy)]
pub struct Json<'a>(&'a str);

impl<'a> Json<'a> {
    /// `None`: it is no JSON.
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        serde_json::from_str::<&RawValue>(text).ok().map(|value| Self(value.get()))
    }

    /// The members of an object, in order.
    pub fn members(self) -> Option<Vec<(String, Self)>> {
        let Members(members) = serde_json::from_str(self.0).ok()?;
        let read = |(key, value): (&'a RawValue, &'a RawValue)| {
            Some((Self(key.get()).text()?, Self(value.get())))
        };
        members.into_iter().map(read).collect()
    }

    /// The elements of an array.
    pub fn elements(self) -> Option<Vec<Self>> {
        let elements: Vec<&RawValue> = serde_json::from_str(self.0).ok()?;
        Some(elements.into_iter().map(|element| Self(element.get())).collect())
    }

    /// The last member of this name; `None` also for null.
    pub fn get(self, name: &str) -> Option<Self> {
        let members = self.members()?;
        let (_, value) = members.into_iter().rev().find(|(key, _)| key == name)?;
        Some(value).filter(|value| value.0 != "null")
    }

    /// A string, with U+FFFD for what is half a character.
    pub fn text(self) -> Option<String> {
        let read = |quoted: &str| serde_json::from_str(quoted).ok();
        read(self.0).or_else(|| read(&without_surrogates(self.0)))
    }

    /// A number, as it is written.
    pub fn number(self) -> Option<&'a str> {
        Some(self.0).filter(|text| text.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
    }

    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    pub fn bool(self) -> Option<bool> {
        self.0.parse().ok()
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// With U+FFFD for every escape of half a character, also for two that are one.
fn without_surrogates(quoted: &str) -> String {
    let mut parts = quoted.split('\\');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        let half = part.get(..5).filter(|escape| {
            matches!(
                escape.as_bytes(),
                [b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]
            )
        });
        match half {
            Some(_) => text.extend(["\\ufffd", &part[5..]]),
            // A backslash that is escaped itself escapes nothing.
            None if part.is_empty() => text.extend(["\\\\", parts.next().unwrap_or_default()]),
            None => text.extend(["\\", part]),
        }
    }
    text
}

struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
