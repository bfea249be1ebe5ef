//! `GET /api/v4/check_license_feature`

use serde_json::{Value, json};

use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::{body, seat, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::{Expired, ExpiredFeature};

/// A feature as it is on this device.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let code = call.required("feature")?;
    let id = standing::active(call, &subject)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), call.now)?.clone();
    if call.state.behaviour.expired == Expired::Refused {
        standing::check_time(&license, call.now)?;
    }
    let found = body::feature(license.fields(), &code);
    let found = found.filter(|feature| is_answered(call, feature)).ok_or_else(|| {
        Refusal::api("invalid_license_feature_code", "The license has no such feature.")
    })?;
    seat::sit(call, &subject, id, &code, found)?;
    let mut answer = body::feature_body(found);
    answer["license_id"] = json!(id);
    answer["company"] = license.fields()["company"].clone();
    if found["is_floating_cloud"] == true {
        answer["floating_in_use_devices"] = in_use(call, &subject, id, found)?;
    }
    Ok(call.json(&answer))
}

/// How many devices hold a seat of the feature.
fn in_use(
    call: &mut Call<'_>,
    subject: &Subject,
    license: u64,
    feature: &Value,
) -> Result<Value, Refusal> {
    let license = call.state.choose(&subject.holder, &subject.exactly(license), call.now)?;
    let code = feature["code"].as_str().unwrap_or_default();
    let elsewhere = feature["floating_in_use_devices"].as_u64().unwrap_or_default();
    Ok(json!(license.seated(code, call.now) + elsewhere))
}

fn is_answered(call: &Call<'_>, feature: &Value) -> bool {
    match call.state.behaviour.expired_feature {
        ExpiredFeature::Answered => true,
        ExpiredFeature::Refused => !body::has_expired(feature, call.now),
    }
}
