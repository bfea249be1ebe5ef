//! Owned strings.

use std::ffi::{CString, c_char};

use super::panic::guard;

/// Frees a string that a function of this library returned as `char *`. Not for `const char *`:
/// those belong to the object they were read from.
///
/// @param string The string. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_string_free(string: *mut c_char) {
    guard((), || {
        if !string.is_null() {
            // SAFETY: the caller passes what CString::into_raw gave out, once.
            drop(unsafe { CString::from_raw(string) });
        }
    });
}
