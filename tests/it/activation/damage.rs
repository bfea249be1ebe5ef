//! The store copied, cut, flipped and mixed: never a yes that was not earned on this device.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::*;

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(dir: &Path) -> Files {
    let folders = fs::read_dir(dir).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    let files = files.filter(|file| file.metadata().unwrap().len() > 0);
    files.map(|file| (file.path(), fs::read(file.path()).unwrap())).collect()
}

/// The files are these and no others.
fn put_back(dir: &Path, wanted: &Files) {
    for path in files(dir).keys().filter(|path| !wanted.contains_key(*path)) {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in wanted {
        fs::write(path, bytes).unwrap();
    }
}

/// What the store says: a decision, or why there is none.
fn stored(client: &Client) -> Result<ls_decision, ls_status> {
    let checked = client.open(KEYS).and_then(|held| held.check(None, CACHE_ONLY));
    checked.map(|entitlement| entitlement.decision()).map_err(|failure| failure.status)
}

#[test]
fn a_file_cut_at_any_length_or_flipped_at_any_byte_is_no_yes() {
    let world = World::new();
    world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
    let whole = files(world.dir.path());
    // The record, the answer and the newest time.
    assert_eq!(whole.len(), 3);
    let client = world.offline();
    for (path, bytes) in &whole {
        let step = if bytes.len() > 1_000 { 7 } else { 1 };
        for at in (0..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            for damaged in [flipped, bytes[..at].to_vec()] {
                fs::write(path, damaged).unwrap();
                let found = stored(&client);
                let expected = [LS_ERR_NOT_ACTIVATED, LS_ERR_NOT_CACHED];
                assert!(
                    found.is_err_and(|status| expected.contains(&status)),
                    "{path:?} {at} {found:?}"
                );
            }
        }
        fs::write(path, bytes).unwrap();
        assert_eq!(stored(&client), Ok(LS_DECISION_ALLOWED));
    }
}

#[test]
fn a_copy_is_of_no_use_to_another_device() {
    let world = World::new();
    world.client().activate(KEYS, &license_key("LIM1"), 0).unwrap();
    let other = Settings::of(&world.sandbox).store_of_device(world.dir.path(), "other").client();
    assert_eq!(stored(&other), Err(LS_ERR_NOT_ACTIVATED));
    assert_eq!(status(other.activate(KEYS, &license_key("LIM1"), 0)), LS_ERR_ACTIVATION_LIMIT);
    assert_eq!(stored(&world.offline()), Ok(LS_DECISION_ALLOWED));
}

/// Each mixture of the files of two moments: before and after another license took the place.
#[test]
fn files_of_two_moments_give_what_was_true_at_one_of_them_or_nothing() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    let first = files(world.dir.path());
    let next = client.activate(KEYS, &license_key("EXPD"), 0);
    assert_eq!(status(next), LS_ERR_REFUSED);
    world
        .sandbox
        .fault(json!({"fault": "api_error", "status": 400, "code": "blacklisted", "times": 1}));
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_DENIED_DISABLED);
    let second = files(world.dir.path());
    held.deactivate().unwrap();
    client.activate(KEYS, &license_key("LIM1"), 0).unwrap();
    let third = files(world.dir.path());
    let offline = world.offline();
    let is_true = |found: Result<ls_decision, ls_status>| match found {
        Ok(decision) => [LS_DECISION_ALLOWED, LS_DECISION_DENIED_DISABLED].contains(&decision),
        Err(status) => [LS_ERR_NOT_ACTIVATED, LS_ERR_NOT_CACHED].contains(&status),
    };
    for (one, other) in [(&first, &second), (&first, &third), (&second, &third)] {
        let paths: Vec<_> = one.keys().chain(other.keys()).collect();
        for mask in 0_u32..1 << paths.len() {
            let chosen = paths.iter().enumerate().filter_map(|(place, path)| {
                let from = if mask >> place & 1 == 1 { one } else { other };
                from.get(*path).map(|bytes| ((*path).clone(), bytes.clone()))
            });
            put_back(world.dir.path(), &chosen.collect());
            let found = stored(&offline);
            assert!(is_true(found), "{mask}: {found:?}");
        }
    }
    put_back(world.dir.path(), &second);
    assert_eq!(stored(&offline), Ok(LS_DECISION_DENIED_DISABLED));
    // The server knows what is true.
    assert_eq!(
        decision(&world.client().open(KEYS).unwrap(), NETWORK_FIRST),
        LS_DECISION_DENIED_NOT_ACTIVATED
    );
}
