//! The name of an entry.

/// Which answer: of which call, about which product, about whom.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    pub kind: &'a str,
    pub product: &'a str,
    /// Compared by `person::same_person`.
    pub who: &'a str,
}
