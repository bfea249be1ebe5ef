use super::*;
use crate::life::behaviour::Again;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Two seats of ten minutes, one of them somebody's whom nobody sees if `elsewhere` is 1.
fn license(elsewhere: u64) -> License {
    let mut license = License::new(json!({"license": {
        "id": 7, "max_activations": 9, "is_floating_cloud": true, "floating_users": 2,
        "floating_in_use_devices": elsewhere, "floating_timeout": 10,
        "product_features": [
            {"code": "solver", "is_floating_cloud": true, "floating_users": 1},
            {"code": "export", "is_floating_cloud": false},
        ],
    }}));
    for name in ["a", "b", "c"] {
        license.activate(name, Again::Free, 1).unwrap();
    }
    license
}

fn sit(license: &mut License, device: &str, feature: &str, seconds: u64) -> &'static str {
    let seats = license.seats(feature).unwrap();
    license.sit(device, &seats, at(seconds)).map_or_else(|refusal| refusal.code, |()| "")
}

fn borrow(license: &mut License, device: &str, until: u64, again: BorrowAgain) -> Option<u64> {
    let seats = license.seats("").unwrap();
    let until = license.borrow(device, &seats, (at(until), again), at(0)).ok()?;
    until.duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_secs()).ok()
}

#[test]
fn a_seat_is_the_devices_until_its_time_is_up() {
    let mut license = license(1);
    assert_eq!([sit(&mut license, "a", "", 0), sit(&mut license, "a", "", 300)], ["", ""]);
    assert_eq!(sit(&mut license, "b", "", 899), "floating_not_available");
    assert_eq!(license.seats_in_use("", at(899)), 2);
    assert_eq!(sit(&mut license, "b", "", 900), "");
    assert_eq!(license.seat("a", "", at(900)), None);
}

#[test]
fn license_and_features_have_seats_of_their_own() {
    let mut license = license(0);
    assert_eq!([sit(&mut license, "a", "", 0), sit(&mut license, "b", "solver", 0)], ["", ""]);
    assert_eq!(sit(&mut license, "a", "solver", 0), "floating_not_available");
    assert!(license.seats("export").is_none() && license.seats("none").is_none());
    let in_use = |feature| license.seats_in_use(feature, at(0));
    assert_eq!([in_use(""), in_use("solver"), in_use("export")], [1, 1, 0]);
}

#[test]
fn a_borrowed_seat_lasts_until_its_end_whatever_is_checked_meanwhile() {
    let mut license = license(1);
    assert_eq!(borrow(&mut license, "a", 5000, BorrowAgain::Extends), Some(5000));
    assert_eq!(sit(&mut license, "a", "", 100), "");
    assert_eq!(license.seat("a", "", at(4999)), Some(Held { until: at(5000), borrowed: true }));
    assert_eq!(sit(&mut license, "b", "", 4999), "floating_not_available");
    assert_eq!(sit(&mut license, "a", "", 5000), "");
    assert_eq!(license.seat("a", "", at(5000)), Some(Held { until: at(5600), borrowed: false }));
}

#[test]
fn borrowing_again_does_as_the_switch_says() {
    let mut license = license(0);
    assert_eq!(borrow(&mut license, "a", 100, BorrowAgain::Refused), Some(100), "the first time");
    assert_eq!(borrow(&mut license, "a", 300, BorrowAgain::Refused), None);
    assert_eq!(borrow(&mut license, "a", 300, BorrowAgain::Keeps), Some(100));
    assert_eq!(borrow(&mut license, "a", 300, BorrowAgain::Extends), Some(300));
}

#[test]
fn a_seat_is_given_back_once_be_it_borrowed_or_not() {
    let mut license = license(0);
    assert!(!license.give_back("a", "", at(0)) && !license.give_back("nobody", "", at(0)));
    sit(&mut license, "a", "", 0);
    borrow(&mut license, "b", 5000, BorrowAgain::Extends);
    for device in ["a", "b"] {
        assert!(license.give_back(device, "", at(1)), "{device}");
        assert!(!license.give_back(device, "", at(1)), "{device}");
    }
    sit(&mut license, "a", "", 0);
    assert!(!license.give_back("a", "", at(600)), "it has timed out");
}

#[test]
fn all_seats_are_freed_at_once_also_those_that_nobody_sees() {
    let mut license = license(1);
    sit(&mut license, "a", "", 0);
    license.free_seats("");
    assert_eq!(license.seats_in_use("", at(0)), 0);
    let seats = license.seats("").unwrap();
    assert!(license.seat_somebody("stranger", 9, &seats, (Some(30), true), at(0)).is_ok());
    let shown = license.show_seats("", at(0)).unwrap();
    let holder = json!([{
        "hardware_id": "stranger", "until": "1970-01-01T00:00:30.000Z", "borrowed": true,
    }]);
    assert_eq!((&shown["in_use"], &shown["holders"]), (&json!(1), &holder));
}
