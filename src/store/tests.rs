//! Tests of the store, in folders of their own.

use super::*;
use crate::environment::Environment;
#[cfg(unix)]
use crate::error::Status;
use crate::secret::Secret;

pub fn store(dir: &std::path::Path, shared_key: &str, device: &str) -> Store {
    let settings = CacheSettings {
        dir: Some(dir.to_owned()),
        environment: Environment::default(),
        offline_grace: 0,
        refresh_after: 0,
        device_id: Some(device.into()),
    };
    let source = KeySource { secret: Secret::new(shared_key), response_key: b"key".to_vec() };
    Store::open(&settings, &source, 1 << 20, Log::default()).unwrap()
}

pub fn entry() -> Entry {
    Entry {
        who: "a@b.c".into(),
        fetched_at: 7,
        signature: Some(vec![1, 2, 3]),
        verifier: Some(Verifier::of("a@b.c", &Secret::new("p"))),
        body: b"[{\"email\":\"someuser\"}]".to_vec(),
        edition: Edition::default(),
    }
}

pub const SLOT: Slot = Slot { kind: "user_licenses", product: "up", who: "someuser@example.com" };

#[test]
fn what_was_put_comes_back_whatever_the_case_of_the_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    assert!(store.get(SLOT).unwrap().is_none());
    store.put(SLOT, entry()).unwrap();
    let slot = Slot { who: "SomeUser@Example.com", ..SLOT };
    let back = store.get(slot).unwrap().unwrap();
    assert_eq!((back.fetched_at, back.signature.as_deref()), (7, Some(&[1, 2, 3][..])));
    assert_eq!(back.body, entry().body);
    assert!(back.verifier.unwrap().matches("a@b.c", &Secret::new("p")));
    for other in
        [Slot { product: "up2", ..SLOT }, Slot { kind: "x", ..SLOT }, Slot { who: "a", ..SLOT }]
    {
        assert!(store.get(other).unwrap().is_none());
    }
    store.remove(SLOT).unwrap();
    store.remove(SLOT).unwrap();
    assert!(store.get(SLOT).unwrap().is_none());
}

#[test]
fn a_person_has_one_entry_whatever_the_spelling_of_the_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    let spelt = ["a@bücher.example", "A@XN--bcher-kva.example", "a\u{200B}@BÜCHER.example "];
    for one in spelt {
        let slot = |who| Slot { who, ..SLOT };
        store.put(slot(one), Entry { who: one.into(), ..entry() }).unwrap();
        for other in spelt {
            assert!(store.get(slot(other)).unwrap().is_some(), "{one} {other}");
            assert!(Verifier::of(one, &Secret::new("p")).matches(other, &Secret::new("p")));
        }
        assert_eq!(store.folder.names().len(), 1, "{one}");
        store.forget(Some(spelt[0]), &[]).unwrap();
        assert!(store.folder.names().is_empty(), "{one}");
    }
}

#[test]
fn a_file_under_its_former_name_is_found_and_goes_on_under_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    let slot = Slot { who: "a@Bücher.example", ..SLOT };
    let former = store.seal.former_name(slot).unwrap();
    let plain = Entry { who: slot.who.into(), ..entry() }.encode().unwrap();
    let sealed = store.seal.seal(&former, plain).unwrap();
    store.folder.write(&former, &sealed, true).unwrap();
    assert!(store.has(slot) && store.get(slot).unwrap().is_some());
    store.put(slot, entry()).unwrap();
    assert_eq!((store.name_of(slot), store.folder.names()), (former.clone(), vec![former]));
    store.remove(slot).unwrap();
    assert!(!store.has(slot) && store.get(slot).unwrap().is_none());
    store.put(slot, entry()).unwrap();
    assert_eq!(store.folder.names(), [store.seal.file_name(slot)]);
    assert_eq!(store.seal.former_name(SLOT), None);
}

#[test]
fn what_was_written_again_is_told_from_what_was_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    store.put(SLOT, entry()).unwrap();
    let first = store.get(SLOT).unwrap();
    assert!(store.get(SLOT).unwrap() == first);
    store.put(SLOT, entry()).unwrap();
    assert!(store.get(SLOT).unwrap() != first);
}

#[test]
fn forgetting_a_person_leaves_the_others_and_the_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    let of = |who: &str| Entry { who: who.into(), ..entry() };
    let other = Slot { who: "other@example.com", ..SLOT };
    store.put(SLOT, of("SomeUser@example.com")).unwrap();
    store.put(other, of("other@example.com")).unwrap();
    store.set_mark(Mark { newest: 9, offset: -3 }, true).unwrap();
    store.forget(Some("someuser@Example.com"), &[]).unwrap();
    assert!(store.get(SLOT).unwrap().is_none() && store.get(other).unwrap().is_some());
    store.forget(None, &[]).unwrap();
    assert!(store.get(other).unwrap().is_none());
    assert_eq!(store.mark(), Some(Mark { newest: 9, offset: -3 }));
}

/// Puts an entry there as version 0.1.0 did, with the hash of a password or without.
pub fn put_first(store: &Store, slot: Slot, hash: Option<([u8; 16], [u8; 32])>) {
    let (name, entry) = (store.seal.file_name(slot), Entry { verifier: None, ..entry() });
    let sealed = store.seal.seal_first(&name, entry::encode_first(entry, hash));
    store.folder.write(&name, &sealed, true).unwrap();
}

#[test]
fn an_entry_by_which_a_password_can_be_guessed_is_removed_when_it_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    put_first(&store, SLOT, Some(([1; 16], [2; 32])));
    assert!(store.has(SLOT));
    assert!(store.get(SLOT).unwrap().is_none());
    assert!(!store.has(SLOT));
    put_first(&store, SLOT, None);
    assert!(store.get(SLOT).unwrap().is_some_and(|found| found.body == entry().body));
}

#[test]
fn another_vendor_or_device_finds_nothing() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path(), "k", "d").put(SLOT, entry()).unwrap();
    assert!(store(dir.path(), "k", "d").get(SLOT).unwrap().is_some());
    assert!(store(dir.path(), "other", "d").get(SLOT).unwrap().is_none());
    assert!(store(dir.path(), "k", "other").get(SLOT).unwrap().is_none());
}

#[test]
fn a_file_under_another_name_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), "k", "d");
    store.put(SLOT, entry()).unwrap();
    let other = Slot { who: "other", ..SLOT };
    let folder = store.folder_path();
    std::fs::rename(
        folder.join(store.seal.file_name(SLOT)),
        folder.join(store.seal.file_name(other)),
    )
    .unwrap();
    assert!(store.get(other).unwrap().is_none());
}

#[test]
fn nothing_on_disk_tells_who_uses_what() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path(), "k", "d").put(SLOT, entry()).unwrap();
    let mut seen = 0;
    for folder in std::fs::read_dir(dir.path()).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let bytes = std::fs::read(&file).unwrap();
            for word in ["someuser", "example", "user_licenses", "up@"] {
                assert!(!file.to_string_lossy().contains(word));
                assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()));
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 1);
}

/// A store that knows at once what has not changed, with an answer and a mark in it that were read.
#[cfg(unix)]
fn having_read(dir: &std::path::Path) -> (Store, Arc<Entry>) {
    let (entries, marks) = (LastRead::without_tick(), LastRead::without_tick());
    let store = Store { entries, marks, ..store(dir, "k", "d") };
    store.put(SLOT, entry()).unwrap();
    store.set_mark(MARK, true).unwrap();
    let entry = found(&store);
    (store, entry)
}

#[cfg(unix)]
const MARK: Mark = Mark { newest: 9, offset: -3 };

/// The answer, which is there, with the mark.
#[cfg(unix)]
fn found(store: &Store) -> Arc<Entry> {
    let (entry, mark) = store.get_with_mark(SLOT).unwrap();
    assert_eq!(mark, Some(MARK));
    entry.unwrap()
}

#[cfg(unix)]
#[test]
fn what_has_not_changed_is_not_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, first) = having_read(dir.path());
    assert!(Arc::ptr_eq(&found(&store), &first));
    assert!(Arc::ptr_eq(&store.get_shared(SLOT).unwrap().unwrap(), &first));
    assert!(store.get(SLOT).unwrap().as_ref() == Some(&*first));
}

#[cfg(unix)]
#[test]
fn what_another_process_has_written_removed_or_damaged_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, first) = having_read(dir.path());
    let other = self::store(dir.path(), "k", "d");
    other.put(SLOT, entry()).unwrap();
    let second = found(&store);
    assert!(second != first);
    let newer = Mark { newest: 10, ..MARK };
    other.set_mark(newer, false).unwrap();
    assert_eq!(store.get_with_mark(SLOT).unwrap().1, Some(newer));
    let path = |name: &str| store.folder_path().join(name);
    let (name, mark) = (store.name_of(SLOT), store.mark_name.clone());
    let whole = std::fs::read(path(&mark)).unwrap();
    std::fs::write(path(&mark), "x").unwrap();
    assert_eq!(store.get_with_mark(SLOT).unwrap().1, None);
    std::fs::write(path(&mark), whole).unwrap();
    std::fs::write(path(&name), "x").unwrap();
    assert!(store.get_with_mark(SLOT).unwrap().0.is_none());
    other.put(SLOT, entry()).unwrap();
    assert!(store.get_shared(SLOT).unwrap().is_some());
    other.remove(SLOT).unwrap();
    assert!(store.get_shared(SLOT).unwrap().is_none());
}

/// As root, who alone can give a folder away.
#[cfg(unix)]
#[test]
fn a_folder_that_is_another_users_by_now_is_refused() {
    use std::os::unix::fs::{MetadataExt, chown};
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = having_read(dir.path());
    let path = store.folder_path();
    if std::fs::metadata(&path).unwrap().uid() == 0 {
        chown(&path, Some(12_345), None).unwrap();
        assert_eq!(store.get_with_mark(SLOT).err().unwrap().status(), Status::Cache);
        chown(&path, Some(0), None).unwrap();
    }
    found(&store);
}

#[cfg(unix)]
#[test]
fn a_note_is_not_in_memory_and_what_was_forgotten_is_not_either() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = having_read(dir.path());
    let note = Slot { who: "n", ..SLOT };
    let body = [entry::NOTE, b" here:secret"].concat();
    store.put(note, Entry { body, ..entry() }).unwrap();
    let read = || store.get_shared(note).unwrap().unwrap();
    assert!(!Arc::ptr_eq(&read(), &read()));
    let first = found(&store);
    assert!(Arc::strong_count(&first) > 1);
    store.forget(Some("nobody"), &[]).unwrap();
    assert_eq!(Arc::strong_count(&first), 1);
}

#[cfg(unix)]
#[test]
fn what_is_made_of_an_entry_is_made_again_only_if_its_file_has_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = having_read(dir.path());
    let (known, made) = (LastRead::without_tick(), std::cell::Cell::new(0));
    let make = |entry: Entry| {
        made.set(made.get() + 1);
        Some(entry.fetched_at)
    };
    let get = |store: &Store| store.get_made(SLOT, &known, make).unwrap();
    assert_eq!((get(&store), made.get()), (Some(entry().fetched_at), 1));
    assert_eq!((get(&store), made.get()), (Some(entry().fetched_at), 1));
    let other = self::store(dir.path(), "k", "d");
    other.put(SLOT, Entry { fetched_at: 77, ..entry() }).unwrap();
    assert_eq!((get(&store), made.get()), (Some(77), 2));
    let path = store.folder_path().join(store.name_of(SLOT));
    std::fs::write(&path, "x").unwrap();
    assert_eq!((get(&store), known.get(&store.name_of(SLOT)).is_some()), (None, false));
    other.put(SLOT, entry()).unwrap();
    assert!(get(&store).is_some());
    other.remove(SLOT).unwrap();
    assert_eq!((get(&store), known.get(&store.name_of(SLOT)).is_some()), (None, false));
}
