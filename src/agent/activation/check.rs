//! May the license on this device be used?
//!
//! The license is asked about by the policies, as `ask` does for all calls. What the server refuses is an answer here,
//! and so is a refusal in the store. A feature is asked about too, where the server has just answered. What floats is
//! asked about only as long as this process holds its seat, which that renews: else it would take one.

use std::sync::Arc;

use super::keep::{News, stored_call};
use super::uncertain::{not_activated, not_settled};
use crate::agent::ask::ask;
use crate::agent::caller::Caller;
use crate::agent::load::load;
use crate::agent::rooms::Rooms;
use crate::agent::seat::{Seating, give_back_unacquired, may_ask_about, seating};
use crate::api::{CheckLicense, CheckLicenseFeature, Identification};
use crate::error::{Error, Meaning, Status};
use crate::model::{Feature, Licenses};
use crate::results::{Answer, Entitlement, Source};
use crate::rules::entitlement::{self, Decision, Verdict};
use crate::rules::lifecycle::{
    self, Heard, Judged, Outcome, Refresh, Refusal, State, feature_floats, license_floats,
};
use crate::rules::policy::Policy;

/// Blocks for as long as the caller waits.
pub fn check(
    rooms: &Arc<Rooms>,
    device: &Identification,
    feature: Option<&str>,
    policy: Policy,
    caller: &Caller,
) -> Result<Entitlement, Error> {
    let before = rooms.activations.held(device)?;
    let seat = if before.floats { seating(rooms, device, None) } else { Seating::None };
    let takes_seat = before.floats && seat != Seating::Here;
    let policy = match lifecycle::refresh(before.state, takes_seat) {
        Refresh::WhenDue => policy,
        Refresh::Never => Policy::CacheOnly,
    };
    let stored = stored_call(&before);
    let call = CheckLicense { lasts: stored.lasts || seat == Seating::Borrowed, ..stored };
    let lacks_seat = before.floats && !seat.is_some();
    let check = Check { rooms, device, call: &call, feature, policy, caller, lacks_seat };
    let asked = ask(rooms, &call, policy, caller);
    // Read again where somebody may have heard something meanwhile.
    let now =
        if is_from_store(policy, &asked) { before } else { rooms.activations.held(device)? };
    let state = lifecycle::hear(now.state, heard(&asked));
    match asked {
        Ok(answer) => check.decide(state, answer),
        Err(failure) => check.decide_without(state, failure),
    }
}

/// Whether nobody was asked, so that no time has passed.
fn is_from_store(policy: Policy, asked: &Result<Answer<Licenses>, Error>) -> bool {
    match policy {
        Policy::CacheOnly => asked.is_ok(),
        Policy::CacheFirst => asked
            .as_ref()
            .is_ok_and(|answer| answer.source == Source::Cache && answer.fallback.is_none()),
        Policy::NetworkFirst | Policy::NetworkOnly => false,
    }
}

fn heard(asked: &Result<Answer<Licenses>, Error>) -> Heard<'_> {
    match asked {
        Ok(answer) if answer.source == Source::Network => Heard::Answer,
        Err(failure) if failure.meaning() == Meaning::DefiniteNo => {
            Heard::No(failure.code().unwrap_or_default())
        }
        Ok(_) | Err(_) => Heard::Silence,
    }
}

struct Check<'a> {
    rooms: &'a Arc<Rooms>,
    device: &'a Identification,
    call: &'a CheckLicense,
    feature: Option<&'a str>,
    policy: Policy,
    caller: &'a Caller,
    /// It floats, as it was last heard of, and this device holds no seat.
    lacks_seat: bool,
}

impl Check<'_> {
    fn decide(&self, state: State, answer: Answer<Licenses>) -> Result<Entitlement, Error> {
        let verdict = self.verdict(&answer);
        let outcome = lifecycle::decide(state, Some(self.judged(&answer, &verdict)));
        let is_fresh = answer.source == Source::Network;
        match outcome {
            Outcome::Decided(decision) if decision.is_allowed() && is_fresh => {
                self.ask_about_feature(answer, verdict)
            }
            Outcome::Decided(decision) => Ok(self.entitlement(decision, verdict, &answer)),
            Outcome::Uncertain => Err(not_settled()),
            Outcome::NotActivated | Outcome::NothingUsable => Err(not_activated()),
        }
    }

    fn verdict(&self, answer: &Answer<Licenses>) -> Verdict {
        let (product, now) = (&self.device.product, answer.time.now());
        entitlement::decide(&answer.data, product, self.feature, now)
    }

    fn judged(&self, answer: &Answer<Licenses>, verdict: &Verdict) -> Judged {
        let license_floats = answer.data.0.first().is_some_and(license_floats);
        let lacks_seat = license_floats && !self.seating(None).is_some()
            || self.feature_floats(answer) && !self.seating(self.feature).is_some();
        Judged { decision: verdict.decision, lacks_seat }
    }

    /// As the license describes the feature that is asked for.
    fn feature_floats(&self, answer: &Answer<Licenses>) -> bool {
        let features = answer.data.0.iter().flat_map(|license| &license.product_features.0);
        let asked_for = |feature: &&Feature| feature.code.as_str() == self.feature;
        self.feature.is_some() && features.filter(asked_for).any(feature_floats)
    }

    /// At this moment: the device may have slept while somebody was asked.
    fn seating(&self, feature: Option<&str>) -> Seating {
        seating(self.rooms, self.device, feature)
    }

    fn entitlement(
        &self,
        decision: Decision,
        verdict: Verdict,
        answer: &Answer<Licenses>,
    ) -> Entitlement {
        let product = &self.device.product;
        Entitlement::with(Verdict { decision, ..verdict }, answer, product, self.feature)
    }

    /// The server has just said that the license may be used, and with it the feature: the device's own answer
    /// about the feature decides.
    fn ask_about_feature(
        &self,
        answer: Answer<Licenses>,
        verdict: Verdict,
    ) -> Result<Entitlement, Error> {
        let Some(feature) = self.feature else {
            return Ok(self.entitlement(verdict.decision, verdict, &answer));
        };
        if !self.feature_floats(&answer) {
            let asked = self.ask_server_about(feature);
            return match asked {
                Ok(asked) => Ok(self.with_feature(&answer, &asked)),
                Err(failure) => self.without_feature(answer, verdict, failure),
            };
        }
        // Of a seat that others hold nobody here knows for how long they do.
        if self.seating(Some(feature)) != Seating::Here {
            return Ok(self.entitlement(verdict.decision, verdict, &answer));
        }
        match self.ask_about_held(feature) {
            Ok(asked) => Ok(self.with_feature(&answer, &asked)),
            Err(failure) if failure.status() == Status::NoSeat => {
                Ok(self.entitlement(Decision::DeniedNoSeat, verdict, &answer))
            }
            Err(failure) => self.without_feature(answer, verdict, failure),
        }
    }

    fn ask_server_about(&self, feature: &str) -> Result<Feature, Error> {
        let (device, feature) = (self.device.clone(), feature.to_owned());
        let call = CheckLicenseFeature { device, feature };
        Ok(self.rooms.server().call(&call, &self.caller.wait, &|| ())?.data)
    }

    /// Renews its seat by that.
    fn ask_about_held(&self, feature: &str) -> Result<Feature, Error> {
        let seat = may_ask_about(self.rooms, self.device, Some(feature), &self.caller.wait)?;
        let asked = self.ask_server_about(feature);
        match &asked {
            Ok(feature) => seat.answered_about(self.rooms, feature),
            Err(failure) => seat.failed(self.rooms, failure),
        }
        asked
    }

    fn with_feature(&self, answer: &Answer<Licenses>, feature: &Feature) -> Entitlement {
        let (product, now) = (&self.device.product, answer.time.now());
        let verdict = entitlement::decide_on_feature(&answer.data, product, feature, now);
        let lacks_seat = feature_floats(feature) && !self.seating(self.feature).is_some();
        if let Some(feature) = self.feature.filter(|_| lacks_seat) {
            // Nobody knew that it floats, so that the question has taken a seat.
            give_back_unacquired(self.rooms, self.device, feature);
        }
        let needs_seat = verdict.decision.is_allowed() && lacks_seat;
        let decision = if needs_seat { Decision::DeniedNoSeat } else { verdict.decision };
        self.entitlement(decision, verdict, answer)
    }

    /// Where nobody knows, the license decides that the server has just described.
    fn without_feature(
        &self,
        answer: Answer<Licenses>,
        verdict: Verdict,
        failure: Error,
    ) -> Result<Entitlement, Error> {
        if failure.meaning() == Meaning::DefiniteNo {
            let decision = self.refused(&failure).ok_or(failure)?;
            return Ok(self.entitlement(decision, verdict, &answer));
        }
        match self.policy {
            Policy::NetworkOnly => Err(failure),
            Policy::NetworkFirst | Policy::CacheFirst | Policy::CacheOnly => {
                let answer = Answer { fallback: Some(failure), ..answer };
                Ok(self.entitlement(verdict.decision, verdict, &answer))
            }
        }
    }

    /// What a refusal of a feature decides; `None`: nothing. What speaks of the license is recorded.
    fn refused(&self, failure: &Error) -> Option<Decision> {
        let code = failure.code()?;
        if let Some(refusal) = Refusal::of(code) {
            let now = self.rooms.time().now();
            let news = News { heard: Heard::No(code), floats: None, now };
            self.rooms.activations.hear(self.device, &news, &self.caller.wait);
            return Some(refusal.decision());
        }
        match (failure.status(), code) {
            (Status::NoSeat, _) => Some(Decision::DeniedNoSeat),
            (_, "invalid_license_feature_code") => Some(Decision::DeniedNoFeature),
            _ => None,
        }
    }

    /// No answer about the license: a refusal is one, of the server or in the store.
    fn decide_without(&self, state: State, failure: Error) -> Result<Entitlement, Error> {
        if failure.meaning() == Meaning::DefiniteNo {
            let refusal = failure.code().and_then(Refusal::of).map(Refusal::decision);
            let no_seat = || (failure.status() == Status::NoSeat).then_some(Decision::DeniedNoSeat);
            let decision = refusal.or_else(no_seat).ok_or(failure)?;
            return Ok(self.denied(decision, Source::Network, None));
        }
        if failure.status() == Status::NoSeat {
            return Ok(self.denied(Decision::DeniedNoSeat, Source::Cache, None));
        }
        // Without a seat it is a no, however long ago the license was heard of.
        let without_seat = Judged { decision: Decision::Allowed, lacks_seat: true };
        let known = self.lacks_seat.then_some(without_seat);
        match (lifecycle::decide(state, known), self.policy) {
            (Outcome::Decided(decision), Policy::CacheOnly) => {
                Ok(self.denied(decision, Source::Cache, None))
            }
            (Outcome::Decided(decision), Policy::NetworkFirst | Policy::CacheFirst) => {
                Ok(self.denied(decision, Source::Cache, Some(failure)))
            }
            (Outcome::Uncertain, Policy::CacheOnly) => Err(not_settled()),
            (Outcome::Decided(_), Policy::NetworkOnly)
            | (Outcome::NotActivated | Outcome::Uncertain | Outcome::NothingUsable, _) => {
                Err(failure)
            }
        }
    }

    /// A no, with the license as it was last heard of, if that can still be read.
    fn denied(&self, decision: Decision, source: Source, fallback: Option<Error>) -> Entitlement {
        let time = self.rooms.time();
        let stored = load(self.rooms, self.call).ok();
        let (data, stored_at) = match stored {
            Some(stored) => (stored.data, stored.fetched_at),
            None => (Arc::default(), 0),
        };
        let fetched_at = match source {
            Source::Network => time.now(),
            Source::Cache => stored_at,
        };
        let answer = Answer { data, source, fetched_at, fallback, time };
        let verdict = self.verdict(&answer);
        self.entitlement(decision, verdict, &answer)
    }
}
