//! What the answer says: HTTP, the clock, the application's key, the user's sign-in, the signature.

use super::super::report::{Details, Finding, StepId, Value};
use super::super::text::{Host, Label, Text};
use super::{failed, not_reached};
use crate::clock::TOLERANCE;
use crate::error::{Error, Status};
use crate::rules::entitlement::Decision;

/// An answer to the call that needs no user, without what it holds.
pub struct Answered {
    pub http_status: u16,
    pub date: Option<i64>,
    pub sent_at: i64,
    pub offset: i64,
    pub outcome: Result<(), Error>,
}

/// About which product was asked.
#[derive(Clone, Copy)]
pub enum Asked<'a> {
    /// The application's.
    Product(&'a str),
    /// One that nobody has, since none was named: the service tells that from a key that it refuses.
    Nothing,
}

/// The code with which the service does not know a product.
const UNKNOWN_PRODUCT: &str = "unknown_product";

pub fn http(server: &Host, answered: &Answered, failure: Option<&Error>) -> Finding {
    let details = Details::default()
        .and("host", Value::shown(server))
        .and("http_status", i64::from(answered.http_status));
    let finding = match failure {
        Some(error) => failed("No usable answer of the license server came", error),
        None => Finding::ok(Text::of("The license server {} answers.", &[server])),
    };
    finding.with(details)
}

pub fn clock(answered: &Answered, failure: Option<&Error>) -> Finding {
    let ahead = answered.date.map(|date| date.saturating_sub(answered.sent_at));
    let details = Details::default()
        .and("server_is_ahead_by_seconds", ahead)
        .and("corrected_by_seconds", answered.offset);
    let finding = match (failure, ahead) {
        (Some(error), _) => failed("The license server refuses this device's time", error),
        (None, None) => Finding::skipped("The license server has sent no date."),
        (None, Some(ahead)) if ahead.abs_diff(0) <= TOLERANCE.unsigned_abs() => {
            Finding::ok("This device's clock agrees with the license server's.")
        }
        (None, Some(ahead)) => off(ahead),
    };
    finding.with(details)
}

fn off(ahead: i64) -> Finding {
    let side = if ahead > 0 { " s behind" } else { " s ahead of" };
    let seconds = ahead.unsigned_abs();
    Finding::warning(
        Text::of(
            "This device's clock is {}{} the license server's; calls are dated by that one.",
            &[&seconds, &side],
        ),
        "Set this device's clock, and have it set by the network from now on.",
    )
}

/// `by`: how the application shows who it is.
pub fn application(asked: Asked, answered: &Answered, by: &'static str) -> Finding {
    let product = match asked {
        Asked::Product(product) => Label::of(product).map(|product| Value::shown(&product)),
        Asked::Nothing => None,
    };
    let details = Details::default()
        .and("by", by)
        .and("product", product)
        .and("code", answered.outcome.as_ref().err().and_then(Error::code).and_then(code));
    judged(asked, answered).with(details)
}

fn judged(asked: Asked, answered: &Answered) -> Finding {
    let error = match &answered.outcome {
        Ok(()) => {
            return Finding::ok(
                "The license server accepts the application's key, and knows the product.",
            );
        }
        Err(error) => error,
    };
    match (error.status(), asked) {
        (Status::ApiKey, _) => failed("The license server refuses the application", error),
        (Status::Signature | Status::Mismatch, _) => Finding::skipped(
            "Nobody knows: what came is not proven to be the license server's answer.",
        ),
        (_, Asked::Nothing) if is_unknown_product(error) => {
            Finding::ok("The license server accepts the application's key; no product was named.")
        }
        (_, Asked::Product(_)) if is_unknown_product(error) => Finding::failed(
            "The license server accepts the application's key, and knows no such product.",
            "Check the product's short code, or ask the vendor.",
        ),
        _ => failed("The license server refuses the question", error),
    }
}

pub fn is_unknown_product(error: &Error) -> bool {
    error.code() == Some(UNKNOWN_PRODUCT)
}

/// A published code has these characters alone.
fn code(code: &str) -> Option<Value> {
    let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    Label::of(code).filter(|_| is_code).map(|code| Value::shown(&code))
}

/// What a sign-in has brought.
pub struct SignedIn {
    pub licenses: usize,
    pub decision: Decision,
}

/// Why there was none to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSignIn {
    NotGiven,
    NoProduct,
    /// A code is good for one use, which is the application's.
    UsedUp,
    NotRemembered,
}

pub fn no_sign_in(why: NoSignIn) -> Finding {
    match why {
        NoSignIn::NotGiven => Finding::skipped("No sign-in was given."),
        NoSignIn::NoProduct => Finding::skipped("A sign-in is for a product, and none was named."),
        NoSignIn::UsedUp => Finding::skipped(
            "The code of a single sign-on is good for one use, so it was not tried.",
        ),
        NoSignIn::NotRemembered => Finding::failed(
            "No password of this user is remembered on this device, or it cannot be had now.",
            "Sign in once more.",
        ),
    }
}

pub fn user(outcome: &Result<SignedIn, Error>) -> Finding {
    match outcome {
        Ok(SignedIn { licenses, decision }) => {
            let details = Details::default()
                .and("licenses", *licenses)
                .and("allowed", decision.is_allowed())
                .and("decision", decision_name(*decision));
            let so = if decision.is_allowed() {
                " may use the product."
            } else {
                " may not use the product."
            };
            Finding::ok(Text::of("The sign-in is accepted, and the user{}", &[&so])).with(details)
        }
        Err(error) => {
            let details = Details::default()
                .and("http_status", i64::from(error.http_status()))
                .and("code", error.code().and_then(code));
            failed("The user's sign-in does not work", error).with(details)
        }
    }
}

fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::DeniedNoLicense => "denied_no_license",
        Decision::DeniedNotActivated => "denied_not_activated",
        Decision::DeniedDisabled => "denied_disabled",
        Decision::DeniedInactive => "denied_inactive",
        Decision::DeniedNotStarted => "denied_not_started",
        Decision::DeniedExpired => "denied_expired",
        Decision::DeniedNoFeature => "denied_no_feature",
        Decision::DeniedFeatureExpired => "denied_feature_expired",
        Decision::DeniedNoSeat => "denied_no_seat",
        Decision::AllowedGrace => "allowed_grace",
        Decision::Allowed => "allowed",
    }
}

/// `key`: by which key answers are signed.
pub fn signature(answered: &Answered, key: &'static str) -> Finding {
    let details = Details::default().and("key", key);
    let finding = match &answered.outcome {
        Ok(()) => Finding::ok(
            "The answer is signed by the licensing service, and is one to what was asked.",
        ),
        Err(error) if super::blame::answered(error) == StepId::Signature => {
            failed("The answer does not count", error)
        }
        Err(error) if is_unknown_product(error) => {
            Finding::skipped("Only an answer about a product is signed, and there was none.")
        }
        Err(_) => not_reached(StepId::Application),
    };
    finding.with(details)
}
