//! Looking into JSON text without losing any of it.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::field::Key;

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

impl<'a> Members<'a> {
    /// The last one of that name.
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The object again, without the members of that name.
    pub fn without(&self, name: &str) -> String {
        let mut object = String::from("{");
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

/// Text as a JSON string, quotes included.
pub fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("any text can be written as JSON")
}

/// Deeper than any answer goes, and as deep as most parsers follow.
const DEEPEST: usize = 128;

/// Whether whoever reads this text by recursion would have to go deeper than is safe. Skipping a
/// value takes no recursion here, so it would pass unnoticed and be handed on.
pub fn is_too_deep(json: &str) -> bool {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => {
                at = string_end(json, at);
                continue;
            }
            b'[' | b'{' if depth == DEEPEST => return true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    false
}

/// Replaces the value of every member of that name, at any depth, by null; everything else stays
/// to the byte. `None` if there was nothing to replace. `json` must be valid JSON.
pub fn blank_members(json: &str, name: &str) -> Option<String> {
    let mut result = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = json[at..].find('"').map(|quote| at + quote) {
        let end = string_end(json, start);
        let value = json[end..].trim_start().strip_prefix(':').map(str::trim_start);
        at = end;
        let Some(value) = value.filter(|_| is_name(&json[start..end], name)) else {
            continue;
        };
        let from = json.len() - value.len();
        let to = from + value_length(value);
        if !matches!(&json[from..to], "null" | "\"\"") {
            result.push_str(&json[copied..from]);
            result.push_str("null");
            copied = to;
        }
        at = to;
    }
    (copied > 0).then(|| result + &json[copied..])
}

/// Where a string that begins at `start` ends, its closing quote included.
fn string_end(json: &str, start: usize) -> usize {
    let mut escaped = false;
    for (offset, byte) in json.as_bytes()[start + 1..].iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return start + 1 + offset + 1,
            _ => {}
        }
    }
    json.len()
}

fn is_name(quoted: &str, name: &str) -> bool {
    if quoted.contains('\\') {
        return serde_json::from_str::<String>(quoted).is_ok_and(|text| text == name);
    }
    quoted.get(1..quoted.len() - 1) == Some(name)
}

/// How long the value is that `json` begins with.
fn value_length(json: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => {
                at = string_end(json, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth <= 1 => return at + depth,
            b']' | b'}' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    json.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_blanked_wherever_they_stand() {
        let json =
            r#"{"a":[{"p":"x\"}y","b":1},{"b":"p","p" : "z"}],"p":{"q":["}"]},"c":"\"p\":1"}"#;
        let blank = blank_members(json, "p").unwrap();
        assert_eq!(
            blank,
            r#"{"a":[{"p":null,"b":1},{"b":"p","p" : null}],"p":null,"c":"\"p\":1"}"#
        );
    }

    #[test]
    fn an_escaped_name_and_every_kind_of_value_are_found() {
        for value in ["\"s\"", "12.5", "true", "[1,[2]]", "{\"a\":{}}", "\"\\u0041\""] {
            for json in
                [format!(r#"{{"\u0070":{value}}}"#), format!(r#"[{{"p": {value} , "x":1}}]"#)]
            {
                let blank = blank_members(&json, "p").unwrap_or_else(|| panic!("{json}"));
                assert!(blank.contains("null") && !blank.contains(value), "{json} {blank}");
                assert!(serde_json::from_str::<serde_json::Value>(&blank).is_ok(), "{blank}");
            }
        }
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(!is_too_deep(&nested(DEEPEST)) && is_too_deep(&nested(DEEPEST + 1)));
        assert!(!is_too_deep(&format!("[{},{}]", nested(100), nested(100))));
        assert!(!is_too_deep(&format!(r#"["\"{}"]"#, nested(1_000))));
        assert!(is_too_deep(&"{\"a\":".repeat(1_000)));
    }

    #[test]
    fn nothing_to_blank_is_told() {
        for json in ["[]", r#"{"p":null,"q":""}"#, r#"{"p":"","a":["p","x"]}"#, "\"p\""] {
            assert_eq!(blank_members(json, "p"), None, "{json}");
        }
    }

    #[test]
    fn an_object_loses_only_the_named_member() {
        let members: Members =
            serde_json::from_str(r#"{"a" : 1.0, "us\u0065r":{ }, "b":"\n"}"#).unwrap();
        assert_eq!(members.without("user"), r#"{"a":1.0,"b":"\n"}"#);
        assert_eq!(members.get("user").map(RawValue::get), Some("{ }"));
    }
}
