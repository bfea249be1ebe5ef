//! A small fleet, against limits as small.

use lsagent_fleet::run::run;
use lsagent_fleet::scenario::{Manners, Scenario};
use lsagent_fleet::tally::Tally;
use lsagent_fleet::verdict::misses;

/// Of a million.
const PART: usize = 20;

#[test]
fn a_fleet_that_starts_at_nine_keeps_to_the_limits_and_gets_its_answers() {
    for scenario in Scenario::all(PART) {
        for seed in [1, 2] {
            let missed = misses(&scenario, &run(&scenario, seed));
            assert!(missed.is_empty(), "{} {seed}: {missed:#?}", scenario.name);
        }
    }
}

/// What the test above relies on.
#[test]
fn a_fleet_that_asks_at_once_or_with_the_date_of_the_clock_is_found_out() {
    for (spread, date_back, expected) in [
        (false, false, ["kept waiting", "% of the calls were refused", "calls in a minute"]),
        (false, true, ["kept waiting", "% of the calls were refused", "calls in a minute"]),
        (
            true,
            false,
            ["kept waiting", "% of the calls were refused", "% of the calls were refused"],
        ),
    ] {
        for scenario in Scenario::all(PART) {
            let scenario = scenario.by(Manners { spread, date_back });
            let missed = misses(&scenario, &run(&scenario, 1));
            for words in expected {
                assert!(missed.iter().any(|miss| miss.contains(words)), "{words}: {missed:#?}");
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_morning_and_another_one_another() {
    let counted = |seed| {
        let Tally { calls, limited, looks, .. } = run(&Scenario::outage(100), seed);
        (calls, limited, format!("{looks:?}"))
    };
    assert_eq!(counted(1), counted(1));
    assert_ne!(counted(1), counted(2));
}
