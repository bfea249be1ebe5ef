//! Windows.

use std::ffi::c_void;
use std::ptr;

use super::Launched;

const HKEY_LOCAL_MACHINE: isize = 0x8000_0002_u32 as i32 as isize;
const RRF_RT_REG_SZ: u32 = 0x0000_0002;
const RRF_SUBKEY_WOW6464KEY: u32 = 0x0001_0000;
const SW_SHOWNORMAL: i32 = 1;

#[allow(unsafe_code)]
#[link(name = "advapi32")]
unsafe extern "system" {
    fn RegGetValueW(
        key: isize,
        subkey: *const u16,
        value: *const u16,
        flags: u32,
        kind: *mut u32,
        data: *mut c_void,
        size: *mut u32,
    ) -> i32;
}

#[allow(unsafe_code)]
#[link(name = "shell32")]
unsafe extern "system" {
    fn ShellExecuteW(
        window: *mut c_void,
        verb: *const u16,
        file: *const u16,
        parameters: *const u16,
        folder: *const u16,
        show: i32,
    ) -> isize;
}

/// The id that Windows makes at installation.
#[allow(unsafe_code)]
pub fn machine_id() -> Option<String> {
    let subkey = wide("SOFTWARE\\Microsoft\\Cryptography");
    let value = wide("MachineGuid");
    let mut text = [0u16; 64];
    let mut size = u32::try_from(size_of_val(&text)).ok()?;
    // SAFETY: both names end with NUL, `text` has `size` bytes, and both outlive the call.
    let result = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            subkey.as_ptr(),
            value.as_ptr(),
            RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
            ptr::null_mut(),
            text.as_mut_ptr().cast(),
            &mut size,
        )
    };
    let end = text.iter().position(|unit| *unit == 0)?;
    (result == 0).then(|| String::from_utf16_lossy(&text[..end]))
}

/// The domain and the name of the account.
pub fn os_user() -> String {
    let part = |name: &str| std::env::var(name).unwrap_or_default();
    format!("{}\\{}", part("USERDOMAIN"), part("USERNAME"))
}

pub const HOW_TO_GET_A_BROWSER: &str = "set a default browser, ";

/// The handler of https addresses; no command line is made up.
#[allow(unsafe_code)]
pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    let (verb, url) = (wide("open"), wide(url));
    // SAFETY: both end with NUL and outlive the call; NULL stands for none of the others.
    let result = unsafe {
        ShellExecuteW(
            ptr::null_mut(),
            verb.as_ptr(),
            url.as_ptr(),
            ptr::null(),
            ptr::null(),
            SW_SHOWNORMAL,
        )
    };
    // Documented: more than 32 is success.
    if result > 32 { Ok(Launched::default()) } else { Err(format!("Windows error {result}")) }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
