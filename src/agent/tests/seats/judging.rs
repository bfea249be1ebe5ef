//! What checks say of what floats, and what they ask.

use super::*;

#[test]
fn without_a_seat_nothing_is_asked_and_with_one_a_check_renews_it() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    for policy in [NetworkOnly, NetworkFirst, CacheFirst, CacheOnly] {
        assert_eq!(decision(&activation, None, policy), Decision::DeniedNoSeat);
    }
    assert_eq!(floor.asked().len(), 1);
    let seat = activation.acquire_seat(None, None).unwrap();
    floor.pass(MINUTE * 2);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::Allowed);
    assert_eq!(floor.asked().len(), 2);
    assert_eq!(decision(&activation, None, NetworkOnly), Decision::Allowed);
    assert_eq!(floor.asked_since(2), ["check_license"]);
    assert_eq!(seat.expires_at(), Some(crate::agent::tests::world::NOW + 120 + 600));
    seat.release().unwrap();
    assert_eq!(decision(&activation, None, NetworkOnly), Decision::DeniedNoSeat);
    assert_eq!(floor.asked_since(3), ["release"]);
}

#[test]
fn a_seat_that_another_agent_holds_is_this_devices_too_and_nothing_is_asked_about_it() {
    let floor = Floor::new(1);
    let (device, _agent, activation) = device(&floor);
    let seat = activation.acquire_seat(None, None).unwrap();
    let other = device.agent();
    let other = other.open_activation("up").unwrap();
    assert_eq!(decision(&other, None, NetworkFirst), Decision::Allowed);
    assert_eq!(floor.asked().len(), 2);
    seat.release().unwrap();
    assert_eq!(decision(&other, None, NetworkFirst), Decision::DeniedNoSeat);
}

#[test]
fn a_feature_that_floats_needs_its_own_seat_and_is_asked_about_with_it() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let license = activation.acquire_seat(None, None).unwrap();
    assert_eq!(decision(&activation, Some("solver"), NetworkOnly), Decision::DeniedNoSeat);
    let feature = activation.acquire_seat(Some("solver"), None).unwrap();
    let before = floor.asked().len();
    assert_eq!(decision(&activation, Some("solver"), CacheOnly), Decision::Allowed);
    assert_eq!(decision(&activation, Some("solver"), NetworkOnly), Decision::Allowed);
    assert_eq!(floor.asked_since(before), ["check_license", "check_license_feature solver"]);
    license.release().unwrap();
    assert_eq!(decision(&activation, Some("solver"), CacheOnly), Decision::DeniedNoSeat);
    drop(feature);
}

#[test]
fn a_check_that_is_refused_the_seat_tells_its_loss() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let (observer, told) = observer();
    let seat = activation.acquire_seat(None, observer).unwrap();
    floor.is(Fault::Refuses("floating_not_available"));
    assert_eq!(decision(&activation, None, NetworkFirst), Decision::DeniedNoSeat);
    until("it is told", || told.lock().len() == 1);
    assert!(!seat.is_held());
    floor.is(Fault::None);
    assert_eq!(decision(&activation, None, NetworkFirst), Decision::DeniedNoSeat);
}

#[test]
fn a_check_without_a_network_goes_by_the_seat() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let (observer, told) = observer();
    let seat = activation.acquire_seat(None, observer).unwrap();
    floor.is(Fault::Down);
    assert_eq!(decision(&activation, None, NetworkFirst), Decision::Allowed);
    assert!(seat.is_held() && told.lock().is_empty(), "that was no renewal");
}
