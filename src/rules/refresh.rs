//! When a stored answer is due for a refresh in the background.

/// Whether an answer from `fetched_at` is due at `now`, in seconds. `chance` is from 0 to 1,000 and spreads
/// the age over a tenth to either side: devices that start together do not all ask together. It is asked for only
/// where it decides.
pub fn is_due(fetched_at: i64, now: i64, refresh_after: i64, chance: impl Fn() -> u32) -> bool {
    let spread = i128::from(refresh_after / 10);
    let late = i128::from(now) - i128::from(fetched_at) - i128::from(refresh_after);
    late >= -spread && late >= spread * 2 * i128::from(chance()) / 1000 - spread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_is_due_within_a_tenth_of_its_time() {
        assert!(!is_due(0, 3239, 3600, || 0) && is_due(0, 3240, 3600, || 0));
        assert!(!is_due(0, 3599, 3600, || 500) && is_due(0, 3600, 3600, || 500));
        assert!(!is_due(0, 3959, 3600, || 1000) && is_due(0, 3960, 3600, || 1000));
        assert!(is_due(0, 0, 0, || 500));
        assert!(is_due(i64::MIN, i64::MAX, i64::MAX, || 1000));
    }

    #[test]
    fn a_fresh_answer_costs_no_random_number() {
        assert!(!is_due(0, 3239, 3600, || panic!("it does not decide")));
    }
}
