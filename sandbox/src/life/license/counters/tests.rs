use super::*;

/// 7 of 10 consumed.
fn license(more: Value) -> License {
    let mut license = License::new(json!({"license": {
        "id": 7, "license_type": "consumption", "total_consumptions": 7, "max_consumptions": 10,
        "product_features": [
            {"code": "renders", "feature_type": "consumption", "max_consumption": 1},
            {"code": "export", "feature_type": "activation"},
        ],
    }}));
    license.set(more.as_object().unwrap().clone());
    license
}

fn consume(more: Value, amount: i64) -> Result<i64, NotCounted> {
    license(more).consume("", amount, ZeroOverages::None)
}

#[test]
fn an_amount_is_counted_whole_or_not_at_all() {
    let mut license = license(json!({}));
    let mut consume = |amount| license.consume("", amount, ZeroOverages::None);
    assert_eq!(consume(4), Err(NotCounted::NotEnough));
    assert_eq!([consume(2), consume(1), consume(0)], [Ok(9), Ok(10), Ok(10)]);
    assert_eq!(consume(1), Err(NotCounted::NotEnough));
    assert_eq!(consume(i64::MAX), Err(NotCounted::NotEnough));
}

#[test]
fn overages_come_on_top_where_they_are_allowed() {
    let overages = |allowed: Value| json!({"allow_overages": allowed, "max_overages": 3});
    assert_eq!(consume(overages(json!(true)), 6), Ok(13));
    assert_eq!(consume(overages(json!(1)), 6), Ok(13), "a number where licenses are read");
    assert_eq!(consume(overages(json!(true)), 7), Err(NotCounted::NotEnough));
    assert_eq!(consume(overages(json!(false)), 4), Err(NotCounted::NotEnough));
    assert_eq!(consume(overages(json!(0)), 4), Err(NotCounted::NotEnough));
}

#[test]
fn no_overages_mean_none_or_any_number() {
    let zero = json!({"allow_overages": true, "max_overages": 0});
    assert_eq!(consume(zero.clone(), 4), Err(NotCounted::NotEnough));
    assert_eq!(license(zero).consume("", 400, ZeroOverages::Unlimited), Ok(407));
}

#[test]
fn unlimited_beats_every_limit() {
    assert_eq!(consume(json!({"allow_unlimited_consumptions": true}), 1000), Ok(1007));
}

#[test]
fn an_amount_is_given_back_where_that_is_allowed() {
    assert_eq!(consume(json!({}), -2), Err(NotCounted::Negative));
    let negative = json!({"allow_negative_consumptions": true});
    assert_eq!(consume(negative.clone(), -2), Ok(5));
    assert_eq!(consume(negative.clone(), -9), Ok(-2), "below nothing");
    let mut above = license(negative);
    above.set_total("", 100);
    assert_eq!(above.consume("", -1, ZeroOverages::None), Ok(99), "also above the limit");
}

#[test]
fn license_and_features_have_counters_of_their_own() {
    let mut license = license(json!({}));
    let mut consume = |feature| license.consume(feature, 1, ZeroOverages::None);
    assert_eq!([consume("renders"), consume("")], [Ok(1), Ok(8)]);
    assert_eq!(consume("renders"), Err(NotCounted::NotEnough));
    assert_eq!(consume("export"), Err(NotCounted::NotMetered));
    assert_eq!(consume("none"), Err(NotCounted::NotMetered));
    assert!(license.set_most("renders", 5) && !license.set_total("export", 1));
    let shown = license.show_counter("renders").unwrap();
    assert_eq!((&shown["total"], &shown["max"]), (&json!(1), &json!(5)));
}

#[test]
fn an_amount_that_is_consumed_already_is_counted_whatever_the_limit() {
    let mut license = license(json!({}));
    assert!(license.count("", 100) && !license.count("export", 1));
    assert_eq!(license.show_counter("").unwrap()["total"], 107);
}
