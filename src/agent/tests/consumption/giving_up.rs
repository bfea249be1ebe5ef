//! What becomes of what was counted when the license goes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::*;

fn deactivates(device: &Device) {
    let done = |_: &crate::transport::Request| {
        Ok(crate::transport::Response::new(200, "license_deactivated"))
    };
    device.world.server.says(done);
}

/// So many files of the store, but locks and the newest time.
fn stored(device: &Device) -> usize {
    let folders = std::fs::read_dir(device.world.folder()).unwrap().map(|it| it.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|dir| dir.read_dir().unwrap());
    files.filter(|file| file.as_ref().unwrap().metadata().unwrap().len() > 0).count() - 1
}

#[test]
fn before_a_license_is_given_up_all_is_sent_and_then_forgotten() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.gives_text(&added(12));
    deactivates(&device);
    device.held.deactivate().unwrap();
    assert_eq!(device.asked(), ["add_consumption", "deactivate_license"]);
    assert_eq!(stored(&device), 0);
}

#[test]
fn without_a_network_it_is_not_given_up_and_nothing_changes() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.fails(Status::Network);
    assert_eq!(status(device.held.deactivate()), Status::Network);
    assert_eq!(device.counts(), (7, 5, 0));
    device.held.consume(None, 1).unwrap();
}

#[test]
fn what_the_server_refuses_or_nobody_knows_of_does_not_hold_it_up() {
    let device = Device::with(&shared());
    device.held.consume(None, 5).unwrap();
    for _ in 0..2 {
        device.world.server.refuses(400, "license_not_enough_consumptions");
        device.world.server.gives_text(&checked(&shared(), 99));
    }
    deactivates(&device);
    device.held.deactivate().unwrap();
    assert_eq!(stored(&device), 0);
    let device = Device::with(&shared());
    device.held.consume(None, 5).unwrap();
    device.world.server.loses_the_answer().gives_text(&checked(&shared(), 50));
    deactivates(&device);
    device.held.deactivate().unwrap();
    assert_eq!(device.asked(), ["add_consumption", "check_license", "deactivate_license"]);
}

/// The request in a file.
fn request(path: &std::path::Path) -> Value {
    let json = BASE64_STANDARD.decode(std::fs::read(path).unwrap()).unwrap();
    serde_json::from_slice(&json).unwrap()
}

fn metered() -> String {
    let features = r#","product_features":[{"code":"a\"b","feature_type":"consumption","max_consumption":10}]"#;
    format!("{ALONE}{features}")
}

#[test]
fn a_file_that_gives_it_up_has_what_is_unsent_and_nothing_is_left() {
    let device = Device::with(&metered());
    device.held.consume(None, 5).unwrap();
    device.held.consume(Some("a\"b"), 3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.req");
    device.held.write_deactivation(&path).unwrap();
    let request = request(&path);
    assert_eq!(request["consumptions"], json!(5));
    assert_eq!(request["product_features"], json!([{"code": "a\"b", "consumptions": 3}]));
    assert_eq!(stored(&device), 0);
}

#[test]
fn a_file_without_counts_says_nothing_of_them() {
    let device = Device::with(ALONE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.req");
    device.held.write_deactivation(&path).unwrap();
    let request = request(&path);
    assert!(request.get("consumptions").is_none() && request.get("product_features").is_none());
}

#[test]
fn a_file_that_cannot_be_placed_takes_nothing_along() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.req");
    std::fs::create_dir_all(path.join("in the way")).unwrap();
    assert_eq!(status(device.held.write_deactivation(&path)), Status::InvalidArgument);
    assert_eq!(device.counts(), (7, 5, 0));
    device.world.server.gives_text(&added(12));
    device.held.sync().unwrap();
}

#[test]
fn what_a_former_license_has_counted_is_sent_before_another_one_comes() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.gives_text(&added(12));
    let next = activated(2, ALONE).replace("K-1", "K-2");
    device.world.server.gives_text(&next);
    let activate = |key: &str| {
        let who = Who::LicenseKey(Secret::new(key));
        device.agent.activate(ActivateRequest::new("up".into(), who, 0).unwrap())
    };
    activate("K-2").unwrap();
    assert_eq!(device.asked(), ["add_consumption", "activate_license"]);
}

#[test]
fn where_that_fails_it_is_sent_once_the_former_license_is_activated_again() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.fails(Status::Network);
    device.world.server.gives_text(&activated(2, ALONE).replace("K-1", "K-2"));
    let activate = |key: &str| {
        let who = Who::LicenseKey(Secret::new(key));
        device.agent.activate(ActivateRequest::new("up".into(), who, 0).unwrap()).unwrap()
    };
    let next = activate("K-2");
    assert_eq!(next.balance(None).unwrap().unsent, 0);
    next.consume(None, 1).unwrap();
    device.world.server.gives_text(&added(8).replace("\"id\":1", "\"id\":2"));
    device.world.server.gives_text(&activated(1, ALONE));
    let first = activate("K-1");
    assert_eq!(first.balance(None).unwrap().unsent, 5);
    device.world.server.gives_text(&added(12));
    first.sync().unwrap();
}
