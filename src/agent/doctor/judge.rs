//! What follows from what was found, pure: facts in, a sentence and an advice out. Nothing here opens, reads or asks
//! anything, so tables test it.

pub mod answer;
pub mod blame;
pub mod interception;
pub mod share;
pub mod store;
pub mod surroundings;
pub mod way;

use super::report::{Finding, StepId};
use super::text::Text;
use crate::error::{Error, Status};

/// A step that was not taken for another one that has failed.
pub fn not_reached(for_lack_of: StepId) -> Finding {
    Finding::skipped(Text::of("Not looked at: the step {} has failed.", &[&for_lack_of.name()]))
}

/// A failure in the words of the log, and what is usually to be done about one of its kind.
pub fn failed(what: &'static str, error: &Error) -> Finding {
    let why = Text::of_error(error);
    Finding::failed(Text::of("{}: {}{}", &[&what, &why, &full_stop(&why)]), advice(error.status()))
}

/// What a sentence that ends with this still lacks.
fn full_stop(end: &Text) -> &'static str {
    if end.as_str().ends_with(['.', '?']) { "" } else { "." }
}

/// What a person can do about a failure of this kind.
fn advice(status: Status) -> &'static str {
    match status {
        Status::Network | Status::Timeout => {
            "Check that this device is online, and that no firewall stands between it and the license server."
        }
        Status::Tls => {
            "Ask whoever runs this network whether it inspects TLS; its authority belongs into the system's trust store, or into the CA file that is set."
        }
        Status::Proxy => {
            "Check the proxy's address, user name and password, and whether it allows the license server."
        }
        Status::Response => {
            "Open a web page in a browser: a network that asks for a sign-in of its own, or a filter, may have answered."
        }
        Status::Server | Status::RateLimited => {
            "Try again in some minutes; the licensing service has to recover."
        }
        Status::Signature | Status::Mismatch => {
            "Something on the way has altered the answer, or the response key or the product's id is not the vendor's; ask the vendor."
        }
        Status::ApiKey => {
            "Ask the vendor: the application's API key, shared key or OAuth client is refused."
        }
        Status::Clock => "Set this device's clock, and have it set by the network from now on.",
        Status::Credentials => {
            "Check the user name and the password, and whether the user may use this product."
        }
        Status::Config | Status::InvalidArgument => "Correct the setting that is named.",
        Status::NotCached => "Sign in once more.",
        Status::Cache | Status::CacheExpired => {
            "Check the rights of the store's folder, and the space on its disk, or set another folder."
        }
        Status::Refused
        | Status::NotActivated
        | Status::ActivationLimit
        | Status::NoSeat
        | Status::Quota
        | Status::NotAllowed => "Ask the vendor about the license.",
        Status::Uncertain | Status::Cancelled | Status::Internal => {
            "Try again; if it stays so, send this report to the vendor."
        }
    }
}
