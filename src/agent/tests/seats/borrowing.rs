//! Seats that are taken along.

use super::*;
use crate::agent::tests::world::NOW;
use crate::rules::seat::SeatEvent;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn what_is_borrowed_outlives_handles_agents_and_starts_of_the_device_without_a_network() {
    let floor = Floor::new(1);
    let (device, agent, activation) = device(&floor);
    let seat = activation.acquire_seat(None, None).unwrap();
    let until_when = activation.borrow(None, None, None).unwrap();
    assert_eq!(until_when, NOW + 7200);
    assert_eq!(seat.expires_at(), Some(until_when));
    let asked = floor.asked().len();
    floor.is(Fault::Down);
    drop(seat);
    drop((activation, agent));
    floor.pass(HOUR);
    floor.clock().reboot();
    let agent = device.agent();
    let activation = agent.open_activation("up").unwrap();
    for policy in [NetworkOnly, NetworkFirst, CacheFirst, CacheOnly] {
        assert_eq!(decision(&activation, None, policy), Decision::Allowed);
    }
    let seat = activation.acquire_seat(None, None).unwrap();
    seat.release().unwrap();
    drop(agent);
    assert_eq!((floor.asked().len(), floor.holders()), (asked, vec!["d1".to_owned()]));
    let agent = device.agent();
    let activation = agent.open_activation("up").unwrap();
    floor.pass(HOUR);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::DeniedNoSeat);
    assert!(floor.holders().is_empty());
}

#[test]
fn a_borrowing_outlasts_the_offline_grace_and_a_clock_turned_back_ends_nothing_but_is_an_error() {
    let floor = Floor::new(1);
    let device = Device::new(&floor, "d1");
    let agent = device.agent_with(|config| config.set_offline_grace_seconds(60).unwrap());
    let activation = device.activate(&agent);
    activation.borrow(None, None, None).unwrap();
    floor.is(Fault::Down);
    floor.pass(HOUR);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::Allowed);
    drop((activation, agent));
    floor.clock().reboot();
    floor.clock().set(NOW - 1000);
    let agent = device.agent();
    let activation = agent.open_activation("up").unwrap();
    assert_eq!(status(activation.check(None, CacheOnly)), Status::Clock);
    assert_eq!(status(activation.acquire_seat(None, None)), Status::Clock);
    floor.clock().set(NOW + 3600);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::Allowed);
}

#[test]
fn at_its_end_a_held_seat_is_renewed_or_lost_at_once() {
    for fault in [Fault::None, Fault::Down, Fault::Refuses("floating_not_available")] {
        let floor = Floor::new(1);
        let (_device, agent, activation) = device(&floor);
        let (observer, told) = observer();
        let seat = activation.acquire_seat(None, observer).unwrap();
        activation.borrow(None, None, None).unwrap();
        let asked = floor.asked().len();
        floor.pass(HOUR);
        until("nothing is due", || agent.rooms.timetable.waiting() == 1);
        assert_eq!(floor.asked().len(), asked, "nothing is renewed meanwhile");
        floor.is(fault);
        floor.pass(HOUR);
        asks(&floor, asked + 1);
        if fault == Fault::None {
            until("it is held", || seat.expires_at() == Some(NOW + 7200 + 600));
            assert!(told.lock().is_empty());
        } else {
            until("it is lost", || {
                told.lock().last().is_some_and(|(it, _)| *it == SeatEvent::Lost)
            });
            assert!(!seat.is_held());
        }
    }
}

#[test]
fn what_is_given_back_is_free_without_a_handle_and_held_anew_with_one() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    activation.borrow(None, None, None).unwrap();
    activation.give_back(None).unwrap();
    assert!(floor.holders().is_empty());
    assert_eq!(decision(&activation, None, CacheOnly), Decision::DeniedNoSeat);
    activation.give_back(None).unwrap();
    let seat = activation.acquire_seat(Some("solver"), None).unwrap();
    activation.borrow(Some("solver"), None, None).unwrap();
    activation.give_back(Some("solver")).unwrap();
    assert_eq!(seat.expires_at(), Some(NOW + 600));
    assert_eq!(floor.holders_of("solver"), ["d1"]);
    // Not borrowed: it is not for this call to give up.
    activation.give_back(Some("solver")).unwrap();
    assert!(seat.is_held());
}

#[test]
fn a_return_without_a_network_leaves_it_borrowed() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    activation.borrow(None, None, None).unwrap();
    floor.is(Fault::Down);
    assert_eq!(status(activation.give_back(None)), Status::Tls);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::Allowed);
}

#[test]
fn what_the_vendor_does_not_lend_is_not_allowed_and_the_seat_stays() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let seat = activation.acquire_seat(None, None).unwrap();
    for code in ["license_borrow_not_allowed", "borrow_until_not_valid"] {
        floor.is(Fault::Refuses(code));
        assert_eq!(status(activation.borrow(None, Some(NOW), None)), Status::NotAllowed);
        assert!(seat.is_held());
    }
    floor.is(Fault::Refuses("license_not_enabled"));
    assert_eq!(status(activation.borrow(None, None, None)), Status::Refused);
    assert!(!seat.is_held());
    assert_eq!(decision(&activation, None, CacheOnly), Decision::DeniedDisabled);
    floor.is(Fault::None);
}

#[test]
fn a_key_is_borrowed_for_by_its_holder_alone() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let other = crate::api::Who::LicenseKey(crate::secret::Secret::new("K-2"));
    let refused = activation.borrow(None, None, Some(other));
    assert_eq!(status(refused), Status::InvalidArgument);
    assert_eq!(floor.asked().len(), 1);
}
