//! Windows's Credential Manager: generic credentials of this user, on this machine.

#![allow(unsafe_code)]

use std::io;
use std::ptr;
use std::slice;
use std::str;

use windows_sys::Win32::Foundation::ERROR_NOT_FOUND;
use windows_sys::Win32::Security::Credentials::{
    CRED_MAX_CREDENTIAL_BLOB_SIZE, CRED_PERSIST_LOCAL_MACHINE, CRED_TYPE_GENERIC, CREDENTIALW,
    CredDeleteW, CredFree, CredReadW, CredWriteW,
};

use super::common::{LABEL, Unavailable};
use crate::environment::Environment;
use crate::secret::Secret;

/// The Credential Manager always is.
pub fn must_be_there(_: &Environment) -> Result<(), Unavailable> {
    Ok(())
}

pub fn set(name: &str, secret: &Secret) -> Result<(), Unavailable> {
    let bytes = secret.expose().as_bytes();
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    if size > CRED_MAX_CREDENTIAL_BLOB_SIZE {
        return Err("the secret is too long for the Credential Manager".to_owned());
    }
    let mut target = target(name);
    let credential = CREDENTIALW {
        Type: CRED_TYPE_GENERIC,
        TargetName: target.as_mut_ptr(),
        CredentialBlobSize: size,
        CredentialBlob: bytes.as_ptr().cast_mut(),
        Persist: CRED_PERSIST_LOCAL_MACHINE,
        ..CREDENTIALW::default()
    };
    // SAFETY: the credential is whole, and is only read during the call.
    let written = unsafe { CredWriteW(&credential, 0) } != 0;
    if written { Ok(()) } else { Err(failure(&io::Error::last_os_error())) }
}

pub fn find(name: &str) -> Result<Option<Secret>, Unavailable> {
    let mut found: *mut CREDENTIALW = ptr::null_mut();
    let target = target(name);
    // SAFETY: the target ends with NUL; what is given out is freed below.
    if unsafe { CredReadW(target.as_ptr(), CRED_TYPE_GENERIC, 0, &mut found) } == 0 {
        let error = io::Error::last_os_error();
        return if is_not_found(&error) { Ok(None) } else { Err(failure(&error)) };
    }
    // SAFETY: a credential was given out, with a blob of that size unless it is empty.
    let secret = unsafe {
        let (blob, size) = ((*found).CredentialBlob, (*found).CredentialBlobSize as usize);
        let bytes = if size == 0 { &[][..] } else { slice::from_raw_parts(blob, size) };
        let secret = str::from_utf8(bytes).map(Secret::new);
        CredFree(found.cast());
        secret
    };
    secret.map(Some).map_err(|_| "the Credential Manager's entry is not text".to_owned())
}

pub fn remove(name: &str) -> Result<(), Unavailable> {
    let target = target(name);
    // SAFETY: the target ends with NUL.
    if unsafe { CredDeleteW(target.as_ptr(), CRED_TYPE_GENERIC, 0) } != 0 {
        return Ok(());
    }
    let error = io::Error::last_os_error();
    if is_not_found(&error) { Ok(()) } else { Err(failure(&error)) }
}

fn target(name: &str) -> Vec<u16> {
    format!("{LABEL}/{name}").encode_utf16().chain([0]).collect()
}

fn is_not_found(error: &io::Error) -> bool {
    error.raw_os_error() == Some(ERROR_NOT_FOUND.cast_signed())
}

fn failure(error: &io::Error) -> Unavailable {
    let code = error.raw_os_error().unwrap_or_default();
    format!("the Credential Manager does not do it (Windows error {code})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removes what a test has kept.
    struct Kept(String);

    impl Drop for Kept {
        fn drop(&mut self) {
            let _ = remove(&self.0);
        }
    }

    fn found(name: &Kept) -> Option<String> {
        find(&name.0).unwrap().map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn what_is_kept_is_found_until_it_is_removed() {
        let name = Kept(format!("test-{}", std::process::id()));
        assert_eq!(found(&name), None);
        let longest = "x".repeat(CRED_MAX_CREDENTIAL_BLOB_SIZE as usize);
        for secret in ["secret", "pässwörd 許可 🎫", &longest, ""] {
            set(&name.0, &Secret::new(secret)).unwrap();
            assert_eq!(found(&name).as_deref(), Some(secret));
        }
        assert!(set(&name.0, &Secret::new(longest + "x")).unwrap_err().contains("too long"));
        for _ in 0..2 {
            remove(&name.0).unwrap();
            assert_eq!(found(&name), None);
        }
    }
}
