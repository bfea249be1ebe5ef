//! Lists of objects, no longer than their text is worth.

use std::cell::Cell;
use std::ops::Deref;

use serde::de::{Error, SeqAccess};

use super::field::{Compound, Lenient, Record, Text, compound};

/// Objects; elements that are something else are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<R>(pub Vec<R>);

impl<R> Default for List<R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The elements that any answer may have.
const FREE: usize = 64;

/// How many elements an answer of so many bytes may have. An element with a name and a value has more
/// bytes than `each`; shorter ones say nothing, and would cost many times their length in memory.
pub fn room(bytes: usize, each: usize) -> usize {
    FREE.saturating_add(bytes.checked_div(each).unwrap_or_default())
}

/// The shortest element of a list that is worth its memory, in bytes.
const SHORTEST: usize = 32;

thread_local! {
    /// How many elements the lists of the answer that is being read may still have, together. Counted here,
    /// since a list does not know its length before its end, and reading it twice would cost as much again.
    static LEFT: Cell<usize> = const { Cell::new(FREE) };
}

/// Reads an answer of so many bytes.
pub fn within<T>(bytes: usize, read: impl FnOnce() -> T) -> T {
    LEFT.set(room(bytes, SHORTEST));
    let result = read();
    LEFT.set(FREE);
    result
}

/// Whether there may be one more element.
fn take_one() -> bool {
    let left = LEFT.get();
    LEFT.set(left.saturating_sub(1));
    left > 0
}

compound!([R: Record] List<R>, [] Texts);

impl<R: Record> Compound for List<R> {
    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut list = Vec::new();
        while let Some(Lenient(element)) = seq.next_element::<Lenient<Option<R>>>()? {
            if !take_one() {
                return Err(A::Error::custom("more elements than the answer's length can hold"));
            }
            list.extend(element);
        }
        Ok(Self(list))
    }
}

/// Texts; elements that are something else are passed over.
#[derive(Debug, Default)]
pub struct Texts(pub Vec<Text>);

impl Deref for Texts {
    type Target = [Text];

    fn deref(&self) -> &[Text] {
        &self.0
    }
}

impl Compound for Texts {
    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut texts = Vec::new();
        while let Some(Lenient(text)) = seq.next_element::<Lenient<Text>>()? {
            if text.as_str().is_some() {
                texts.push(text);
            }
        }
        Ok(Self(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::record;
    use crate::model::reading::Int;

    #[test]
    fn lists_have_no_more_elements_than_the_length_of_their_answer_can_hold() {
        record! { Nothing { n: Int } }
        let list = |count| format!("[{}]", vec!["{}"; count].join(","));
        let read = |json: &str| {
            within(json.len(), || serde_json::from_str::<Lenient<List<Nothing>>>(json))
        };
        assert_eq!(read(&list(FREE)).unwrap().0.0.len(), FREE);
        assert!(read(&list(2 * FREE)).is_err());
        let long = vec![r#"{"n":1, "code": "a", "name": "b"}"#; 1_000].join(",");
        assert_eq!(read(&format!("[{long}]")).unwrap().0.0.len(), 1_000);
        assert!(read("{}").unwrap().0.0.is_empty());
    }
}
