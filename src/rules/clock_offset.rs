//! By how much the server's clock is ahead of this device's.

use super::tolerance::TOLERANCE;

/// The offset after a good answer that is dated `date` and arrived at `now` by this device's clock, in
/// seconds; 0 while the two agree. `known` is the offset before it.
///
/// A device that is ahead keeps a known negative offset: an answer may have been kept for a while on its way,
/// so only a refusal of the server shows by how much requests are to be dated back.
pub fn offset(date: i64, now: i64, known: i64) -> i64 {
    let ahead = date.saturating_sub(now);
    let is_news = ahead.abs_diff(known.max(0)) > TOLERANCE.unsigned_abs();
    match ahead > TOLERANCE {
        true if is_news => ahead,
        false if known > 0 => 0,
        true | false => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_answer_moves_the_time_forward_and_never_behind_the_devices() {
        for (date, now, known, expected) in [
            (1000, 1000, 0, 0),
            (1300, 1000, 0, 0),
            (1301, 1000, 0, 301),
            (5000, 1000, 4100, 4100),
            (5000, 1000, 3000, 4000),
            // The clock was put right.
            (5000, 5000, 4000, 0),
            // The device is ahead: what a refusal has told stays.
            (1000, 5000, 0, 0),
            (1000, 5000, -4000, -4000),
            (9000, 5000, -4000, 4000),
            (i64::MAX, i64::MIN, 0, i64::MAX),
            (i64::MIN, i64::MAX, 0, 0),
        ] {
            assert_eq!(offset(date, now, known), expected, "{date} {now} {known}");
        }
    }
}
