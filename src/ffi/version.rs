//! The version of the header, and that of the loaded library.

use std::ffi::{CStr, c_char};

use super::panic::guard;

/// The major version of this header.
pub const LS_VERSION_MAJOR: i32 = 0;
/// The minor version of this header.
pub const LS_VERSION_MINOR: i32 = 2;
/// The patch version of this header.
pub const LS_VERSION_PATCH: i32 = 0;

/// The version of the loaded library, such as "0.2.0".
///
/// @return The text, static.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_version() -> *const c_char {
    const VERSION: &CStr =
        match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(version) => version,
            Err(_) => panic!("the version holds no NUL"),
        };
    guard(VERSION.as_ptr(), || VERSION.as_ptr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macros_are_those_of_the_package() {
        let macros = format!("{LS_VERSION_MAJOR}.{LS_VERSION_MINOR}.{LS_VERSION_PATCH}");
        assert_eq!(macros, env!("CARGO_PKG_VERSION"));
    }
}
