//! Tests of the folder, on whatever file system there is.

use super::*;

// What stands for it on Windows is looked at in tests/it/windows.rs.
#[cfg(unix)]
#[test]
fn only_the_user_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("a/b"), 100, Log::default());
    folder.write("f", b"x", true).unwrap();
    assert_eq!(mode(&dir.path().join("a/b")), 0o700);
    assert_eq!(mode(&dir.path().join("a/b/f")), 0o600);
    fs::set_permissions(dir.path().join("a/b"), PermissionsExt::from_mode(0o777)).unwrap();
    folder.write("f", b"y", true).unwrap();
    assert_eq!(mode(&dir.path().join("a/b")), 0o700);
}

#[test]
fn a_write_leaves_one_file_and_sweeps_what_the_dead_left() {
    let dir = tempfile::tempdir().unwrap();
    let dead = dir.path().join(".new-dead");
    fs::write(&dead, "x").unwrap();
    let old = std::time::SystemTime::now() - STALE * 2;
    File::options().write(true).open(&dead).unwrap().set_modified(old).unwrap();
    fs::write(dir.path().join(".new-alive"), "x").unwrap();
    let folder = Folder::new(dir.path().to_owned(), 100, Log::default());
    folder.write("f", b"1", true).unwrap();
    folder.write("f", b"2", true).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".new-alive", "f"]);
    assert_eq!(folder.read("f").unwrap().unwrap(), b"2");
}

#[test]
fn a_file_that_is_written_aside_is_not_there_until_it_is_put_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().to_owned(), 100, Log::default());
    let files = || fs::read_dir(dir.path()).unwrap().count();
    for lasting in [true, false] {
        let aside = folder.write_aside(b"1", lasting).unwrap();
        assert_eq!((folder.read("f").unwrap(), folder.names(), files()), (None, vec![], 1));
        drop(aside);
        assert_eq!(files(), 0, "nobody will put it anywhere");
        let aside = folder.write_aside(b"2", lasting).unwrap();
        folder.put_in_place(aside, "f").unwrap();
        assert_eq!((folder.read("f").unwrap().unwrap(), files()), (b"2".to_vec(), 1));
        folder.remove("f").unwrap();
    }
}

#[cfg(windows)]
#[test]
fn a_file_that_somebody_shares_with_nobody_is_waited_for() {
    use std::os::windows::fs::OpenOptionsExt;
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().to_owned(), 100, Log::default());
    folder.write("f", b"old", true).unwrap();
    let scanner = || File::options().read(true).share_mode(0).open(dir.path().join("f"));
    let held = scanner().unwrap();
    assert!(folder.read("f").is_err() && folder.write("f", b"new", true).is_err());
    thread::scope(|scope| {
        let writer = scope.spawn(|| folder.write("f", b"new", true));
        while !folder.has_temporary() {
            thread::yield_now();
        }
        drop(held);
        writer.join().unwrap().unwrap();
    });
    assert_eq!(folder.read("f").unwrap().unwrap(), b"new");
    assert!(!folder.has_temporary(), "a failed write leaves nothing behind");
}

#[cfg(windows)]
impl Folder {
    fn has_temporary(&self) -> bool {
        let mut files = fs::read_dir(&self.path).unwrap().flatten();
        files.any(|file| is_temporary(&file.file_name().to_string_lossy()))
    }
}

// Windows lets nobody but developers and administrators make a link.
#[cfg(unix)]
#[test]
fn a_planted_link_is_not_followed_and_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let outside = dir.path().join("outside");
    fs::write(&outside, "precious").unwrap();
    let folder = Folder::new(dir.path().join("f"), 100, Log::default());
    folder.write("link", b"1", true).unwrap();
    fs::remove_file(dir.path().join("f/link")).unwrap();
    std::os::unix::fs::symlink(&outside, dir.path().join("f/link")).unwrap();
    assert_eq!(folder.read("link").unwrap(), None);
    folder.write("link", b"new", true).unwrap();
    assert_eq!(folder.read("link").unwrap().unwrap(), b"new");
    assert_eq!(fs::read(&outside).unwrap(), b"precious");
}

#[test]
fn a_planted_folder_is_not_read_and_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().to_owned(), 100, Log::default());
    fs::create_dir(dir.path().join("folder")).unwrap();
    for name in ["folder", "absent"] {
        assert_eq!(folder.read(name).unwrap(), None, "{name}");
        folder.write(name, b"new", true).unwrap();
        assert_eq!(folder.read(name).unwrap().unwrap(), b"new", "{name}");
    }
}

#[test]
fn a_lock_is_held_by_one_and_free_when_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().to_owned(), 100, Log::default());
    let held = folder.lock("3", Duration::ZERO).unwrap();
    assert!(folder.lock("3", Duration::from_millis(1)).is_err());
    assert!(folder.lock("4", Duration::ZERO).is_ok());
    drop(held);
    assert!(folder.lock("3", Duration::ZERO).is_ok());
    assert!(folder.names().is_empty());
}

#[test]
fn a_file_that_is_too_large_counts_as_none() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().to_owned(), 0, Log::default());
    fs::write(dir.path().join("f"), vec![0; 64 * 1024 + 1]).unwrap();
    assert_eq!(folder.read("f").unwrap(), None);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_folder_is_not_followed() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let (victim, link) = (dir.path().join("victim"), dir.path().join("f"));
    fs::create_dir(&victim).unwrap();
    fs::set_permissions(&victim, PermissionsExt::from_mode(0o755)).unwrap();
    fs::write(victim.join("a"), "precious").unwrap();
    std::os::unix::fs::symlink(&victim, &link).unwrap();
    let folder = Folder::new(link.clone(), 100, Log::default());
    assert_eq!(folder.read("a").unwrap(), None);
    assert!(!folder.has("a") && folder.lock("l", Duration::ZERO).is_err());
    folder.remove("a").unwrap();
    let error = folder.write("a", b"new", true).unwrap_err();
    assert!(error.message().contains(link.to_str().unwrap()), "{}", error.message());
    assert_eq!(fs::read(victim.join("a")).unwrap(), b"precious");
    assert_eq!(fs::read_dir(&victim).unwrap().count(), 1);
    assert_eq!(fs::metadata(&victim).unwrap().permissions().mode() & 0o777, 0o755);
}

/// As root, who alone can give a folder away.
#[cfg(unix)]
#[test]
fn a_folder_of_another_user_is_named_and_left_alone() {
    use std::os::unix::fs::{MetadataExt, chown};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f");
    let folder = Folder::new(path.clone(), 100, Log::default());
    folder.write("a", b"x", true).unwrap();
    if fs::metadata(&path).unwrap().uid() != 0 {
        // Who is not root has a folder of root's at hand.
        let theirs = Folder::new("/".into(), 100, Log::default());
        return assert_is_a_strangers(&theirs, Path::new("/"), 0);
    }
    chown(&path, Some(12_345), None).unwrap();
    assert_is_a_strangers(&folder, &path, 12_345);
    assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
}

#[cfg(unix)]
fn assert_is_a_strangers(folder: &Folder, path: &Path, uid: u32) {
    let errors =
        [folder.read("a").err(), folder.write("a", b"y", true).err(), folder.remove("a").err()];
    assert!(Version::at(path).is_some() && folder.version().is_none());
    for error in errors.map(Option::unwrap) {
        assert_eq!(error.status(), Status::Cache);
        for part in [path.to_str().unwrap(), &format!("uid {uid}"), "cache_dir"] {
            assert!(error.message().contains(part), "{}", error.message());
        }
        assert_eq!(
            error.to_string(),
            "Cache: the store of answers cannot be used: the folder belongs to another user"
        );
    }
}

#[test]
fn a_failure_names_the_folder_and_the_log_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let error = Folder::new(file.clone(), 100, Log::default()).write("a", b"", true).unwrap_err();
    assert!(error.message().contains(file.to_str().unwrap()), "{}", error.message());
    assert!(!error.to_string().contains(file.to_str().unwrap()), "{error}");
}

#[test]
fn the_end_of_a_file_is_read_without_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("f"), 100, Log::default());
    folder.write("a", b"0123456789", true).unwrap();
    assert_eq!(folder.read_end("a", 3).unwrap().unwrap(), b"789");
    assert_eq!(folder.read_end("a", 11).unwrap(), None);
    assert_eq!(folder.read_end("b", 1).unwrap(), None);
}
