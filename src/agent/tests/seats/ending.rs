//! The end of handles, agents and licenses.

use super::*;
use crate::agent::SeatEvent;

#[test]
fn a_dropped_handle_gives_its_seat_back_in_the_background() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    drop(activation.acquire_seat(None, None).unwrap());
    until("it is given back", || floor.holders().is_empty());
    until("no thread is left", || has_no_thread(&agent));
    assert_eq!(floor.asked_since(2), ["release"]);
}

#[test]
fn a_handle_that_joins_before_it_is_given_back_keeps_the_seat() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    for _ in 0..50 {
        drop(activation.acquire_seat(None, None).unwrap());
        let seat = activation.acquire_seat(None, None).unwrap();
        assert!(seat.is_held());
        assert_eq!(floor.holders(), ["d1"]);
    }
}

#[test]
fn an_agent_that_ends_gives_back_what_is_held_unless_that_is_switched_off() {
    for releases in [true, false] {
        let floor = Floor::new(1);
        let device = Device::new(&floor, "d1");
        let agent = device.agent_with(|config| config.set_release_seats(releases));
        let activation = device.activate(&agent);
        let seat = activation.acquire_seat(None, None).unwrap();
        let freed = activation.acquire_seat(Some("solver"), None).unwrap();
        drop(freed);
        drop(agent);
        assert!(!seat.is_held());
        assert_eq!(
            [floor.holders().len(), floor.holders_of("solver").len()],
            [usize::from(!releases); 2]
        );
    }
}

#[test]
fn an_agent_that_ends_without_a_network_ends_all_the_same() {
    let floor = Floor::new(1);
    let (device, agent, activation) = device(&floor);
    let seat = activation.acquire_seat(None, None).unwrap();
    floor.is(Fault::Down);
    drop(agent);
    assert!(!seat.is_held());
    assert_eq!(floor.holders(), ["d1"]);
    floor.is(Fault::None);
    // The next one renews the seat of the device.
    let agent = device.agent();
    let again = agent.open_activation("up").unwrap().acquire_seat(None, None).unwrap();
    assert!(again.is_held());
    assert_eq!(floor.holders(), ["d1"]);
}

#[test]
fn a_release_whose_answer_is_lost_is_released_here_and_nothing_is_renewed() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    for fault in [Fault::Down, Fault::Lost] {
        let seat = activation.acquire_seat(None, None).unwrap();
        floor.is(fault);
        assert_eq!(status(seat.release()), Status::Tls);
        assert!(!seat.is_held());
        assert_eq!(decision(&activation, None, NetworkFirst), Decision::DeniedNoSeat);
        seat.release().unwrap();
        floor.is(Fault::None);
        until("no thread is left", || has_no_thread(&agent));
    }
}

#[test]
fn what_the_server_does_not_hold_any_more_is_released() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    for feature in [None, Some("solver")] {
        let seat = activation.acquire_seat(feature, None).unwrap();
        floor.frees("d1");
        seat.release().unwrap();
    }
}

#[test]
fn a_deactivation_gives_all_seats_back_first_and_tells_their_loss() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    let ((one, told), (two, told_two)) = (observer(), observer());
    let license = activation.acquire_seat(None, one).unwrap();
    let feature = activation.acquire_seat(Some("solver"), two).unwrap();
    activation.borrow(Some("solver"), None, None).unwrap();
    let before = floor.asked().len();
    floor.is(Fault::Down);
    assert_eq!(status(activation.deactivate()), Status::Tls);
    assert!(license.is_held() && feature.is_held(), "nothing changes");
    floor.is(Fault::None);
    activation.deactivate().unwrap();
    assert!(floor.holders().is_empty() && floor.holders_of("solver").is_empty());
    let mut asked = floor.asked_since(before + 1);
    assert_eq!(asked.pop().unwrap(), "deactivate_license");
    asked.sort();
    assert_eq!(asked, ["feature_release solver", "release"]);
    until("both are told", || told.lock().len() == 1 && told_two.lock().len() == 1);
    assert_eq!(told.lock()[0], (SeatEvent::Lost, Some(Status::NotActivated)));
    assert!(!license.is_held() && !feature.is_held());
    assert_eq!(status(activation.acquire_seat(None, None)), Status::NotActivated);
    until("no thread is left", || has_no_thread(&agent));
}

#[test]
fn a_license_given_up_by_a_file_holds_no_seat() {
    let floor = Floor::new(1);
    let (_device, _agent, activation) = device(&floor);
    let (observer, told) = observer();
    let seat = activation.acquire_seat(None, observer).unwrap();
    let folder = tempfile::tempdir().unwrap();
    activation.write_deactivation(&folder.path().join("d.req")).unwrap();
    until("the loss is told", || told.lock().len() == 1);
    assert!(!seat.is_held());
}

#[test]
fn a_lost_deactivation_is_settled_without_taking_a_seat() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    floor.is(Fault::Lost);
    assert_eq!(status(activation.deactivate()), Status::Uncertain);
    assert_eq!(floor.asked_since(1), ["deactivate_license", "release"]);
    floor.is(Fault::Refuses("device_not_found"));
    activation.deactivate().unwrap();
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
    assert!(floor.holders().is_empty());
}

#[test]
fn to_activate_again_leaves_no_seat_that_nobody_acquired() {
    let floor = Floor::new(1);
    let (device, agent, activation) = device(&floor);
    device.activate(&agent);
    until("it is given back", || floor.asked().last().is_some_and(|asked| asked == "release"));
    until("no thread is left", || has_no_thread(&agent));
    assert!(floor.holders().is_empty());
    // Held already: it stays.
    let seat = activation.acquire_seat(None, None).unwrap();
    device.activate(&agent);
    until("it is seen to", || agent.rooms.timetable.waiting() == 1);
    assert!(seat.is_held());
    assert_eq!(floor.holders(), ["d1"]);
}

#[test]
fn handles_that_come_and_go_on_many_threads_never_lose_a_seat_that_one_of_them_holds() {
    let floor = Floor::new(1);
    let (_device, agent, activation) = device(&floor);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let activation = &activation;
            scope.spawn(move || {
                for round in 0..100 {
                    let seat = activation.acquire_seat(None, None).unwrap();
                    assert!(seat.is_held(), "{thread} {round}");
                    if (thread + round) % 2 == 0 {
                        seat.release().unwrap();
                    }
                }
            });
        }
    });
    until("it is given back", || floor.holders().is_empty() && has_no_thread(&agent));
}

#[test]
fn an_agent_that_ends_waits_for_what_is_being_given_back() {
    let floor = Floor::new(1);
    let device = Device::new(&floor, "d1");
    for _ in 0..40 {
        let agent = device.agent();
        let activation = device.activate(&agent);
        drop(activation.acquire_seat(None, None).unwrap());
        drop(agent);
        assert!(floor.holders().is_empty());
    }
}
