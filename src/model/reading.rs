//! Flags, numbers and dates: fields on which a decision may rest, so that unreadable is not absent.

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
