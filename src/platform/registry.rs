//! The registry of Windows.

#![allow(unsafe_code)]

use std::ptr;

use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{
    HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RRF_SUBKEY_WOW6464KEY, RegGetValueW,
};
use windows_sys::core::PCWSTR;

/// A short text of the machine; both names end with NUL. A 32-bit process reads the same one.
pub fn text(key: PCWSTR, name: PCWSTR) -> Option<String> {
    let mut text = [0u16; 64];
    let mut size = u32::try_from(size_of_val(&text)).ok()?;
    // SAFETY: the callers pass constants that end with NUL, and `text` has `size` bytes.
    let result = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            key,
            name,
            RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
            ptr::null_mut(),
            text.as_mut_ptr().cast(),
            &mut size,
        )
    };
    let text = text.split(|unit| *unit == 0).next().filter(|_| result == ERROR_SUCCESS)?;
    Some(String::from_utf16_lossy(text))
}
