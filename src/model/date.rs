//! The API's dates: `YYYY-MM-DD`, or a date and a time with `T` or a space between them, with or
//! without seconds, fraction and `Z`; always UTC.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a year has four digits, a zone fourteen hours, and every place was found in the same text; \
              fuzz/ holds it against another calendar"
)]

const DAY: i64 = 86_400;

/// A moment as the server gave it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Date {
    #[default]
    Absent,
    /// A date without a time: the first second of that day, in Unix seconds.
    Day(i64),
    /// Unix seconds; a fraction is dropped.
    Moment(i64),
    /// Something was said, but it cannot be read.
    Unreadable,
}

impl Date {
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "" => Self::Absent,
            text => parse(text).unwrap_or(Self::Unreadable),
        }
    }

    /// Unix seconds: of a date without a time, the first second of that day.
    pub fn seconds(self) -> Option<i64> {
        match self {
            Self::Day(seconds) | Self::Moment(seconds) => Some(seconds),
            Self::Absent | Self::Unreadable => None,
        }
    }

    /// The last day before a moment, as `YYYY-MM-DD`; nothing for one beyond the calendar.
    pub fn day_before(end: i64) -> String {
        let day = end.saturating_sub(1).div_euclid(DAY) + 719_162;
        if !(0..3_652_059).contains(&day) {
            return String::new();
        }
        // The year that has begun by then, found from the average length of years.
        let mut year = day * 400 / 146_097 + 1;
        if days_before_year(year) > day {
            year -= 1;
        }
        if days_before_year(year + 1) <= day {
            year += 1;
        }
        let mut rest = day - days_before_year(year);
        let mut month = 1;
        for length in lengths(year) {
            if rest < length {
                break;
            }
            rest -= length;
            month += 1;
        }
        format!("{year:04}-{month:02}-{:02}", rest + 1)
    }

    /// A moment in Unix seconds as `YYYY-MM-DD HH:MM:SS`; without the day for one beyond the calendar.
    pub fn text_of(moment: i64) -> String {
        let (day, time) = (Self::day_before(moment.saturating_add(1)), moment.rem_euclid(DAY));
        format!("{day} {:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60)
    }

    /// The first second after: something that ends on a date without a time lasts through that day.
    pub fn end(self) -> Option<i64> {
        match self {
            Self::Day(seconds) => Some(seconds + DAY),
            Self::Moment(seconds) => Some(seconds),
            Self::Absent | Self::Unreadable => None,
        }
    }
}

/// A moment that one call gives as a text and another as a number, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment(pub Date);

impl Moment {
    /// Of a number of milliseconds; a fraction of a second is dropped.
    pub fn of_milliseconds(milliseconds: i64) -> Self {
        Self(Date::Moment(milliseconds.div_euclid(1000)))
    }

    /// Unix seconds.
    pub fn seconds(self) -> Option<i64> {
        self.0.seconds()
    }
}

fn parse(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    let midnight = days_since_1970(date)? * DAY;
    if rest.is_empty() {
        return Some(Date::Day(midnight));
    }
    let time = rest.strip_prefix(['T', 't', ' '])?;
    let (time, offset) = split_offset(time)?;
    Some(Date::Moment(midnight + seconds_of(time)? - offset))
}

/// `YYYY-MM-DD` in the Gregorian calendar.
fn days_since_1970(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    let lengths = lengths(year);
    let length = lengths.get(usize::try_from(month - 1).ok()?)?;
    if parts.next().is_some() || year == 0 || !(1..=*length).contains(&day) {
        return None;
    }
    let before: i64 = lengths[..usize::try_from(month - 1).ok()?].iter().sum();
    // 719,162 days lie between 0001-01-01 and 1970-01-01.
    Some(days_before_year(year) + before + day - 1 - 719_162)
}

/// Days from 0001-01-01 to the first day of a year.
fn days_before_year(year: i64) -> i64 {
    let years = year - 1;
    years * 365 + years / 4 - years / 100 + years / 400
}

/// Of the months.
fn lengths(year: i64) -> [i64; 12] {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if leap { 29 } else { 28 };
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// The zone, in seconds east of UTC; none means UTC.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time.trim_end(), 0));
    }
    let Some(at) = time.rfind(['+', '-']) else {
        return Some((time, 0));
    };
    let (time, offset) = time.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits = offset[1..].replace(':', "");
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..).filter(|m| !m.is_empty()));
    let minutes = minutes.map_or(Some(0), |minutes| number(minutes, 2))?;
    let offset = number(hours, 2)? * 3600 + minutes * 60;
    (offset <= 14 * 3600 && minutes < 60).then_some((time, sign * offset))
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`.
fn seconds_of(time: &str) -> Option<i64> {
    let (whole, fraction) = time.split_once(['.', ',']).unwrap_or((time, "0"));
    let mut parts = whole.split(':');
    let hours = number(parts.next()?, 2)?;
    let minutes = number(parts.next()?, 2)?;
    let seconds = parts.next().map_or(Some(0), |seconds| number(seconds, 2))?;
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let valid = parts.next().is_none() && digits && hours < 24 && minutes < 60 && seconds < 61;
    valid.then_some(hours * 3600 + minutes * 60 + seconds)
}

fn number(digits: &str, length: usize) -> Option<i64> {
    let valid = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_read() {
        const MIDNIGHT: i64 = 1_727_395_200;
        let moment = |text| Date::parse(text);
        assert_eq!(moment("2024-09-27"), Date::Day(MIDNIGHT));
        for text in [
            "2024-09-27T23:30:48.016Z",
            "2024-09-27T23:30:48Z",
            "2024-09-27T23:30:48",
            "2024-09-27 23:30:48",
            "2024-09-27 23:30:48.016",
            "2024-09-28T01:30:48+02:00",
            "2024-09-27 18:00:48-0530",
        ] {
            assert_eq!(moment(text), Date::Moment(MIDNIGHT + 84_648), "{text}");
        }
        for text in ["2024-09-27 23:30", "2024-09-27T23:30Z", "2024-09-27T23:30"] {
            assert_eq!(moment(text), Date::Moment(MIDNIGHT + 84_600), "{text}");
        }
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let day = |text| Date::parse(text).seconds().map(|seconds| seconds / DAY);
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-02-29"), Some(11_016));
        assert_eq!(day("2000-03-01"), Some(11_017));
        assert_eq!(day("1969-12-31"), Some(-1));
        assert_eq!(day("0001-01-01"), Some(-719_162));
        assert_eq!(day("9999-12-31"), Some(2_932_896));
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        for day in (-719_162..2_932_897).step_by(97).chain([-719_162, 0, 11_016, 2_932_896]) {
            let text = Date::day_before((day + 1) * DAY);
            assert_eq!(Date::parse(&text), Date::Day(day * DAY), "{text}");
        }
        assert_eq!(Date::day_before(i64::MAX), "");
        assert_eq!(Date::day_before(i64::MIN), "");
    }

    #[test]
    fn a_moment_is_written_as_it_is_read() {
        for moment in [0, 1, 59, 3599, 86_399, 86_400, 951_782_400, 1_796_148_007, -1] {
            assert_eq!(Date::parse(&Date::text_of(moment)), Date::Moment(moment), "{moment}");
        }
    }

    #[test]
    fn a_date_without_a_time_ends_with_its_day() {
        assert_eq!(Date::parse("1970-01-02").end(), Some(2 * DAY));
        assert_eq!(Date::parse("1970-01-02T00:00:01Z").end(), Some(DAY + 1));
    }

    #[test]
    fn what_is_no_date_is_unreadable_and_never_absent() {
        for text in [
            "soon",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "20240927",
            "2024-09-27X10:00",
            "2024-09-27T24:00",
            "2024-09-27T10",
            "2024-09-27T10:00:00.",
            "2024-09-27T10:00+99:00",
            "0000-01-01",
            "２０２４-01-01",
            "2024-09-2é",
        ] {
            assert_eq!(Date::parse(text), Date::Unreadable, "{text}");
        }
        assert_eq!(Date::parse("  "), Date::Absent);
    }
}
