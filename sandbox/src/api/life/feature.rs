//! `GET /api/v4/check_license_feature`

use serde_json::{Value, json};

use super::call::Call;
use super::identify::{self, Proof};
use super::{body, seat, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::{Expired, ExpiredFeature};

/// A feature as it is on this device.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let code = call.required("feature")?;
    let id = standing::active(call, &subject)?;
    let now = call.now;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
    let found = body::feature(license.fields(), &code).cloned();
    let company = license.fields()["company"].clone();
    let time = standing::check_time(license, now);
    if call.state.behaviour.expired == Expired::Refused {
        time?;
    }
    let mut feature = found.filter(|feature| is_answered(call, feature)).ok_or_else(|| {
        Refusal::api("invalid_license_feature_code", "The license has no such feature.")
    })?;
    seat::sit(call, &subject, id, &code, &feature)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
    let elsewhere = feature["floating_in_use_devices"].as_u64().unwrap_or_default();
    let in_use = license.seated(&code, now) + elsewhere;
    feature = body::feature_body(&feature);
    if feature["is_floating_cloud"] == true {
        feature["floating_in_use_devices"] = json!(in_use);
    }
    feature["license_id"] = json!(id);
    feature["company"] = company;
    Ok(call.json(&feature))
}

fn is_answered(call: &Call<'_>, feature: &Value) -> bool {
    match call.state.behaviour.expired_feature {
        ExpiredFeature::Answered => true,
        ExpiredFeature::Refused => !body::has_expired(feature, call.now),
    }
}
