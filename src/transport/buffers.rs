//! The buffers of one connection: as large as its requests and the heads of its answers need.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "start and end lie within the buffer; amounts are the HTTP client's, of what it was given"
)]

use ureq::unversioned::transport::Buffers;
use zeroize::Zeroizing;

use super::normalize::Normalizer;
use super::watch;

/// A TLS record has 16 KiB at most.
const INPUT: usize = 16 << 10;
/// The head of an answer must fit; ureq gives up on one of 64 KiB.
const LARGEST_INPUT: usize = 128 << 10;
/// Enough for the head of a request without long tokens.
const OUTPUT: usize = 4 << 10;

#[derive(Default)]
pub struct Room {
    /// It may hold what was bought: keys, tokens, a new user's password.
    input: Zeroizing<Vec<u8>>,
    /// What lies in `input` unread.
    start: usize,
    end: usize,
    progress: bool,
    /// It may hold tokens.
    output: Zeroizing<Vec<u8>>,
}

impl Room {
    /// Where input goes; empty only if the most that may wait does.
    pub fn free(&mut self) -> &mut [u8] {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        if self.end == self.input.len() {
            self.make_room();
        }
        &mut self.input[self.end..]
    }

    fn make_room(&mut self) {
        self.input.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.input.len() {
            let length = (self.end * 2).clamp(INPUT, LARGEST_INPUT);
            // Anew, so that nothing stays behind in memory that was given back.
            let mut larger = Zeroizing::new(vec![0; length]);
            larger[..self.end].copy_from_slice(&self.input);
            self.input = larger;
        }
    }

    /// Takes in so many bytes that were put where input goes; whether any is left of them.
    pub fn append(&mut self, amount: usize, normalizer: &mut Normalizer) -> bool {
        let unread = self.end - self.start;
        let length = normalizer.normalize(&mut self.input[self.start..self.end + amount], unread);
        self.end = self.start + length;
        length > unread
    }

    /// The first bytes of the output.
    pub fn filled(&self, amount: usize) -> &[u8] {
        &self.output[..amount]
    }

    pub fn wipe(&mut self, amount: usize) {
        zeroize::Zeroize::zeroize(&mut self.output[..amount]);
    }
}

impl Buffers for Room {
    fn output(&mut self) -> &mut [u8] {
        let needed = OUTPUT.max(watch::head_length());
        if self.output.len() < needed {
            // Anew, so that nothing stays behind in memory that was given back.
            self.output = Zeroizing::new(vec![0; needed]);
        }
        &mut self.output
    }

    fn input(&self) -> &[u8] {
        &self.input[self.start..self.end]
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        self.free()
    }

    fn input_appended(&mut self, amount: usize) {
        self.end += amount;
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.start += amount;
    }

    /// The first is for bodies without a length, which are never sent.
    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        self.output();
        (&mut [], &mut self.output)
    }

    fn can_use_input(&self) -> bool {
        self.progress && !self.input().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn append(room: &mut Room, bytes: &[u8]) {
        room.free()[..bytes.len()].copy_from_slice(bytes);
        room.input_appended(bytes.len());
    }

    #[test]
    fn input_waits_until_it_is_consumed() {
        let mut room = Room::default();
        append(&mut room, b"head and ");
        append(&mut room, b"body");
        room.input_consume(9);
        assert_eq!((room.input(), room.can_use_input()), (&b"body"[..], true));
        room.input_consume(0);
        assert!(!room.can_use_input());
        room.input_consume(4);
        assert_eq!((room.input(), room.can_use_input()), (&b""[..], false));
    }

    #[test]
    fn a_long_head_gets_room_up_to_a_limit() {
        let mut room = Room::default();
        let mut sum = 0;
        while !room.free().is_empty() {
            let amount = room.free().len();
            room.free().fill(b'x');
            room.input_appended(amount);
            sum += amount;
        }
        assert_eq!(sum, LARGEST_INPUT);
        room.input_consume(LARGEST_INPUT - 1);
        assert_eq!(room.free().len(), LARGEST_INPUT - 1);
        assert_eq!(room.input(), b"x");
    }

    #[test]
    fn output_has_the_room_that_the_request_needs() {
        let mut room = Room::default();
        assert_eq!(room.output().len(), OUTPUT);
        let outgoing = watch::Outgoing { query: None, head: 100_000 };
        let wait = crate::run::Wait::new(std::time::Duration::ZERO, &crate::run::Cancel::default());
        let _current = watch::begin(&wait, outgoing);
        assert_eq!(room.output().len(), 100_000);
        room.output()[..3].copy_from_slice(b"abc");
        room.wipe(2);
        assert_eq!(room.filled(3), [0, 0, b'c']);
    }
}
