//! Windows's Credential Manager: generic credentials of this user, on this machine.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::ptr;

use super::{LABEL, Unavailable};
use crate::secret::Secret;

const CRED_TYPE_GENERIC: u32 = 1;
const CRED_PERSIST_LOCAL_MACHINE: u32 = 2;
const ERROR_NOT_FOUND: u32 = 1168;
/// `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
const LONGEST: usize = 5 * 512;

/// `CREDENTIALW`.
#[repr(C)]
struct Credential {
    flags: u32,
    kind: u32,
    target: *mut u16,
    comment: *mut u16,
    last_written: [u32; 2],
    size: u32,
    blob: *mut u8,
    persist: u32,
    attribute_count: u32,
    attributes: *mut c_void,
    alias: *mut u16,
    user: *mut u16,
}

#[link(name = "advapi32")]
unsafe extern "system" {
    fn CredWriteW(credential: *const Credential, flags: u32) -> i32;
    fn CredReadW(target: *const u16, kind: u32, flags: u32, out: *mut *mut Credential) -> i32;
    fn CredDeleteW(target: *const u16, kind: u32, flags: u32) -> i32;
    fn CredFree(buffer: *mut c_void);
}

#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetLastError() -> u32;
}

pub fn keep(name: &str, secret: &Secret) -> Result<(), Unavailable> {
    let bytes = secret.expose().as_bytes();
    if bytes.len() > LONGEST {
        return Err("the secret is too long for the Credential Manager".to_owned());
    }
    let mut target = target(name);
    let credential = Credential {
        flags: 0,
        kind: CRED_TYPE_GENERIC,
        target: target.as_mut_ptr(),
        comment: ptr::null_mut(),
        last_written: [0; 2],
        size: bytes.len() as u32,
        blob: bytes.as_ptr().cast_mut(),
        persist: CRED_PERSIST_LOCAL_MACHINE,
        attribute_count: 0,
        attributes: ptr::null_mut(),
        alias: ptr::null_mut(),
        user: ptr::null_mut(),
    };
    // SAFETY: the credential is whole, and is only read during the call.
    if unsafe { CredWriteW(&credential, 0) } == 0 { Err(failure()) } else { Ok(()) }
}

pub fn find(name: &str) -> Result<Option<Secret>, Unavailable> {
    let mut found: *mut Credential = ptr::null_mut();
    // SAFETY: the target ends with NUL; what is given out is freed below.
    if unsafe { CredReadW(target(name).as_ptr(), CRED_TYPE_GENERIC, 0, &mut found) } == 0 {
        return if last_error() == ERROR_NOT_FOUND { Ok(None) } else { Err(failure()) };
    }
    // SAFETY: a credential was given out, with a blob of that size unless it is empty.
    let secret = unsafe {
        let (blob, size) = ((*found).blob, (*found).size as usize);
        let bytes = if size == 0 { &[][..] } else { std::slice::from_raw_parts(blob, size) };
        let secret = std::str::from_utf8(bytes).map(Secret::new);
        CredFree(found.cast());
        secret
    };
    secret.map(Some).map_err(|_| "what the Credential Manager keeps is not text".to_owned())
}

pub fn remove(name: &str) -> Result<(), Unavailable> {
    // SAFETY: the target ends with NUL.
    let done = unsafe { CredDeleteW(target(name).as_ptr(), CRED_TYPE_GENERIC, 0) } != 0;
    if done || last_error() == ERROR_NOT_FOUND { Ok(()) } else { Err(failure()) }
}

fn target(name: &str) -> Vec<u16> {
    format!("{LABEL}/{name}").encode_utf16().chain([0]).collect()
}

fn last_error() -> u32 {
    // SAFETY: it has no preconditions.
    unsafe { GetLastError() }
}

fn failure() -> Unavailable {
    format!("the Credential Manager does not do it (Windows error {})", last_error())
}
