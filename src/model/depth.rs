//! How deep a JSON text is nested, found without reading it.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "every place lies within the text; fuzz/ holds it against serde_json"
)]

use super::scan::string_end;

/// Deeper than any answer goes, and as deep as most parsers follow.
const DEEPEST: usize = 128;

/// Whether reading this text by recursion goes deeper than is safe. Skipping a
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(!is_too_deep(&nested(DEEPEST)) && is_too_deep(&nested(DEEPEST + 1)));
        assert!(!is_too_deep(&format!("[{},{}]", nested(100), nested(100))));
        assert!(!is_too_deep(&format!(r#"["\"{}"]"#, nested(1_000))));
        assert!(is_too_deep(&"{\"a\":".repeat(1_000)));
    }
}
