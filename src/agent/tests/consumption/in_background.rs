//! What is sent by itself, a while after it was counted.

use super::*;

/// Counts what the application waits for, at most.
fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = crate::clock::Deadline::after(Duration::from_secs(60));
    while !holds() {
        assert!(!deadline.is_over(), "never: {what}");
        std::thread::yield_now();
    }
}

fn minute(_: &mut Config) {}

fn has_thread(agent: &Agent) -> bool {
    agent.client.rooms.timetable.has_thread()
}

#[test]
fn it_is_sent_a_while_after_the_first_amount_and_then_there_is_no_thread() {
    let device = Device::configured(ALONE, minute);
    assert!(!has_thread(&device.agent), "nothing is unsent");
    device.held.consume(None, 1).unwrap();
    device.world.clock.pass(Duration::from_secs(30));
    device.held.consume(None, 2).unwrap();
    assert!(has_thread(&device.agent));
    assert_eq!(device.asked(), [""; 0]);
    device.world.server.gives_text(&added(10));
    device.world.clock.pass(Duration::from_secs(30));
    until("it is sent", || device.counts() == (10, 0, 0));
    until("the thread has ended", || !has_thread(&device.agent));
    device.held.consume(None, 4).unwrap();
    device.world.server.gives_text(&added(14));
    device.world.clock.pass(Duration::from_secs(60));
    until("it is sent", || device.counts() == (14, 0, 0));
    assert_eq!(device.asked(), ["add_consumption"; 2]);
}

#[test]
fn by_a_call_of_the_application_alone_where_that_is_wanted() {
    let device = Device::with(ALONE);
    device.held.consume(None, 1).unwrap();
    assert!(!has_thread(&device.agent));
    let (agent, _held) = device.again(by_hand);
    assert!(!has_thread(&agent));
}

#[test]
fn what_was_sent_by_a_call_needs_no_thread_any_more() {
    let device = Device::configured(ALONE, minute);
    device.held.consume(None, 1).unwrap();
    device.world.server.gives_text(&added(8));
    device.held.sync().unwrap();
    until("the thread has ended", || !has_thread(&device.agent));
    // And comes back with the next amount.
    device.held.consume(None, 1).unwrap();
    assert!(has_thread(&device.agent));
}

#[test]
fn a_process_takes_up_what_a_former_one_has_left() {
    let device = Device::configured(ALONE, minute);
    device.held.consume(None, 5).unwrap();
    let Device { world, agent, held } = device;
    drop((held, agent));
    let agent = world.agent();
    assert!(!has_thread(&agent));
    let held = agent.open_activation("up").unwrap();
    assert!(has_thread(&agent));
    world.server.gives_text(&added(12));
    world.clock.pass(Duration::from_secs(60));
    until("it is sent", || held.balance(None).unwrap().total == 12);
}

#[test]
fn what_fails_is_tried_again_later_and_later() {
    let device = Device::configured(ALONE, minute);
    device.held.consume(None, 5).unwrap();
    device.world.server.fails(Status::Network);
    device.world.clock.pass(Duration::from_secs(60));
    until("it is tried", || device.asked().len() == 1);
    until("it is set anew", || device.agent.client.rooms.timetable.waiting() == 1);
    // Two minutes, less a quarter at most.
    device.world.clock.pass(Duration::from_secs(89));
    assert_eq!(device.counts(), (7, 5, 0));
    device.world.server.gives_text(&added(12));
    device.world.clock.pass(Duration::from_secs(31));
    until("it is sent", || device.counts() == (12, 0, 0));
    assert_eq!(device.asked(), ["add_consumption"; 2]);
}

#[test]
fn what_the_server_would_refuse_is_not_sent_until_there_is_room() {
    let device = Device::configured(&shared(), minute);
    device.held.consume(None, 50).unwrap();
    device.world.server.refuses(400, "license_not_enough_consumptions");
    device.world.server.gives_text(&checked(&shared(), 90));
    let hours_go_by = || device.world.clock.pass(Duration::from_secs(3600));
    until("what it was refused for is known", || {
        hours_go_by();
        device.balance().total == 90 && device.agent.client.rooms.timetable.waiting() == 1
    });
    (0..3).for_each(|_| hours_go_by());
    device.world.clock.set(NOW + 9);
    let more = checked(&shared(), 90).replace("100", "200");
    device.world.server.gives_text(&more).gives_text(&added(140));
    device.held.check(None, crate::rules::policy::Policy::NetworkOnly).unwrap();
    until("it is sent", || {
        hours_go_by();
        device.counts() == (140, 0, 0)
    });
    let asked = ["add_consumption", "check_license", "check_license", "add_consumption"];
    assert_eq!(device.asked(), asked);
}

#[test]
fn a_license_that_was_given_up_needs_no_thread() {
    let device = Device::configured(ALONE, minute);
    device.held.consume(None, 5).unwrap();
    device.world.server.gives_text(&added(12));
    device.world.server.refuses(400, "device_not_found");
    device.held.deactivate().unwrap();
    until("the thread has ended", || !has_thread(&device.agent));
}
