//! How the time of an examination is shared among its steps, so that one that hangs leaves the others their part.

use std::time::Duration;

/// What the steps that touch no network get in any case.
const LOCAL: Duration = Duration::from_secs(1);

/// The time for a step of the network, of what is `left` for all: what a call of the application would wait for it, but
/// not more than its part.
pub fn of_the_network(left: Duration, usual: Duration, steps_to_come: u32) -> Duration {
    let reserve = LOCAL.min(left.checked_div(5).unwrap_or_default());
    let for_the_network = left.saturating_sub(reserve);
    usual.min(for_the_network.checked_div(steps_to_come.max(1)).unwrap_or_default())
}

/// For how long the examination itself goes on, of the time that its caller waits: so that its report is there in time.
pub fn of_the_caller(timeout: Duration) -> Duration {
    timeout
        .saturating_sub(Duration::from_millis(250).min(timeout.checked_div(10).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_hangs_leaves_the_others_their_part() {
        let (ms, usual) = (Duration::from_millis, Duration::from_secs(5));
        assert_eq!(of_the_network(ms(60_000), usual, 4), usual);
        assert_eq!(of_the_network(ms(10_000), usual, 3), ms(3_000));
        assert_eq!(of_the_network(ms(1_000), usual, 1), ms(800));
        assert_eq!(of_the_network(Duration::ZERO, usual, 0), Duration::ZERO);
        assert_eq!(of_the_caller(ms(10_000)), ms(9_750));
        assert_eq!(of_the_caller(ms(100)), ms(90));
    }
}
