//! The settings: a file, and the environment, which has the last word.

use std::env;
use std::path::{Path, PathBuf};

use toml::Table;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// Every setting that a file may have.
const NAMES: [&str; 19] = [
    "api_key",
    "shared_key",
    "client_id",
    "client_secret",
    "token_url",
    "base_url",
    "response_public_key_file",
    "product_id",
    "product",
    "user",
    "proxy",
    "ca_file",
    "pinned_public_key",
    "timeout_ms",
    "cache_dir",
    "device_id",
    "offline_grace_seconds",
    "remember",
    "cache_enabled",
];

/// The file's name beside the program.
const BESIDE: &str = "lsagent.toml";

/// What was set.
pub struct Settings {
    file: Table,
    /// The folder of the file: paths in it are meant from there.
    folder: PathBuf,
}

impl Settings {
    /// Reads the file that is named, by the argument or by `LSAGENT_CONFIG`, or the one beside the program if there is
    /// one.
    pub fn read(argument: Option<&PathBuf>) -> Result<Self, Failure> {
        let named = argument.cloned().or_else(|| env::var_os("LSAGENT_CONFIG").map(PathBuf::from));
        let beside = || {
            let folder = env::current_exe().ok()?.parent()?.to_owned();
            Some(folder.join(BESIDE)).filter(|path| path.is_file())
        };
        match named.or_else(beside) {
            Some(path) => Self::of(&path),
            None => Ok(Self { file: Table::new(), folder: PathBuf::new() }),
        }
    }

    fn of(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(|error| Failure::usage(format!("{shown} cannot be read: {error}")))?;
        // The error of the parser repeats the line, which may hold a secret.
        let file: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Failure::usage(format!("{shown}: line {line} is no TOML"))
        })?;
        if let Some(name) = file.keys().find(|name| !NAMES.contains(&name.as_str())) {
            return Err(Failure::usage(format!(
                "{shown}: {name} is no setting; there are {}",
                NAMES.join(", ")
            )));
        }
        Ok(Self { file, folder: path.parent().map(Path::to_owned).unwrap_or_default() })
    }

    /// The text of a setting; numbers and flags are written out.
    pub fn text(&self, name: &str) -> Option<Zeroizing<String>> {
        let variable = env::var(format!("LSAGENT_{}", name.to_uppercase())).ok();
        let variable = variable.filter(|value| !value.is_empty());
        variable.or_else(|| self.of_file(name)).map(Zeroizing::new)
    }

    fn of_file(&self, name: &str) -> Option<String> {
        match self.file.get(name)? {
            toml::Value::String(text) => Some(text.clone()),
            toml::Value::Integer(number) => Some(number.to_string()),
            toml::Value::Boolean(flag) => Some(flag.to_string()),
            // Of another kind than any setting: it is refused as what it should be.
            _ => Some(String::new()),
        }
    }

    /// A setting that is a number or a flag.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let wrong = || Failure::usage(format!("{name}: it is not of the right kind"));
        text.trim().parse().map(Some).map_err(|_| wrong())
    }

    /// A setting that names a file or a folder, as seen from the file of the settings.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(|text| self.folder.join(text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, text).unwrap();
        Settings::of(&path)
    }

    #[test]
    fn settings_of_a_file_are_read_in_their_kinds() {
        let settings =
            read("product = 'up'\ntimeout_ms = 5\nremember = true\nca_file = 'ca.pem'").unwrap();
        assert_eq!(settings.text("product").unwrap().as_str(), "up");
        assert_eq!(settings.parsed::<u32>("timeout_ms").unwrap(), Some(5));
        assert_eq!(settings.parsed::<bool>("remember").unwrap(), Some(true));
        assert!(settings.path("ca_file").unwrap().is_absolute());
        assert!(settings.parsed::<u32>("product").is_err());
        assert!(settings.text("proxy").is_none());
    }

    #[test]
    fn a_mistake_is_named_and_nothing_of_the_file_is_repeated() {
        let failure = |text: &str| read(text).err().unwrap().message;
        assert!(failure("passwort = 'x'").contains("passwort is no setting"));
        let message = failure("api_key = 'a'\nshared_key = 'MARKER");
        assert!(message.contains("line 2") && !message.contains("MARKER"), "{message}");
    }
}
