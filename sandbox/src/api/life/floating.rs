//! `POST /api/v4/floating/…`: borrows and gives back the seats of licenses and features.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::{feature, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::{Expired, ReleaseWithoutSeat};
use crate::life::dates;
use crate::life::license::License;
use crate::life::license::seats::Terms;

/// Gives back the license's seat.
pub fn release(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    give_back(call, &subject, "")
}

/// Gives back a feature's seat.
pub fn feature_release(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let feature = call.required("feature")?;
    give_back(call, &subject, &feature)
}

/// Borrows the license's seat. A user is asked for the password.
pub fn borrow(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Secret)?;
    lend(call, &subject, "")
}

/// Borrows a feature's seat. A user is asked for the password.
pub fn feature_borrow(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Secret)?;
    let feature = call.required("feature")?;
    lend(call, &subject, &feature)
}

fn give_back(call: &mut Call<'_>, subject: &Subject, feature: &str) -> Result<Answer, Refusal> {
    let id = standing::active(call, subject)?;
    seats(call, subject, id, feature, || none("floating_not_available"))?;
    let refused = call.state.behaviour.release_without_seat == ReleaseWithoutSeat::Refused;
    let now = call.now;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
    let held = license.give_back(&subject.hardware_id, feature, now);
    match (held || !refused, feature) {
        (true, _) => Ok(call.empty()),
        (false, "") => Err(none("floating_not_available")),
        (false, _) => Err(none("floating_feature_device_not_in_use")),
    }
}

fn none(code: &'static str) -> Refusal {
    Refusal::api(code, "The device holds no seat.")
}

fn lend(call: &mut Call<'_>, subject: &Subject, feature: &str) -> Result<Answer, Refusal> {
    let asked = Asked::read(call)?;
    let id = standing::active(call, subject)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), call.now)?.clone();
    if call.state.behaviour.expired == Expired::Refused {
        standing::check_time(&license, call.now)?;
    }
    let seats = seats(call, subject, id, feature, not_allowed)?;
    let hours = hours(&license, feature).ok_or_else(not_allowed)?;
    let until = asked.end(call.now, hours)?;
    let (again, now) = (call.state.behaviour.borrow_again, call.now);
    let found = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
    let until = found.borrow(&subject.hardware_id, &seats, (until, again), now)?;
    let device = found.device(&subject.hardware_id).map(|device| device.id);
    Ok(call.json(&json!({
        "borrowed_until": call.date(until), "max_borrow_time": hours, "device_id": device,
        "license_id": id, "company": license.fields()["company"],
    })))
}

fn not_allowed() -> Refusal {
    Refusal::api("license_borrow_not_allowed", "The license cannot be borrowed.")
}

/// The seats of the license ("") or of a feature that it has.
fn seats(
    call: &mut Call<'_>,
    subject: &Subject,
    license: u64,
    feature: &str,
    refusal: impl Fn() -> Refusal,
) -> Result<Terms, Refusal> {
    let license = call.state.choose(&subject.holder, &subject.exactly(license), call.now)?.clone();
    if feature.is_empty() {
        return license.seats(feature).ok_or_else(refusal);
    }
    feature::found(call, &license, feature)?;
    let message = "The feature does not float.";
    license.seats(feature).ok_or_else(|| Refusal::api("feature_not_floating", message))
}

/// For how many hours something may be borrowed. A feature without a word on that is borrowed as its license.
fn hours(license: &License, feature: &str) -> Option<u64> {
    let own = license.part(feature).filter(|fields| fields.get("can_borrow").is_some());
    let fields = own.unwrap_or_else(|| license.fields());
    (fields["can_borrow"] == true).then(|| fields["max_borrow_time"].as_u64().unwrap_or_default())
}

/// The end of a borrowing that is asked for; `None` for the latest there is.
struct Asked(Option<String>);

impl Asked {
    fn read(call: &Call<'_>) -> Result<Self, Refusal> {
        match call.parameters.value("borrowed_until") {
            None => Err(Refusal::missing("borrowed_until is missing.")),
            Some(Value::Null) => Ok(Self(None)),
            Some(Value::String(text)) => Ok(Self(Some(text.clone()))),
            Some(_) => Err(not_valid("is neither a text nor null")),
        }
    }

    fn end(&self, now: SystemTime, hours: u64) -> Result<SystemTime, Refusal> {
        let latest = now + Duration::from_secs(3600 * hours);
        let Some(text) = &self.0 else {
            return Ok(latest);
        };
        match dates::borrow_end(text) {
            None => Err(not_valid("has none of the documented forms")),
            Some(end) if end <= now => Err(not_valid("has passed")),
            Some(end) if end > latest => Err(not_valid("is later than allowed")),
            Some(end) => Ok(end),
        }
    }
}

fn not_valid(why: &str) -> Refusal {
    Refusal::api("borrow_until_not_valid", &format!("borrowed_until {why}."))
}
