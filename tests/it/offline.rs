//! The life of a license by files, with the sandbox's portal in the middle; and that nothing of it goes by the network,
//! or leaves a secret where none belongs.

#[cfg(target_os = "linux")]
mod killed;

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

const PRODUCT: &str = "key-product";

/// Two devices' worth of folders, and the files that go to and fro.
struct Journey {
    sandbox: Sandbox,
    store: tempfile::TempDir,
    stick: tempfile::TempDir,
}

impl Journey {
    fn new() -> Self {
        let folder = || tempfile::tempdir().unwrap();
        Self { sandbox: Sandbox::start(), store: folder(), stick: folder() }
    }

    /// Without a network: nobody listens where its server should be.
    fn client(&self) -> Client {
        self.client_of("a test's device", self.store.path())
    }

    fn client_of(&self, device: &str, store: &Path) -> Client {
        let settings = Settings::of(&self.sandbox).timeout_ms(60_000);
        settings.base_url(&format!("https://{NOBODY}")).store_of_device(store, device).client()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.stick.path().join(name)
    }

    /// Uploads the request, and brings back the answer.
    fn portal(&self) -> PathBuf {
        let request = fs::read_to_string(self.path("request")).unwrap();
        fs::write(self.path("answer"), self.sandbox.control_text("POST", "/portal", &request))
            .unwrap();
        self.path("answer")
    }

    fn request(&self, client: &Client, kind: &str) {
        client
            .write_offline_request(PRODUCT, &license_key(kind), 0, &self.path("request"))
            .unwrap();
    }
}

fn decoded(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "nothing else is in it");
    serde_json::from_slice(&BASE64_STANDARD.decode(text).unwrap()).unwrap()
}

#[test]
fn a_license_lives_by_files_alone() {
    let journey = Journey::new();
    let client = journey.client();
    journey.request(&client, "UNIC");
    let activation = client.activate_by_file(PRODUCT, &journey.portal()).unwrap();
    assert_eq!(activation.allows(CACHE_ONLY), Ok(true));
    assert_eq!(journey.client().open(PRODUCT).unwrap().allows(CACHE_FIRST), Ok(true));
    activation.write_deactivation(&journey.path("request")).unwrap();
    assert_eq!(activation.allows(CACHE_ONLY), Err(LS_ERR_NOT_ACTIVATED));
    assert_eq!(client.open(PRODUCT).err().unwrap().status, LS_ERR_NOT_ACTIVATED);
    let state = journey.sandbox.control("GET", "/state", "");
    assert!(state.to_string().contains("a test's device"), "{state}");
    journey.portal();
    assert_eq!(
        fs::read_to_string(journey.path("answer")).unwrap().trim_matches('"'),
        "license_deactivated"
    );
    assert!(journey.sandbox.requests().is_empty(), "nobody went by the network");
}

#[test]
fn an_oauth_client_signs_its_requests_too() {
    let journey = Journey::new();
    let settings = Settings::of_client(&journey.sandbox).timeout_ms(60_000);
    let client = settings.store(journey.store.path()).client();
    journey.request(&client, "PERP");
    let activation = client.activate_by_file(PRODUCT, &journey.portal()).unwrap();
    assert_eq!(activation.allows(CACHE_ONLY), Ok(true));
}

#[test]
fn a_user_is_activated_by_files_and_only_that_file_holds_the_password() {
    let journey = Journey::new();
    let client = journey.client();
    let user = password("limit@example.com", "secret");
    client.write_offline_request("up", &user, 0, &journey.path("request")).unwrap();
    assert_eq!(decoded(&journey.path("request"))["password"], "secret");
    let activation = client.activate_by_file("up", &journey.portal()).unwrap();
    assert_eq!(activation.allows(CACHE_ONLY), Ok(true));
    activation.write_deactivation(&journey.path("request")).unwrap();
    let written = decoded(&journey.path("request"));
    assert_eq!(
        (written.get("password"), &written["username"]),
        (None, &json!("limit@example.com"))
    );
}

#[test]
fn a_file_for_another_device_or_product_or_that_was_altered_counts_as_none() {
    let journey = Journey::new();
    let client = journey.client();
    journey.request(&client, "PERP");
    let answer = journey.portal();
    let other_store = tempfile::tempdir().unwrap();
    let other = journey.client_of("another device", other_store.path());
    journey.request(&other, "PERP");
    let refused = |client: &Client, product: &str, path: &Path, status, words: &str| {
        let failure = client.activate_by_file(product, path).err().unwrap();
        assert_eq!(failure.status, status, "{}", failure.message);
        assert!(failure.message.contains(words), "{}", failure.message);
    };
    refused(&other, PRODUCT, &answer, LS_ERR_MISMATCH, "another device");
    refused(&client, "up", &answer, LS_ERR_MISMATCH, "product");
    let json = BASE64_STANDARD.decode(fs::read(&answer).unwrap()).unwrap();
    let json = String::from_utf8(json).unwrap();
    for (from, to) in [("\"is_expired\":false", "\"is_expired\":null"), ("perpetual", "Perpetual")]
    {
        assert!(json.contains(from), "{json}");
        fs::write(journey.path("altered"), BASE64_STANDARD.encode(json.replacen(from, to, 1)))
            .unwrap();
        refused(&client, PRODUCT, &journey.path("altered"), LS_ERR_SIGNATURE, "altered");
    }
    fs::write(journey.path("page"), "<html>").unwrap();
    refused(&client, PRODUCT, &journey.path("page"), LS_ERR_RESPONSE, "not an answer file");
    refused(&client, PRODUCT, &journey.path("missing"), LS_ERR_INVALID_ARGUMENT, "path:");
    client.activate_by_file(PRODUCT, &answer).unwrap();
    refused(&client, PRODUCT, &answer, LS_ERR_MISMATCH, "no request");
}

#[test]
fn a_refresh_brings_what_the_vendor_has_changed() {
    for with_older_signature in [false, true] {
        let journey = Journey::new();
        let client = journey.client();
        journey.request(&client, "PERP");
        let activation = client.activate_by_file(PRODUCT, &journey.portal()).unwrap();
        let key = "PERP-AAAA-BBBB-CCCC";
        let change = json!({"license_key": key, "set": {"validity_period": "2020-01-31"}});
        journey.sandbox.control("PUT", "/state/licenses", &change.to_string());
        let wanted = json!({
            "product": PRODUCT, "license_key": key, "hardware_id": "a test's device",
            "license_signature": with_older_signature,
        });
        let refresh = journey.sandbox.control_text("POST", "/portal/refresh", &wanted.to_string());
        fs::write(journey.path("refresh"), refresh).unwrap();
        activation.refresh_by_file(&journey.path("refresh")).unwrap();
        assert_eq!(activation.allows(CACHE_ONLY), Ok(false), "{with_older_signature}");
    }
}

#[cfg(unix)]
#[test]
fn request_files_are_this_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let journey = Journey::new();
    let client = journey.client();
    fs::write(journey.path("request"), "what was here before").unwrap();
    fs::set_permissions(journey.path("request"), PermissionsExt::from_mode(0o666)).unwrap();
    let mode = || fs::metadata(journey.path("request")).unwrap().permissions().mode() & 0o777;
    journey.request(&client, "PERP");
    assert_eq!(mode(), 0o600);
    let activation = client.activate_by_file(PRODUCT, &journey.portal()).unwrap();
    activation.write_deactivation(&journey.path("request")).unwrap();
    assert_eq!(mode(), 0o600);
}

/// Plays the part that a test has given to this process, if one has.
#[cfg(target_os = "linux")]
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(killed::ACTIVATES) => killed::activates(),
        Some(killed::DEACTIVATES) => killed::deactivates(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
