//! Linux 5.11 and later can; a sandbox may forbid it.

#![allow(unsafe_code)]

/// Marks this descriptor and all behind it; false where that cannot be done.
pub fn mark_from(first: libc::c_uint) -> bool {
    let (last, flags) = (libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC);
    // SAFETY: it takes numbers alone. By its number, since the C library may not have its name.
    unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) == 0 }
}
