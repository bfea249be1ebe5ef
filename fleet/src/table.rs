//! The results as a table in Markdown, and the guide that shows it.

use crate::scenario::{HOUR, MINUTE, Manners, Scenario};
use crate::tally::Tally;

/// No other table of the guide begins with an empty cell.
const BEGIN: &str = "\n\n|  |";
const END: &str = "\n\n";

/// A row for each thing that is counted, a column for each run.
pub fn table(runs: &[(Scenario, Tally)]) -> String {
    let rows = [
        row("", runs, |scenario, _| head(scenario)),
        format!("|---|{}", "---|".repeat(runs.len())),
        row("calls from 6:00 to 12:00", runs, |_, tally| number(tally.all())),
        row("most calls in a minute", runs, |_, tally| number(tally.most_in_a_minute(0).into())),
        row("the same after 9:40", runs, |_, tally| {
            number(tally.most_in_a_minute(9 * HOUR + 40 * MINUTE).into())
        }),
        row("refused for a limit", runs, |_, tally| percent(tally.refused())),
        row("persons that waited for that", runs, |_, tally| number(tally.kept_waiting)),
        row("calls that met the outage", runs, |_, tally| number(tally.down)),
        row("persons without a first answer since", runs, |_, tally| number(tally.cut_off)),
        row("dates that were refused", runs, |_, tally| number(tally.wrong_dates)),
        row("devices with a fresh answer at 11:00", runs, |_, tally| {
            percent(tally.fresh_at_eleven())
        }),
        row("age of an answer at 11:00: half, 99 %", runs, |_, tally| ages(tally)),
        row("seats taken, and lost", runs, |_, tally| {
            format!("{}, {}", number(tally.seats), number(tally.lost_seats))
        }),
    ];
    rows.join("\n") + "\n"
}

fn head(scenario: &Scenario) -> String {
    let is_shipped = scenario.manners == Manners::SHIPPED;
    format!("{}, {}", scenario.name, if is_shipped { "shipped" } else { "former" })
}

fn row(
    name: &str,
    runs: &[(Scenario, Tally)],
    cell: impl Fn(&Scenario, &Tally) -> String,
) -> String {
    let cells: Vec<_> = runs.iter().map(|(scenario, tally)| cell(scenario, tally)).collect();
    format!("| {name} | {} |", cells.join(" | "))
}

fn ages(tally: &Tally) -> String {
    let look = tally.looks.iter().find(|look| look.at == 11 * HOUR);
    look.map_or_else(String::new, |look| format!("{} min, {} min", look.median, look.most))
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

/// With a comma before each three digits.
fn number(number: u64) -> String {
    let digits = number.to_string();
    let place = |(place, digit): (usize, char)| {
        let comma = place > 0 && (digits.len() - place).is_multiple_of(3);
        [if comma { "," } else { "" }.to_owned(), digit.to_string()].concat()
    };
    digits.chars().enumerate().map(place).collect()
}

/// The guide with this table in place of the one that it has; `None`: it has none.
pub fn put_into(guide: &str, table: &str) -> Option<String> {
    let (before, rest) = guide.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some([before, "\n\n", table.trim_end(), END, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_comma_before_each_three_digits() {
        for (value, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn a_table_takes_the_place_of_the_former_one() {
        let guide = "a\n\n| other |\n|---|\n\nb\n\n|  | old |\n|---|---|\n\nc\n\nd\n";
        let expected = "a\n\n| other |\n|---|\n\nb\n\n|  | new |\n|---|---|\n\nc\n\nd\n";
        let table = "|  | new |\n|---|---|\n";
        assert_eq!(put_into(guide, table).unwrap(), expected);
        assert_eq!(put_into(expected, table).unwrap(), expected);
        assert_eq!(put_into("a", table), None);
    }
}
