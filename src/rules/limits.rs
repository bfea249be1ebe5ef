//! Which values a setting or an argument may have, where more than its type decides.

use std::time::Duration;

use crate::error::Error;

/// An hour.
const MAX_TIMEOUT_MS: u32 = 3_600_000;
/// Users, or bundle codes, in one call that allocates licenses.
const MAX_ALLOCATED: usize = 10_000;

/// A timeout from milliseconds. `parameter` names it in the error.
pub fn timeout(parameter: &str, ms: u32) -> Result<Duration, Error> {
    if (1..=MAX_TIMEOUT_MS).contains(&ms) {
        return Ok(Duration::from_millis(ms.into()));
    }
    Err(Error::invalid(parameter, "expected 1 to 3,600,000 milliseconds"))
}

/// The path of a redirect URI, as it stands in an address: percent-encoded, without query and fragment.
pub fn redirect_path(parameter: &str, path: &str) -> Result<String, Error> {
    let may_stand = |byte: u8| byte.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&byte);
    if path.starts_with('/') && path.bytes().all(may_stand) {
        return Ok(path.to_owned());
    }
    Err(Error::invalid(
        parameter,
        "expected a path such as /signed-in, percent-encoded, without query or fragment",
    ))
}

/// An organization's id, which becomes one segment of a path: any text, but a lone `.` or `..` would be
/// taken for a step in the path.
pub fn organization_id(parameter: &str, id: &str) -> Result<String, Error> {
    if matches!(id, "." | "..") {
        return Err(Error::invalid(parameter, "expected an organization's id"));
    }
    Ok(id.to_owned())
}

/// How many users, or bundle codes, one call names that allocates licenses.
pub fn allocated(parameter: &str, count: usize) -> Result<usize, Error> {
    if (1..=MAX_ALLOCATED).contains(&count) {
        return Ok(count);
    }
    Err(Error::invalid(parameter, format_args!("expected 1 to {MAX_ALLOCATED} of them")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_has_a_millisecond_to_an_hour() {
        for (ms, expected) in [(0, false), (1, true), (3_600_000, true), (3_600_001, false)] {
            let timeout = timeout("timeout_ms", ms);
            assert_eq!(timeout.is_ok(), expected, "{ms}");
            let name = timeout.err().map(|error| error.message().starts_with("timeout_ms: "));
            assert_ne!(name, Some(false), "{ms}");
        }
    }

    #[test]
    fn a_redirect_path_begins_with_a_slash_and_ends_before_a_query() {
        for path in ["/", "/a/b", "/a%20b", "/a;b,c@d"] {
            assert_eq!(redirect_path("path", path).unwrap(), path);
        }
        for path in ["", "a", "/a?b", "/a#b", "/a b", "/\u{e4}", "/a\\b", "/\"", "/<a>", "/a\n"] {
            assert!(redirect_path("path", path).is_err(), "{path}");
        }
    }

    #[test]
    fn an_organization_is_no_step_in_a_path() {
        for (id, expected) in [(".", false), ("..", false), ("...", true), ("a/b", true)] {
            assert_eq!(organization_id("account_id", id).is_ok(), expected, "{id}");
        }
    }

    #[test]
    fn one_call_allocates_for_one_to_ten_thousand() {
        for (count, expected) in [(0, false), (1, true), (10_000, true), (10_001, false)] {
            assert_eq!(allocated("user_ids", count).is_ok(), expected, "{count}");
        }
    }
}
