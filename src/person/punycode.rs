//! Punycode (RFC 3492): how the labels of a domain name are spelled in ASCII.
//!
//! Only this much of internationalised names is needed, and libraries for them bring Unicode's tables.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "63 characters below 0x110000, counted in 32 bits; what could be more is checked"
)]

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_POINT: u32 = 0x80;

/// The longest label, in characters.
const MAX_LABEL: usize = 63;

/// A label without its "xn--"; `None` if it is too long to be one.
pub fn encode(label: &str) -> Option<String> {
    let points: Vec<u32> = label.chars().map(u32::from).take(MAX_LABEL + 1).collect();
    let basic: String = label.chars().filter(char::is_ascii).take(MAX_LABEL + 1).collect();
    if points.len() > MAX_LABEL {
        return None;
    }
    let done = u32::try_from(basic.len()).ok()?;
    let delimiter = if basic.is_empty() { "" } else { "-" };
    let mut encoder = Encoder { text: basic + delimiter, delta: 0, bias: FIRST_BIAS, done };
    let first = done;
    let mut next = FIRST_POINT;
    while let Some(point) = points.iter().copied().filter(|point| *point >= next).min() {
        let skipped = (point - next).checked_mul(encoder.done + 1)?;
        encoder.delta = encoder.delta.checked_add(skipped)?;
        encoder.insert_all(&points, point, first);
        encoder.delta += 1;
        next = point + 1;
    }
    Some(encoder.text)
}

struct Encoder {
    text: String,
    delta: u32,
    bias: u32,
    /// How many characters have been written.
    done: u32,
}

impl Encoder {
    fn insert_all(&mut self, points: &[u32], wanted: u32, first: u32) {
        for point in points {
            if *point < wanted {
                self.delta += 1;
            } else if *point == wanted {
                self.write_delta();
                self.bias = adapted(self.delta, self.done + 1, self.done == first);
                self.delta = 0;
                self.done += 1;
            }
        }
    }

    /// As a number of variable length, the low digits first.
    fn write_delta(&mut self) {
        let (mut rest, mut k) = (self.delta, BASE);
        loop {
            let threshold = k.saturating_sub(self.bias).clamp(T_MIN, T_MAX);
            if rest < threshold {
                break;
            }
            self.text.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
            k += BASE;
        }
        self.text.push(digit(rest));
    }
}

fn digit(value: u32) -> char {
    char::from_digit((value + 10) % BASE, BASE).unwrap_or_default()
}

fn adapted(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From RFC 3492, section 7.1, and from names in use.
    #[test]
    fn the_published_samples_hold() {
        for (label, expected) in [
            ("bücher", "bcher-kva"),
            ("münchen", "mnchen-3ya"),
            ("例え", "r8jz45g"),
            ("テスト", "zckzah"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("ü", "tda"),
        ] {
            assert_eq!(encode(label).as_deref(), Some(expected), "{label}");
        }
        assert_eq!(encode(&"ü".repeat(64)), None);
        assert!(encode(&"\u{10FFFF}".repeat(63)).is_some());
    }
}
