//! Values that never print.

use std::fmt;
use std::mem::MaybeUninit;

use zeroize::{Zeroize, Zeroizing};

/// A credential. It has no `Display`, its `Debug` says nothing, and it is overwritten when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value itself, for the wire and for key derivation only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Computes something of a secret, and overwrites the stack that it took: a hash keeps the last bytes of
/// what it is given in a block there, and is moved about with it.
#[inline(never)]
pub fn leaving_no_trace<T>(compute: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn overwrite() {
        // Deeper than a hash goes, also in a build for debugging. Uninitialised, since it would be written twice otherwise.
        let mut stack = [MaybeUninit::<[u64; 8]>::uninit(); 128];
        stack.zeroize();
        std::hint::black_box(&stack);
    }
    let result = call(compute);
    overwrite();
    result
}

#[inline(never)]
fn call<T>(compute: impl FnOnce() -> T) -> T {
    compute()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[secret]");
    }
}
