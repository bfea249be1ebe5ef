//! Where the parts of a JSON text end, found eight bytes at a time: most of an answer is in its strings.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "every place lies within the text; fuzz/ holds the readers above it against serde_json"
)]

const WORD: usize = size_of::<u64>();
const LOW_BITS: u64 = each(1);
const HIGH_BITS: u64 = each(0x80);

/// A word of such bytes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; WORD])
}

/// The first byte from `at` on that does not stand for itself in a string: a quote, a backslash or a control
/// character. The end of the text if there is none.
#[inline]
pub fn plain_end(text: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(text, at) {
        let special = special_in(word);
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += WORD;
    }
    plain_end_of_rest(text, at)
}

#[inline]
fn word_at(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word))
}

/// The same in what is no whole word any more.
#[cold]
fn plain_end_of_rest(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    at + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The high bit of each special byte. Behind the first of them others may be marked as well: a borrow goes up.
#[inline]
fn special_in(word: u64) -> u64 {
    // With this bit turned a quote is the space, and below it is what was there before.
    let up_to_space = (word ^ each(b'"' ^ b' ')).wrapping_sub(each(b' ' + 1));
    let backslashes = (word ^ each(b'\\')).wrapping_sub(LOW_BITS);
    (up_to_space | backslashes) & !word & HIGH_BITS
}

/// The number that eight digits from `at` on make; `None`: there are no eight of them.
#[inline]
pub fn eight_digits(text: &[u8], at: usize) -> Option<u64> {
    let values = word_at(text, at)? ^ each(b'0');
    // What is above nine has its high bit, or gets it. A carry comes from such a byte alone.
    if (values | values.wrapping_add(each(0x80 - 10))) & HIGH_BITS != 0 {
        return None;
    }
    // Neighbours are put together: first two digits each, then four, then all. The first digit is the lowest byte.
    let pairs = (values * 10 + (values >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours * 10_000 + (fours >> 32)) & 0xffff_ffff)
}

/// Where a string that begins at `start` ends, its closing quote included.
pub fn string_end(json: &str, start: usize) -> usize {
    let text = json.as_bytes();
    let mut at = start + 1;
    loop {
        at = plain_end(text, at);
        match text.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return text.len(),
        }
        at = at.min(text.len());
    }
}

/// The end of the number, or the like of one, that begins at `start`.
pub fn number_end(json: &str, start: usize) -> usize {
    let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    start + json.as_bytes()[start..].iter().take_while(|byte| part(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands_and_whatever_is_around_it() {
        for special in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for around in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xa2, 0xdc, 0xff] {
                for length in 0..40 {
                    let mut text = vec![around; length];
                    assert_eq!(plain_end(&text, 0), length);
                    for at in 0..length {
                        text[at] = special;
                        for start in 0..=at {
                            assert_eq!(plain_end(&text, start), at, "{special} in {around}");
                        }
                        text[at] = around;
                    }
                }
            }
        }
    }

    #[test]
    fn eight_digits_are_read_as_one_by_one_and_nothing_else_is() {
        for number in [0, 1, 9, 12_345_678, 90_000_000, 10_203_040, 99_999_999] {
            assert_eq!(eight_digits(format!("x{number:08}").as_bytes(), 1), Some(number));
        }
        for other in 0..=u8::MAX {
            for place in 0..8 {
                let mut text = *b"13579086";
                text[place] = other;
                let expected = str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
                let expected = expected.filter(|_| other.is_ascii_digit());
                assert_eq!(eight_digits(&text, 0), expected, "{other} at {place}");
            }
        }
        assert_eq!((eight_digits(b"1234567", 0), eight_digits(b"12345678", 1)), (None, None));
    }

    #[test]
    fn a_string_ends_at_its_own_quote_or_with_the_text() {
        for (json, end) in [
            (r#""""#, 2),
            (r#""a"b""#, 3),
            (r#""a\"b"c"#, 6),
            (r#""a\\"b""#, 5),
            (r#""a\\\"b""#, 8),
            ("\"a\nb\u{0}c\"d", 7),
            (r#""abcdefghijklmnop\"q"r"#, 21),
        ] {
            assert_eq!(string_end(json, 0), end, "{json}");
        }
        for json in ["\"", "\"a", "\"\\", "\"\\\"", "\"é\\"] {
            assert_eq!(string_end(json, 0), json.len(), "{json}");
        }
    }
}
