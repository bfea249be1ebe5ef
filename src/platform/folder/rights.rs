//! Who may do what with a folder, as Windows has it.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::AsRawHandle;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::ERROR_INVALID_FUNCTION;
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{
    ACL, DACL_SECURITY_INFORMATION, GetKernelObjectSecurity, GetSecurityDescriptorDacl,
    GetSecurityDescriptorOwner, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR,
    SetKernelObjectSecurity,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, READ_CONTROL, WRITE_DAC,
};

use crate::platform::token::{Token, sid_in_words};
use crate::platform::win32::{Local, done, size_in_bytes, wide};

/// Sees to it that nobody but this user, the system and the administrators can do anything with a folder.
/// What it inherits elsewhere may let others read: `%ProgramData%`. False where the file system has no
/// rights.
pub fn keep_others_out(path: &Path) -> io::Result<bool> {
    let token = Token::own()?;
    // There a folder is the container's own, and would be lost to it with the rights it inherits.
    if token.is_app_container() {
        return Ok(true);
    }
    let sid = token.user()?;
    let wanted =
        Descriptor::parse(&format!("D:P(A;OICI;FA;;;{sid})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"))?;
    let folder = open_folder(path, READ_CONTROL | WRITE_DAC)?;
    if wanted.is_that_of(&folder) {
        return Ok(true);
    }
    match wanted.give_to(&folder) {
        // A file system without rights.
        Err(error)
            if error.kind() == io::ErrorKind::Unsupported
                || error.raw_os_error() == Some(ERROR_INVALID_FUNCTION.cast_signed()) =>
        {
            Ok(false)
        }
        result => result.map(|()| true),
    }
}

/// What the security ids of people's accounts begin with: of a machine or a domain, and of the cloud.
/// What belongs to anything else belongs to the system, the administrators, or a file system without
/// owners.
const PEOPLE: [&str; 2] = ["S-1-5-21-", "S-1-12-1-"];

/// Whose a folder is, in words, if it is another person's.
pub fn stranger(path: &Path) -> io::Result<Option<String>> {
    let Some(owner) = owner(&open_folder(path, READ_CONTROL)?) else {
        return Ok(None);
    };
    let is_own = Token::own()?.user()? == owner;
    let is_person = PEOPLE.iter().any(|people| owner.starts_with(people));
    Ok((is_person && !is_own).then(|| format!("another user ({owner})")))
}

/// The folder itself, and not where a link or a junction in its place leads to.
fn open_folder(path: &Path, access: u32) -> io::Result<File> {
    let flags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
    let folder = OpenOptions::new().access_mode(access).custom_flags(flags).open(path)?;
    // Neither of them counts as one.
    if folder.metadata()?.is_dir() { Ok(folder) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

/// The security id of a folder's owner; `None` where the file system keeps none.
fn owner(folder: &File) -> Option<String> {
    let (mut room, mut needed) = ([0usize; 32], 0);
    // SAFETY: the room is as large as it is said to be.
    done(unsafe {
        GetKernelObjectSecurity(
            folder.as_raw_handle(),
            OWNER_SECURITY_INFORMATION,
            room.as_mut_ptr().cast(),
            size_in_bytes(&room),
            &mut needed,
        )
    })
    .ok()?;
    let (mut owner, mut defaulted) = (ptr::null_mut(), 0);
    // SAFETY: the descriptor was filled in just now; the rest is written.
    done(unsafe {
        GetSecurityDescriptorOwner(room.as_mut_ptr().cast(), &mut owner, &mut defaulted)
    })
    .ok()?;
    // SAFETY: the id points into the room.
    if owner.is_null() { None } else { unsafe { sid_in_words(owner) }.ok() }
}

/// Who may do what.
struct Descriptor(Local<c_void>);

impl Descriptor {
    fn parse(text: &str) -> io::Result<Self> {
        let text = wide(text);
        let mut descriptor = ptr::null_mut();
        // SAFETY: the text ends with NUL, `descriptor` is written, and its size is not wanted.
        done(unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &mut descriptor,
                ptr::null_mut(),
            )
        })?;
        Ok(Self(Local(descriptor)))
    }

    fn is_that_of(&self, folder: &File) -> bool {
        // Aligned, and with room for far more entries than ours.
        let mut room = [0usize; 128];
        let mut needed = 0;
        // SAFETY: the room is as large as it is said to be.
        let read = done(unsafe {
            GetKernelObjectSecurity(
                folder.as_raw_handle(),
                DACL_SECURITY_INFORMATION,
                room.as_mut_ptr().cast(),
                size_in_bytes(&room),
                &mut needed,
            )
        });
        // SAFETY: both are descriptors that the system has filled in, and outlive what is read.
        read.is_ok() && unsafe { entries(room.as_mut_ptr().cast()) == entries(self.0.0) }
    }

    fn give_to(&self, folder: &File) -> io::Result<()> {
        // SAFETY: the handle is open, and the descriptor came from the system.
        done(unsafe {
            SetKernelObjectSecurity(folder.as_raw_handle(), DACL_SECURITY_INFORMATION, self.0.0)
        })
    }
}

/// The list of who may do what, as it lies in memory; `None` if there is none.
///
/// # Safety
///
/// It is a valid descriptor for as long as the list is looked at.
unsafe fn entries<'a>(descriptor: PSECURITY_DESCRIPTOR) -> Option<&'a [u8]> {
    let (mut present, mut list, mut defaulted) = (0, ptr::null_mut::<ACL>(), 0);
    // SAFETY: the caller's promise; the rest is written.
    let read = done(unsafe {
        GetSecurityDescriptorDacl(descriptor, &mut present, &mut list, &mut defaulted)
    });
    if read.is_err() || present == 0 || list.is_null() {
        return None;
    }
    // SAFETY: a list says how long it is.
    Some(unsafe { std::slice::from_raw_parts(list.cast(), usize::from((*list).AclSize)) })
}
