//! What tells this device from others: the id that the application has set, else the machine's own, else one that
//! is saved in the store's own folder.

use std::io::{self, ErrorKind};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::CacheSettings;
use super::file::{
    READ_TIMEOUT, failed_in, make_folder, open_folder, random_name, read_whole, retry_within,
    write_new,
};
use crate::error::Error;
use crate::platform::folder::OpenFolder;
use crate::{platform, random};

const FILE: &str = "device";
/// Of a file that may be one, in bytes.
const LARGEST: u64 = 1024;

/// What is hashed before the machine's id, so that the hash is of use for nothing else.
const PURPOSE: &[u8] = b"lsagent hardware id 1\0";

/// The id of a device.
pub enum DeviceId {
    /// The application's.
    Set(String),
    Machine(String),
}

impl DeviceId {
    /// Touches the disk only where the machine has no id of its own: then one is saved in this folder.
    pub fn find(settings: &CacheSettings, root: &Path) -> Result<Self, Error> {
        if let Some(id) = &settings.device_id {
            return Ok(Self::Set(id.clone()));
        }
        platform::machine_id().map_or_else(|| id_of_folder(root), Ok).map(Self::Machine)
    }

    /// What the store is bound to.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Set(id) | Self::Machine(id) => id,
        }
    }

    /// What the licensing service knows this device by: the application's id as it is, or 64 hexadecimal digits,
    /// since a machine's own id is nobody else's business.
    pub fn hardware_id(&self) -> String {
        match self {
            Self::Set(id) => id.clone(),
            Self::Machine(id) => {
                let hash = Sha256::new_with_prefix(PURPOSE).chain_update(id).finalize();
                random::hex(&hash)
            }
        }
    }
}

/// The id that is saved in a folder, made if there is none. The folder is made where it is missing; its
/// rights stay as they are.
fn id_of_folder(root: &Path) -> Result<String, Error> {
    let failed = |error: io::Error| {
        failed_in(root, "the device's id cannot be kept (one can be set as device_id)", &error)
    };
    let open = || open_folder(root);
    if let Ok(folder) = open()
        && let Some(id) = read(&folder).map_err(failed)?
    {
        return Ok(id);
    }
    make_folder(root).map_err(failed)?;
    let folder = open().map_err(failed)?;
    match write_new(&folder, FILE, random_name()?.as_bytes(), true) {
        // Another process was faster: its id is the one.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    let id = read(&folder).map_err(failed)?;
    id.ok_or_else(|| failed(ErrorKind::InvalidData.into()))
}

/// `None` if there is none.
fn read(folder: &OpenFolder) -> io::Result<Option<String>> {
    let bytes = match retry_within(READ_TIMEOUT, || folder.open_file(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        file => read_whole(file?, LARGEST)?.map(|file| file.bytes),
    };
    Ok(bytes.map(|id| String::from_utf8_lossy(&id).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machines_id_is_hashed_and_one_that_was_set_is_sent_as_it_is() {
        assert_eq!(DeviceId::Set("my device".into()).hardware_id(), "my device");
        let machine = DeviceId::Machine("0123456789abcdef0123456789abcdef".into());
        let expected = "506847f177486cd482724249fe0a4e82df6a9b38c20afcc7bca080453275098e";
        assert_eq!(machine.hardware_id(), expected);
        assert_ne!(DeviceId::Machine("other".into()).hardware_id(), expected);
    }

    #[test]
    fn a_folder_keeps_its_id() {
        let dir = tempfile::tempdir().unwrap();
        let id = id_of_folder(&dir.path().join("new")).unwrap();
        assert_eq!(id.len(), 32);
        assert_eq!(id_of_folder(&dir.path().join("new")).unwrap(), id);
    }

    #[cfg(unix)]
    #[test]
    fn the_rights_of_the_applications_folder_stay_as_they_are() {
        use std::fs;
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o1777)).unwrap();
        id_of_folder(dir.path()).unwrap();
        assert_eq!(fs::metadata(dir.path()).unwrap().permissions().mode() & 0o7777, 0o1777);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_id_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let victim = dir.path().join("victim");
        std::os::unix::fs::symlink(&victim, dir.path().join(FILE)).unwrap();
        assert!(id_of_folder(dir.path()).is_err());
        assert!(!victim.exists());
    }
}
