//! Fields that are read leniently. An unreadable value costs its field and never the answer: of those that a
//! decision rests on it counts as unreadable, which is another thing than absent, else as absent.

use std::ffi::{CStr, CString};
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroize;

use super::depth::is_too_deep;
pub(crate) use super::lenient::compound;
pub use super::lenient::{Compound, Field, Lenient, Skip};

/// Text, kept in the form that C reads. A U+0000 in it, which C would take for its end, becomes
/// U+FFFD. Also read from a number or a bool.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Option<Box<CStr>>);

impl Text {
    pub fn as_c_str(&self) -> Option<&CStr> {
        self.0.as_deref()
    }

    pub fn as_str(&self) -> Option<&str> {
        // It was made from a str, so this never fails.
        self.0.as_deref().and_then(|text| text.to_str().ok())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Field for Text {
    fn from_bool(value: bool) -> Self {
        Self::from_text(if value { "true" } else { "false" })
    }

    fn from_int(value: i64) -> Self {
        Self::from_text(&value.to_string())
    }

    /// Six decimals, of numbers up to nine billion; the JSON has it exactly.
    fn from_float(value: f64) -> Self {
        if value.abs() > 9e9 {
            return Self::default();
        }
        // Not the standard library's formatting of floats: its tables are larger than this model.
        #[expect(clippy::cast_possible_truncation, reason = "within 2^53")]
        let millionths = (value * 1e6).round() as i64;
        let (whole, rest) = (millionths.abs() / 1_000_000, millionths.abs() % 1_000_000);
        let sign = if millionths < 0 { "-" } else { "" };
        let text = format!("{sign}{whole}.{rest:06}");
        Self::from_text(text.trim_end_matches('0').trim_end_matches('.'))
    }

    fn from_text(value: &str) -> Self {
        let text = CString::new(value)
            .unwrap_or_else(|_| CString::new(value.replace('\0', "\u{FFFD}")).unwrap_or_default());
        Self(Some(text.into_boxed_c_str()))
    }
}

/// Text that `Debug` does not show, and that is overwritten when it is dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(pub Text);

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(text) = self.0.0.take() {
            CString::from(text).into_bytes().zeroize();
        }
    }
}

impl Field for Hidden {
    fn from_text(value: &str) -> Self {
        Self(Text::from_text(value))
    }

    fn from_int(value: i64) -> Self {
        Self(Text::from_int(value))
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Text from a short list of words, two of which the API misspells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word(pub Text);

impl Field for Word {
    fn from_text(value: &str) -> Self {
        Self(Text::from_text(match value {
            "numer" => "number",
            "annualy" => "annually",
            other => other,
        }))
    }
}

/// Any value, as its JSON text; null counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(pub Text);

impl Field for Json {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        if is_too_deep(raw) {
            return Err(D::Error::custom("nested too deeply"));
        }
        Ok(if raw == "null" { Self::default() } else { Self(Text::from_text(raw)) })
    }
}

compound!([R: Record] Option<R>);

/// An object; anything else counts as absent.
impl<R: Record> Compound for Option<R> {
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        R::from_members(map).map(Some)
    }
}

/// A struct whose fields are read from an object's members; see [`record!`].
pub trait Record: Sized + Default {
    fn from_members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// On the heap: most licenses leave most of such records out.
impl<R: Record> Record for Box<R> {
    fn from_members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        R::from_members(map).map(Box::new)
    }
}

/// An object's key, without a copy where that is possible.
pub struct Key<'de>(pub std::borrow::Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(key.into()))
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(key.to_owned().into()))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Defines a struct and how it is read: each field from the member of its name, or of another one that is
/// given. Of a name that comes twice the last counts; a name that is not listed is passed over.
macro_rules! record {
    (@ $field:ident) => { stringify!($field) };
    (@ $field:ident $member:literal) => { $member };
    ($(#[$meta:meta])* $name:ident { $($field:ident $(as $member:literal)?: $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub struct $name {
            $(pub $field: $kind),*
        }

        impl $crate::model::Record for $name {
            fn from_members<'de, A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                use $crate::model::{Key, Lenient, Skip};
                let mut record = Self::default();
                while let Some(Key(key)) = map.next_key()? {
                    match &*key {
                        $($crate::model::field::record!(@ $field $($member)?) => {
                            record.$field = map.next_value::<Lenient<$kind>>()?.0;
                        })*
                        _ => {
                            map.next_value::<Skip>()?;
                        }
                    }
                }
                Ok(record)
            }
        }
    };
}
pub(crate) use record;

#[cfg(test)]
mod tests {
    use super::*;

    fn read<F: Field>(json: &str) -> F {
        serde_json::from_str::<Lenient<F>>(json).unwrap_or_else(|e| panic!("{json}: {e}")).0
    }

    #[test]
    fn text_survives_what_c_cannot_hold() {
        assert_eq!(read::<Text>(r#""a\u0000b""#).as_str(), Some("a\u{FFFD}b"));
        assert_eq!(read::<Text>("\"\"").as_str(), Some(""));
        for (json, text) in
            [("12.5", "12.5"), ("-0.25", "-0.25"), ("3.0", "3"), ("1e3", "1000"), ("0.1", "0.1")]
        {
            assert_eq!(read::<Text>(json).as_str(), Some(text));
        }
        assert_eq!(read::<Text>("1e300").as_str(), None);
        assert_eq!(read::<Text>("null").as_str(), None);
        assert_eq!(read::<Text>("[\"a\"]").as_str(), None);
    }

    #[test]
    fn both_spellings_of_a_word_are_one() {
        assert_eq!(read::<Word>("\"annualy\"").0.as_str(), Some("annually"));
        assert_eq!(read::<Word>("\"numer\"").0.as_str(), Some("number"));
        assert_eq!(read::<Word>("\"fortnightly\"").0.as_str(), Some("fortnightly"));
    }

    #[test]
    fn free_form_values_keep_their_text() {
        assert_eq!(read::<Json>(r#"{ "a": 1.10 }"#).0.as_str(), Some(r#"{ "a": 1.10 }"#));
        assert_eq!(read::<Json>("null").0.as_str(), None);
    }
}
