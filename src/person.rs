//! Who is who: whether two spellings of an email are those of one person. The answers of the services, the
//! store and what is remembered all go by this rule.

mod punycode;

use std::borrow::Cow;

/// Emails are told apart without regard to case, to characters that nobody sees, and to which of its two
/// spellings the domain has ("bücher.example" or "xn--bcher-kva.example").
///
/// That an accent is a character of its own or a part of its letter is not seen through: that would take
/// Unicode's tables, larger than all of this.
pub fn same_person(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// What is the same for all spellings of one person's name, and for nobody else's.
pub fn folded(email: &str) -> String {
    let lower = seen(email);
    match lower.rsplit_once('@') {
        Some((name, domain)) if !domain.is_ascii() => format!("{name}@{}", ascii_domain(domain)),
        _ => lower,
    }
}

/// What can be seen of it, in lower case.
pub fn seen(email: &str) -> String {
    let visible: String = email.chars().filter(|character| !is_unseen(*character)).collect();
    visible.trim().to_lowercase()
}

fn ascii_domain(domain: &str) -> String {
    let labels = domain.split('.').map(|label| match punycode::encode(label) {
        Some(encoded) if !label.is_ascii() => Cow::Owned(format!("xn--{encoded}")),
        _ => Cow::Borrowed(label),
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Of no width: a soft hyphen, zero-width spaces and joiners, a word joiner, a byte order mark.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_in_every_spelling_that_looks_the_same() {
        for (one, other) in [
            ("a@b.c", "A@B.C"),
            (" a@b.c ", "a@b.c"),
            ("a@b.c", "\u{FEFF}a\u{200B}@b\u{AD}.c"),
            ("a@bücher.example", "a@xn--bcher-kva.example"),
            ("a@BÜCHER.Example", "a@XN--bcher-KVA.example"),
            ("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
            ("jürgen@b.c", "JÜRGEN@b.c"),
        ] {
            assert!(same_person(one, other) && same_person(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("a@b.c", "a@b.d"),
            ("a@b.c", "b.c"),
            ("a@bücher.example", "a@bucher.example"),
            ("jürgen@b.c", "jurgen@b.c"),
            ("bücher@a.c", "xn--bcher-kva@a.c"),
        ] {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }
}
