//! What is counted on this device: how it is kept, how it gets to the server, and what is known of it afterwards.

mod damage;
mod giving_up;
mod in_background;
mod lost;

use std::time::Duration;

use super::world::*;
use crate::agent::{ActivateRequest, Activation, Agent, Balance};
use crate::api::Who;
use crate::config::Config;
use crate::error::Status;
use crate::rules::consumption::Delivery;
use crate::secret::Secret;

/// Of a license that counts, whose totals only grow, for one device.
const ALONE: &str = r#""license_type":"consumption","max_consumptions":100,"total_consumptions":7,"max_activations":1,"allow_unlimited_activations":false,"allow_negative_consumptions":false,"reset_consumption":false"#;

/// The same for several.
fn shared() -> String {
    ALONE.replace(r#""max_activations":1"#, r#""max_activations":9"#)
}

/// What the server says after an amount was added.
fn added(total: i64) -> String {
    format!(
        r#"{{"id":1,"max_consumptions":100,"total_consumptions":{total},"allow_unlimited_consumptions":false,"allow_negative_consumptions":false,"allow_overages":false,"max_overages":0,"reset_consumption":false}}"#
    )
}

/// The license by a check, with another total.
fn checked(license: &str, total: i64) -> String {
    let more =
        license.replace(r#""total_consumptions":7"#, &format!(r#""total_consumptions":{total}"#));
    activated(1, &more)
}

/// Sent by the test alone.
fn by_hand(config: &mut Config) {
    config.set_consumption_sync_seconds(0).unwrap();
}

/// A device that has a license.
struct Device {
    world: World,
    agent: Agent,
    held: Activation,
}

impl Device {
    fn with(license: &str) -> Self {
        Self::configured(license, by_hand)
    }

    fn configured(license: &str, change: impl FnOnce(&mut Config)) -> Self {
        let world = World::new();
        let agent = world.agent_with(change);
        world.server.gives_text(&activated(1, license));
        let who = Who::LicenseKey(Secret::new("K-1"));
        let held = agent.activate(ActivateRequest::new("up".into(), who, 0).unwrap()).unwrap();
        Self { world, agent, held }
    }

    /// As another process has it.
    fn again(&self, change: impl FnOnce(&mut Config)) -> (Agent, Activation) {
        let agent = self.world.agent_with(change);
        let held = agent.open_activation("up").unwrap();
        (agent, held)
    }

    fn balance(&self) -> Balance {
        self.held.balance(None).unwrap()
    }

    /// Total, unsent, uncertain.
    fn counts(&self) -> (i64, i64, i64) {
        let Balance { total, limit: _, unsent, uncertain } = self.balance();
        (total, unsent, uncertain)
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.world.server.requests().into_iter().map(|asked| asked.what);
        asked.skip(1).collect()
    }
}

#[test]
fn what_is_counted_is_there_for_all_processes_and_is_sent_as_one_amount() {
    let device = Device::with(ALONE);
    for amount in [1, 2, 3] {
        device.held.consume(None, amount).unwrap();
    }
    let (_agent, other) = device.again(by_hand);
    other.consume(None, 4).unwrap();
    assert_eq!(device.counts(), (7, 10, 0));
    assert_eq!(other.balance(None), Ok(device.balance()));
    assert_eq!(device.balance().limit, Some(100));
    assert_eq!(device.asked(), [""; 0], "nobody is asked while something is counted");
    device.world.server.gives_text(&added(17));
    other.sync().unwrap();
    assert_eq!(device.counts(), (17, 0, 0));
    device.held.sync().unwrap();
    assert_eq!(device.asked(), ["add_consumption"]);
}

#[test]
fn a_license_and_each_feature_have_counters_of_their_own() {
    let features = r#","product_features":[{"code":"renders","feature_type":"consumption","max_consumption":10,"total_consumptions":5},{"code":"scans","feature_type":"consumption","max_consumptions":3},{"code":"export","feature_type":"activation"}]"#;
    let device = Device::with(&format!("{ALONE}{features}"));
    let held = &device.held;
    held.consume(None, 50).unwrap();
    held.consume(Some("renders"), 5).unwrap();
    assert_eq!(status(held.consume(Some("renders"), 1)), Status::Quota);
    held.consume(Some("scans"), 3).unwrap();
    assert_eq!(status(held.consume(Some("scans"), 1)), Status::Quota);
    let unsent = |feature| held.balance(feature).unwrap().unsent;
    assert_eq!((unsent(None), unsent(Some("renders")), unsent(Some("scans"))), (50, 5, 3));
    let error = held.consume(Some("export"), 1).unwrap_err();
    assert_eq!(error.status(), Status::NotAllowed);
    assert!(error.message().starts_with("feature: "), "{error:?}");
    assert_eq!(status(held.consume(Some("nothing"), 1)), Status::InvalidArgument);
    let of_feature = |total: i64| added(total).replace("\"id\":1", "\"id\":2,\"license_id\":1");
    device.world.server.gives_text(&added(57));
    device.world.server.gives_text(&of_feature(10)).gives_text(&of_feature(3));
    held.sync().unwrap();
    assert_eq!(
        device.asked(),
        ["add_consumption", "add_feature_consumption", "add_feature_consumption"]
    );
    assert_eq!(held.balance(Some("scans")).unwrap().total, 3);
}

#[test]
fn what_may_not_be_consumed_is_refused_and_changes_nothing() {
    let device = Device::with(ALONE);
    let refused = |amount| status(device.held.consume(None, amount));
    assert_eq!(refused(0), Status::InvalidArgument);
    assert_eq!(refused(-1), Status::NotAllowed);
    assert_eq!(refused(94), Status::Quota);
    assert_eq!(refused(i64::MAX), Status::Quota);
    device.held.consume(None, 93).unwrap();
    assert_eq!(refused(1), Status::Quota);
    assert_eq!(device.counts(), (7, 93, 0));
    assert_eq!(device.asked(), [""; 0]);
    let error = Device::with(r#""license_type":"perpetual""#).held.consume(None, 1).unwrap_err();
    assert_eq!(error.status(), Status::NotAllowed);
    assert!(error.message().contains("not counted"), "{error:?}");
}

#[test]
fn what_is_given_back_goes_with_the_rest() {
    let device = Device::with(&ALONE.replace(
        r#""allow_negative_consumptions":false"#,
        r#""allow_negative_consumptions":true"#,
    ));
    device.held.consume(None, 5).unwrap();
    device.held.consume(None, -5).unwrap();
    device.held.sync().unwrap();
    assert_eq!((device.counts(), device.asked().len()), ((7, 0, 0), 0));
    device.held.consume(None, -3).unwrap();
    device.world.server.gives_text(&added(4));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (4, 0, 0));
}

#[test]
fn without_a_network_all_is_unsent_and_nothing_is_in_doubt() {
    for failure in [Status::Network, Status::Timeout, Status::Tls, Status::Proxy] {
        let device = Device::with(ALONE);
        device.held.consume(None, 5).unwrap();
        device.world.server.fails(failure);
        assert_eq!(status(device.held.sync()), failure);
        assert_eq!(device.counts(), (7, 5, 0));
        device.world.server.gives_text(&added(12));
        device.held.sync().unwrap();
        assert_eq!(device.counts(), (12, 0, 0));
    }
}

#[test]
fn what_the_server_refuses_is_unsent_as_a_whole() {
    let device = Device::with(&shared());
    device.held.consume(None, 50).unwrap();
    // Others have used it up.
    device.world.server.refuses(400, "license_not_enough_consumptions");
    device.world.server.gives_text(&checked(&shared(), 90));
    assert_eq!(status(device.held.sync()), Status::Quota);
    assert_eq!(device.counts(), (90, 50, 0));
    assert_eq!(status(device.held.consume(None, 1)), Status::Quota);
    device.world.server.gives_text(&added(140));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (140, 0, 0));
    assert_eq!(device.asked(), ["add_consumption", "check_license", "add_consumption"]);
}

#[test]
fn a_refusal_of_the_license_is_one_and_leaves_what_was_counted() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.refuses(400, "license_not_enabled");
    assert_eq!(status(device.held.sync()), Status::Refused);
    assert_eq!(status(device.held.consume(None, 1)), Status::Refused);
    assert_eq!(device.counts(), (7, 5, 0));
}

#[test]
fn what_is_counted_long_after_the_last_answer_is_counted_all_the_same() {
    let device = Device::with(ALONE);
    device.world.clock.set(NOW + 90 * 86_400);
    device.held.consume(None, 5).unwrap();
    assert_eq!(device.counts(), (7, 5, 0));
}

#[test]
fn a_total_that_falls_with_a_period_is_taken() {
    let device =
        Device::with(&ALONE.replace(r#""reset_consumption":false"#, r#""reset_consumption":true"#));
    device.held.consume(None, 5).unwrap();
    device.world.server.gives_text(&added(5));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (5, 0, 0));
}

#[test]
fn nothing_is_counted_where_nothing_can_be_stored_or_nothing_is_activated() {
    let device = Device::with(ALONE);
    device.world.server.refuses(400, "device_not_found");
    device.held.deactivate().unwrap();
    assert_eq!(status(device.held.consume(None, 1)), Status::NotActivated);
    assert_eq!(status(device.held.balance(None)), Status::NotActivated);
    drop(device.agent);
    assert_eq!(status(device.held.consume(None, 1)), Status::Cancelled);
    assert_eq!(status(device.held.sync()), Status::Cancelled);
}
