//! An application that brings its own libraries has the loader look for them first, and means itself: a
//! browser of the system's would not start with them.

use std::env;
use std::ffi::OsString;
use std::process::Command;

/// What the loader of dynamic libraries reads, and the name under which a bundle keeps what was there
/// before it.
const OF_THE_LOADER: [(&str, &str); 2] =
    [("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"), ("LD_PRELOAD", "LD_PRELOAD_ORIG")];

/// Set in what was started by PyInstaller, from an AppImage or as a snap.
const MARKS: [&str; 5] =
    ["_MEIPASS2", "_PYI_APPLICATION_HOME_DIR", "_PYI_ARCHIVE_FILE", "APPDIR", "SNAP"];

/// Has a program of the system's find the system's libraries.
pub fn leave(command: &mut Command) {
    for (name, value) in changes(|name| env::var_os(name)) {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// The variables that are to be set, or removed. Those of an application that is no bundle stay.
fn changes(get: impl Fn(&str) -> Option<OsString>) -> Vec<(&'static str, Option<OsString>)> {
    let is_bundle = MARKS.iter().any(|mark| get(mark).is_some());
    let change = |(name, original)| match get(original) {
        None if is_bundle => Some((name, None)),
        None => None,
        Some(original) => Some((name, Some(original).filter(|value| !value.is_empty()))),
    };
    OF_THE_LOADER.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(variables: &[(&str, &str)]) -> Vec<(&'static str, Option<OsString>)> {
        changes(|name| {
            let (_, value) = variables.iter().find(|(known, _)| *known == name)?;
            Some((*value).into())
        })
    }

    #[test]
    fn what_was_there_before_the_bundle_is_put_back() {
        let original = ("LD_LIBRARY_PATH_ORIG", "/before");
        let restored = vec![("LD_LIBRARY_PATH", Some("/before".into()))];
        assert_eq!(changed(&[("LD_LIBRARY_PATH", "/bundle"), original]), restored);
        let marked = changed(&[original, ("LD_PRELOAD", "b.so"), ("APPDIR", "/mnt")]);
        assert_eq!(marked, [restored, vec![("LD_PRELOAD", None)]].concat());
        let empty = changed(&[("LD_LIBRARY_PATH_ORIG", "")]);
        assert_eq!(empty, [("LD_LIBRARY_PATH", None)]);
    }

    #[test]
    fn a_bundle_without_a_before_leaves_nothing() {
        for mark in MARKS {
            let removed = [("LD_LIBRARY_PATH", None), ("LD_PRELOAD", None)];
            assert_eq!(changed(&[(mark, ""), ("LD_LIBRARY_PATH", "/bundle")]), removed, "{mark}");
        }
    }

    #[test]
    fn what_no_bundle_has_set_stays() {
        assert_eq!(changed(&[("LD_LIBRARY_PATH", "/opt/lib"), ("LD_PRELOAD", "a.so")]), []);
    }
}
