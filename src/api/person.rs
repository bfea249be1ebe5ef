//! Whether two spellings of an email are those of one person.

use std::borrow::Cow;

use super::punycode;
use crate::error::{Error, Status};

/// The longest name that anybody signs in with, in bytes.
pub(super) const MAX_NAME: usize = 1024;

/// Emails are compared without regard to case, to characters that nobody sees, and to which of its two
/// spellings the domain has ("bücher.example" or "xn--bcher-kva.example").
///
/// That an accent is a character of its own or a part of its letter is not seen through: that would take
/// Unicode's tables, larger than all of this. See [`must_be`].
pub fn same_person(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

fn folded(email: &str) -> String {
    let lower = seen(email);
    match lower.rsplit_once('@') {
        Some((name, domain)) if !domain.is_ascii() => format!("{name}@{}", ascii_domain(domain)),
        _ => lower,
    }
}

/// What can be seen of it, in lower case.
fn seen(email: &str) -> String {
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

/// Makes sure that what an answer is about is the person asked about; `otherwise` it is a mismatch.
pub fn must_be(found: Option<&str>, expected: &str, otherwise: &str) -> Result<(), Error> {
    match found {
        Some(found) if same_person(found, expected) => Ok(()),
        Some(found) if is_other_spelling(found, expected) => Err(Error::new(
            Status::Mismatch,
            "the server knows this user by another spelling of the name (an accent that is a character of its own, say), so its answer was not used; sign in with the name as the vendor has it",
        )),
        _ => Err(mismatch(otherwise)),
    }
}

/// Whether the two differ in nothing but letters with accents, or of other scripts.
fn is_other_spelling(one: &str, other: &str) -> bool {
    plain(&seen(one)) == plain(&seen(other))
}

/// Without all letters that are not ASCII, whether their accents are parts of them or stand behind.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            // A combining mark: the letter before it is another one.
            '\u{300}'..='\u{36F}' => drop(plain.pop()),
            character if character.is_ascii() => plain.push(character),
            _ => {}
        }
    }
    plain
}

pub fn mismatch(why: &str) -> Error {
    Error::harmless(
        Status::Mismatch,
        format_args!("{why}: it is a genuine answer to another question, so it was not used"),
    )
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

    #[test]
    fn a_mismatch_names_another_spelling_as_the_reason() {
        let names_spelling = |found: &str, expected: &str| {
            let error = must_be(Some(found), expected, "not for this one").unwrap_err();
            assert_eq!(error.status(), Status::Mismatch);
            assert!(!error.message().contains('@'), "{error}");
            error.message().contains("spelling")
        };
        assert!(names_spelling("jose\u{301}@b.c", "jos\u{e9}@b.c"));
        assert!(names_spelling("jos\u{e9}@b.c", "jose\u{301}@b.c"));
        assert!(names_spelling("a@b\u{fc}cher.c", "a@bu\u{308}cher.c"));
        assert!(
            !names_spelling("mary@b.c", "jos\u{e9}@b.c")
                && !names_spelling("jose@b.c", "jos\u{e9}@b.c")
        );
        assert!(must_be(Some("A@b.c"), "a@b.c", "").is_ok());
        assert!(must_be(None, "a@b.c", "x").is_err());
    }
}
