//! Fields that are read leniently. An unreadable value costs its field and never the answer: of those that a
//! decision rests on it counts as unreadable, which is another thing than absent, else as absent.

use std::fmt;

use super::depth::is_too_deep;
pub use super::lenient::{Elements, Field, Object, Place, Placed, Record, Settable};
use super::lenient::{NotThis, Whole};
pub use super::reader::read;
use super::text::NewTexts;
pub use super::text::Text;

/// Also read from a number or a bool.
impl Field for Text {
    fn from_bool(value: bool, texts: &mut NewTexts) -> Self {
        texts.add(if value { "true" } else { "false" })
    }

    fn from_int(value: i64, texts: &mut NewTexts) -> Self {
        texts.add(&value.to_string())
    }

    /// Six decimals, of numbers up to nine billion; the JSON has it exactly.
    fn from_float(value: f64, texts: &mut NewTexts) -> Self {
        if value.abs() > 9e9 {
            return Self::default();
        }
        // Not the standard library's formatting of floats: its tables are larger than this model.
        #[expect(clippy::cast_possible_truncation, reason = "within 2^53")]
        let millionths = (value * 1e6).round() as i64;
        let (whole, rest) = (millionths.abs() / 1_000_000, millionths.abs() % 1_000_000);
        let sign = if millionths < 0 { "-" } else { "" };
        let text = format!("{sign}{whole}.{rest:06}");
        texts.add(text.trim_end_matches('0').trim_end_matches('.'))
    }

    fn from_text(value: &str, texts: &mut NewTexts) -> Self {
        texts.add(value)
    }
}

/// Text that `Debug` does not show, and that is overwritten when its answer is dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(pub Text);

impl Field for Hidden {
    fn from_text(value: &str, texts: &mut NewTexts) -> Self {
        Self(texts.add_secret(value))
    }

    fn from_int(value: i64, texts: &mut NewTexts) -> Self {
        Self(texts.add_secret(&value.to_string()))
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
    fn from_text(value: &str, texts: &mut NewTexts) -> Self {
        Self(texts.add(match value {
            "numer" => "number",
            "annualy" => "annually",
            other => other,
        }))
    }
}

/// Any value, as its JSON text; null counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(pub Text);

impl Placed for Json {
    fn place(&mut self) -> Place<'_> {
        Place::Whole(self)
    }
}

impl Whole for Json {
    fn set_json(&mut self, json: &str, texts: &mut NewTexts) -> Result<(), NotThis> {
        if is_too_deep(json) {
            return Err(NotThis);
        }
        *self = if json == "null" { Self::default() } else { Self(texts.add(json)) };
        Ok(())
    }
}

/// An object; anything else counts as absent.
impl<R: Record + Default> Placed for Option<R> {
    fn place(&mut self) -> Place<'_> {
        Place::Object(self)
    }
}

impl<R: Record + Default> Object for Option<R> {
    fn set_absent(&mut self) {
        *self = None;
    }

    fn begin(&mut self) -> &mut dyn Record {
        self.insert(R::default())
    }
}

/// On the heap: most licenses leave most of such records out.
impl<R: Record> Record for Box<R> {
    fn member(&mut self, name: &str) -> Option<Place<'_>> {
        (**self).member(name)
    }
}

/// Defines a struct and how it is read: each field from the member of its name, or of another one that is
/// given, or from either of two. Of a name that comes twice the last counts; a name that is not listed is passed over.
macro_rules! record {
    (@ $field:ident) => { stringify!($field) };
    (@ $field:ident $member:literal) => { $member };
    ($(#[$meta:meta])* $name:ident {
        $($field:ident $(as $member:literal)? $(or $also:literal)?: $kind:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub struct $name {
            $(pub $field: $kind),*
        }

        impl $crate::model::Record for $name {
            fn member(&mut self, name: &str) -> Option<$crate::model::Place<'_>> {
                use $crate::model::Placed;
                match name {
                    $($crate::model::field::record!(@ $field $($member)?) $(| $also)? => {
                        Some(self.$field.place())
                    })*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use record;

#[cfg(test)]
mod tests {
    use super::*;

    fn read<F: Placed>(json: &str) -> F {
        super::read(json).unwrap_or_else(|e| panic!("{json}: {e:?}"))
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
