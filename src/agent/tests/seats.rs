//! Seats: acquired, renewed, lost, given back, borrowed, with time and server in the test's hands.

mod borrowing;
mod contention;
mod ending;
mod floor;
mod judging;
mod renewing;

use self::floor::*;
use super::world::{NOW, status};
use crate::agent::{Activation, Agent, Seat};
use crate::error::Status;
use crate::rules::entitlement::Decision;
use crate::rules::policy::Policy::{self, *};

/// A device with an activated license, and nothing held.
fn device(floor: &Floor) -> (Device, Agent, Activation) {
    let device = Device::new(floor, "d1");
    let agent = device.agent();
    let activation = device.activate(&agent);
    (device, agent, activation)
}

fn decision(activation: &Activation, feature: Option<&str>, policy: Policy) -> Decision {
    activation.check(feature, policy).unwrap().verdict.decision
}

#[test]
fn one_seat_serves_all_handles_of_a_device_and_the_last_one_gives_it_back() {
    let floor = Floor::new(2);
    let (_device, agent, activation) = device(&floor);
    assert!(has_no_thread(&agent), "nothing is held");
    let seats: Vec<Seat> = (0..3).map(|_| activation.acquire_seat(None, None).unwrap()).collect();
    assert_eq!(floor.asked(), ["activate_license", "check_license"]);
    assert_eq!(floor.holders(), ["d1"]);
    assert!(seats.iter().all(Seat::is_held));
    assert_eq!(seats[0].expires_at(), Some(NOW + 600));
    seats[0].release().unwrap();
    seats[1].release().unwrap();
    seats[1].release().unwrap();
    assert!(!seats[0].is_held() && seats[0].expires_at().is_none() && seats[2].is_held());
    assert_eq!(floor.holders(), ["d1"]);
    seats[2].release().unwrap();
    seats[2].release().unwrap();
    assert!(floor.holders().is_empty() && !seats[2].is_held());
    assert_eq!(floor.asked_since(2), ["release"]);
    until("no thread is left", || has_no_thread(&agent));
}

#[test]
fn a_seat_of_a_feature_is_one_of_its_own() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let seat = activation.acquire_seat(Some("solver"), None).unwrap();
    assert_eq!((floor.holders().len(), floor.holders_of("solver").len()), (0, 1));
    let own = activation.acquire_seat(None, None).unwrap();
    seat.release().unwrap();
    assert_eq!((floor.holders().len(), floor.holders_of("solver").len()), (1, 0));
    own.release().unwrap();
    let asked = floor.asked_since(1);
    assert_eq!(
        asked,
        ["check_license_feature solver", "check_license", "feature_release solver", "release"]
    );
}

#[test]
fn where_all_seats_are_taken_there_is_none_and_nothing_goes_on() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    let second = Device::new(&floor, "d2");
    let second_agent = second.agent();
    let held = second.activate(&second_agent).acquire_seat(None, None).unwrap();
    assert_eq!(status(activation.acquire_seat(None, None)), Status::NoSeat);
    until("no thread is left", || has_no_thread(&agent));
    held.release().unwrap();
    assert!(activation.acquire_seat(None, None).unwrap().is_held());
}

#[test]
fn what_does_not_float_has_no_seat() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    floor.is(Fault::Refuses("feature_not_floating"));
    assert_eq!(status(activation.acquire_seat(Some("export"), None)), Status::NotAllowed);
    floor.is(Fault::Refuses("invalid_license_feature_code"));
    assert_eq!(status(activation.acquire_seat(Some("none"), None)), Status::Refused);
}

#[test]
fn an_acquisition_whose_answer_was_lost_leaves_no_seat_behind() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    floor.is(Fault::Lost);
    assert_eq!(status(activation.acquire_seat(None, None)), Status::Tls);
    floor.is(Fault::None);
    // The answer to the release was lost too, perhaps: it was given back all the same.
    until("it is given back", || floor.holders().is_empty());
    until("no thread is left", || has_no_thread(&agent));
    assert!(activation.acquire_seat(None, None).unwrap().is_held());
}

/// The device is an hour behind, and hears of it as a seat is acquired or as it is renewed by a check.
#[test]
fn what_is_learnt_of_the_servers_clock_is_no_time_that_has_passed() {
    for (names_runs, by_a_check) in [(true, false), (true, true), (false, false), (false, true)] {
        let floor = Floor::new(1);
        floor.clock().set(NOW - 3600);
        if !names_runs {
            floor.clock().name_no_run();
        }
        let (_device, _agent, activation) = device(&floor);
        floor.is(if by_a_check { Fault::None } else { Fault::OtherTime });
        let seat = activation.acquire_seat(None, None).unwrap();
        if by_a_check {
            floor.is(Fault::OtherTime);
            assert_eq!(decision(&activation, None, NetworkOnly), Decision::Allowed);
        }
        assert!(seat.is_held());
        assert_eq!(seat.expires_at(), Some(NOW + 600), "{names_runs} {by_a_check}");
    }
}

#[test]
fn two_agents_share_the_seat_of_their_device_and_it_outlives_the_first() {
    let floor = Floor::new(1);
    let (device, first, activation) = device(&floor);
    let second = device.agent();
    let of_first = activation.acquire_seat(None, None).unwrap();
    let of_second = second.open_activation("up").unwrap().acquire_seat(None, None).unwrap();
    assert_eq!(floor.asked(), ["activate_license", "check_license"]);
    drop((of_first, activation, first));
    assert!(of_second.is_held());
    assert_eq!(floor.holders(), ["d1"]);
    of_second.release().unwrap();
    assert!(floor.holders().is_empty());
}

#[test]
fn a_task_acquires_too_and_one_of_a_closed_agent_does_not() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    let (sender, receiver) = std::sync::mpsc::channel();
    let deliver = move |seat| sender.send(seat).unwrap();
    activation.start_acquire_seat(None, None, deliver).unwrap();
    let seat: Seat = receiver.recv().unwrap().unwrap();
    assert!(seat.is_held());
    drop(agent);
    assert!(!seat.is_held() && floor.holders().is_empty());
    assert_eq!(status(activation.acquire_seat(None, None)), Status::Cancelled);
    assert_eq!(status(activation.borrow(None, None, None)), Status::Cancelled);
    assert_eq!(status(activation.give_back(None)), Status::Cancelled);
    assert_eq!(status(seat.release()), Status::Cancelled);
}
