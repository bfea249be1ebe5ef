//! When a stored answer is due for a refresh in the background.

/// Whether an answer from `fetched_at` is due at `now`, in seconds. `chance` is from 0 to 1,000 and spreads
/// the age over a tenth to either side: devices that start together do not all ask together.
pub fn is_due(fetched_at: i64, now: i64, refresh_after: i64, chance: u32) -> bool {
    let spread = refresh_after / 10;
    let shift = (i128::from(spread) * 2 * i128::from(chance) / 1000) - i128::from(spread);
    i128::from(now) - i128::from(fetched_at) >= i128::from(refresh_after) + shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_is_due_within_a_tenth_of_its_time() {
        assert!(!is_due(0, 3239, 3600, 0) && is_due(0, 3240, 3600, 0));
        assert!(!is_due(0, 3599, 3600, 500) && is_due(0, 3600, 3600, 500));
        assert!(!is_due(0, 3959, 3600, 1000) && is_due(0, 3960, 3600, 1000));
        assert!(is_due(0, 0, 0, 500));
        assert!(is_due(i64::MIN, i64::MAX, i64::MAX, 1000));
    }
}
