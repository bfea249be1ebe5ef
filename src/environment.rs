//! The process's environment, read once.
//!
//! An application may change its environment while threads of an agent run, and on Unix a thread that
//! reads it meanwhile reads memory that is being freed. So it is read on the thread that makes an
//! agent, at that moment, and never again by this library.
//!
//! A process that has more rights than the user who started it (set-uid, set-gid, file capabilities)
//! takes nothing from that user's environment: it would let them choose whose certificates, proxies
//! and folders count (`secure_getenv`).

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroize;

/// The variables that count.
const NAMES: [&str; 12] = [
    "HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
];

/// A snapshot; clones share it. By default: an empty environment.
#[derive(Clone, Default)]
pub struct Environment(Arc<Variables>);

#[derive(Default)]
struct Variables(Vec<(&'static str, OsString)>);

impl Environment {
    /// Reads the environment, on the caller's thread. `privileged`: the process has more rights than the
    /// user who started it.
    pub fn read(privileged: bool) -> Self {
        Self::of(privileged, |name| std::env::var_os(name))
    }

    fn of(privileged: bool, look_up: impl Fn(&str) -> Option<OsString>) -> Self {
        let names = NAMES.into_iter().filter(|_| !privileged);
        let variables = names.filter_map(|name| Some((name, look_up(name)?)));
        Self(Arc::new(Variables(variables.filter(|(_, value)| !value.is_empty()).collect())))
    }

    /// The value of a variable, which may hold a password; `None` if it is not set, or empty.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        debug_assert!(NAMES.contains(&name), "{name} is not read");
        let found = self.0.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_os_str())
    }

    /// The names of the variables that are set.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.0.iter().map(|(name, _)| *name)
    }

    /// The value of a variable that names a file or folder, unless that depends on the current folder.
    pub fn absolute_path(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    #[cfg(test)]
    pub fn with(variables: &[(&str, &str)]) -> Self {
        let value = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Self::of(false, |name| value(name).map(|(_, value)| value.into()))
    }
}

impl fmt::Debug for Environment {
    /// The names alone: a proxy's URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Drop for Variables {
    fn drop(&mut self) {
        for (_, value) in &mut self.0 {
            std::mem::take(value).into_encoded_bytes().zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_empty_counts_as_not_set() {
        let environment = Environment::with(&[("HOME", ""), ("NO_PROXY", "a,b")]);
        assert_eq!(environment.get("HOME"), None);
        assert_eq!(environment.get("SSL_CERT_FILE"), None);
        assert_eq!(environment.get("NO_PROXY"), Some(OsStr::new("a,b")));
    }

    #[test]
    fn a_process_with_more_rights_takes_nothing_from_its_environment() {
        let asked = std::cell::Cell::new(0);
        let look_up = |_: &str| {
            asked.set(asked.get() + 1);
            Some(OsString::from("/planted"))
        };
        let environment = Environment::of(true, look_up);
        assert!(NAMES.iter().all(|name| environment.get(name).is_none()));
        assert_eq!(asked.get(), 0);
        assert!(NAMES.iter().all(|name| Environment::of(false, look_up).get(name).is_some()));
    }

    #[test]
    fn a_path_that_depends_on_the_current_folder_counts_as_not_set() {
        let environment = Environment::with(&[("HOME", "here")]);
        assert_eq!(environment.absolute_path("HOME"), None);
        let root = if cfg!(windows) { r"C:\" } else { "/" };
        let environment = Environment::with(&[("HOME", root)]);
        assert_eq!(environment.absolute_path("HOME"), Some(root.into()));
    }

    #[test]
    fn no_value_shows_in_debug_output() {
        let environment = Environment::with(&[("HTTPS_PROXY", "http://u:MARKER@p")]);
        assert_eq!(format!("{environment:?}"), r#"["HTTPS_PROXY"]"#);
    }
}
