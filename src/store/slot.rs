//! The name of an entry.

/// Which answer: of which call, about which product, about whom.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    pub kind: &'a str,
    pub product: &'a str,
    /// Told apart without regard to case.
    pub who: &'a str,
}
