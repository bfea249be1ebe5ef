//! DER as the oracles read it: one way to write each length, of 64 KiB at most.

/// An element: its tag, its value, and all of its bytes.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub tag: u8,
    pub value: &'a [u8],
    pub whole: &'a [u8],
}

/// The elements that stand one after the other; `None`: something else does too.
pub fn elements(mut der: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut elements = Vec::new();
    while !der.is_empty() {
        let (element, rest) = first(der)?;
        elements.push(element);
        der = rest;
    }
    Some(elements)
}

fn first(der: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (tag, length) = (*der.first()?, *der.get(1)?);
    let digits = usize::from(length.saturating_sub(0x80));
    let length = match digits {
        0 => usize::from(length),
        1..=2 => der.get(2..2 + digits)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
        _ => return None,
    };
    let needed = [0, 0x80, 0x100][digits];
    let (start, end) = (2 + digits, 2 + digits + length);
    let element = Element { tag, value: der.get(start..end)?, whole: &der[..end] };
    (der[1] != 0x80 && length >= needed).then_some((element, &der[end..]))
}

pub fn sequence(der: &[u8]) -> Option<Vec<Element<'_>>> {
    match elements(der)?[..] {
        [one] if one.tag == 0x30 => elements(one.value),
        _ => None,
    }
}

/// A number above zero, without the zero that tells it from a negative one.
pub fn positive(element: &Element) -> Option<Vec<u8>> {
    match *element.value {
        _ if element.tag != 0x02 => None,
        [0, next, ..] if next >= 0x80 => Some(element.value[1..].to_vec()),
        [1..0x80, ..] => Some(element.value.to_vec()),
        _ => None,
    }
}
