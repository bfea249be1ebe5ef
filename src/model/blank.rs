//! Taking the values of members out of the text of an answer, wherever they stand.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "every place is that of an ASCII character of the same text; fuzz/ holds it against serde_json"
)]

use memchr::memchr;
use memchr::memmem::Finder;

use super::scan::{plain_end, string_end};

/// Replaces the value of every member of that name, at any depth, by null; everything else stays
/// to the byte. `None` if there was nothing to replace. `json` must be valid JSON.
pub fn blank_members(json: &str, name: &str) -> Option<String> {
    let quoted = format!("\"{name}\"");
    let finder = is_found_by_its_bytes(json, name).then(|| Finder::new(&quoted));
    let mut result = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(end) = next_string(json, at, name, finder.as_ref()) {
        at = end;
        let Some(value) = json[at..].trim_start().strip_prefix(':').map(str::trim_start) else {
            continue;
        };
        let from = json.len() - value.len();
        at = from + value_length(value);
        if !matches!(&json[from..at], "null" | "\"\"") {
            // For all of it at once: what is large is not to be moved while it grows.
            result.reserve(if result.is_empty() { json.len() } else { 0 });
            result.push_str(&json[copied..from]);
            result.push_str("null");
            copied = at;
        }
    }
    (copied > 0).then(|| result + &json[copied..])
}

/// Whether each string of that text is found by its quotes and its bytes. Without escapes it is written in one way, and
/// each quote begins or ends a string; what lies between two strings is never all letters.
fn is_found_by_its_bytes(json: &str, name: &str) -> bool {
    let is_word = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word && !name.is_empty() && memchr(b'\\', json.as_bytes()).is_none()
}

/// Where the next string of that text ends.
fn next_string(json: &str, mut at: usize, text: &str, finder: Option<&Finder>) -> Option<usize> {
    if let Some(finder) = finder {
        let found = finder.find(&json.as_bytes()[at..])?;
        return Some(at + found + finder.needle().len());
    }
    while let Some(start) = next_quote(json, at) {
        let is_text;
        (is_text, at) = string_is(text, json, start);
        if is_text {
            return Some(at);
        }
    }
    None
}

/// The next quote outside of a string.
fn next_quote(json: &str, mut at: usize) -> Option<usize> {
    loop {
        at = plain_end(json.as_bytes(), at);
        if *json.as_bytes().get(at)? == b'"' {
            return Some(at);
        }
        at += 1;
    }
}

/// Whether the string that begins at `start` is this one, however it is written; and where it ends.
fn string_is(text: &str, json: &str, start: usize) -> (bool, usize) {
    let end = plain_end(json.as_bytes(), start + 1);
    if json.as_bytes().get(end) == Some(&b'"') {
        return (&json.as_bytes()[start + 1..end] == text.as_bytes(), end + 1);
    }
    let end = string_end(json, start);
    let read = serde_json::from_str::<String>(&json[start..end]);
    (read.is_ok_and(|read| read == text), end)
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
    fn nothing_to_blank_is_told() {
        for json in ["[]", r#"{"p":null,"q":""}"#, r#"{"p":"","a":["p","x"]}"#, "\"p\""] {
            assert_eq!(blank_members(json, "p"), None, "{json}");
        }
    }

    #[test]
    fn a_name_inside_of_a_longer_string_is_none() {
        let json = r#"{"a\"p":1,"xp":2,"p ":3,"":4,"a":"\"p\":5"}"#;
        assert_eq!(blank_members(json, "p"), None);
        // Nor is what stands between two strings.
        assert_eq!(blank_members(r#"{"a":":b"}"#, ":"), None);
    }
}
