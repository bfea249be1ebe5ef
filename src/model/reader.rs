//! Reads a JSON text into the places where its values go, in one pass, and takes exactly what `serde_json` takes.
//!
//! What every member of an answer has is read here: its name, texts without escapes, short whole numbers. The rest
//! is left to `serde_json`: texts with escapes, other numbers, values that are kept as they are written.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "every place lies within the text; fuzz/ holds it against serde_json"
)]

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{Elements, NotThis, Place, Placed, Record, Scalar, Skipped, Whole};
use super::scan::{eight_digits, number_end, plain_end, string_end};
use super::text::NewTexts;

/// As deep as `serde_json` goes by recursion.
const DEEPEST: u8 = 127;

/// So many digits make no number that a u64 cannot hold.
const MOST_DIGITS: usize = 19;

/// So many elements of a list tell how many there will be.
const SAMPLE: usize = 256;

/// Reads a field of any kind from a JSON text.
pub fn read<F: Placed>(json: &str) -> Result<F, NotThis> {
    let mut field = F::default();
    read_into(field.place(), json)?;
    Ok(field)
}

/// Reads a whole text. The texts in the place are there afterwards.
fn read_into(place: Place, json: &str) -> Result<(), NotThis> {
    let mut reader = Reader { json, at: 0, depth: 0, texts: NewTexts::default() };
    reader.value(place)?;
    if reader.peek().is_some() {
        return Err(NotThis);
    }
    reader.texts.finish();
    Ok(())
}

struct Reader<'a> {
    json: &'a str,
    /// Where the rest begins.
    at: usize,
    depth: u8,
    texts: NewTexts,
}

impl<'a> Reader<'a> {
    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Whether that is the next one; it is passed over then.
    #[inline]
    fn takes(&mut self, wanted: u8) -> bool {
        let is_it = self.peek() == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, wanted: u8) -> Result<(), NotThis> {
        if self.takes(wanted) { Ok(()) } else { Err(NotThis) }
    }

    fn value(&mut self, place: Place) -> Result<(), NotThis> {
        if let Place::Whole(whole) = place {
            return self.whole(whole);
        }
        let scalar = match self.peek().ok_or(NotThis)? {
            b'{' => return self.nested(place, Self::object),
            b'[' => return self.nested(place, Self::list),
            b'"' => return self.text(place),
            b'-' | b'0'..=b'9' => self.number()?,
            b'n' => self.word("null", Scalar::Null)?,
            b't' => self.word("true", Scalar::Bool(true))?,
            b'f' => self.word("false", Scalar::Bool(false))?,
            _ => return Err(NotThis),
        };
        place.set(&scalar, &mut self.texts);
        Ok(())
    }

    fn text(&mut self, place: Place) -> Result<(), NotThis> {
        match self.plain() {
            Some(text) => place.set_text(text, &mut self.texts),
            None => place.set_text(&self.escaped()?, &mut self.texts),
        }
        Ok(())
    }

    /// Passed over, but no less strictly. By recursion too: what is nested more deeply than that might overflow the
    /// stack of another parser.
    fn skip(&mut self) -> Result<(), NotThis> {
        self.value(Place::Plain(&mut Skipped))
    }

    fn nested(
        &mut self,
        place: Place,
        read: fn(&mut Self, Place) -> Result<(), NotThis>,
    ) -> Result<(), NotThis> {
        if self.depth == DEEPEST {
            return Err(NotThis);
        }
        self.at += 1;
        self.depth += 1;
        read(self, place)?;
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self, place: Place) -> Result<(), NotThis> {
        let Place::Object(object) = place else {
            place.set(&Scalar::Unreadable, &mut self.texts);
            return self.members(None);
        };
        self.members(Some(object.begin()))
    }

    fn members(&mut self, mut record: Option<&mut dyn Record>) -> Result<(), NotThis> {
        if self.takes(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(NotThis);
            }
            let name = self.string()?;
            self.expect(b':')?;
            match record.as_mut().and_then(|record| record.member(&name)) {
                Some(place) => self.value(place)?,
                None => self.skip()?,
            }
            if !self.takes(b',') {
                return self.expect(b'}');
            }
        }
    }

    fn list(&mut self, place: Place) -> Result<(), NotThis> {
        let Place::List(list) = place else {
            place.set(&Scalar::Unreadable, &mut self.texts);
            return self.elements(None);
        };
        list.clear();
        self.elements(Some(list))
    }

    fn elements(&mut self, mut list: Option<&mut dyn Elements>) -> Result<(), NotThis> {
        if self.takes(b']') {
            return Ok(());
        }
        let (start, mut count) = (self.at, 0);
        loop {
            match &mut list {
                Some(list) => {
                    self.value(list.element())?;
                    list.count()?;
                    count += 1;
                    if count == SAMPLE {
                        self.make_room(&mut **list, start);
                    }
                }
                None => self.skip()?,
            }
            if !self.takes(b',') {
                return self.expect(b']');
            }
        }
    }

    /// For the rest of a long list, if it is like the elements that have been read since `start`: growing bit by bit,
    /// it would be moved again and again.
    #[cold]
    fn make_room(&mut self, list: &mut dyn Elements, start: usize) {
        let (read, left) = (self.at - start, self.json.len() - self.at);
        let more = left / (read / SAMPLE).max(1);
        list.make_room(more + more / 8, left);
        self.texts.make_room(self.at, left);
    }

    /// The string whose opening quote is next. It holds no U+0000.
    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, NotThis> {
        match self.plain() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// `None`: it is not as simple as that. In its callers, of which there are two: handed over in memory, each text
    /// would be waited for.
    #[inline(always)]
    fn plain(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let end = plain_end(self.json.as_bytes(), start);
        if self.json.as_bytes().get(end)? != &b'"' {
            return None;
        }
        self.at = end + 1;
        self.json.get(start..end)
    }

    #[cold]
    fn escaped(&mut self) -> Result<String, NotThis> {
        let end = string_end(self.json, self.at);
        let text: String = serde_json::from_str(self.take(end)?)?;
        // C would take it for the end.
        Ok(if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text })
    }

    /// What there is up to that place, which is passed over.
    fn take(&mut self, end: usize) -> Result<&'a str, NotThis> {
        let taken = self.json.get(self.at..end).ok_or(NotThis)?;
        self.at = end;
        Ok(taken)
    }

    fn word(&mut self, word: &str, meaning: Scalar) -> Result<Scalar, NotThis> {
        let taken = self.take(self.at + word.len())?;
        if taken == word { Ok(meaning) } else { Err(NotThis) }
    }

    fn number(&mut self) -> Result<Scalar, NotThis> {
        if let Some((value, end)) = self.whole_number() {
            self.at = end;
            return Ok(i64::try_from(value).map_or(Scalar::Unreadable, Scalar::Int));
        }
        let number = self.take(number_end(self.json, self.at))?;
        let double: f64 = serde_json::from_str(number)?;
        // Zero has a sign as a double alone.
        if number.contains(['.', 'e', 'E']) || number == "-0" {
            return Ok(Scalar::Float(double));
        }
        Ok(number.parse().map_or(Scalar::Unreadable, Scalar::Int))
    }

    /// A number of nothing but digits, if it is next, and where it ends.
    fn whole_number(&self) -> Option<(u64, usize)> {
        let rest = self.json.as_bytes().get(self.at..)?;
        let (mut value, mut digits) = (0_u64, 0);
        while let Some(eight) = eight_digits(rest, digits) {
            value = value.wrapping_mul(100_000_000).wrapping_add(eight);
            digits += 8;
        }
        while let Some(digit @ 0..10) = rest.get(digits).map(|byte| byte.wrapping_sub(b'0')) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
        }
        // Of several digits the first is no zero.
        let is_simple = digits == 1 || (2..=MOST_DIGITS).contains(&digits) && rest[0] != b'0';
        let is_whole = !matches!(rest.get(digits), Some(b'.' | b'e' | b'E'));
        (is_simple && is_whole).then_some((value, self.at + digits))
    }

    /// A value as it is written.
    fn whole(&mut self, whole: &mut dyn Whole) -> Result<(), NotThis> {
        let rest = self.json.get(self.at..).ok_or(NotThis)?;
        let value = <&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(rest))?.get();
        self.at += value.as_ptr() as usize - rest.as_ptr() as usize + value.len();
        whole.set_json(value, &mut self.texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::{Text, record};
    use crate::model::reading::{Flag, Int};

    record! { One { text: Text, whole: Int, flag: Flag } }

    fn one(json: &str) -> One {
        read::<Option<One>>(json).unwrap_or_else(|NotThis| panic!("{json}")).unwrap()
    }

    #[test]
    fn what_serde_json_takes_is_taken_and_nothing_else() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        let (deep, too_deep) = (nested(127), nested(128));
        for json in [
            "0",
            "-0",
            "10",
            "1.5",
            "-1e3",
            "01",
            "00",
            "-",
            "1.",
            ".1",
            "1e",
            "+1",
            "1-2",
            "0x1",
            "18446744073709551616",
            "99999999999999999999",
            "1e999",
            "null",
            "nul",
            "nulls",
            "tru",
            "true",
            "false",
            "\"a\"",
            "\"a",
            "\"a\\\"",
            "\"\\u00e9\"",
            "\"\\ud83d\"",
            "\"\\x\"",
            "\"a\nb\"",
            "\"\u{7f}\"",
            "[]",
            "[ ]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1,2 ]",
            "[",
            "]",
            "[1}",
            "{}",
            "{\"a\":1}",
            "{\"a\" : 1 , \"b\":[]}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "{1:2}",
            "{\"a\":1",
            "",
            " ",
            " 1 ",
            "1 2",
            "\u{a0}1",
            "\u{FEFF}1",
            "é",
            &deep,
            &too_deep,
        ] {
            let expected = serde_json::from_str::<serde_json::Value>(json);
            assert_eq!(read::<Skipped>(json).is_ok(), expected.is_ok(), "{json}");
        }
    }

    #[test]
    fn numbers_are_read_to_their_last_digit_and_no_further() {
        let whole = |number: &str| one(&format!(r#"{{"whole":{number}}}"#)).whole;
        for (number, value) in [
            ("0", 0),
            ("-0", 0),
            ("1719215304208059123", 1_719_215_304_208_059_123),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("12e1", 120),
        ] {
            assert_eq!(whole(number), Int::Read(value), "{number}");
        }
        for number in ["9223372036854775808", "18446744073709551616", "-9223372036854775809"] {
            assert_eq!(whole(number), Int::Unreadable, "{number}");
        }
        assert_eq!(one(r#"{"flag":-0}"#).flag, Flag::Unreadable, "as a double it has a sign");
    }
}
