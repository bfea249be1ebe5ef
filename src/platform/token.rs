//! Who a process of Windows runs as.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::io;
use std::mem::MaybeUninit;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr;

use windows_sys::Win32::Security::Authorization::ConvertSidToStringSidW;
use windows_sys::Win32::Security::{
    GetTokenInformation, PSID, TOKEN_INFORMATION_CLASS, TOKEN_QUERY, TOKEN_USER,
    TokenIsAppContainer, TokenUser,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

use super::win32::{Local, done, os_string};

/// That of a process.
pub struct Token(OwnedHandle);

impl Token {
    pub fn own() -> io::Result<Self> {
        let mut token = ptr::null_mut();
        // SAFETY: a process has its own pseudo handle, and `token` is written.
        done(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &mut token) })?;
        // SAFETY: it was opened just now, for us.
        Ok(Self(unsafe { OwnedHandle::from_raw_handle(token) }))
    }

    /// The account's security id in words.
    pub fn user(&self) -> io::Result<String> {
        // A TOKEN_USER with its security id behind it, of 68 bytes at most.
        let mut room = [MaybeUninit::<TOKEN_USER>::uninit(); 8];
        self.read(TokenUser, room.as_mut_ptr().cast(), size_of_val(&room))?;
        // SAFETY: the call above has filled in the first, which points behind itself.
        unsafe { sid_in_words(room[0].assume_init().User.Sid) }
    }

    pub fn is_app_container(&self) -> bool {
        let mut answer = 0u32;
        let read = self.read(TokenIsAppContainer, (&raw mut answer).cast(), size_of_val(&answer));
        read.is_ok() && answer != 0
    }

    fn read(&self, what: TOKEN_INFORMATION_CLASS, to: *mut c_void, size: usize) -> io::Result<()> {
        let mut needed = 0;
        let size = u32::try_from(size).map_err(io::Error::other)?;
        // SAFETY: callers give room for `size` bytes, aligned for what is read.
        done(unsafe { GetTokenInformation(self.0.as_raw_handle(), what, to, size, &mut needed) })
    }
}

/// A security id in words.
///
/// # Safety
///
/// It is a valid security id.
pub unsafe fn sid_in_words(sid: PSID) -> io::Result<String> {
    let mut text = ptr::null_mut();
    // SAFETY: the caller's promise, and `text` is written.
    done(unsafe { ConvertSidToStringSidW(sid, &mut text) })?;
    let text = Local(text);
    // SAFETY: it ends with NUL.
    Ok(unsafe { os_string(text.0) }.to_string_lossy().into_owned())
}
