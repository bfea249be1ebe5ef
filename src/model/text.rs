//! Texts of an answer, side by side in one block of memory: a hundred thousand users have half a million of them,
//! and a block for each would take longer than reading them.

use std::ffi::CStr;
use std::fmt;
use std::mem;
use std::sync::{Arc, OnceLock};

use zeroize::Zeroize;

use crate::platform::memory;

/// Text, kept in the form that C reads. It is there once the answer that it is a part of has been read.
#[derive(Clone, Default)]
pub struct Text {
    /// `None`: it is absent or empty.
    block: Option<Arc<Block>>,
    start: u32,
    /// In bytes, the NUL behind it included; 0: it is absent.
    size: u32,
}

impl Text {
    pub fn is_absent(&self) -> bool {
        self.size == 0
    }

    pub fn as_c_str(&self) -> Option<&CStr> {
        match &self.block {
            Some(block) => CStr::from_bytes_with_nul(block.part(self.start, self.size)?).ok(),
            None => (self.size > 0).then_some(c""),
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        // It was made from a str, so this never fails.
        self.as_c_str().and_then(|text| text.to_str().ok())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_c_str() == other.as_c_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The room for texts that is made at first, in bytes.
const LEAST_ROOM: usize = 64;

/// Texts with a NUL behind each. Lives for as long as one of them is kept.
struct Block {
    /// Set when all of them are in it.
    bytes: OnceLock<Vec<u8>>,
    /// To be overwritten when it is dropped.
    is_secret: bool,
}

impl Block {
    fn new(is_secret: bool) -> Arc<Self> {
        Arc::new(Self { bytes: OnceLock::new(), is_secret })
    }

    fn part(&self, start: u32, size: u32) -> Option<&[u8]> {
        let start = usize::try_from(start).ok()?;
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        self.bytes.get()?.get(start..end)
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if self.is_secret
            && let Some(bytes) = self.bytes.get_mut()
        {
            bytes.zeroize();
        }
    }
}

/// The texts of an answer that is being read.
#[derive(Default)]
pub struct NewTexts {
    plain: NewBlock,
    secret: NewBlock,
}

impl NewTexts {
    /// The text holds no U+0000; one that does counts as absent.
    pub fn add(&mut self, text: &str) -> Text {
        self.plain.add(text, false)
    }

    /// The same of a text that is to be overwritten when its answer is dropped.
    pub fn add_secret(&mut self, text: &str) -> Text {
        self.secret.add(text, true)
    }

    /// There will be as many in the `left` bytes of the answer as in those that were `read`.
    pub fn make_room(&mut self, read: usize, left: usize) {
        let each = read.checked_div(self.plain.used).unwrap_or(usize::MAX).max(1);
        self.plain.make_room(left.checked_div(each).unwrap_or_default());
    }

    /// From here on the texts are there.
    pub fn finish(mut self) {
        self.plain.bytes.truncate(self.plain.used);
        self.plain.bytes.shrink_to_fit();
        self.plain.finish();
        // Not shrunk: what is moved leaves its bytes behind.
        self.secret.finish();
    }
}

impl Drop for NewTexts {
    /// Of an answer that could not be read to its end.
    fn drop(&mut self) {
        self.secret.bytes.zeroize();
    }
}

#[derive(Default)]
struct NewBlock {
    block: Option<Arc<Block>>,
    /// Zeros behind those that are used, so that each text has its NUL already.
    bytes: Vec<u8>,
    used: usize,
}

impl NewBlock {
    fn add(&mut self, text: &str, is_secret: bool) -> Text {
        if text.is_empty() {
            return Text { size: 1, ..Text::default() };
        }
        let (start, size) = (self.used, text.len().saturating_add(1));
        let end = start.saturating_add(size);
        if end > self.bytes.len() {
            self.grow(size, is_secret);
        }
        // The largest answer that can be asked for has no four GiB of texts.
        let (Ok(at), Ok(size)) = (u32::try_from(start), u32::try_from(size)) else {
            return Text::default();
        };
        let Some(place) = self.bytes.get_mut(start..end) else {
            return Text::default();
        };
        put(place, text.as_bytes());
        self.used = end;
        let block = self.block.get_or_insert_with(|| Block::new(is_secret)).clone();
        Text { block: Some(block), start: at, size }
    }

    /// For a text of so many bytes, its NUL among them. Nothing of a secret stays behind in memory that was given back.
    #[cold]
    fn grow(&mut self, size: usize, is_secret: bool) {
        let mut before = self.make_room(self.used.max(size).max(LEAST_ROOM));
        if is_secret {
            before.zeroize();
        }
    }

    /// For so many bytes more, all at once. What the others were in until now is handed out.
    fn make_room(&mut self, more: usize) -> Vec<u8> {
        let mut larger = memory::zeroed(self.used.saturating_add(more));
        if let (Some(to), Some(from)) = (larger.get_mut(..self.used), self.bytes.get(..self.used)) {
            to.copy_from_slice(from);
        }
        mem::replace(&mut self.bytes, larger)
    }

    fn finish(&mut self) {
        if let Some(block) = self.block.take() {
            // It is set here alone.
            let _ = block.bytes.set(mem::take(&mut self.bytes));
        }
    }
}

/// Copies a text to where there is room for it and its NUL. Most have 8 to 32 bytes: for those two copies of a fixed
/// length, which may overlap, take less than a call of `memcpy`.
fn put(place: &mut [u8], text: &[u8]) {
    let Some(place) = place.get_mut(..text.len()) else {
        return;
    };
    if !(put_ends::<16>(place, text) || put_ends::<8>(place, text)) {
        place.copy_from_slice(text);
    }
}

/// Copies the first and the last bytes, if these are all; both have the same length.
fn put_ends<const N: usize>(place: &mut [u8], text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first_chunk::<N>(), text.last_chunk::<N>()) else {
        return false;
    };
    if text.len().saturating_sub(N) > N {
        return false;
    }
    if let Some(place) = place.first_chunk_mut() {
        *place = *first;
    }
    if let Some(place) = place.last_chunk_mut() {
        *place = *last;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lie_side_by_side_each_with_its_end() {
        let mut texts = NewTexts::default();
        let long = "é".repeat(1_000);
        let added = ["a", "", "bc", &long, "d"].map(|text| (texts.add(text), text));
        texts.finish();
        for (text, expected) in added {
            assert_eq!(text.as_str(), Some(expected));
            assert_eq!(text.as_c_str().map(CStr::to_bytes), Some(expected.as_bytes()));
            assert!(!text.is_absent());
        }
        assert_eq!((Text::default().as_str(), Text::default().as_c_str()), (None, None));
        assert!(Text::default().is_absent());
    }

    #[test]
    fn texts_of_every_length_are_copied_whole_and_none_reaches_into_the_next() {
        let all: String = ('!'..='~').collect();
        let mut texts = NewTexts::default();
        let added: Vec<_> = (1..all.len()).map(|length| texts.add(&all[..length])).collect();
        texts.finish();
        for (text, length) in added.iter().zip(1..) {
            assert_eq!(text.as_str(), Some(&all[..length]));
        }
    }

    #[test]
    fn texts_outlive_the_others_of_their_answer_and_are_compared_by_what_they_say() {
        let text = |text: &str| {
            let mut texts = NewTexts::default();
            let (_, added) = (texts.add("before"), texts.add(text));
            texts.finish();
            added
        };
        assert_eq!(text("a"), text("a").clone());
        assert_ne!(text("a"), text("b"));
        assert_ne!(text(""), Text::default());
    }

    #[test]
    fn a_text_that_c_would_cut_short_is_not_there() {
        let mut texts = NewTexts::default();
        let cut = [texts.add("a\0b"), texts.add_secret("a\0")];
        let after = [texts.add("c"), texts.add_secret("c")];
        texts.finish();
        assert_eq!(cut.each_ref().map(Text::as_str), [None, None]);
        assert_eq!(after.each_ref().map(Text::as_str), [Some("c"), Some("c")]);
    }

    #[test]
    fn room_for_secrets_is_made_before_they_come() {
        let mut secret = NewBlock::default();
        for text in ["abc", "d", &"x".repeat(100)] {
            let size = text.len() + 1;
            if secret.used + size > secret.bytes.len() {
                secret.grow(size, true);
            }
            let before = secret.bytes.as_ptr();
            secret.add(text, true);
            assert_eq!(secret.bytes.as_ptr(), before, "it was moved, and left its bytes behind");
        }
    }
}
