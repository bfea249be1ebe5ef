//! Amounts whose answer is lost: what a total tells, and what is sent again.

use super::*;
use crate::rules::consumption::CANNOT_ARRIVE;

/// An amount of 5 was sent, and its answer lost; then the server is asked for its total.
fn lost(license: &str, total: i64) -> (Device, Status) {
    let device = Device::with(license);
    device.held.consume(None, 5).unwrap();
    device.world.server.loses_the_answer().gives_text(&checked(license, total));
    let outcome = device.held.sync().map_or_else(|error| error.status(), |()| Status::Internal);
    (device, outcome)
}

/// No failure.
const DONE: Status = Status::Internal;

#[test]
fn an_amount_that_has_arrived_is_found_in_the_total() {
    let (device, outcome) = lost(ALONE, 12);
    assert_eq!((outcome, device.counts()), (DONE, (12, 0, 0)));
    assert_eq!(device.asked(), ["add_consumption", "check_license"]);
}

#[test]
fn one_that_has_not_arrived_yet_is_in_doubt_until_it_cannot_arrive_any_more() {
    for license in [ALONE, &shared()] {
        let (device, outcome) = lost(license, 7);
        assert_eq!((outcome, device.counts()), (Status::Uncertain, (7, 0, 5)));
        // What was counted since is sent, and does not hide it.
        device.held.consume(None, 2).unwrap();
        device.world.server.gives_text(&checked(license, 7)).gives_text(&added(9));
        assert_eq!(status(device.held.sync()), Status::Uncertain);
        assert_eq!(device.counts(), (9, 0, 5));
        device.world.clock.set(NOW + CANNOT_ARRIVE);
        device.world.server.gives_text(&checked(license, 9)).gives_text(&added(14));
        device.held.sync().unwrap();
        assert_eq!(device.counts(), (14, 0, 0));
        assert_eq!(device.asked().iter().filter(|what| *what == "add_consumption").count(), 3);
    }
}

#[test]
fn one_that_arrives_late_is_found_and_not_sent_again() {
    let (device, _) = lost(ALONE, 7);
    device.world.clock.set(NOW + CANNOT_ARRIVE);
    device.world.server.gives_text(&checked(ALONE, 12));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (12, 0, 0));
}

#[test]
fn where_others_count_too_a_larger_total_tells_nothing() {
    for total in [12, 13, 50] {
        let (device, outcome) = lost(&shared(), total);
        assert_eq!((outcome, device.counts()), (Status::Uncertain, (total, 0, 5)));
        // It stays in the balance, and is never sent again.
        device.world.clock.set(NOW + 10 * CANNOT_ARRIVE);
        device.held.sync().unwrap();
        assert_eq!(device.counts(), (total, 0, 5));
        assert_eq!(device.asked(), ["add_consumption", "check_license"]);
    }
}

#[test]
fn after_a_reset_in_between_nobody_knows() {
    let resets = ALONE.replace(r#""reset_consumption":false"#, r#""reset_consumption":true"#);
    for total in [0, 3] {
        let (device, outcome) = lost(&resets, total);
        assert_eq!((outcome, device.counts()), (Status::Uncertain, (total, 0, 5)));
    }
}

#[test]
fn what_is_in_doubt_counts_against_the_limit() {
    let (device, _) = lost(&shared(), 12);
    assert_eq!(status(device.held.consume(None, 84)), Status::Quota);
    device.held.consume(None, 83).unwrap();
}

#[test]
fn at_least_once_it_is_sent_again() {
    let at_least_once = |config: &mut Config| {
        by_hand(config);
        config.set_consumption_delivery(Delivery::AtLeastOnce);
    };
    // That of one device alone tells; else it may be another one's.
    let expected =
        [(ALONE.to_owned(), 12, 0), (ALONE.to_owned(), 7, 5), (shared(), 12, 5), (shared(), 7, 5)];
    for (license, total, again) in expected {
        let device = Device::configured(&license, at_least_once);
        device.held.consume(None, 5).unwrap();
        device.world.server.loses_the_answer().gives_text(&checked(&license, total));
        let first = device.held.sync();
        assert_eq!(first.is_ok(), again == 0, "{total}");
        if again != 0 {
            assert_eq!(device.counts(), (total, 0, 5), "{total}");
            if device.asked().len() == 2 && total == 7 {
                device.world.server.gives_text(&checked(&license, total));
            }
            device.world.server.gives_text(&added(total + again));
            device.held.sync().unwrap();
        }
        assert_eq!(device.counts(), (total + again, 0, 0), "{total}");
    }
}

#[test]
fn one_device_that_goes_over_to_at_least_once_sends_what_was_in_doubt() {
    let (device, _) = lost(&shared(), 12);
    let (_agent, other) = device.again(|config| {
        by_hand(config);
        config.set_consumption_delivery(Delivery::AtLeastOnce);
    });
    device.world.server.gives_text(&added(17));
    other.sync().unwrap();
    assert_eq!(device.counts(), (17, 0, 0));
}

#[test]
fn where_the_server_cannot_be_asked_it_is_found_out_the_next_time() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.loses_the_answer().fails(Status::Tls);
    assert_eq!(status(device.held.sync()), Status::Uncertain);
    assert_eq!(device.counts(), (7, 0, 5));
    let (_agent, other) = device.again(by_hand);
    device.world.server.gives_text(&checked(ALONE, 12));
    other.sync().unwrap();
    assert_eq!(device.counts(), (12, 0, 0));
}

#[test]
fn what_floats_is_not_asked_about_and_the_next_answer_tells() {
    let floats = format!(r#"{ALONE},"is_floating_cloud":true"#);
    let device = Device::with(&floats);
    device.held.consume(None, 5).unwrap();
    device.world.server.loses_the_answer();
    assert_eq!(status(device.held.sync()), Status::Uncertain);
    device.held.consume(None, 2).unwrap();
    // 5 have arrived before.
    device.world.server.gives_text(&added(14));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (14, 0, 0));
    assert_eq!(device.asked(), ["add_consumption", "add_consumption"]);
}

#[test]
fn a_fault_of_the_server_leaves_open_what_it_has_done() {
    let device = Device::with(ALONE);
    device.held.consume(None, 5).unwrap();
    device.world.server.says_json(500, serde_json::json!({})).gives_text(&checked(ALONE, 12));
    device.held.sync().unwrap();
    assert_eq!(device.counts(), (12, 0, 0));
}

#[test]
fn an_answer_that_is_not_about_this_license_or_not_genuine_is_a_lost_one() {
    let foreign = added(12).replace("\"id\":1", "\"id\":2");
    for text in [foreign, "[]".to_owned()] {
        let device = Device::with(ALONE);
        device.held.consume(None, 5).unwrap();
        device.world.server.gives_text(&text).gives_text(&checked(ALONE, 12));
        device.held.sync().unwrap();
        assert_eq!(device.counts(), (12, 0, 0));
    }
}
