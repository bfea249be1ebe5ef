//! Tables.

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn each_change_is_an_event_and_a_loss_is_one_once() {
    use News::*;
    use Standing::*;
    for (standing, news, next, event) in [
        (Held, Renewed, Held, None),
        (Held, Failed, AtRisk, Some(SeatEvent::AtRisk)),
        (Held, Refused, Lost, Some(SeatEvent::Lost)),
        (Held, Over, Lost, Some(SeatEvent::Lost)),
        (AtRisk, Renewed, Held, Some(SeatEvent::Renewed)),
        (AtRisk, Failed, AtRisk, None),
        (AtRisk, Refused, Lost, Some(SeatEvent::Lost)),
        (AtRisk, Over, Lost, Some(SeatEvent::Lost)),
        (Lost, Renewed, Lost, None),
        (Lost, Failed, Lost, None),
        (Lost, Refused, Lost, None),
        (Lost, Over, Lost, None),
    ] {
        assert_eq!(after(standing, news), (next, event), "{standing:?} {news:?}");
    }
}

#[test]
fn the_numbers_of_the_events_are_those_of_c() {
    let numbers = [SeatEvent::AtRisk, SeatEvent::Renewed, SeatEvent::Lost].map(|it| it as i32);
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_timeout_is_in_minutes_and_one_that_makes_no_sense_is_ten() {
    for (minutes, expected) in [
        (Some(10), 10),
        (Some(1), 1),
        (Some(4320), 4320),
        (None, 10),
        (Some(0), 10),
        (Some(-5), 10),
    ] {
        assert_eq!(timeout(minutes), MINUTE * expected, "{minutes:?}");
    }
    assert_eq!(timeout(Some(i64::MAX)), MINUTE * 527_040);
    assert!(is_short(MINUTE * 4) && !is_short(MINUTE * 5));
}

#[test]
fn it_is_renewed_at_half_of_the_time_and_a_failure_is_followed_by_two_more_attempts() {
    let ten = MINUTE * 10;
    let first = |chance| next_try(ten, None, chance).as_secs();
    assert_eq!([0, 500, 1000, u32::MAX].map(first), [270, 300, 330, 330]);
    let next = |tried| next_try(ten, Some(Duration::from_secs(tried)), 0).as_secs();
    for (tried, expected) in [
        (1, 450),
        (270, 450),
        (330, 450),
        (449, 450),
        // After a night in which attempts were missed the next ones count.
        (450, 525),
        (500, 525),
        (525, 600),
        (599, 600),
        (600, 600),
    ] {
        assert_eq!(next(tried), expected, "{tried}");
    }
    assert_eq!(next_try(MINUTE, Some(Duration::ZERO), 0), Duration::from_secs(45));
}

/// Any seat, any luck: attempts come later and later, at least three before the end.
#[test]
fn attempts_go_on_to_the_end_and_no_further() {
    for minutes in [1, 2, 5, 10, 60, 4320] {
        for chance in (0..=1000).step_by(50) {
            let timeout = timeout(Some(minutes));
            let mut attempts = vec![next_try(timeout, None, chance)];
            while *attempts.last().unwrap() < timeout {
                attempts.push(next_try(timeout, attempts.last().copied(), chance));
            }
            assert_eq!(attempts.len(), 4, "{minutes} {chance}: {attempts:?}");
            assert!(attempts.is_sorted() && attempts.last() == Some(&timeout));
        }
    }
}

fn stamp(boot_id: Option<&str>, boot_time: u64, wall: i64) -> Stamp {
    let boot_time = Duration::from_secs(boot_time);
    Stamp { boot_id: boot_id.map(str::to_owned), boot_time, clock: wall, wall }
}

#[test]
fn time_is_counted_by_the_clock_that_cannot_be_set_within_one_run_of_the_system() {
    let then = stamp(Some("a"), 1000, 50_000);
    for (now, expected) in [
        (stamp(Some("a"), 1100, 50_100), Some(100)),
        // Set forward or back, that changes nothing.
        (stamp(Some("a"), 1100, 90_000), Some(100)),
        (stamp(Some("a"), 1100, 0), Some(100)),
        // Started again: the other clock is all there is.
        (stamp(Some("b"), 5, 50_200), Some(200)),
        (stamp(Some("b"), 5, 49_999), None),
        (stamp(Some("a"), 999, 50_300), Some(300)),
        (stamp(None, 1100, 50_400), Some(400)),
    ] {
        assert_eq!(now.since(&then).map(|since| since.as_secs()), expected, "{now:?}");
    }
}

#[test]
fn without_a_name_a_run_is_known_by_its_start() {
    let then = stamp(None, 1000, 50_000);
    for (now, expected) in [
        (stamp(None, 1100, 50_100), Some(100)),
        (stamp(None, 1100, 50_400), Some(100)),
        (stamp(None, 1100, 50_401), Some(401)),
        (stamp(None, 1100, 49_800), Some(100)),
        (stamp(None, 1100, 49_799), None),
        (stamp(None, 2, 50_002), Some(2)),
        // A clock that is turned back now and then would make a seat last without an end.
        (stamp(None, 1700, 50_010), Some(700)),
    ] {
        assert_eq!(now.since(&then).map(|since| since.as_secs()), expected, "{now:?}");
    }
}

#[test]
fn what_is_learnt_of_the_servers_clock_is_no_time_that_has_passed() {
    let then = stamp(None, 1000, 50_000);
    let now = stamp(None, 1100, 50_100).by_the_server(3600);
    assert_eq!((now.clock, now.wall), (50_100, 53_700));
    assert_eq!(now.since(&then), Some(Duration::from_secs(100)));
    // Of the two clocks the later one counts.
    assert_eq!(now.by_the_server(-3600).wall, 50_100);
}

#[test]
fn a_seat_is_over_with_its_timeout_and_where_nobody_can_say() {
    let over = |since: Option<u64>| is_over(since.map(Duration::from_secs), MINUTE);
    assert_eq!([Some(0), Some(59), Some(60), None].map(over), [false, false, true, true]);
}
