use super::*;
use crate::model::Licenses;
use crate::rules::entitlement;
use std::sync::Arc;

const REFUSED: State = State::Refused(Refusal::Disabled);

fn states() -> Vec<State> {
    let others = [State::NotActivated, State::Activating, State::Active, State::Deactivating];
    others.into_iter().chain(Refusal::ALL.map(State::Refused)).collect()
}

/// Each code that a call about a license on this device may bring, and some that nobody publishes.
const CODES: [&str; 16] = [
    "license_not_active",
    "license_not_enabled",
    "blacklisted",
    "license_expired",
    "trial_expired",
    "device_not_found",
    "license_not_found",
    "unknown_product",
    "floating_not_available",
    "license_activated_max_times",
    "license_not_enough_consumptions",
    "invalid_license_feature_code",
    "invalid_api_key",
    "brand_new",
    "Blacklisted",
    "",
];

fn heard() -> Vec<Heard<'static>> {
    let codes = CODES.into_iter().map(Heard::No);
    [Heard::Answer, Heard::Silence].into_iter().chain(codes).collect()
}

/// Every pair of a state and what is heard, written out by kinds; the table is complete, or this fails.
#[test]
fn each_state_hears_each_thing_as_the_table_says() {
    let (inactive, unknown) = (Refusal::Inactive, Refusal::UnknownDevice);
    let expected = |state: State, heard: Heard| match (state, heard) {
        (State::NotActivated, _) => State::NotActivated,
        (_, Heard::Answer) => State::Active,
        (_, Heard::Silence) => state,
        (State::Active | State::Refused(_), Heard::No("license_not_active")) => {
            State::Refused(inactive)
        }
        (State::Active | State::Refused(_), Heard::No("license_not_enabled")) => REFUSED,
        (State::Active | State::Refused(_), Heard::No("blacklisted")) => {
            State::Refused(Refusal::Blacklisted)
        }
        (State::Active | State::Refused(_), Heard::No("license_expired")) => {
            State::Refused(Refusal::Expired)
        }
        (State::Active | State::Refused(_), Heard::No("trial_expired")) => {
            State::Refused(Refusal::TrialExpired)
        }
        (State::Active | State::Refused(_), Heard::No("device_not_found")) => {
            State::Refused(unknown)
        }
        (
            State::Activating | State::Deactivating,
            Heard::No("license_not_active" | "device_not_found"),
        ) => State::NotActivated,
        (_, Heard::No(_)) => state,
    };
    for state in states() {
        for heard in heard() {
            assert_eq!(hear(state, heard), expected(state, heard), "{state:?} {heard:?}");
        }
    }
}

#[test]
fn each_refusal_decides_as_the_table_says_whatever_the_license_says() {
    use Decision::*;
    let expected = [
        ("license_not_active", DeniedInactive),
        ("license_not_enabled", DeniedDisabled),
        ("blacklisted", DeniedDisabled),
        ("license_expired", DeniedExpired),
        ("trial_expired", DeniedExpired),
        ("device_not_found", DeniedNotActivated),
    ];
    for (code, decision) in expected {
        let state = State::Refused(Refusal::of(code).unwrap());
        for license in licenses() {
            assert_eq!(decide(state, license), Outcome::Decided(decision), "{code}");
        }
    }
    assert_eq!(expected.len(), Refusal::ALL.len());
    for code in CODES.iter().filter(|code| !expected.iter().any(|(known, _)| known == *code)) {
        assert_eq!(Refusal::of(code), None, "{code}");
    }
}

fn licenses() -> Vec<Option<Judged>> {
    use Decision::*;
    let all = [
        Allowed,
        AllowedGrace,
        DeniedNoLicense,
        DeniedDisabled,
        DeniedInactive,
        DeniedNotStarted,
        DeniedExpired,
        DeniedNoFeature,
        DeniedFeatureExpired,
    ];
    let judged = all
        .into_iter()
        .flat_map(|decision| [false, true].map(|lacks_seat| Some(Judged { decision, lacks_seat })));
    judged.chain([None]).collect()
}

#[test]
fn each_state_decides_with_each_license_as_the_table_says() {
    for state in states() {
        for license in licenses() {
            let expected = match (state, license) {
                (State::NotActivated, _) => Outcome::NotActivated,
                (State::Activating | State::Deactivating, _) => Outcome::Uncertain,
                (State::Refused(refusal), _) => Outcome::Decided(refusal.decision()),
                (State::Active, None) => Outcome::NothingUsable,
                (State::Active, Some(Judged { decision, lacks_seat: true }))
                    if decision.is_allowed() =>
                {
                    Outcome::Decided(Decision::DeniedNoSeat)
                }
                (State::Active, Some(Judged { decision, .. })) => Outcome::Decided(decision),
            };
            assert_eq!(decide(state, license), expected, "{state:?} {license:?}");
        }
    }
}

#[test]
fn a_check_asks_about_what_is_there_and_takes_no_seat() {
    for state in states() {
        assert_eq!(refresh(state, true), Refresh::Never, "{state:?}");
        let nothing = matches!(state, State::NotActivated | State::Activating);
        let expected = if nothing { Refresh::Never } else { Refresh::WhenDue };
        assert_eq!(refresh(state, false), expected, "{state:?}");
    }
}

/// A row of numbers that looks random, the same each time.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    }
}

/// A refusal is lifted by a signed answer, and by nothing else that is heard in whatever order.
#[test]
fn only_a_signed_answer_lifts_a_refusal() {
    let all = heard();
    for seed in 0..2_000 {
        let mut pick = numbers(seed);
        let mut state = State::Refused(Refusal::ALL[pick(Refusal::ALL.len())]);
        for _ in 0..20 {
            let heard = all[pick(all.len())];
            let next = hear(state, heard);
            if heard == Heard::Answer {
                assert_eq!(next, State::Active);
            } else {
                assert!(
                    matches!(next, State::Refused(_)) || state == State::Active,
                    "{seed}: {state:?} {heard:?}"
                );
            }
            state = next;
        }
    }
}

fn license(json: &str) -> Licenses {
    let json = format!(r#"{{"product_details":{{"short_code":"up"}},{json}}}"#);
    Licenses::parse_one(&Arc::new(json)).unwrap_or_else(|_| panic!("no license"))
}

fn decided(state: State, licenses: &Licenses, now: i64) -> Outcome {
    let decision = entitlement::decide(licenses, "up", None, now).decision;
    decide(state, Some(Judged { decision, lacks_seat: license_floats(&licenses.0[0]) }))
}

/// But for a license that begins later: until then it is a no.
#[test]
fn time_never_turns_a_no_into_a_yes() {
    let is_yes = |outcome| matches!(outcome, Outcome::Decided(decision) if decision.is_allowed());
    for seed in 0..2_000 {
        let mut pick = numbers(seed);
        let json = [
            r#""validity_period":"2030-01-31""#,
            r#""validity_period":"2030-01-31","allow_grace_period":true,"grace_period":24"#,
            r#""validity_period":null"#,
            r#""validity_period":"soon""#,
            r#""is_expired":true"#,
            r#""license_enabled":false"#,
            r#""is_floating_cloud":true"#,
            r#""is_floating":"perhaps""#,
        ][pick(8)];
        let (licenses, state) = (license(json), states()[pick(states().len())]);
        // From 2029 to 2031, in steps of up to a month.
        let mut now = 1_861_920_000;
        let mut was_yes = true;
        for _ in 0..24 {
            let yes = is_yes(decided(state, &licenses, now));
            assert!(was_yes || !yes, "{seed}: {state:?} {json} at {now}");
            was_yes = yes;
            now += i64::try_from(pick(2_700_000)).unwrap();
        }
    }
}

#[test]
fn whatever_may_float_floats() {
    for (json, expected) in [
        (r#""is_floating":false,"is_floating_cloud":false"#, false),
        (r#""is_floating":true,"is_floating_cloud":false"#, true),
        (r#""is_floating":false,"is_floating_cloud":true"#, true),
        (r#""is_floating":true,"is_floating_cloud":true"#, true),
        (r#""is_floating":[]"#, true),
        (r#""is_floating_cloud":7"#, true),
        (r#""is_floating":null"#, false),
        (r#""id":1"#, false),
    ] {
        let of_license = license(json);
        assert_eq!(license_floats(&of_license.0[0]), expected, "{json}");
        let of_feature = license(&format!(r#""product_features":[{{{json}}}]"#));
        assert_eq!(feature_floats(&of_feature.0[0].product_features.0[0]), expected, "{json}");
    }
}
