//! Lists of objects, no longer than their text is worth.

use std::cell::Cell;
use std::ops::Deref;

use super::field::{Elements, Object, Place, Placed, Record, Settable, Text};
use super::lenient::{NotThis, Scalar};
use super::text::NewTexts;
use crate::platform::memory;

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

impl<R: Record + Default> Placed for List<R> {
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
}

impl<R: Record + Default> Elements for List<R> {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn element(&mut self) -> Place<'_> {
        Place::Object(&mut self.0)
    }

    fn make_room(&mut self, more: usize, bytes: usize) {
        let worth_it = bytes.checked_div(size_of::<R>()).unwrap_or_default();
        memory::reserve(&mut self.0, more.min(worth_it));
    }

    fn count(&mut self) -> Result<(), NotThis> {
        if take_one() { Ok(()) } else { Err(NotThis) }
    }
}

/// The next element of a list, if it is an object.
impl<R: Record + Default> Object for Vec<R> {
    fn set_absent(&mut self) {}

    fn begin(&mut self) -> &mut dyn Record {
        self.push_mut(R::default())
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

impl Placed for Texts {
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
}

impl Elements for Texts {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn element(&mut self) -> Place<'_> {
        Place::Plain(&mut self.0)
    }
}

/// The next element of a list, if it reads as a text.
impl Settable for Vec<Text> {
    fn set(&mut self, value: &Scalar, texts: &mut NewTexts) {
        let mut text = Text::default();
        text.set(value, texts);
        self.extend(Some(text).filter(|text| !text.is_absent()));
    }

    fn set_text(&mut self, value: &str, texts: &mut NewTexts) {
        self.push(texts.add(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::{read, record};
    use crate::model::reading::Int;

    #[test]
    fn lists_have_no_more_elements_than_the_length_of_their_answer_can_hold() {
        record! { Nothing { n: Int } }
        let list = |count| format!("[{}]", vec!["{}"; count].join(","));
        let list_in = |json: &str| within(json.len(), || read::<List<Nothing>>(json));
        assert_eq!(list_in(&list(FREE)).unwrap().0.len(), FREE);
        assert!(list_in(&list(2 * FREE)).is_err());
        let long = vec![r#"{"n":1, "code": "a", "name": "b"}"#; 1_000].join(",");
        assert_eq!(list_in(&format!("[{long}]")).unwrap().0.len(), 1_000);
        assert!(list_in("{}").unwrap().0.is_empty());
    }

    #[test]
    fn a_long_list_gets_room_for_what_is_to_come_and_none_for_what_is_not() {
        record! { Named { name: Text } }
        let list_in =
            |json: &str| within(json.len(), || read::<List<Named>>(json)).unwrap_or_default().0;
        let user = |number| format!(r#"{{"name":"user of the number {number}"}}"#);
        let users: Vec<_> = (0..10_000).map(user).collect();
        let all = list_in(&format!("[{}]", users.join(",")));
        assert_eq!(all.len(), 10_000);
        assert!(all.capacity() < 12_000, "{}: doubled, as if it knew nothing", all.capacity());
        assert_eq!(all[9_999].name.as_str(), Some("user of the number 9999"));
        // Many short ones and a long one, which are not worth the room that they seem to need.
        let (short, long) = (vec![r#"{"x":1}"#; 300].join(","), "x".repeat(1 << 20));
        let json = format!(r#"[{short},{{"name":"{long}"}}]"#);
        let few = list_in(&json);
        assert_eq!(few.len(), 301);
        assert!(few.capacity() * size_of::<Named>() <= json.len() + 4096, "{}", few.capacity());
    }
}
