//! The dates in licenses.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// The moment that a date names, read as UTC; a day without a time of day is its beginning.
pub fn moment(text: &str) -> Option<OffsetDateTime> {
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (day, clock.trim_end_matches('Z')),
        None => (text, "00:00"),
    };
    Some(PrimitiveDateTime::new(date(day)?, time(clock)?).assume_utc())
}

/// The end of a validity with this last date: a day counts to its end.
pub fn end(text: &str) -> Option<SystemTime> {
    let whole_day = if text.contains([':']) { Duration::ZERO } else { Duration::from_secs(86_400) };
    Some(SystemTime::from(moment(text)?) + whole_day)
}

/// The end of a borrowing, in one of the five forms that are documented for it.
pub fn borrow_end(text: &str) -> Option<SystemTime> {
    let documented = match text.split_once('T') {
        Some((_, clock)) => clock.len() == "23:30:48.016Z".len() && clock.ends_with('Z'),
        None => !text.ends_with('Z'),
    };
    documented.then(|| moment(text).map(SystemTime::from))?
}

/// `2027-01-31T00:00:00.000Z`
pub fn written(moment: OffsetDateTime) -> String {
    let (date, time) = (moment.date(), moment.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.millisecond(),
    )
}

/// Milliseconds since 1970.
pub fn milliseconds(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, parts.next()?.parse().ok()?).ok()
}

fn time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let millisecond = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Time::from_hms_milli(hour, minute, second, millisecond).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_date_is_read() {
        let forms = [
            ("2027-01-31", "2027-01-31T00:00:00.000Z"),
            ("2027-01-31T23:59", "2027-01-31T23:59:00.000Z"),
            ("2027-01-31 23:59Z", "2027-01-31T23:59:00.000Z"),
            ("2027-01-31 23:59:59", "2027-01-31T23:59:59.000Z"),
            ("2027-01-31T23:59:59.123456Z", "2027-01-31T23:59:59.123Z"),
        ];
        for (text, expected) in forms {
            assert_eq!(written(moment(text).unwrap()), expected);
        }
        for text in ["", "soon", "2027-13-01", "2027-02-30", "2027-01-31T25:00"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn a_borrowing_ends_in_one_of_five_forms() {
        for text in [
            "2027-01-31T23:30:48.016Z",
            "2027-01-31 23:30:48.016",
            "2027-01-31 23:30:48",
            "2027-01-31 23:30",
            "2027-01-31",
        ] {
            assert_eq!(borrow_end(text), moment(text).map(SystemTime::from), "{text}");
        }
        for text in ["2027-01-31T23:30:48", "2027-01-31T23:30Z", "2027-01-31 23:30Z", "tomorrow"] {
            assert_eq!(borrow_end(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_counts_to_its_end_and_a_moment_does_not() {
        let length =
            |text| end(text).unwrap().duration_since(moment(text).unwrap().into()).unwrap();
        assert_eq!(length("2027-01-31"), Duration::from_secs(86_400));
        assert_eq!(length("2027-01-31T00:00:00.000Z"), Duration::ZERO);
    }
}
