//! Whether an answer is about the person who was asked about.

use crate::error::{Error, Status};
use crate::person::{same_person, seen};

/// The longest name that anybody signs in with, in bytes.
pub(super) const MAX_NAME: usize = 1024;

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
