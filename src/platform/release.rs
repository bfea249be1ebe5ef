//! Which release of the operating system this is.

#[cfg_attr(unix, path = "release/unix.rs")]
#[cfg_attr(windows, path = "release/windows.rs")]
mod sys;

/// The kernel's release on Unix, the number of the build on Windows; `None` where the system does not say.
pub fn system_release() -> Option<String> {
    sys::system_release()
}
