use super::*;

const NOW: i64 = 1_900_000_000;

fn terms() -> Terms {
    Terms { limit: Some(100), may_give_back: false, may_fall: false, may_reset: false }
}

fn heard(total: i64) -> Heard {
    Heard { total: Int::Read(total), terms: terms(), at: NOW + 1 }
}

fn unsent(unsent: i64) -> Account {
    Account { unsent, ..Account::default() }
}

fn counter(change: impl FnOnce(&mut Counter)) -> Counter {
    let mut counter = Counter {
        limit: Int::Read(10),
        total: Int::Read(4),
        is_unlimited: Flag::Read(false),
        allows_negative: Flag::Read(false),
        allows_overages: Int::Read(0),
        max_overages: Int::Read(3),
        resets: Flag::Read(false),
        ..Counter::default()
    };
    change(&mut counter);
    counter
}

#[test]
fn the_limit_has_the_overages_that_are_allowed_and_what_cannot_be_read_is_strict() {
    let limit = |change: fn(&mut Counter)| Terms::of(&counter(change)).limit;
    assert_eq!(limit(|_| ()), Some(10));
    assert_eq!(limit(|it| it.allows_overages = Int::Read(1)), Some(13));
    let both = |overages: Int| {
        let change =
            |it: &mut Counter| (it.allows_overages, it.max_overages) = (Int::Read(1), overages);
        Terms::of(&counter(change)).limit
    };
    // 0 beside a yes may stand for none or for any number.
    for overages in [Int::Absent, Int::Unreadable, Int::Read(0), Int::Read(-5)] {
        assert_eq!(both(overages), Some(10), "{overages:?}");
    }
    assert_eq!(limit(|it| it.allows_overages = Int::Unreadable), Some(10));
    assert_eq!(limit(|it| it.is_unlimited = Flag::Read(true)), None);
    assert_eq!(limit(|it| it.is_unlimited = Flag::Unreadable), Some(10));
    assert_eq!(limit(|it| it.limit = Int::Unreadable), Some(0));
    assert_eq!(limit(|it| it.limit = Int::Absent), Some(0));
}

#[test]
fn a_total_may_fall_unless_both_ways_are_ruled_out() {
    let falls = |negative, resets| {
        let change = |it: &mut Counter| (it.allows_negative, it.resets) = (negative, resets);
        let terms = Terms::of(&counter(change));
        (terms.may_fall, terms.may_give_back)
    };
    let (no, yes) = (Flag::Read(false), Flag::Read(true));
    assert_eq!(falls(no, no), (false, false));
    assert_eq!(falls(yes, no), (true, true));
    assert_eq!(falls(no, yes), (true, false));
    assert_eq!(falls(Flag::Absent, no), (true, true));
    assert_eq!(falls(Flag::Unreadable, no), (true, false));
    assert_eq!(falls(no, Flag::Unreadable), (true, false));
}

#[test]
fn what_is_counted_is_judged_with_all_that_the_server_may_not_have() {
    let open = Some(Open::new(20, Some(50)));
    let account = Account { unsent: 10, open, uncertain: 15, heard: None };
    let admit =
        |total, amount| account.admit(&heard(total), amount).map_err(|error| error.status());
    assert_eq!(admit(50, 5), Ok(()));
    assert_eq!(admit(50, 6), Err(Status::Quota));
    assert_eq!(admit(100, 1), Err(Status::Quota));
    assert_eq!(admit(0, i64::MAX), Err(Status::InvalidArgument), "no sum of 64 bits");
    assert_eq!(admit(0, 0), Err(Status::InvalidArgument));
    assert_eq!(admit(0, -1), Err(Status::NotAllowed));
}

#[test]
fn no_number_overflows() {
    let open = Some(Open::new(i64::MAX, Some(i64::MAX)));
    let full = Account { unsent: i64::MAX, open, uncertain: i64::MAX, heard: None };
    assert_eq!(full.in_doubt(), i64::MAX);
    let unlimited = Heard { terms: Terms { limit: None, ..terms() }, ..heard(i64::MAX) };
    assert!(full.admit(&unlimited, i64::MAX).is_err() && full.admit(&heard(i64::MAX), 1).is_err());
    let sent = full.sending(Some(i64::MAX));
    assert_eq!(sent.open.map(|open| open.amount), Some(i64::MAX));
    assert_eq!(sent.confirmed(i64::MAX, sent.open, heard(0)).open.unwrap().before, None);
    for total in [i64::MIN, 0, i64::MAX] {
        for open in [Open::new(i64::MIN, Some(i64::MAX)), Open::new(i64::MAX, Some(i64::MIN))] {
            verdict(&open, &heard(total), i64::MAX, false);
            verdict(&open, &heard(total), i64::MIN, true);
        }
    }
}

#[test]
fn giving_back_needs_a_yes_and_no_room() {
    let may = Terms { may_give_back: true, ..terms() };
    let beyond = Heard { terms: may, ..heard(500) };
    assert!(unsent(5).admit(&beyond, -1).is_ok());
    assert!(unsent(i64::MIN).admit(&beyond, -1).is_err());
}

#[test]
fn a_total_that_cannot_be_read_leaves_no_room_but_where_nothing_is_limited() {
    let unknown = Heard { total: Int::Unreadable, ..heard(0) };
    assert_eq!(unsent(0).admit(&unknown, 1).unwrap_err().status(), Status::Quota);
    let unlimited = Heard { terms: Terms { limit: None, ..terms() }, ..unknown };
    assert!(unsent(0).admit(&unlimited, i64::MAX).is_ok());
    let absent = Heard { total: Int::Absent, ..unknown };
    assert!(unsent(0).admit(&absent, 100).is_ok() && unsent(0).admit(&absent, 101).is_err());
    assert!(!unsent(5).is_beyond(&unknown), "the server is asked");
    let in_doubt = Account { uncertain: 50, ..unsent(5) };
    assert!(in_doubt.is_beyond(&heard(96)) && !in_doubt.is_beyond(&heard(95)));
}

/// What is open, by the total before and after, when it is of this device alone and when it is shared.
fn alone_and_shared(open: Open, after: Heard) -> (Verdict, Verdict) {
    (verdict(&open, &after, NOW, false), verdict(&open, &after, NOW, true))
}

#[test]
fn a_total_tells_what_the_table_says() {
    use Verdict::*;
    let open = Open::new(5, Some(50));
    for (total, expected) in [
        (50, (NotYet, NotYet)),
        (51, (Unknown, NotYet)),
        (54, (Unknown, NotYet)),
        (55, (Arrived, Unknown)),
        (56, (Unknown, Unknown)),
        (49, (Unknown, Unknown)),
        (0, (Unknown, Unknown)),
    ] {
        assert_eq!(alone_and_shared(open, heard(total)), expected, "{total}");
    }
    let unknown = Heard { total: Int::Unreadable, ..heard(0) };
    assert_eq!(alone_and_shared(open, unknown), (Unknown, Unknown));
    assert_eq!(alone_and_shared(Open { before: None, ..open }, heard(50)), (Unknown, Unknown));
}

#[test]
fn where_totals_fall_nobody_knows_what_others_did() {
    use Verdict::*;
    let falls = |total, terms| Heard { terms, ..heard(total) };
    let back = Terms { may_fall: true, may_give_back: true, ..terms() };
    let reset = Terms { may_fall: true, may_reset: true, ..terms() };
    let open = Open::new(5, Some(50));
    for terms in [back, reset] {
        assert_eq!(alone_and_shared(open, falls(50, terms)), (NotYet, Unknown));
        assert_eq!(alone_and_shared(open, falls(55, terms)), (Arrived, Unknown));
    }
    // After a reset a total of 0 says nothing.
    let first = Open::new(5, Some(0));
    assert_eq!(alone_and_shared(first, falls(0, reset)), (Unknown, Unknown));
    assert_eq!(alone_and_shared(first, falls(0, back)), (NotYet, Unknown));
    let given_back = Open::new(-50, Some(50));
    assert_eq!(alone_and_shared(given_back, falls(0, reset)), (Unknown, Unknown));
    assert_eq!(alone_and_shared(given_back, falls(0, back)), (Arrived, Unknown));
}

#[test]
fn of_several_all_or_none_have_arrived_or_nobody_knows() {
    use Verdict::*;
    let both = Open::new(5, Some(50)).and(Open::new(3, Some(60)));
    assert_eq!(both, Open { amount: 8, least: 3, before: Some(50), at: None });
    for (total, expected) in [
        (50, (NotYet, NotYet)),
        (52, (Unknown, NotYet)),
        (53, (Unknown, Unknown)),
        (55, (Unknown, Unknown)),
        (58, (Arrived, Unknown)),
    ] {
        assert_eq!(alone_and_shared(both, heard(total)), expected, "{total}");
    }
    // Of those of both signs a sum may come about in several ways.
    let mixed = Open::new(5, Some(50)).and(Open::new(-5, Some(50)));
    assert_eq!(mixed.least, 0);
    assert_eq!(alone_and_shared(mixed, heard(50)), (Unknown, Unknown));
}

#[test]
fn what_has_not_arrived_is_unsent_again_only_when_it_cannot_arrive_any_more() {
    let account = unsent(5).sending(Some(50));
    assert_eq!((account.unsent, account.in_doubt()), (0, 5));
    // A total that was asked for after the request was given up.
    let account = account.settled(&heard(50), NOW, true);
    assert_eq!((account.open.unwrap().at, account.in_doubt()), (Some(NOW), 5));
    for (time, expected) in
        [(-1, (0, 5)), (0, (0, 5)), (CANNOT_ARRIVE - 1, (0, 5)), (CANNOT_ARRIVE, (5, 0))]
    {
        let settled = account.settled(&heard(50), NOW + time, true);
        assert_eq!((settled.unsent, settled.in_doubt()), expected, "{time}");
    }
    let arrived = account.settled(&heard(55), NOW, false);
    assert_eq!((arrived.unsent, arrived.in_doubt(), arrived.open), (0, 0, None));
    let unknown = account.settled(&heard(55), NOW, true);
    assert_eq!((unknown.unsent, unknown.uncertain, unknown.open), (0, 5, None));
}

#[test]
fn as_long_as_it_is_not_known_that_nothing_is_being_sent_no_time_is_enough() {
    let first = unsent(5).sending(Some(50)).settled(&heard(50), NOW, true);
    let second = Account { unsent: 3, ..first }.sending(Some(50));
    let later = second.settled(&heard(50), NOW + 10 * CANNOT_ARRIVE, true);
    assert_eq!((later.unsent, later.in_doubt()), (0, 8));
    let late = later.settled(&heard(50), NOW + 11 * CANNOT_ARRIVE, true);
    assert_eq!((late.unsent, late.in_doubt()), (8, 0));
}

#[test]
fn an_answer_moves_the_total_by_which_others_are_judged() {
    let others = Some(Open::new(5, Some(50)));
    let before = Account { unsent: 7, open: others, ..Account::default() };
    let sending = before.sending(Some(50));
    assert_eq!(sending.in_doubt(), 12);
    // 7 have arrived, and the 5 with them.
    let after = sending.confirmed(7, others, heard(62)).settled(&heard(62), NOW + 1, false);
    assert_eq!((after.unsent, after.open, after.heard), (0, None, Some(heard(62))));
    let refused = sending.returned(7, others);
    assert_eq!((refused.unsent, refused.open), (7, others));
}

#[test]
fn at_least_once_all_that_is_in_doubt_is_sent_again() {
    let account = Account { uncertain: 3, ..unsent(5).sending(None) };
    assert!(account.has_work(Delivery::AtMostOnce));
    let again = account.reopened();
    assert_eq!((again.unsent, again.in_doubt(), again.open), (8, 0, None));
    let settled = Account { uncertain: 3, ..Account::default() };
    assert!(!settled.has_work(Delivery::AtMostOnce) && settled.has_work(Delivery::AtLeastOnce));
}

/// Whatever others do, and whenever the request arrives: what is sent again has not been counted.
#[test]
fn no_history_of_totals_that_only_grow_makes_an_amount_be_counted_twice() {
    for others_before in 0..4_i64 {
        for others_after in 0..9_i64 {
            for amount in 1..4_i64 {
                let before = 50 - others_before;
                let open = Open::new(amount, Some(before));
                let read = heard(50 + others_after + amount);
                assert_eq!(
                    verdict(&open, &read, i64::MAX, true),
                    Verdict::Unknown,
                    "it has arrived"
                );
            }
        }
    }
}

#[test]
fn of_two_totals_the_one_that_was_asked_for_later_counts_and_an_answer_to_an_amount_when_in_doubt()
{
    let at = |total, at| Some(Heard { at, ..heard(total) });
    let newer = |counted, license| Heard::newer(counted, license).map(|heard| heard.total);
    let (one, two) = (Some(Int::Read(1)), Some(Int::Read(2)));
    assert_eq!(newer(at(1, 5), at(2, 5)), one);
    assert_eq!(newer(at(1, 5), at(2, 6)), two);
    assert_eq!(newer(at(1, 6), at(2, 5)), one);
    assert_eq!((newer(None, at(2, 5)), newer(at(1, 5), None), newer(None, None)), (two, one, None));
}

#[test]
fn sends_that_fail_come_back_later_and_later_up_to_an_hour() {
    let minute = Duration::from_secs(60);
    let after = |failures, chance| send_again_after(minute, failures, chance).as_secs();
    assert_eq!([0, 1, 2, 6, 40].map(|failures| after(failures, 0)), [60, 120, 240, 3600, 3600]);
    assert_eq!((after(1, 1000), after(1, u32::MAX)), (90, 90));
    let day = Duration::from_secs(86_400);
    assert_eq!(send_again_after(day, 3, 0), day);
}
