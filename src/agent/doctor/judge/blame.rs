//! Which step a failure belongs to. The call is one; the steps are what it meets on its way.

use super::super::report::StepId;
use crate::error::{Error, Status};
use crate::network::Unanswered;
use crate::transport::Trace;

/// For a call to which no answer came.
pub fn unanswered(failure: &Unanswered, trace: &Trace, has_proxy: bool) -> StepId {
    match failure {
        Unanswered::NoAnswer(error) => on_the_way(error, trace, has_proxy),
        // Where a token comes from may be elsewhere: it is the service's way only if that was begun and not ended.
        Unanswered::NoToken(error) if trace.reached.is_some() && trace.answered.is_none() => {
            on_the_way(error, trace, has_proxy)
        }
        Unanswered::NoToken(_) => StepId::Application,
    }
}

fn on_the_way(error: &Error, trace: &Trace, has_proxy: bool) -> StepId {
    match error.status() {
        Status::Proxy => StepId::Proxy,
        Status::Tls => StepId::Tls,
        Status::Config => StepId::Settings,
        Status::Network | Status::Timeout => got_to(trace, has_proxy),
        _ => StepId::Http,
    }
}

/// The part of the way on which it ended.
fn got_to(trace: &Trace, has_proxy: bool) -> StepId {
    match (trace.reached, trace.opened, trace.connected) {
        (_, _, Some(_)) => StepId::Http,
        (_, Some(_), None) => StepId::Tls,
        (Some(_), None, None) if has_proxy => StepId::Proxy,
        (_, None, None) => StepId::Connection,
    }
}

/// For an answer that is none to the call.
pub fn answered(error: &Error) -> StepId {
    match error.status() {
        Status::Proxy => StepId::Proxy,
        Status::Clock => StepId::Clock,
        Status::Signature | Status::Mismatch => StepId::Signature,
        Status::ApiKey
        | Status::Credentials
        | Status::Refused
        | Status::NotActivated
        | Status::ActivationLimit
        | Status::NoSeat
        | Status::Quota
        | Status::NotAllowed => StepId::Application,
        Status::InvalidArgument
        | Status::Config
        | Status::Network
        | Status::Timeout
        | Status::Tls
        | Status::Response
        | Status::RateLimited
        | Status::Server
        | Status::Uncertain
        | Status::NotCached
        | Status::CacheExpired
        | Status::Cache
        | Status::Cancelled
        | Status::Internal => StepId::Http,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A way that got so far: reached, opened, connected, answered.
    fn trace(stages: usize) -> Trace {
        let at = |stage| (stage < stages).then_some(Duration::ZERO);
        let (reached, opened, connected, answered) = (at(0), at(1), at(2), at(3));
        Trace { reached, opened, connected, answered, ..Trace::default() }
    }

    #[test]
    fn a_call_that_ends_on_the_way_is_blamed_on_the_part_where_it_ended() {
        let error = |status| Error::new(status, "x");
        for (status, stages, has_proxy, step) in [
            (Status::Timeout, 0, false, StepId::Connection),
            (Status::Network, 0, true, StepId::Connection),
            (Status::Timeout, 1, true, StepId::Proxy),
            (Status::Timeout, 2, false, StepId::Tls),
            (Status::Network, 3, true, StepId::Http),
            (Status::Network, 4, true, StepId::Http),
            (Status::Proxy, 1, true, StepId::Proxy),
            (Status::Tls, 2, false, StepId::Tls),
            (Status::Response, 4, false, StepId::Http),
        ] {
            let failure = Unanswered::NoAnswer(error(status));
            assert_eq!(unanswered(&failure, &trace(stages), has_proxy), step, "{status:?}");
        }
    }

    #[test]
    fn a_token_that_cannot_be_had_is_the_applications_matter_unless_the_service_was_not_reached() {
        let failure = || Unanswered::NoToken(Error::new(Status::Tls, "x"));
        assert_eq!(unanswered(&failure(), &trace(0), false), StepId::Application);
        assert_eq!(unanswered(&failure(), &trace(2), false), StepId::Tls);
        assert_eq!(unanswered(&failure(), &trace(4), false), StepId::Application);
    }
}
