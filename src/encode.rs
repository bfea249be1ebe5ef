//! Percent-encoding: of queries, of forms and of parts of a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Everything but what a form leaves as it is (`application/x-www-form-urlencoded`).
const IN_FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// How many bytes a byte is encoded as, at most.
pub(crate) const LARGEST_FACTOR: usize = 3;

/// Encodes a query value or a path segment, as UTF-8; a space becomes `%20`.
pub fn percent_encode(text: &str) -> String {
    // Enough for all of it: a string that grows leaves copies behind.
    let mut encoded = String::with_capacity(LARGEST_FACTOR.saturating_mul(text.len()));
    push_query_value(&mut encoded, text);
    encoded
}

/// Appends a value as a query has it.
pub fn push_query_value(query: &mut String, value: &str) {
    query.extend(utf8_percent_encode(value, IN_QUERY));
}

/// Appends a value as a form has it: a space becomes `+`.
pub fn push_form_value(form: &mut String, value: &str) {
    for (number, word) in value.split(' ').enumerate() {
        form.push_str(if number == 0 { "" } else { "+" });
        form.extend(utf8_percent_encode(word, IN_FORM));
    }
}

/// The names and values of a query, or of a form, decoded.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into();
    query.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_percent_encoded_as_utf8() {
        assert_eq!(percent_encode("a b+c&d=é/~"), "a%20b%2Bc%26d%3D%C3%A9%2F~");
    }

    #[test]
    fn a_form_has_an_encoding_of_its_own() {
        let encoded = |value: &str| {
            let mut form = String::new();
            push_form_value(&mut form, value);
            form
        };
        assert_eq!(encoded("a b*c-d.e_f~g"), "a+b*c-d.e_f%7Eg");
        assert_eq!(encoded("p&s=1+2%é/ "), "p%26s%3D1%2B2%25%C3%A9%2F+");
    }

    #[test]
    fn no_encoding_grows_by_more_than_the_largest_factor() {
        let all: String = (0..=255u8).map(char::from).collect();
        let mut form = String::new();
        push_form_value(&mut form, &all);
        assert!(form.len().max(percent_encode(&all).len()) <= LARGEST_FACTOR * all.len());
    }

    #[test]
    fn a_query_is_taken_apart() {
        let pairs: Vec<_> = query_pairs("a=b+c%26&&d&e=f=%C3%A9&%ff=%").collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&name[..], &value[..])).collect();
        assert_eq!(pairs, [("a", "b c&"), ("d", ""), ("e", "f=é"), ("\u{FFFD}", "%")]);
    }
}
