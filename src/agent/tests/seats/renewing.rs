//! Renewals, and what the application is told.

use super::*;
use crate::agent::SeatEvent;
use crate::clock::Clock;
use std::time::Duration;

/// A seat that is held, with what its observer is told.
fn held(floor: &Floor) -> (Device, Agent, Activation, Seat, Told) {
    let (device, agent, activation) = device(floor);
    let (observer, told) = observer();
    let seat = activation.acquire_seat(None, observer).unwrap();
    (device, agent, activation, seat, told)
}

#[test]
fn a_seat_is_renewed_about_half_way_and_nothing_is_told_of_that() {
    let floor = Floor::new(1);
    let (_device, agent, _activation, seat, told) = held(&floor);
    floor.pass(MINUTE * 4);
    until("nothing is due", || agent.rooms.timetable.waiting() == 1);
    assert_eq!(floor.asked().len(), 2, "it is too early");
    for round in 1..=5 {
        floor.pass(Duration::from_secs(330) - if round == 1 { MINUTE * 4 } else { Duration::ZERO });
        asks(&floor, 2 + round);
        settles(&agent, &seat, Seat::is_held);
    }
    assert_eq!(floor.holders(), ["d1"]);
    assert!(told.lock().is_empty());
}

#[test]
fn a_failed_renewal_is_told_once_tried_again_twice_and_a_success_is_told_then() {
    let floor = Floor::new(1);
    let (_device, _agent, _activation, seat, told) = held(&floor);
    floor.is(Fault::Down);
    floor.pass(Duration::from_secs(331));
    until("it is at risk", || told.lock().len() == 1);
    // Three quarters, and seven eighths.
    floor.pass(Duration::from_secs(450 - 331));
    asks(&floor, 4);
    floor.is(Fault::None);
    floor.pass(Duration::from_secs(525 - 450));
    until("it is renewed", || told.lock().len() == 2);
    let events = [(SeatEvent::AtRisk, Some(Status::Tls)), (SeatEvent::Renewed, None)];
    assert_eq!(*told.lock(), events);
    assert!(seat.is_held());
    assert_eq!(floor.asked().len(), 5);
    assert_eq!(seat.expires_at(), Some(crate::agent::tests::world::NOW + 525 + 600));
}

#[test]
fn a_seat_that_was_not_renewed_by_its_end_is_lost_once_and_not_taken_again() {
    let floor = Floor::new(1);
    let (_device, agent, activation, seat, told) = held(&floor);
    floor.is(Fault::Down);
    for (time, count) in [(331, 3), (120, 4), (75, 5)] {
        floor.pass(Duration::from_secs(time));
        asks(&floor, count);
    }
    until("it is at risk", || told.lock().len() == 1);
    floor.pass(Duration::from_secs(75));
    until("it is lost", || told.lock().len() == 2);
    assert_eq!(told.lock()[1], (SeatEvent::Lost, Some(Status::NoSeat)));
    assert!(!seat.is_held() && seat.expires_at().is_none());
    floor.is(Fault::None);
    floor.pass(TIMEOUT);
    until("no thread is left", || has_no_thread(&agent));
    seat.release().unwrap();
    assert_eq!((floor.asked().len(), told.lock().len()), (5, 2));
    assert!(activation.acquire_seat(None, None).unwrap().is_held());
}

#[test]
fn a_refused_renewal_is_a_loss_at_once() {
    for (code, event_status) in
        [("floating_not_available", Status::NoSeat), ("license_not_enabled", Status::Refused)]
    {
        let floor = Floor::new(1);
        let (_device, _agent, activation, seat, told) = held(&floor);
        floor.is(Fault::Refuses(code));
        floor.pass(Duration::from_secs(331));
        until("it is lost", || told.lock().len() == 1);
        assert_eq!(*told.lock(), [(SeatEvent::Lost, Some(event_status))]);
        assert!(!seat.is_held());
        let expected = match code {
            "license_not_enabled" => Decision::DeniedDisabled,
            _ => Decision::DeniedNoSeat,
        };
        assert_eq!(decision(&activation, None, CacheOnly), expected, "{code}");
    }
}

#[test]
fn each_handle_is_told_once_and_a_released_one_of_nothing() {
    let floor = Floor::new(1);
    let (_device, _agent, activation, seat, told) = held(&floor);
    let ((second, told_second), (third, told_third)) = (observer(), observer());
    let second = activation.acquire_seat(None, second).unwrap();
    let third = activation.acquire_seat(None, third).unwrap();
    third.release().unwrap();
    floor.is(Fault::Refuses("floating_not_available"));
    floor.pass(Duration::from_secs(331));
    until("both are told", || told.lock().len() == 1 && told_second.lock().len() == 1);
    assert!(told_third.lock().is_empty() && !seat.is_held() && !second.is_held());
}

#[test]
fn after_a_sleep_beyond_the_timeout_no_check_says_yes_and_the_loss_is_told_at_once() {
    let floor = Floor::new(1);
    let (_device, _agent, activation, seat, told) = held(&floor);
    assert_eq!(decision(&activation, None, CacheOnly), Decision::Allowed);
    let before = floor.asked().len();
    floor.pass(TIMEOUT);
    // Whatever the thread has got to by now.
    for policy in [CacheOnly, CacheFirst, NetworkFirst, NetworkOnly] {
        assert_eq!(decision(&activation, None, policy), Decision::DeniedNoSeat);
    }
    assert!(!seat.is_held());
    until("the loss is told", || told.lock().len() == 1);
    assert_eq!(told.lock()[0].0, SeatEvent::Lost);
    assert_eq!(floor.asked().len(), before, "nothing is asked for again");
}

#[test]
fn after_a_shorter_sleep_it_is_renewed_at_once() {
    let floor = Floor::new(1);
    let (_device, _agent, _activation, seat, told) = held(&floor);
    floor.pass(MINUTE * 9);
    asks(&floor, 3);
    until("it is renewed", || {
        seat.expires_at() == Some(crate::agent::tests::world::NOW + 540 + 600)
    });
    assert!(told.lock().is_empty());
}

#[test]
fn one_agent_of_a_device_renews_and_the_other_finds_that_it_was_done() {
    let floor = Floor::new(1);
    let (device, _agent, _activation, seat, told) = held(&floor);
    let second = device.agent();
    let (watch, told_second) = observer();
    let other = second.open_activation("up").unwrap().acquire_seat(None, watch).unwrap();
    for round in 1..=6 {
        floor.pass(Duration::from_secs(331));
        until("both are renewed", || {
            let ends = [seat.expires_at(), other.expires_at()];
            ends == [Some(crate::agent::tests::world::NOW + 331 * round + 600); 2]
        });
    }
    // One for the acquisition, and one a round.
    let checks = floor.asked().iter().filter(|asked| *asked == "check_license").count();
    assert_eq!(checks, 7);
    assert!(told.lock().is_empty() && told_second.lock().is_empty());
}

#[test]
fn a_loss_is_told_to_all_agents_of_a_device_within_one_renewal() {
    let floor = Floor::new(1);
    let (device, _agent, _activation, seat, told) = held(&floor);
    let second = device.agent();
    let (watch, told_second) = observer();
    let activation = second.open_activation("up").unwrap();
    let other = activation.acquire_seat(None, watch).unwrap();
    floor.is(Fault::Refuses("floating_not_available"));
    floor.pass(Duration::from_secs(331));
    until("both are told", || told.lock().len() == 1 && told_second.lock().len() == 1);
    assert!(!seat.is_held() && !other.is_held());
    assert_eq!(floor.asked().len(), 3, "one of them has asked");
    assert_eq!(decision(&activation, None, CacheOnly), Decision::DeniedNoSeat);
}

#[test]
fn seats_of_less_than_five_minutes_are_warned_about_once() {
    let lines = crate::sync::Arc::new(crate::sync::Mutex::new(Vec::new()));
    let own = lines.clone();
    let log = crate::log::Log::to(crate::log::Level::Warning, move |_, line| {
        own.lock().push(line.to_owned());
    });
    let floor = Floor::new(1);
    let device = Device::new(&floor, "d1");
    let agent = device.agent_with(|config| config.set_log(log));
    for timeout in [300, 299, 60] {
        agent.rooms.seats.warn_if_short(Duration::from_secs(timeout));
    }
    let lines = lines.lock();
    assert!(lines.len() == 1 && lines[0].contains("299 s"), "{lines:?}");
}

/// The manual clock of these tests is one of its own for each.
#[test]
fn a_clock_that_is_set_neither_loses_a_seat_nor_lengthens_it() {
    let floor = Floor::new(1);
    let (_device, _agent, _activation, seat, _) = held(&floor);
    let clock: &Clock = floor.clock();
    let now = clock.now();
    for set in [now + 100_000, now - 100_000] {
        clock.set(set);
        assert!(seat.is_held(), "{set}");
    }
    clock.pass(TIMEOUT);
    assert!(!seat.is_held());
}
