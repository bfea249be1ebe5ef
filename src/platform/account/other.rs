//! macOS and the BSDs.

#![allow(unsafe_code)]

pub fn is_privileged() -> bool {
    // SAFETY: issetugid has no preconditions and cannot fail.
    unsafe { libc::issetugid() != 0 }
}
