//! What calls of Windows take and return.

#![allow(unsafe_code)]

use std::ffi::OsString;
use std::io;
use std::os::windows::ffi::OsStringExt;

use windows_sys::Win32::Foundation::LocalFree;

/// What the system has allocated for us.
pub struct Local<T>(pub *mut T);

impl<T> Drop for Local<T> {
    fn drop(&mut self) {
        // SAFETY: it is ours, and of the kind that this frees.
        unsafe { LocalFree(self.0.cast()) };
    }
}

/// Of a value of a few bytes.
pub fn size_in_bytes<T>(value: &T) -> u32 {
    u32::try_from(size_of_val(value)).unwrap_or_default()
}

/// What a call returns that says in the thread's last error why it failed.
pub fn done(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Copies text that ends with NUL.
///
/// # Safety
///
/// It does.
pub unsafe fn os_string(text: *const u16) -> OsString {
    // SAFETY: nothing is read behind the NUL.
    let length = (0..).take_while(|&at| unsafe { *text.add(at) } != 0).count();
    // SAFETY: as above.
    OsString::from_wide(unsafe { std::slice::from_raw_parts(text, length) })
}

/// Text that ends with NUL.
pub fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
