//! Flags, numbers and dates: fields on which a decision may rest, so that unreadable is not absent.

use std::fmt;

use super::date::{Date, Moment};
use super::field::Field;
use super::text::NewTexts;

/// The value of a field on which a decision may rest, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading<T> {
    /// It was left out, or null.
    #[default]
    Absent,
    /// Something was said, but it cannot be read.
    Unreadable,
    Read(T),
}

impl<T> Reading<T> {
    /// The value, where there is no difference between absent and unreadable.
    pub fn get(self) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Unreadable => None,
        }
    }

    fn of(value: Option<T>) -> Self {
        value.map_or(Self::Unreadable, Self::Read)
    }
}

/// A whole number of 64 bits; also read from `24.0` and `"24"`, and from a bool.
pub type Int = Reading<i64>;

impl Field for Int {
    fn unreadable() -> Self {
        Self::Unreadable
    }

    fn from_bool(value: bool, _: &mut NewTexts) -> Self {
        Self::Read(value.into())
    }

    fn from_int(value: i64, _: &mut NewTexts) -> Self {
        Self::Read(value)
    }

    fn from_float(value: f64, _: &mut NewTexts) -> Self {
        // 2^53: beyond it a double no longer tells whole numbers apart.
        let whole = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        Self::of(whole.then_some(value as i64))
    }

    fn from_text(value: &str, _: &mut NewTexts) -> Self {
        Self::of(value.trim().parse().ok())
    }
}

/// An [`Int`] as answers hold it: hundreds of thousands of them, so in nine bytes instead of sixteen, at any address.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Number(Reading<[u8; 8]>);

impl Number {
    pub fn reading(self) -> Int {
        match self.0 {
            Reading::Absent => Int::Absent,
            Reading::Unreadable => Int::Unreadable,
            Reading::Read(bytes) => Int::Read(i64::from_ne_bytes(bytes)),
        }
    }

    /// As [`Reading::get`].
    pub fn get(self) -> Option<i64> {
        self.reading().get()
    }
}

impl From<Int> for Number {
    fn from(reading: Int) -> Self {
        Self(match reading {
            Reading::Absent => Reading::Absent,
            Reading::Unreadable => Reading::Unreadable,
            Reading::Read(value) => Reading::Read(value.to_ne_bytes()),
        })
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reading().fmt(f)
    }
}

impl Field for Number {
    fn unreadable() -> Self {
        Int::unreadable().into()
    }

    fn from_bool(value: bool, texts: &mut NewTexts) -> Self {
        Int::from_bool(value, texts).into()
    }

    fn from_int(value: i64, texts: &mut NewTexts) -> Self {
        Int::from_int(value, texts).into()
    }

    fn from_float(value: f64, texts: &mut NewTexts) -> Self {
        Int::from_float(value, texts).into()
    }

    fn from_text(value: &str, texts: &mut NewTexts) -> Self {
        Int::from_text(value, texts).into()
    }
}

/// Yes or no; also read from 1 and 0 and from `"true"` and `"false"`.
pub type Flag = Reading<bool>;

impl Field for Flag {
    fn unreadable() -> Self {
        Self::Unreadable
    }

    fn from_bool(value: bool, _: &mut NewTexts) -> Self {
        Self::Read(value)
    }

    fn from_int(value: i64, _: &mut NewTexts) -> Self {
        Self::of(match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        })
    }

    fn from_text(value: &str, _: &mut NewTexts) -> Self {
        Self::of(match value.trim() {
            "true" | "True" | "1" => Some(true),
            "false" | "False" | "0" => Some(false),
            _ => None,
        })
    }
}

impl Field for Moment {
    fn unreadable() -> Self {
        Self(Date::Unreadable)
    }

    fn from_int(value: i64, _: &mut NewTexts) -> Self {
        Self::of_milliseconds(value)
    }

    fn from_float(value: f64, texts: &mut NewTexts) -> Self {
        let whole = Int::from_float(value.trunc(), texts).get();
        whole.map_or_else(Self::unreadable, Self::of_milliseconds)
    }

    fn from_text(value: &str, _: &mut NewTexts) -> Self {
        Self(Date::parse(value))
    }
}

impl Field for Date {
    fn unreadable() -> Self {
        Self::Unreadable
    }

    fn from_text(value: &str, _: &mut NewTexts) -> Self {
        Self::parse(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field;

    fn read<F: Field>(json: &str) -> F {
        field::read(json).unwrap_or_else(|e| panic!("{json}: {e:?}"))
    }

    #[test]
    fn numbers_keep_all_their_digits() {
        assert_eq!(read::<Int>("1719215304208059123").get(), Some(1_719_215_304_208_059_123));
        assert_eq!(read::<Int>("-9223372036854775808").get(), Some(i64::MIN));
        for (json, value) in [("24.0", 24), ("2.4e1", 24), ("\"24\"", 24), ("true", 1)] {
            assert_eq!(read::<Int>(json).get(), Some(value), "{json}");
        }
        for json in ["1.5", "1e300", "99999999999999999999", "\"x\"", "\"\"", "[1]", "{\"a\":1}"] {
            assert_eq!(read::<Int>(json), Int::Unreadable, "{json}");
        }
        assert_eq!(read::<Int>("null"), Int::Absent);
    }

    #[test]
    fn a_number_is_in_little_room_what_it_is_in_more() {
        assert!(size_of::<Number>() < size_of::<Int>() && align_of::<Number>() == 1);
        let extremes = ["9223372036854775807", "-9223372036854775808", "0", "-1"];
        let others = ["null", "true", "[]", "1.5", "2e3", "\"24\"", "\"x\"", "9223372036854775808"];
        for json in extremes.iter().chain(&others) {
            assert_eq!(read::<Number>(json).reading(), read::<Int>(json), "{json}");
            assert_eq!(read::<Number>(json).get(), read::<Int>(json).get(), "{json}");
        }
    }

    #[test]
    fn yes_and_no_come_in_several_forms() {
        for json in ["true", "1", "\"true\""] {
            assert_eq!(read::<Flag>(json).get(), Some(true), "{json}");
        }
        for json in ["false", "0", "\"False\""] {
            assert_eq!(read::<Flag>(json).get(), Some(false), "{json}");
        }
        for json in ["2", "\"maybe\"", "\"\"", "\"FALSE\"", "[]", "{}", "1.0", "0.0", "1e300"] {
            assert_eq!(read::<Flag>(json), Flag::Unreadable, "{json}");
        }
        assert_eq!(read::<Flag>("null"), Flag::Absent);
    }

    #[test]
    fn what_is_no_date_is_unreadable_whatever_its_kind() {
        for json in ["true", "7", "7.5", "1e300", "99999999999999999999", "[]", "{}", "\"soon\""] {
            assert_eq!(read::<Date>(json), Date::Unreadable, "{json}");
        }
        assert_eq!(read::<Date>("null"), Date::Absent);
    }
}
