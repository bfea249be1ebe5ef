//! Which release of the operating system this is.

#![allow(unsafe_code)]

/// The kernel's release on Unix, the number of the build on Windows; `None` where the system does not say.
#[cfg(unix)]
pub fn system_release() -> Option<String> {
    let mut names = std::mem::MaybeUninit::<libc::utsname>::uninit();
    // SAFETY: there is room for the answer.
    if unsafe { libc::uname(names.as_mut_ptr()) } != 0 {
        return None;
    }
    // SAFETY: the call has filled it, and each name in it ends with NUL.
    let release = unsafe { std::ffi::CStr::from_ptr((*names.as_ptr()).release.as_ptr()) };
    release.to_str().ok().map(str::to_owned)
}

#[cfg(windows)]
pub fn system_release() -> Option<String> {
    use windows_sys::core::w;
    super::registry::text(
        w!("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"),
        w!("CurrentBuildNumber"),
    )
}
