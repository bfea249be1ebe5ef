//! Foreign text that may hold a secret, made fit for an error message.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::encode::percent_encode;
use crate::model::quote;
use crate::secret::Secret;

/// What stands in the place of a secret.
const BLANK: &str = "[removed]";

/// The longest foreign text that goes into an error message, in characters.
const MAX_TEXT: usize = 600;

/// What stands in the place of an address.
const ADDRESS: &str = "[address]";

/// Makes text that a server sent fit for an error message: one line, bounded, without addresses, whose
/// queries may hold anything, and with every occurrence of a caller's secret removed, whether it was
/// echoed as it is, percent-encoded or escaped for JSON.
pub fn scrub(text: &str, secrets: &[&Secret]) -> String {
    let mut clean = Zeroizing::new(text.to_owned());
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        for form in forms(secret.expose()) {
            clean = Zeroizing::new(remove(&clean, &form));
        }
    }
    // An encoding this code does not know (lower-case hex, a mix of both) is undone before it is
    // trusted; if the secret shows then, nothing of the text is passed on.
    let spaced = |text: &str| Zeroizing::new(text.replace('+', " "));
    let decoded = percent_decode_str(&clean).decode_utf8_lossy().into_owned();
    let decoded = spaced(&Zeroizing::new(decoded));
    let shows = |secret: &&&Secret| decoded.contains(spaced(secret.expose()).as_str());
    if secrets.iter().filter(|secret| !secret.is_empty()).any(|secret| shows(&secret)) {
        return BLANK.to_owned();
    }
    cut(&without_addresses(&one_line(&clean)))
}

fn without_addresses(line: &str) -> String {
    let words = line.split(' ').map(|word| if word.contains("://") { ADDRESS } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn remove(text: &str, form: &str) -> String {
    if form.is_empty() { text.to_owned() } else { text.replace(form, BLANK) }
}

fn forms(secret: &str) -> [Zeroizing<String>; 3] {
    let json = Zeroizing::new(quote(secret));
    let encoded = percent_encode(secret);
    [
        secret.to_owned(),
        encoded,
        json.get(1..json.len().saturating_sub(1)).unwrap_or_default().to_owned(),
    ]
    .map(Zeroizing::new)
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Last of all, since what stands for an address may be longer than it.
fn cut(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echoed_secret_is_removed_in_every_form() {
        let secret = Secret::new("p\"ä s+s");
        for echo in
            ["bad p\"ä s+s!", "bad p%22%C3%A4%20s%2Bs!", "bad p\\\"ä s+s!", "bad p%22%c3%a4+s%2bs!"]
        {
            let clean = scrub(echo, &[&secret]);
            assert!(clean.contains(BLANK), "{clean}");
            assert!(!clean.contains("s+s") && !clean.contains("%2"), "{clean}");
        }
    }

    #[test]
    fn foreign_text_names_no_address() {
        let clean = scrub("see (https://example.com/?user=a@b.c), or ask", &[]);
        assert_eq!(clean, "see [address] or ask");
    }

    #[test]
    fn foreign_text_is_one_bounded_line() {
        let clean = scrub(&"a\r\n\u{0}".repeat(1000), &[]);
        assert!(clean.chars().count() <= MAX_TEXT + 1);
        let short = scrub(&"a:// ".repeat(MAX_TEXT), &[]);
        assert!(short.chars().count() <= MAX_TEXT + 1, "what stands for them is longer: {short}");
        assert!(!clean.contains(['\r', '\n', '\0']));
    }
}
