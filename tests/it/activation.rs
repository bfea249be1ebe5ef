//! A license on this device, through the C ABI, against a server that lives it too.

pub mod crowd;
mod damage;
mod handles;
mod moments;

use std::path::Path;

use lsagent::ffi::decision::ls_decision::{self, *};
use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::{self, *};
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

const KEYS: &str = "key-product";
const TIMEOUT_MS: u32 = 60_000;

/// A server, and the stores of devices.
struct World {
    sandbox: Sandbox,
    dir: TempDir,
}

impl World {
    fn new() -> Self {
        Self { sandbox: Sandbox::start(), dir: tempfile::tempdir().unwrap() }
    }

    fn settings(&self) -> Settings {
        Settings::of(&self.sandbox).timeout_ms(TIMEOUT_MS).store(self.dir.path())
    }

    fn client(&self) -> Client {
        self.settings().client()
    }

    /// Another device, in a store of its own.
    fn device(&self, name: &str) -> Client {
        let dir = self.dir.path().join(name);
        Settings::of(&self.sandbox).timeout_ms(TIMEOUT_MS).store_of_device(&dir, name).client()
    }

    /// The same device without a network.
    fn offline(&self) -> Client {
        offline(&self.sandbox, self.dir.path())
    }

    fn paths(&self) -> Vec<String> {
        let paths = self.sandbox.requests().into_iter();
        let name = |request: serde_json::Value| {
            let path = request["path"].as_str().unwrap().to_owned();
            path.rsplit('/').next().unwrap().to_owned()
        };
        paths.map(name).collect()
    }
}

fn offline(sandbox: &Sandbox, dir: &Path) -> Client {
    Settings::of(sandbox).base_url("https://127.0.0.1:1").store(dir).client()
}

fn status<T>(result: Result<T, Failure>) -> ls_status {
    result.err().expect("it fails").status
}

fn decision(held: &Held, policy: i32) -> ls_decision {
    held.check(None, policy).unwrap_or_else(|failure| panic!("{failure:?}")).decision()
}

#[test]
fn a_key_is_activated_once_and_used_from_the_store() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    assert_eq!(held.hardware_id(), "a test's device");
    assert!(held.device_id().is_some());
    assert_eq!(decision(&held, NETWORK_ONLY), LS_DECISION_ALLOWED);
    let license = held.licenses().unwrap().json();
    assert!(license.contains("PERP-AAAA-BBBB-CCCC"), "{license}");
    drop((held, client));
    let client = world.offline();
    let held = client.open(KEYS).unwrap();
    let entitlement = held.check(None, NETWORK_FIRST).unwrap();
    assert_eq!(
        (entitlement.decision(), entitlement.source()),
        (LS_DECISION_ALLOWED, LS_SOURCE_CACHE)
    );
    assert_eq!(entitlement.fallback().unwrap().status, LS_ERR_NETWORK);
    assert_eq!(world.sandbox.activations_of("PERP"), (1, 1));
}

#[test]
fn each_sign_in_activates_and_later_calls_name_the_user_alone() {
    for credentials in [
        member("unlimited"),
        id_token("token:unlimited@example.com", "acme"),
        code("code:unlimited@example.com:1", "acme", None),
    ] {
        let world = World::new();
        let client = world.client();
        let held = client.activate("up", &credentials, 1_719_215_304_220_006).unwrap();
        assert_eq!(decision(&held, NETWORK_ONLY), LS_DECISION_ALLOWED);
        let requests = world.sandbox.requests();
        let last = requests.last().unwrap()["raw_query"].as_str().unwrap();
        assert!(last.contains("username=unlimited%40example.com"), "{last}");
        for secret in ["password", "token", "code="] {
            assert!(!last.contains(secret), "{last}");
        }
        held.deactivate().unwrap();
    }
}

#[test]
fn the_default_hardware_id_is_a_hash_and_no_machines_id() {
    let world = World::new();
    let dir = c(world.dir.path().to_str().unwrap());
    let client = Settings::of(&world.sandbox)
        .set(|config| lsagent::ffi::config::ls_config_set_cache_enabled(config, true))
        // SAFETY: it ends with NUL and outlives the call.
        .set(|config| unsafe {
            lsagent::ffi::config::ls_config_set_cache_dir(config, dir.as_ptr())
        })
        .client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    let id = held.hardware_id();
    assert!(id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    assert_ne!(id, machine.trim());
    assert_eq!(client.open(KEYS).unwrap().hardware_id(), id);
}

/// What the server says to an activation, and what an application gets.
#[test]
fn each_refusal_of_an_activation_has_its_status_and_its_code() {
    let world = World::new();
    let client = world.client();
    for (kind, expected, code) in [
        ("EXPD", LS_ERR_REFUSED, "license_expired"),
        ("DISA", LS_ERR_REFUSED, "license_not_enabled"),
        ("INAC", LS_ERR_REFUSED, "license_not_active"),
        ("TREX", LS_ERR_REFUSED, "trial_expired"),
        ("NONE", LS_ERR_REFUSED, "license_not_found"),
    ] {
        let failure = client.activate(KEYS, &license_key(kind), 0).err().unwrap();
        assert_eq!((failure.status, failure.code.as_deref()), (expected, Some(code)), "{kind}");
    }
    assert_eq!(
        status(client.activate("up", &password("limit@example.com", "wrong"), 1)),
        LS_ERR_CREDENTIALS
    );
    assert_eq!(status(client.activate("nothing", &license_key("PERP"), 0)), LS_ERR_REFUSED);
    assert_eq!(status(client.activate("up", &member("two"), 0)), LS_ERR_INVALID_ARGUMENT);
    assert_eq!(status(client.open(KEYS)), LS_ERR_NOT_ACTIVATED);
    let held = client.activate("up", &member("two"), 1_719_215_304_220_010).unwrap();
    assert!(held.licenses().unwrap().json().contains("1719215304220010"));
}

#[test]
fn a_second_device_reaches_the_limit_until_the_first_gives_the_license_up() {
    let world = World::new();
    let (one, other) = (world.device("one"), world.device("other"));
    for (credentials, product, id, code) in [
        (license_key("LIM1"), KEYS, 0, "license_activated_max_times"),
        (member("limit"), "up", 0, "license_activated_max_times"),
        (member("user-limit"), "up", 0, "licenseUserActivatedMaxTimes"),
    ] {
        let held = one.activate(product, &credentials, id).unwrap();
        let failure = other.activate(product, &credentials, id).err().unwrap();
        assert_eq!(
            (failure.status, failure.code.as_deref()),
            (LS_ERR_ACTIVATION_LIMIT, Some(code))
        );
        assert_eq!(status(other.open(product)), LS_ERR_NOT_ACTIVATED);
        held.deactivate().unwrap();
        assert_eq!(status(one.open(product)), LS_ERR_NOT_ACTIVATED);
        other.activate(product, &credentials, id).unwrap().deactivate().unwrap();
    }
    let held = one.activate(KEYS, &license_key("NTRA"), 0).unwrap();
    held.deactivate().unwrap();
    let failure = other.activate(KEYS, &license_key("NTRA"), 0).err().unwrap();
    let code = Some("license_transferred_max_times");
    assert_eq!((failure.status, failure.code.as_deref()), (LS_ERR_ACTIVATION_LIMIT, code));
}

/// Whatever the server says about the license, it is an answer, and it holds without a network.
#[test]
fn each_refusal_of_the_license_is_a_decision_that_holds_offline() {
    for (code, expected) in [
        ("license_not_active", LS_DECISION_DENIED_INACTIVE),
        ("license_not_enabled", LS_DECISION_DENIED_DISABLED),
        ("blacklisted", LS_DECISION_DENIED_DISABLED),
        ("license_expired", LS_DECISION_DENIED_EXPIRED),
        ("trial_expired", LS_DECISION_DENIED_EXPIRED),
        ("device_not_found", LS_DECISION_DENIED_NOT_ACTIVATED),
    ] {
        let world = World::new();
        let held = world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
        drop(held);
        let client = world.client();
        let held = client.open(KEYS).unwrap();
        world.sandbox.fault(json!({"fault": "api_error", "status": 400, "code": code, "times": 1}));
        assert_eq!(decision(&held, NETWORK_FIRST), expected, "{code}");
        let offline = world.offline();
        let stored = offline.open(KEYS).unwrap();
        assert_eq!(decision(&stored, CACHE_ONLY), expected, "{code}");
        assert_eq!(decision(&stored, NETWORK_FIRST), expected, "{code}");
        assert!(stored.licenses().is_err(), "{code}");
        assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_ALLOWED, "{code}");
        assert_eq!(decision(&stored, CACHE_ONLY), LS_DECISION_ALLOWED, "{code}");
    }
}

#[test]
fn each_way_to_fail_is_no_answer_and_lifts_nothing() {
    let world = World::new();
    let client = world.settings().timeout_ms(2_000).client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    world.sandbox.control(
        "PUT",
        "/state/devices",
        r#"{"hardware_id": "a test's device", "are": "blacklisted"}"#,
    );
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_DENIED_DISABLED);
    for fault in [
        json!({"fault": "status", "status": 503}),
        json!({"fault": "html"}),
        json!({"fault": "reset", "when": "request"}),
        json!({"fault": "signature", "how": "other-key"}),
        json!({"fault": "altered", "set": {"/license_key": "z"}}),
        json!({"fault": "other_product", "short_code": "other"}),
        json!({"fault": "api_error", "status": 400, "code": "license_not_found"}),
    ] {
        world.sandbox.fault(fault.clone());
        let checked = held.check(None, NETWORK_FIRST);
        assert!(checked.is_err() || !checked.unwrap().is_allowed(), "{fault}");
        assert!(!held.check(None, CACHE_ONLY).unwrap().is_allowed(), "{fault}");
        world.sandbox.no_faults();
    }
    world.sandbox.control(
        "PUT",
        "/state/devices",
        r#"{"hardware_id": "a test's device", "are": "allowed"}"#,
    );
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_ALLOWED);
}

#[test]
fn an_answer_that_was_altered_activates_nothing() {
    for set in [
        json!({"/hardware_id": "x"}),
        json!({"/license_key": "z"}),
        json!({"/product_details/short_code": "other"}),
    ] {
        let world = World::new();
        world.sandbox.fault(json!({"fault": "altered", "set": set}));
        let failure = world.client().activate(KEYS, &license_key("PERP"), 0).err().unwrap();
        assert_eq!(failure.status, LS_ERR_MISMATCH, "{set}");
        assert_eq!(status(world.client().open(KEYS)), LS_ERR_UNCERTAIN, "{set}");
        world.sandbox.no_faults();
        world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
        assert_eq!(world.sandbox.activations_of("PERP"), (1, 1), "{set}");
    }
}

#[test]
fn features_are_decided_by_the_devices_own_answer_and_nothing_takes_a_seat() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("FEAT"), 0).unwrap();
    let feature = |code, policy| held.check(Some(code), policy).unwrap().decision();
    assert_eq!(feature("export", NETWORK_ONLY), LS_DECISION_ALLOWED);
    assert_eq!(world.paths().last().unwrap(), "check_license_feature");
    assert_eq!(feature("solver", NETWORK_ONLY), LS_DECISION_DENIED_NO_SEAT);
    assert_eq!(feature("none", NETWORK_ONLY), LS_DECISION_DENIED_NO_FEATURE);
    assert_eq!(feature("export", CACHE_ONLY), LS_DECISION_ALLOWED);
    assert_eq!(feature("solver", CACHE_ONLY), LS_DECISION_DENIED_NO_SEAT);
    world.sandbox.forget_traffic();
    let floating = client.activate(KEYS, &license_key("FLOA"), 0).unwrap();
    for policy in [NETWORK_FIRST, CACHE_FIRST, NETWORK_ONLY, CACHE_ONLY] {
        assert_eq!(decision(&floating, policy), LS_DECISION_DENIED_NO_SEAT);
    }
    assert_eq!(world.paths(), ["activate_license"]);
    let seats = &world.sandbox.license_of("FLOA")["devices"][0]["seats"];
    assert!(seats.as_array().is_some_and(Vec::is_empty), "{seats}");
}

#[test]
fn the_calls_that_do_not_block_bring_the_same() {
    let world = World::new();
    let client = world.client();
    let started = client.start_activate(KEYS, &license_key("TIME"));
    assert_eq!(started.reported.one().unwrap(), "a test's device");
    let held = client.open(KEYS).unwrap();
    let checked = held.start_check(NETWORK_ONLY).reported.one().unwrap();
    assert!(checked.contains("LS_DECISION_ALLOWED"), "{checked}");
    drop(client);
    assert_eq!(status(held.check(None, CACHE_ONLY)), LS_ERR_CANCELLED);
    assert_eq!(status(held.deactivate()), LS_ERR_CANCELLED);
}

#[test]
fn what_expires_while_it_is_stored_expires() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("TIME"), 0).unwrap();
    world.sandbox.control("PUT", "/clock", r#"{"offset_seconds": 5184000}"#);
    assert_eq!(decision(&held, NETWORK_FIRST), LS_DECISION_DENIED_EXPIRED);
    assert_eq!(
        decision(&world.offline().open(KEYS).unwrap(), CACHE_ONLY),
        LS_DECISION_DENIED_EXPIRED
    );
}

/// Everything that came out on the way, searched for what must not.
#[test]
fn no_key_and_no_password_is_in_a_file_a_line_of_the_log_or_a_message() {
    const WORD: &str = "MARKER-password";
    let world = World::new();
    let client = world.client();
    let mut said = String::new();
    let key = password("limit@example.com", WORD);
    said += &format!("{:?}", client.activate("up", &key, 0).err());
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    for (secret, by_key) in [("PERP-AAAA-BBBB-CCCC", true), (WORD, false)] {
        for fault in [
            json!({"fault": "api_error", "status": 400, "code": "brand_new", "message": secret}),
            json!({"fault": "status", "status": 503, "body": secret}),
            json!({"fault": "altered", "set": {"/license_key": "PERP-AAAA-XXXX"}}),
        ] {
            world.sandbox.fault(fault);
            if by_key {
                said += &format!("{:?}", held.check(None, NETWORK_ONLY).err());
                said += &format!("{:?}", client.activate(KEYS, &license_key("PERP"), 0).err());
            } else {
                said += &format!("{:?}", client.activate("up", &key, 7).err());
            }
            world.sandbox.no_faults();
        }
    }
    said += &client.log().join("\n");
    held.deactivate().unwrap();
    client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    for marker in [WORD, "PERP-AAAA"] {
        assert!(!said.contains(marker), "{said}");
    }
    let mut files = 0;
    for folder in std::fs::read_dir(world.dir.path()).unwrap().flatten() {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            for marker in [WORD, "PERP-AAAA", "limit@example"] {
                let found = bytes.windows(marker.len()).any(|window| window == marker.as_bytes());
                assert!(!found, "{marker} in {:?}", file.path());
            }
            files += 1;
        }
    }
    assert!(files >= 3, "there is a store");
}

#[test]
fn a_start_up_from_the_store_opens_no_socket_and_starts_no_thread() {
    apart(module_path!(), "a_start_up_from_the_store_opens_no_socket_and_starts_no_thread", || {
        let world = World::new();
        world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
        let entries = |folder: &str| std::fs::read_dir(folder).unwrap().count();
        let (traffic, client) = (world.sandbox.traffic(), world.client());
        let before = (entries("/proc/self/task"), entries("/proc/self/fd"));
        let held = client.open(KEYS).unwrap();
        assert_eq!(decision(&held, CACHE_FIRST), LS_DECISION_ALLOWED);
        assert_eq!((entries("/proc/self/task"), entries("/proc/self/fd")), before);
        assert_eq!(world.sandbox.traffic(), traffic);
    });
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(moments::ACTIVATES) => moments::activates_until_it_is_killed(),
        Some(moments::DEACTIVATES) => moments::deactivates_until_it_is_killed(),
        Some(crowd::CROWDS) => crowd::is_one_of_a_crowd(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
