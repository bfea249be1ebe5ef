//! What must hold for a fleet.

use crate::scenario::{HOUR, MINUTE, Scenario};
use crate::tally::Tally;

/// Of all calls so many may be refused for a limit.
const MOST_REFUSED: f64 = 0.01;
/// So many of the devices must have had an answer by eleven.
const LEAST_FRESH: f64 = 0.99;

/// What does not hold, in words; empty: all of it holds.
pub fn misses(scenario: &Scenario, tally: &Tally) -> Vec<String> {
    let Tally { kept_waiting, lost_seats, wrong_dates, .. } = *tally;
    let (refused, fresh) = (tally.refused(), tally.fresh_at_eleven());
    let end = scenario.outage.end.max(6 * HOUR + MINUTE);
    let (most, limit) = (tally.most_in_a_minute(end), scenario.limits.company);
    [
        (kept_waiting > 0, format!("{kept_waiting} persons were kept waiting by a limit")),
        (refused > MOST_REFUSED, format!("{:.2} % of the calls were refused", refused * 100.0)),
        (fresh < LEAST_FRESH, format!("{:.2} % had a fresh answer by eleven", fresh * 100.0)),
        (most as usize > limit, format!("{most} calls in a minute, of {limit}")),
        (lost_seats > 0, format!("{lost_seats} seats were lost")),
        (scenario.seats > 0 && tally.seats == 0, "no seat was taken".to_owned()),
        (wrong_dates > 0, format!("{wrong_dates} dates were refused")),
    ]
    .into_iter()
    .filter_map(|(is_missed, words)| is_missed.then_some(words))
    .collect()
}
