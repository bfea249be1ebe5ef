//! Unix.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::mem::MaybeUninit;

pub fn system_release() -> Option<String> {
    let mut names = MaybeUninit::<libc::utsname>::uninit();
    // SAFETY: there is room for the answer.
    if unsafe { libc::uname(names.as_mut_ptr()) } != 0 {
        return None;
    }
    // SAFETY: the call has filled it, and each name in it ends with NUL.
    let release = unsafe { CStr::from_ptr((*names.as_ptr()).release.as_ptr()) };
    release.to_str().ok().map(str::to_owned)
}
