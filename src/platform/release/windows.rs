//! Windows.

use windows_sys::core::w;

use crate::platform::registry;

pub fn system_release() -> Option<String> {
    registry::text(w!("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"), w!("CurrentBuildNumber"))
}
