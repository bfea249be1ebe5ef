//! Lists of objects, no longer than their text is worth.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::field::{Field, Lenient, Record};

/// Objects; elements that are something else are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<R>(pub Vec<R>);

impl<R> Default for List<R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The elements that any list may have.
const FREE: usize = 64;

/// How many elements a list of so many bytes may have. An element with a name and a value has more bytes
/// than `each`; shorter ones say nothing, and would cost many times their length in memory.
pub fn room(bytes: usize, each: usize) -> usize {
    FREE.saturating_add(bytes.checked_div(each).unwrap_or_default())
}

/// The shortest element of a list that is worth its memory, in bytes.
const SHORTEST: usize = 32;

impl<R: Record> Field for List<R> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        if !raw.starts_with('[') {
            return Ok(Self::default());
        }
        let elements = Elements::<R> { room: room(raw.len(), SHORTEST), list: PhantomData };
        let mut json = serde_json::Deserializer::from_str(raw);
        json.deserialize_seq(elements).map(Self).map_err(D::Error::custom)
    }
}

/// Reads so many elements at most.
struct Elements<R> {
    room: usize,
    list: PhantomData<R>,
}

impl<'de, R: Record> Visitor<'de> for Elements<R> {
    type Value = Vec<R>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<R>, A::Error> {
        let mut list = Vec::new();
        while let Some(Lenient(element)) = seq.next_element::<Lenient<Option<R>>>()? {
            if list.len() >= self.room {
                return Err(A::Error::custom("more elements than its length can hold"));
            }
            list.extend(element);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::record;
    use crate::model::reading::Int;

    #[test]
    fn a_list_has_no_more_elements_than_its_length_can_hold() {
        record! { Nothing { n: Int } }
        let list = |count| format!("[{}]", vec!["{}"; count].join(","));
        let read = |json: &str| serde_json::from_str::<Lenient<List<Nothing>>>(json);
        assert_eq!(read(&list(FREE)).unwrap().0.0.len(), FREE);
        assert!(read(&list(2 * FREE)).is_err());
        let long = vec![r#"{"n":1, "code": "a", "name": "b"}"#; 1_000].join(",");
        assert_eq!(read(&format!("[{long}]")).unwrap().0.0.len(), 1_000);
        assert!(read("{}").unwrap().0.0.is_empty());
    }
}
