use super::*;

fn license(max_activations: u64, max_transfers: i64) -> License {
    License::new(json!({"license": {
        "id": 7, "max_activations": max_activations, "max_transfers": max_transfers,
        "product_details": {"short_code": "p"},
    }}))
}

fn activate(license: &mut License, device: &str) -> &'static str {
    let activated = license.activate(device, Again::Free, 1);
    activated.map_or_else(|refusal| refusal.code, |()| "")
}

#[test]
fn devices_count_while_they_are_active() {
    let mut license = license(2, 0);
    assert_eq!(
        ["a", "b", "c"].map(|device| activate(&mut license, device)),
        ["", "", "license_activated_max_times"]
    );
    assert_eq!(activate(&mut license, "a"), "", "again");
    license.deactivate("b");
    assert_eq!(license.times_activated(), 1);
    assert_eq!((activate(&mut license, "c"), license.number("transfer_count")), ("", 1));
}

#[test]
fn an_activation_again_may_count() {
    let mut license = license(2, 0);
    let mut again = || license.activate("a", Again::Counts, 1).map_err(|refusal| refusal.code);
    assert_eq!([again(), again(), again()], [Ok(()), Ok(()), Err("license_activated_max_times")]);
    assert_eq!(license.times_activated(), 2);
}

#[test]
fn a_license_that_must_not_move_comes_back_to_its_device_alone() {
    let mut license = license(1, -1);
    assert_eq!(activate(&mut license, "a"), "");
    license.deactivate("a");
    assert_eq!(activate(&mut license, "b"), "license_transferred_max_times");
    assert_eq!(activate(&mut license, "a"), "");
    assert_eq!(license.number("transfer_count"), 0);
}

#[test]
fn moves_are_counted_up_to_their_limit() {
    let mut license = license(1, 1);
    let mut move_to = |device: &str| {
        let code = activate(&mut license, device);
        license.deactivate(device);
        code
    };
    let codes = ["a", "b", "a"].map(&mut move_to);
    assert_eq!(codes, ["", "", "license_transferred_max_times"], "a known device counts too");
}

#[test]
fn a_license_ends_after_its_last_day_and_its_grace() {
    let mut license = license(1, 0);
    let at = |text: &str| SystemTime::from(dates::moment(text).unwrap());
    let fields = json!({"validity_period": "2027-01-31", "start_date": "2026-01-01"});
    license.set(fields.as_object().unwrap().clone());
    assert!(
        license.has_not_started(at("2025-12-31")) && !license.has_not_started(at("2026-01-01"))
    );
    assert!(!license.has_expired(at("2027-01-31 23:59")) && license.has_expired(at("2027-02-01")));
    let grace = json!({"allow_grace_period": true, "grace_period": 24});
    license.set(grace.as_object().unwrap().clone());
    assert!(!license.has_expired(at("2027-02-01 23:59")) && license.has_expired(at("2027-02-02")));
}
