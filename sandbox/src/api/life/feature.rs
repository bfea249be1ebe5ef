//! `GET /api/v4/check_license_feature`

use serde_json::{Value, json};

use super::call::Call;
use super::identify::{self, Proof};
use super::{body, seat, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::{Expired, ExpiredFeature};
use crate::life::license::License;

/// A feature as it is on this device.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let code = call.required("feature")?;
    let id = standing::active(call, &subject)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), call.now)?.clone();
    if call.state.behaviour.expired == Expired::Refused {
        standing::check_time(&license, call.now)?;
    }
    found(call, &license, &code)?;
    seat::take(call, &subject, id, &code)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), call.now)?;
    let feature = license.part(&code).unwrap_or(&Value::Null);
    let mut answer = body::feature_body(feature);
    answer["license_id"] = json!(id);
    answer["company"] = license.fields()["company"].clone();
    if license.seats(&code).is_some() {
        answer["floating_in_use_devices"] = json!(license.seats_in_use(&code, call.now));
    }
    Ok(call.json(&answer))
}

/// The feature of this code, which an answer may be about.
pub fn found<'a>(call: &Call<'_>, license: &'a License, code: &str) -> Result<&'a Value, Refusal> {
    let feature = license.part(code).filter(|feature| is_answered(call, feature));
    let message = "The license has no such feature.";
    feature.ok_or_else(|| Refusal::api("invalid_license_feature_code", message))
}

fn is_answered(call: &Call<'_>, feature: &Value) -> bool {
    match call.state.behaviour.expired_feature {
        ExpiredFeature::Answered => true,
        ExpiredFeature::Refused => !body::has_expired(feature, call.now),
    }
}
