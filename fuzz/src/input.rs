//! How an input is taken apart. The parts are separated by NUL, so that seeds can be read and written.

/// The parts of an input; the last one is all the rest. `None`: there are fewer.
pub fn parts<const N: usize>(data: &[u8]) -> Option<[&[u8]; N]> {
    let parts: Vec<_> = data.splitn(N, |byte| *byte == 0).collect();
    parts.try_into().ok()
}

/// The same, where all of it is UTF-8.
pub fn texts<const N: usize>(data: &[u8]) -> Option<[&str; N]> {
    let parts = parts::<N>(data)?;
    let texts: Option<Vec<_>> = parts.iter().map(|part| str::from_utf8(part).ok()).collect();
    texts?.try_into().ok()
}

/// A part that may be left out.
pub fn optional(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// A decimal number; anything else is 0.
pub fn number<T: std::str::FromStr + Default>(text: &str) -> T {
    text.parse().unwrap_or_default()
}
