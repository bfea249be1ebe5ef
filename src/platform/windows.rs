//! Windows.

use std::io;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::ptr;

use super::launch::Launched;
use super::registry;
use super::token::Token;
use super::win32::{done, os_string, size_in_bytes, wide};
use crate::environment::Environment;
use windows_sys::Win32::Foundation::S_OK;
use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoTaskMemFree, CoUninitialize,
};
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
};
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
