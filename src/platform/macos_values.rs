//! What the values of macOS become: without a call of the system, so that it is tested on every one.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A UUID in hexadecimal, without hyphens.
pub fn in_hexadecimal(uuid: &[u8; 16]) -> String {
    uuid.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where programs keep what belongs to a user.
pub fn support_folder(home: &Path) -> PathBuf {
    home.join("Library").join("Application Support")
}

/// The text that the system has written into a buffer, and ended with NUL.
pub fn until_nul(buffer: &[u8]) -> String {
    let text = buffer.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

/// A time for a timer, in nanoseconds: none that has passed is negative, and a far one is the farthest.
pub fn nanoseconds(time: Duration) -> isize {
    isize::try_from(time.as_nanos()).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_macos_is_32_digits() {
        let mut uuid = [0xab; 16];
        uuid[0] = 1;
        assert_eq!(in_hexadecimal(&uuid), format!("01{}", "ab".repeat(15)));
    }

    #[test]
    fn the_store_of_macos_is_in_application_support() {
        let folder = support_folder(Path::new("/Users/up"));
        assert_eq!(folder, Path::new("/Users/up/Library/Application Support"));
    }

    #[test]
    fn a_text_of_macos_ends_before_the_rest_of_its_buffer() {
        assert_eq!(until_nul(b"A1-B2\0old"), "A1-B2");
        assert_eq!(until_nul(b"full"), "full");
        assert_eq!(until_nul(b""), "");
    }

    #[test]
    fn a_timer_of_macos_takes_the_farthest_moment() {
        assert_eq!(nanoseconds(Duration::from_millis(2)), 2_000_000);
        assert_eq!(nanoseconds(Duration::ZERO), 0);
        assert_eq!(nanoseconds(Duration::MAX), isize::MAX);
    }
}
