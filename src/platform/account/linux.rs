//! Linux knows of capabilities too.

#![allow(unsafe_code)]

pub fn is_privileged() -> bool {
    // SAFETY: getauxval has no preconditions.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}
