//! The directory that keeps the CA and the response key from one run to the next.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::authority;
use super::files::{self, Readers};
use crate::response_key::{self, ResponseKey};

/// What the directory holds, loaded.
pub struct Material {
    /// The CA's private key, PEM.
    pub ca_key: String,
    /// Where the CA's certificate is.
    pub ca_file: PathBuf,
    /// The key answers are signed with.
    pub response_key: ResponseKey,
    /// Where its public half is.
    pub public_key_file: PathBuf,
}

/// Opens `dir` (or the default one) and makes what it lacks.
///
/// Sandboxes that start together take turns: the first makes the files, the others find them.
pub fn open(dir: Option<PathBuf>) -> Result<Material, String> {
    let dir = match dir {
        Some(dir) => explicit(dir)?,
        None => default_dir()?,
    };
    let lock = File::create(dir.join("lock")).map_err(|e| failed(&dir, &e))?;
    lock.lock().map_err(|e| failed(&dir, &e))?;
    let ca_file = dir.join("ca.pem");
    let public_key_file = dir.join("response-public-key.pem");
    Ok(Material {
        ca_key: ca(&dir.join("ca-key.pem"), &ca_file)?,
        response_key: response(&dir.join("response-key.pem"), &public_key_file)?,
        ca_file,
        public_key_file,
    })
}

fn ca(key_file: &Path, certificate_file: &Path) -> Result<String, String> {
    let key = files::read(key_file).map_err(|e| failed(key_file, &e))?;
    if let Some(key) = key
        && certificate_file.exists()
    {
        return Ok(key);
    }
    let (key, certificate) = authority::create().map_err(|e| format!("cannot make a CA: {e}"))?;
    save(key_file, &key, Readers::Owner)?;
    save(certificate_file, &certificate, Readers::Anyone)?;
    Ok(key)
}

fn response(private_file: &Path, public_file: &Path) -> Result<ResponseKey, String> {
    let private = match files::read(private_file).map_err(|e| failed(private_file, &e))? {
        Some(pem) => pem,
        None => {
            let pem = response_key::new_private_pem()?;
            save(private_file, &pem, Readers::Owner)?;
            pem
        }
    };
    let (key, public) =
        ResponseKey::from_private_pem(&private).map_err(|e| failed(private_file, &e))?;
    let written = files::read(public_file).map_err(|e| failed(public_file, &e))?;
    if written.as_ref() != Some(&public) {
        save(public_file, &public, Readers::Anyone)?;
    }
    Ok(key)
}

fn save(path: &Path, text: &str, readers: Readers) -> Result<(), String> {
    files::write(path, text, readers).map_err(|e| failed(path, &e))
}

fn explicit(dir: PathBuf) -> Result<PathBuf, String> {
    if !dir.is_dir() {
        create_private(&dir, true).map_err(|e| failed(&dir, &e))?;
    }
    std::path::absolute(&dir).map_err(|e| failed(&dir, &e))
}

fn default_dir() -> Result<PathBuf, String> {
    let dir = std::env::temp_dir().join("lsagent-sandbox");
    match create_private(&dir, false) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => private(&dir)?,
        Err(error) => return Err(failed(&dir, &error)),
    }
    Ok(dir)
}

#[cfg(unix)]
fn create_private(dir: &Path, parents: bool) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700).recursive(parents).create(dir)
}

#[cfg(not(unix))]
fn create_private(dir: &Path, parents: bool) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(parents).create(dir)
}

/// The temporary directory is everybody's: somebody else may have been there first.
#[cfg(unix)]
fn private(dir: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(dir).map_err(|e| failed(dir, &e))?;
    let probe = dir.join(format!("probe.{}", std::process::id()));
    let ours = || -> std::io::Result<bool> {
        let owner = File::create(&probe)?.metadata()?.uid();
        fs::remove_file(&probe)?;
        Ok(owner == found.uid())
    };
    if found.is_dir() && found.mode() & 0o077 == 0 && ours().map_err(|e| failed(dir, &e))? {
        return Ok(());
    }
    Err(format!(
        "{} is not a directory that is yours alone (mode 0700): remove it, or use --state-dir",
        dir.display()
    ))
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), String> {
    Ok(())
}

fn failed(path: &Path, error: &impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_first_run_makes_the_second_finds() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("a").join("b");
        let first = open(Some(state.clone())).unwrap();
        let public = fs::read(&first.public_key_file).unwrap();
        let certificate = fs::read(&first.ca_file).unwrap();
        let second = open(Some(state)).unwrap();
        assert_eq!(first.ca_key, second.ca_key);
        assert_eq!(public, fs::read(&second.public_key_file).unwrap());
        assert_eq!(certificate, fs::read(&second.ca_file).unwrap());
        assert_eq!(first.response_key.sign(b"x"), second.response_key.sign(b"x"));
    }

    #[cfg(unix)]
    #[test]
    fn private_keys_are_readable_by_their_owner_alone() {
        use std::os::unix::fs::MetadataExt;
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        open(Some(state.clone())).unwrap();
        let mode = |name: &str| fs::metadata(state.join(name)).unwrap().mode() & 0o777;
        assert_eq!(mode(""), 0o700);
        assert_eq!(mode("ca-key.pem"), 0o600);
        assert_eq!(mode("response-key.pem"), 0o600);
    }
}
