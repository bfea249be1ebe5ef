//! What HTTP allows in an answer and the HTTP client does not read, taken out before the client sees it:
//! extensions of chunks, which a recipient has to ignore (RFC 9112, 7.1.1), and headers that go on in the next
//! line, in which it has to put spaces (5.2).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "every place lies within the input; sizes of chunks are checked"
)]

/// The longest size line of a chunk, in bytes; a longer one is left for the client to refuse.
const LONGEST_LINE: usize = 4 << 10;

/// Where in an answer the input ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Normalizer {
    #[default]
    Head,
    /// In the line with a chunk's size.
    Size { size: usize, length: usize, is_extension: bool },
    /// So many bytes before the next such line.
    Chunk(usize),
    /// In what is taken as it is.
    Rest,
}

const NEXT_CHUNK: Normalizer = Normalizer::Size { size: 0, length: 0, is_extension: false };

impl Normalizer {
    /// Normalizes unread input, of which everything from `new` on has just come; before that lies at most the
    /// beginning of a head. Returns how long the input is by then.
    pub fn normalize(&mut self, input: &mut [u8], new: usize) -> usize {
        let (mut at, mut kept) = (new, new);
        if *self == Self::Head {
            at = self.read_head(input);
            kept = at;
        }
        while at < input.len() {
            let amount = match self {
                Self::Head | Self::Rest => input.len() - at,
                Self::Chunk(left) => (input.len() - at).min(*left),
                Self::Size { .. } => 1,
            };
            if self.keeps(amount, input[at]) {
                input.copy_within(at..at + amount, kept);
                kept += amount;
            }
            at += amount;
        }
        kept
    }

    /// Where the head ends, or what has come of it.
    fn read_head(&mut self, input: &mut [u8]) -> usize {
        let mut start = 0;
        while let Some(length) = head_length(&input[start..]) {
            let head = &mut input[start..start + length];
            start += length;
            unfold(head);
            let is_interim = head.get(9) == Some(&b'1');
            if !is_interim {
                *self = if is_chunked(head) { NEXT_CHUNK } else { Self::Rest };
                return start;
            }
        }
        unfold(&mut input[start..]);
        input.len()
    }

    /// Goes on by so many bytes, of which this is the first; whether they stay.
    fn keeps(&mut self, amount: usize, byte: u8) -> bool {
        let (next, keeps) = match *self {
            Self::Head | Self::Rest => (*self, true),
            Self::Chunk(left) if left == amount => (NEXT_CHUNK, true),
            Self::Chunk(left) => (Self::Chunk(left - amount), true),
            Self::Size { length: LONGEST_LINE, .. } => (Self::Rest, true),
            Self::Size { size, length, is_extension } => {
                match (byte, char::from(byte).to_digit(16)) {
                    // A line break follows a chunk; the last one has no bytes.
                    (b'\n', _) => {
                        (if size == 0 { Self::Rest } else { Self::Chunk(size + 2) }, true)
                    }
                    (b'\r', _) => (*self, true),
                    (_, Some(_)) if !is_extension && size > usize::MAX / 32 => (Self::Rest, true),
                    (_, Some(digit)) if !is_extension => {
                        let size = size * 16 + digit as usize;
                        (Self::Size { size, length: length + 1, is_extension }, true)
                    }
                    // The semicolon stays, so that what follows is never taken for a part of the size.
                    _ => {
                        let begins = byte == b';';
                        let next = Self::Size {
                            size,
                            length: length + 1,
                            is_extension: is_extension || begins,
                        };
                        (next, !is_extension)
                    }
                }
            }
        };
        *self = next;
        keeps
    }
}

/// The length of a head that has come whole.
fn head_length(input: &[u8]) -> Option<usize> {
    let ends = |at: &usize| input[..*at].ends_with(b"\n\r\n") || input[..*at].ends_with(b"\n\n");
    (2..=input.len()).find(ends)
}

/// Puts spaces in the place of each line break after which the line goes on.
fn unfold(head: &mut [u8]) {
    for at in 1..head.len() {
        if matches!(head[at - 1..=at], [b'\n', b' ' | b'\t']) {
            head[at - 1] = b' ';
            if let Some(byte @ b'\r') = at.checked_sub(2).map(|before| &mut head[before]) {
                *byte = b' ';
            }
        }
    }
}

fn is_chunked(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n').any(|line| {
        let line = line.to_ascii_lowercase();
        let value = line.strip_prefix(b"transfer-encoding:").unwrap_or_default();
        value.windows(7).any(|word| word == b"chunked")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of an answer that comes in pieces, the first of this length, the others of that.
    fn normalized(answer: &[u8], first: usize, others: usize) -> Vec<u8> {
        let (mut normalizer, mut input) = (Normalizer::default(), Vec::new());
        let (first, rest) = answer.split_at(first);
        for piece in std::iter::once(first).chain(rest.chunks(others)) {
            let new = input.len();
            input.extend_from_slice(piece);
            let length = normalizer.normalize(&mut input, new);
            input.truncate(length);
        }
        input
    }

    #[track_caller]
    fn becomes(answer: &str, expected: &str) {
        for first in 0..answer.len() {
            for others in [1, 2, 7, answer.len()] {
                let found = normalized(answer.as_bytes(), first, others);
                assert_eq!(String::from_utf8_lossy(&found), expected, "{first} and {others}");
            }
        }
    }

    #[test]
    fn extensions_of_chunks_are_taken_out() {
        let head = "HTTP/1.1 200 OK\r\nX: y\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n";
        becomes(
            &format!(
                "{head}3 ; signature=0123456789abcdef;b=\"c d\"\r\n1;2\r\nA;b\r\n0123456789\r\n0;x=y\r\nZ: a;b\r\n\r\n"
            ),
            &format!("{head}3 ;\r\n1;2\r\nA;\r\n0123456789\r\n0;\r\nZ: a;b\r\n\r\n"),
        );
        becomes(&format!("{head}3\r\n1;2\r\n0\r\n\r\n"), &format!("{head}3\r\n1;2\r\n0\r\n\r\n"));
    }

    #[test]
    fn what_is_not_chunked_is_left_as_it_is() {
        for header in
            ["Content-Length: 5", "X: Transfer-Encoding: chunked", "Transfer-Encoding: gzip"]
        {
            let answer = format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n1;2\r\n\r\n 3\n 4");
            becomes(&answer, &answer);
        }
    }

    #[test]
    fn a_header_that_goes_on_in_the_next_line_becomes_one_line() {
        becomes(
            "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\td\nE: f\n g\r\nTransfer-Encoding:\r\n chunked\r\n\r\n1;x\r\nz\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b   c  \td\nE: f  g\r\nTransfer-Encoding:   chunked\r\n\r\n1;\r\nz\r\n0\r\n\r\n",
        );
    }

    #[test]
    fn an_interim_answer_is_not_the_answer() {
        let head = "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding:chunked\r\n\r\n";
        let mut input = format!("{head}1;x\r\nz\r\n").into_bytes();
        let length = Normalizer::default().normalize(&mut input, 0);
        assert_eq!(&input[..length], format!("{head}1;\r\nz\r\n").as_bytes());
    }

    #[test]
    fn a_line_without_an_end_and_a_size_beyond_memory_are_left_to_be_refused() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let long = normalized(format!("{head}1;{}", "a".repeat(3 * LONGEST_LINE)).as_bytes(), 0, 9);
        let kept = long.len() - head.len();
        assert!((2 * LONGEST_LINE..3 * LONGEST_LINE).contains(&kept), "{kept}");
        assert!(long.starts_with(format!("{head}1;aa").as_bytes()));
        let large = format!("{head}fffffffffffffffffff;x");
        assert_eq!(normalized(large.as_bytes(), 0, 1), large.as_bytes());
    }
}
