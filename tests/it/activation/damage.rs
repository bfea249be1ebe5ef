//! The store copied, cut, flipped and mixed: never a yes that was not earned on this device.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::*;

const DEVICE: &str = "a test's device";

/// How a license came to this device.
#[derive(Clone, Copy, Debug)]
enum Origin {
    Key,
    User,
    File,
}

impl Origin {
    const ALL: [Self; 3] = [Self::Key, Self::User, Self::File];

    fn product(self) -> &'static str {
        match self {
            Self::Key | Self::File => KEYS,
            Self::User => "up",
        }
    }

    fn credentials(self) -> Credentials {
        match self {
            Self::Key | Self::File => license_key("PERP"),
            Self::User => member("unlimited"),
        }
    }

    /// Activates a license, online with this id.
    fn activate(self, world: &World, id: i64) {
        let (client, product) = (world.client(), self.product());
        let activated = match self {
            Self::Key | Self::User => {
                let (path, body) = ("activate_license", self.small(id));
                world
                    .sandbox
                    .fault(json!({"fault": "body", "path": path, "times": 1, "body": body}));
                client.activate(product, &self.credentials(), id).map(drop)
            }
            Self::File => self.activate_by_file(world, &client),
        };
        activated.unwrap_or_else(|failure| panic!("{self:?}: {failure:?}"));
    }

    fn activate_by_file(self, world: &World, client: &Client) -> Result<(), Failure> {
        let stick = tempfile::tempdir().unwrap();
        let file = stick.path().join("file");
        client.write_offline_request(self.product(), &self.credentials(), 0, &file)?;
        let request = fs::read_to_string(&file).unwrap();
        fs::write(&file, world.sandbox.control_text("POST", "/portal", &request)).unwrap();
        client.activate_by_file(self.product(), &file).map(drop)
    }

    /// What the server says of a license, and no more: every byte of it is damaged in its turn.
    fn small(self, id: i64) -> String {
        let holder = match self {
            Self::Key | Self::File => ("license_key", json!("PERP-AAAA-BBBB-CCCC")),
            Self::User => ("user", json!({"email": "unlimited@example.com"})),
        };
        let mut license = json!({
            "id": id, "hardware_id": DEVICE, "device_id": 7, "license_enabled": true,
            "license_active": true, "product_details": {"short_code": self.product()},
        });
        license[holder.0] = holder.1;
        license.to_string()
    }

    /// What the store says: a decision, or why there is none.
    fn stored(self, client: &Client) -> Result<ls_decision, ls_status> {
        let checked = client.open(self.product()).and_then(|held| held.check(None, CACHE_ONLY));
        checked.map(|entitlement| entitlement.decision()).map_err(|failure| failure.status)
    }
}

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

#[test]
fn a_file_cut_at_any_length_or_flipped_at_any_byte_is_no_yes() {
    for origin in Origin::ALL {
        let world = World::new();
        origin.activate(&world, 5);
        let whole = files(world.dir.path());
        // The record, the answer and the newest time.
        assert_eq!(whole.len(), 3, "{origin:?}");
        let client = world.offline();
        for (path, bytes) in &whole {
            damaged_at_each_byte(origin, &client, path, bytes);
            fs::write(path, bytes).unwrap();
            assert_eq!(origin.stored(&client), Ok(LS_DECISION_ALLOWED), "{origin:?}");
        }
    }
}

fn damaged_at_each_byte(origin: Origin, client: &Client, path: &Path, bytes: &[u8]) {
    for at in 0..bytes.len() {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1 << (at % 8);
        for damaged in [&flipped[..], &bytes[..at]] {
            fs::write(path, damaged).unwrap();
            let found = origin.stored(client);
            let expected = [LS_ERR_NOT_ACTIVATED, LS_ERR_NOT_CACHED];
            let is_none = found.is_err_and(|status| expected.contains(&status));
            assert!(is_none, "{origin:?} {path:?} {at} {found:?}");
        }
    }
}

#[test]
fn a_copy_is_of_no_use_to_another_device() {
    for origin in Origin::ALL {
        let world = World::new();
        origin.activate(&world, 5);
        let other = tempfile::tempdir().unwrap();
        for (path, bytes) in files(world.dir.path()) {
            let copy = other.path().join(path.strip_prefix(world.dir.path()).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::write(copy, bytes).unwrap();
        }
        assert_eq!(origin.stored(&offline(&world.sandbox, other.path())), Ok(LS_DECISION_ALLOWED));
        for dir in [other.path(), world.dir.path()] {
            let client = Settings::of(&world.sandbox).store_of_device(dir, "other").client();
            assert_eq!(origin.stored(&client), Err(LS_ERR_NOT_ACTIVATED), "{origin:?}");
        }
        assert_eq!(origin.stored(&world.offline()), Ok(LS_DECISION_ALLOWED), "{origin:?}");
    }
}

#[test]
fn a_copy_does_not_save_another_device_its_activation() {
    let world = World::new();
    world.client().activate(KEYS, &license_key("LIM1"), 0).unwrap();
    let other = Settings::of(&world.sandbox).store_of_device(world.dir.path(), "other").client();
    assert_eq!(status(other.activate(KEYS, &license_key("LIM1"), 0)), LS_ERR_ACTIVATION_LIMIT);
    assert_eq!(Origin::Key.stored(&world.offline()), Ok(LS_DECISION_ALLOWED));
}

/// The file of the record: without it nothing is activated.
fn record_of(origin: Origin, world: &World, files: &Files) -> PathBuf {
    let is_record = |path: &&PathBuf| {
        put_back(world.dir.path(), files);
        fs::remove_file(path).unwrap();
        origin.stored(&world.offline()) == Err(LS_ERR_NOT_ACTIVATED)
    };
    let records: Vec<_> = files.keys().filter(is_record).collect();
    assert_eq!(records.len(), 1, "{origin:?}: {records:?}");
    records[0].clone()
}

/// Each mixture of the files of two moments: of a license, of its refusal, and of another license in its place.
#[test]
fn files_of_two_moments_give_what_was_true_at_one_of_them_or_nothing() {
    for origin in Origin::ALL {
        let world = World::new();
        let [first, second, third] = moments_of(origin, &world);
        let record = record_of(origin, &world, &second);
        for (one, other) in [(&first, &second), (&first, &third), (&second, &third)] {
            mixed(one, other, |mixture| {
                put_back(world.dir.path(), mixture);
                let found = origin.stored(&world.offline());
                let is_refused = mixture.get(&record) == second.get(&record);
                assert!(is_true(found, is_refused), "{origin:?}, refused: {is_refused}, {found:?}");
            });
        }
        put_back(world.dir.path(), &second);
        assert_eq!(origin.stored(&world.offline()), Ok(LS_DECISION_DENIED_DISABLED));
    }
}

/// A license that is activated, the same once it was refused, and another one in its place.
fn moments_of(origin: Origin, world: &World) -> [Files; 3] {
    let files = || files(world.dir.path());
    origin.activate(world, 5);
    let first = files();
    let refused = json!({"fault": "api_error", "status": 400, "code": "blacklisted", "times": 1});
    world.sandbox.fault(refused);
    let client = world.client();
    let held = client.open(origin.product()).unwrap();
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_DENIED_DISABLED);
    let second = files();
    put_back(world.dir.path(), &first);
    let next = match origin {
        Origin::Key | Origin::User => origin,
        Origin::File => Origin::Key,
    };
    next.activate(world, 6);
    [first, second, files()]
}

fn mixed(one: &Files, other: &Files, look: impl Fn(&Files)) {
    let paths: Vec<_> = one.keys().chain(other.keys()).collect();
    for mask in 0_u32..1 << paths.len() {
        let chosen = paths.iter().enumerate().filter_map(|(place, path)| {
            let from = if mask >> place & 1 == 1 { one } else { other };
            from.get(*path).map(|bytes| ((*path).clone(), bytes.clone()))
        });
        look(&chosen.collect());
    }
}

/// A record of a refusal is no yes, whatever lies beside it.
fn is_true(found: Result<ls_decision, ls_status>, is_refused: bool) -> bool {
    match found {
        Ok(LS_DECISION_ALLOWED) => !is_refused,
        Ok(decision) => is_refused && decision == LS_DECISION_DENIED_DISABLED,
        Err(status) => [LS_ERR_NOT_ACTIVATED, LS_ERR_NOT_CACHED].contains(&status),
    }
}

#[test]
fn what_is_put_back_after_the_license_was_given_up_is_refused_by_the_server() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    let before = files(world.dir.path());
    held.deactivate().unwrap();
    put_back(world.dir.path(), &before);
    let held = client.open(KEYS).unwrap();
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_DENIED_NOT_ACTIVATED);
}
