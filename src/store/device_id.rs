//! An id for machines that have none, saved in the store's own folder.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::file::{
    READ_TIMEOUT, failed_in, make_folder, open_folder, random_name, read_whole, retry_within,
    write_new,
};
use crate::error::Error;
use crate::platform::folder::OpenFolder;

const FILE: &str = "device";
/// Of a file that may be one, in bytes.
const LARGEST: u64 = 1024;

/// The id that is saved in a folder, made if there is none. The folder is made where it is missing; its
/// rights stay as they are.
pub fn id_of_folder(root: &Path) -> Result<String, Error> {
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
    use std::fs;

    use super::*;

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
