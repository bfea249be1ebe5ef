//! Dates, against the crate `time` as oracle.

use lsagent::fuzzing::{self, ReadDate};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

const DAY: i64 = 86_400;

/// A date.
pub fn date(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let read = fuzzing::date(text);
    let text = text.trim();
    let days = Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    match days.filter(|day| (1..=9999).contains(&day.year()) && text.len() == 10) {
        Some(day) => {
            let seconds = day.midnight().assume_utc().unix_timestamp();
            let end = seconds + DAY;
            assert_eq!(read, ReadDate::Read { seconds, end }, "{text}");
            assert_eq!(fuzzing::day_before(end), text);
        }
        None => moment(text, read),
    }
}

fn moment(text: &str, read: ReadDate) {
    if let ReadDate::Read { seconds, end } = read {
        assert_eq!(seconds, end, "{text}: a moment has no length");
        assert!(!fuzzing::day_before(end).is_empty() || text.starts_with("0001-01-01"), "{text}");
    }
    let Some(expected) = rfc3339(text) else { return };
    let far = expected.offset().whole_seconds().abs() > 14 * 3600;
    match read {
        ReadDate::Read { seconds, .. } => assert_eq!(seconds, expected.unix_timestamp(), "{text}"),
        ReadDate::Unreadable => assert!(far, "{text}"),
        ReadDate::Absent => panic!("{text} is not absent"),
    }
}

/// Nothing for a leap second, which the two read differently, for years that ours does not know, and for
/// what stands between date and time that RFC 3339 does not know.
fn rfc3339(text: &str) -> Option<OffsetDateTime> {
    let date = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let leap = text.get(17..19) == Some("60");
    let parted = text.get(10..11).is_some_and(|between| matches!(between, "T" | "t" | " "));
    (!leap && parted && !text.starts_with("0000")).then_some(date)
}
