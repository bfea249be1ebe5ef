//! Windows has no signals.

pub struct Blocked;

impl Blocked {
    pub fn now() -> Self {
        Self
    }
}
