//! Windows.

use std::ffi::{OsString, c_void};
use std::fs::{File, OpenOptions};
use std::io;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::os::windows::ffi::OsStringExt;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::{Path, PathBuf};
use std::ptr;

use super::launch::Launched;
use super::registry;
use crate::environment::Environment;
use windows_sys::Win32::Foundation::{ERROR_INVALID_FUNCTION, LocalFree, S_OK};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{
    ACL, DACL_SECURITY_INFORMATION, GetKernelObjectSecurity, GetSecurityDescriptorDacl,
    GetSecurityDescriptorOwner, GetTokenInformation, OWNER_SECURITY_INFORMATION,
    PSECURITY_DESCRIPTOR, PSID, SetKernelObjectSecurity, TOKEN_INFORMATION_CLASS, TOKEN_QUERY,
    TOKEN_USER, TokenIsAppContainer, TokenUser,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, READ_CONTROL, WRITE_DAC,
};
use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoTaskMemFree, CoUninitialize,
};
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};
use windows_sys::Win32::UI::Shell::{
    FOLDERID_LocalAppData, KF_FLAG_DONT_VERIFY, SEE_MASK_FLAG_NO_UI, SEE_MASK_NOASYNC,
    SHELLEXECUTEINFOW, SHGetKnownFolderPath, ShellExecuteExW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;
use windows_sys::core::w;

/// The id that Windows makes at installation.
pub fn machine_id() -> Option<String> {
    registry::text(w!("SOFTWARE\\Microsoft\\Cryptography"), w!("MachineGuid"))
}

/// The security id of the account: unlike its name it is never given to another, and unlike the
/// environment it cannot be set.
pub fn os_user() -> String {
    // A process is refused its own token by nothing but a broken system. The store is then tied to
    // the machine alone.
    let sid = Token::own().and_then(|token| token.user());
    format!("sid:{}", sid.unwrap_or_default())
}

/// The Local AppData folder, asked of the system: the environment has no `LOCALAPPDATA` in some
/// services, and an administrator may have moved the folder since it was set.
#[allow(unsafe_code)]
pub fn data_folder(_: &Environment) -> Option<PathBuf> {
    let mut path = ptr::null_mut();
    // SAFETY: the id is a constant, no token means this process's, and `path` is written.
    let result = unsafe {
        SHGetKnownFolderPath(
            &FOLDERID_LocalAppData,
            KF_FLAG_DONT_VERIFY.cast_unsigned(),
            ptr::null_mut(),
            &mut path,
        )
    };
    // SAFETY: on success it is text that ends with NUL.
    let folder = (result == S_OK).then(|| unsafe { os_string(path) });
    // SAFETY: it is the caller's to free, also after a failure.
    unsafe { CoTaskMemFree(path.cast_const().cast()) };
    folder.map(PathBuf::from)
}

/// A program gets no rights here that the user who started it does not have; those of an elevated one
/// are that user's too.
pub fn is_privileged() -> bool {
    false
}

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
#[allow(unsafe_code)]
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

/// # Safety
///
/// It is a valid security id.
#[allow(unsafe_code)]
unsafe fn sid_in_words(sid: PSID) -> io::Result<String> {
    let mut text = ptr::null_mut();
    // SAFETY: the caller's promise, and `text` is written.
    done(unsafe { ConvertSidToStringSidW(sid, &mut text) })?;
    let text = Local(text);
    // SAFETY: it ends with NUL.
    Ok(unsafe { os_string(text.0) }.to_string_lossy().into_owned())
}

/// Keeps the library in the process until that ends: a thread that the system holds, in a name
/// look-up say, may outlive the last agent, and must find its code when it comes back.
#[allow(unsafe_code)]
pub fn stay_loaded() {
    let address: *const u16 = (stay_loaded as fn()) as *const u16;
    let mut module = ptr::null_mut();
    let flags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
    // SAFETY: with these flags it takes any address within a module. It cannot fail for this one.
    unsafe { GetModuleHandleExW(flags, address, &mut module) };
}

/// Who a process runs as.
struct Token(OwnedHandle);

impl Token {
    #[allow(unsafe_code)]
    fn own() -> io::Result<Self> {
        let mut token = ptr::null_mut();
        // SAFETY: a process has its own pseudo handle, and `token` is written.
        done(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &mut token) })?;
        // SAFETY: it was opened just now, for us.
        Ok(Self(unsafe { OwnedHandle::from_raw_handle(token) }))
    }

    /// The account's security id in words.
    #[allow(unsafe_code)]
    fn user(&self) -> io::Result<String> {
        // A TOKEN_USER with its security id behind it, of 68 bytes at most.
        let mut room = [MaybeUninit::<TOKEN_USER>::uninit(); 8];
        self.read(TokenUser, room.as_mut_ptr().cast(), size_of_val(&room))?;
        // SAFETY: the call above has filled in the first, which points behind itself.
        unsafe { sid_in_words(room[0].assume_init().User.Sid) }
    }

    fn is_app_container(&self) -> bool {
        let mut answer = 0u32;
        let read = self.read(TokenIsAppContainer, (&raw mut answer).cast(), size_of_val(&answer));
        read.is_ok() && answer != 0
    }

    #[allow(unsafe_code)]
    fn read(&self, what: TOKEN_INFORMATION_CLASS, to: *mut c_void, size: usize) -> io::Result<()> {
        let mut needed = 0;
        let size = u32::try_from(size).map_err(io::Error::other)?;
        // SAFETY: callers give room for `size` bytes, aligned for what is read.
        done(unsafe { GetTokenInformation(self.0.as_raw_handle(), what, to, size, &mut needed) })
    }
}

/// Who may do what.
struct Descriptor(Local<c_void>);

impl Descriptor {
    #[allow(unsafe_code)]
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

    #[allow(unsafe_code)]
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

    #[allow(unsafe_code)]
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
#[allow(unsafe_code)]
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

/// What the system has allocated for us.
struct Local<T>(*mut T);

impl<T> Drop for Local<T> {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: it is ours, and of the kind that this frees.
        unsafe { LocalFree(self.0.cast()) };
    }
}

/// Of a value of a few bytes.
fn size_in_bytes<T>(value: &T) -> u32 {
    u32::try_from(size_of_val(value)).unwrap_or_default()
}

/// What a call returns that says in the thread's last error why it failed.
fn done(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Copies text that ends with NUL.
///
/// # Safety
///
/// It does.
#[allow(unsafe_code)]
unsafe fn os_string(text: *const u16) -> OsString {
    // SAFETY: nothing is read behind the NUL.
    let length = (0..).take_while(|&at| unsafe { *text.add(at) } != 0).count();
    // SAFETY: as above.
    OsString::from_wide(unsafe { std::slice::from_raw_parts(text, length) })
}

pub const HOW_TO_GET_A_BROWSER: &str = "set a default browser, ";

/// The handler of such addresses; no command line is made up. It is started before this returns, and
/// no window tells of a failure.
#[allow(unsafe_code)]
pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    let url = wide(url);
    let _com = Com::enter();
    let info = SHELLEXECUTEINFOW::default();
    let mut info = SHELLEXECUTEINFOW {
        cbSize: size_in_bytes(&info),
        fMask: SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI,
        lpVerb: w!("open"),
        lpFile: url.as_ptr(),
        nShow: SW_SHOWNORMAL,
        ..info
    };
    // SAFETY: both texts end with NUL and outlive the call; the rest is none.
    let opened = done(unsafe { ShellExecuteExW(&mut info) });
    let why = |error: io::Error| format!("Windows error {}", error.raw_os_error().unwrap_or(0));
    opened.map(|()| Launched::default()).map_err(why)
}

/// A thread that may call what is reached over COM, as the handler of an address may be.
struct Com {
    is_ours: bool,
    /// Not `Send`.
    _here: PhantomData<*const ()>,
}

impl Com {
    #[allow(unsafe_code)]
    fn enter() -> Self {
        let kind = COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE;
        // SAFETY: it has no preconditions. A thread that the application has set up in another way
        // is refused, and stays as it is.
        let result = unsafe { CoInitializeEx(ptr::null(), kind.cast_unsigned()) };
        Self { is_ours: result >= 0, _here: PhantomData }
    }
}

impl Drop for Com {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        if self.is_ours {
            // SAFETY: it was entered on this thread, which this value never leaves.
            unsafe { CoUninitialize() };
        }
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
