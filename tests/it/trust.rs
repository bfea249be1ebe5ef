//! Whose answers count: those of two customers of one licensing service, whose answers the same key signs.
//! Two sandboxes have that key, and keys of their own besides.

use lsagent::ffi::config::{ls_config, ls_config_set_product_id};
use lsagent::ffi::status::ls_status;
use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

const FEATURE: Option<&str> = Some("export");
/// What the first vendor's product is called by the service, and the other's.
const OURS: i64 = 10_006;
const THEIRS: i64 = 666;

struct Scene {
    ours: Sandbox,
    theirs: Sandbox,
    store: tempfile::TempDir,
}

impl Scene {
    /// The other vendor has a product of the same short code, and sells it to anybody.
    fn new() -> Self {
        let keys = ["--api-key", "their-api-key", "--shared-key", "their-shared-key"];
        let (ours, theirs) = (Sandbox::start(), Sandbox::with(&keys));
        assert_eq!(ours.public_key(), theirs.public_key());
        assert_ne!(ours.said("shared_key"), theirs.said("shared_key"));
        let scene = Self { ours, theirs, store: tempfile::tempdir().unwrap() };
        scene.theirs.fault(json!({"fault": "body", "body": scene.sold().to_string()}));
        scene
    }

    fn sold(&self) -> Value {
        json!([{
            "license": {
                "id": 1, "license_enabled": true, "license_active": true, "is_expired": false,
                "validity_period": null,
                "product_details": {"product_id": THEIRS, "short_code": "up", "product_name": "Up"},
                "product_features": [{"code": "export", "expiry_date": null}],
            },
            "user": {"email": "valid@example.com"},
        }])
    }

    /// The first vendor's application.
    fn application(&self, pin: Option<i64>) -> Client {
        let settings = Settings::of(&self.ours).store(self.store.path()).timeout_ms(60_000);
        match pin {
            Some(id) => settings.set(|config| pinned(config, "up", id)).client(),
            None => settings.client(),
        }
    }

    /// The genuine bytes, as the other vendor's own application gets them.
    fn bought(&self) -> String {
        let licenses = Settings::of(&self.theirs).client().licenses_of("valid", NETWORK_ONLY);
        licenses.unwrap().json()
    }

    /// Puts those bytes in the place of the first vendor's answer. Their signature is the same one.
    fn replay(&self) {
        self.ours.fault(json!({"fault": "body", "body": self.bought()}));
    }
}

fn pinned(config: Option<&mut ls_config>, product: &str, id: i64) -> ls_status {
    // SAFETY: the text ends with NUL and outlives the call.
    unsafe { ls_config_set_product_id(config, c(product).as_ptr(), id) }
}

fn ask(client: &Client, policy: i32) -> Result<(), ls_status> {
    client.licenses_of("valid", policy).map(drop).map_err(|failure| failure.status)
}

/// Whether the feature may be used; an error says that nobody knows.
fn check(client: &Client, policy: i32) -> Result<bool, ls_status> {
    let credentials = password("valid@example.com", "secret");
    let entitlement = client.check(FEATURE, &credentials, policy);
    entitlement.map(|entitlement| entitlement.is_allowed()).map_err(|failure| failure.status)
}

#[test]
fn another_vendors_answer_does_not_count_off_the_wire() {
    let scene = Scene::new();
    scene.replay();
    assert_eq!(check(&scene.application(None), NETWORK_ONLY), Ok(true), "what a pin is for");
    for policy in [NETWORK_ONLY, NETWORK_FIRST, CACHE_FIRST] {
        let scene = Scene::new();
        scene.replay();
        assert_eq!(check(&scene.application(Some(OURS)), policy), Err(LS_ERR_MISMATCH));
        assert_eq!(ask(&scene.application(Some(OURS)), CACHE_ONLY), Err(LS_ERR_NOT_CACHED));
    }
}

#[test]
fn another_vendors_answer_does_not_count_out_of_the_store() {
    let scene = Scene::new();
    // Planted by a copy of the application, whose keys are in every copy.
    scene.replay();
    check(&scene.application(None), NETWORK_ONLY).unwrap();
    scene.ours.no_faults();
    assert_eq!(check(&scene.application(None), CACHE_ONLY), Ok(true), "what a pin is for");
    let application = scene.application(Some(OURS));
    assert_eq!(check(&application, CACHE_ONLY), Err(LS_ERR_MISMATCH));
    assert_eq!(ask(&application, CACHE_ONLY), Err(LS_ERR_MISMATCH));
    // The server has its say, also where it cannot be reached.
    scene.ours.fault(json!({"fault": "api_error", "status": 401, "code": "authentication_failed"}));
    for policy in [CACHE_FIRST, NETWORK_FIRST] {
        assert_eq!(check(&application, policy), Err(LS_ERR_CREDENTIALS));
    }
    scene.ours.no_faults();
    scene.ours.fault(json!({"fault": "status", "status": 404, "body": "<html>"}));
    assert_eq!(check(&application, NETWORK_FIRST), Err(LS_ERR_RESPONSE));
}

#[test]
fn the_pinned_product_is_answered_for_as_ever() {
    let scene = Scene::new();
    for policy in [NETWORK_ONLY, CACHE_ONLY] {
        assert_eq!(ask(&scene.application(Some(OURS)), policy), Ok(()));
    }
    assert_eq!(ask(&scene.application(Some(THEIRS)), NETWORK_ONLY), Err(LS_ERR_MISMATCH));
    assert_eq!(ask(&scene.application(Some(OURS)), CACHE_ONLY), Ok(()), "nothing was dropped");
}

/// An id for another product changes nothing, and a response key of one's own needs no warning.
#[test]
fn a_pin_holds_for_its_product_alone() {
    let scene = Scene::new();
    let settings = Settings::of(&scene.ours).set(|config| pinned(config, "other", THEIRS));
    let client = settings.client();
    assert_eq!(ask(&client, NETWORK_ONLY), Ok(()));
    assert!(!client.log().iter().any(|line| line.contains("product_id")));
}
