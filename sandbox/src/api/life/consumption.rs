//! `POST /api/v4/add_consumption`, `POST /api/v4/add_feature_consumption`

use serde_json::{Map, Value, json};

use super::body::chosen;
use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::standing;
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::ExpiredConsumption;
use crate::life::license::counters::NotCounted;
use crate::life::license::{License, is_set};

/// The events that a license's consumption may be.
const EVENTS: [&str; 2] = ["consumption_add", "offline_floating_consumptions_sync"];
/// Fields of both answers.
const COMMON: &str = "id max_overages reset_consumption consumption_period total_consumptions";
const FLOATING: &str = "floating_timeout floating_users";

/// Counts for the license.
pub fn license(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let event = call.parameters.text("event");
    if event.is_some_and(|event| !EVENTS.contains(&event.as_str())) {
        return Err(Refusal::api("validation_error", "event is an unknown one."));
    }
    let license = count(call, &subject, "")?;
    let mut body = answer(license.fields());
    body.insert("max_consumptions".to_owned(), license.fields()["max_consumptions"].clone());
    body.insert("company".to_owned(), license.fields()["company"].clone());
    Ok(call.json(&Value::Object(body)))
}

/// Counts for a feature.
pub fn feature(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let code = call.required("feature")?;
    let license = count(call, &subject, &code)?;
    let fields = license.part(&code).unwrap_or(&Value::Null);
    let mut body = answer(fields);
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("license_id", json!(license.id()));
    put("company", license.fields()["company"].clone());
    // One letter more than where features are read.
    put("max_consumptions", fields["max_consumption"].clone());
    put("is_floating", fields["is_floating"].clone());
    put("is_floating_cloud", fields["is_floating_cloud"].clone());
    if fields["is_floating_cloud"] == true {
        body.extend(chosen(fields, FLOATING));
    }
    Ok(call.json(&Value::Object(body)))
}

fn answer(fields: &Value) -> Map<String, Value> {
    let mut body = chosen(fields, COMMON);
    let flags = ["allow_unlimited_consumptions", "allow_negative_consumptions", "allow_overages"];
    body.extend(flags.map(|flag| (flag.to_owned(), json!(is_set(&fields[flag])))));
    body
}

/// Counts the amount in the call; gives the license as it is then.
fn count(call: &mut Call<'_>, subject: &Subject, feature: &str) -> Result<License, Refusal> {
    let amount = amount(call)?;
    let settings = settings(call)?;
    let id = standing::active(call, subject)?;
    let (now, behaviour) = (call.now, call.state.behaviour.clone());
    let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
    if behaviour.expired_consumption == ExpiredConsumption::Refused {
        standing::check_time(license, now)?;
    }
    // Refused as a whole: neither the amount nor the settings are left behind.
    let mut counted = license.clone();
    if counted.counter(feature).is_some() {
        counted.set_part(feature, settings);
    }
    let zero = behaviour.zero_overages;
    counted.consume(feature, amount, zero).map_err(|reason| refusal(feature, reason))?;
    *license = counted;
    Ok(license.clone())
}

fn refusal(feature: &str, reason: NotCounted) -> Refusal {
    let (metered, enough) = match feature {
        "" => ("license_not_consumption", "license_not_enough_consumptions"),
        _ => ("unsupported_product_feature", "feature_not_enough_consumptions"),
    };
    match reason {
        NotCounted::NotMetered => Refusal::api(metered, "Nothing is counted here."),
        NotCounted::NotEnough => Refusal::api(enough, "There is not so much left."),
        NotCounted::Negative => {
            Refusal::api("negative_consumptions_not_allowed", "Nothing can be given back.")
        }
    }
}

/// A whole number; 1 where none is said.
fn amount(call: &Call<'_>) -> Result<i64, Refusal> {
    whole(call, "consumptions").map(|amount| amount.unwrap_or(1))
}

/// The license's own settings that a call may change on the way.
fn settings(call: &Call<'_>) -> Result<Map<String, Value>, Refusal> {
    let mut settings = Map::new();
    if call.parameters.text("allow_overages").is_some() {
        settings.insert("allow_overages".to_owned(), call.parameters.flag("allow_overages").into());
    }
    if let Some(most) = whole(call, "max_overages")? {
        settings.insert("max_overages".to_owned(), most.into());
    }
    Ok(settings)
}

fn whole(call: &Call<'_>, name: &str) -> Result<Option<i64>, Refusal> {
    let text = call.parameters.text(name);
    let number = text.map(|text| text.parse()).transpose();
    let message = format!("{name} is not a whole number.");
    number.map_err(|_| Refusal::api("validation_error", &message))
}

/// Counts the amounts that a device sends along when it is deactivated, `consumptions` of the license and in
/// `product_features` those of its features. They are consumed already, so that no limit refuses them.
pub fn settle(call: &mut Call<'_>, subject: &Subject, license: u64) -> Result<(), Refusal> {
    let own = whole(call, "consumptions")?.map(|amount| (String::new(), amount));
    let features = call.parameters.value("product_features").and_then(Value::as_array);
    let features = features.into_iter().flatten().filter_map(|sent| {
        let code = sent["code"].as_str().or_else(|| sent["feature"].as_str())?;
        Some((code.to_owned(), sent["consumptions"].as_i64()?))
    });
    let amounts: Vec<_> = own.into_iter().chain(features).collect();
    let license = call.state.choose(&subject.holder, &subject.exactly(license), call.now)?;
    for (feature, amount) in amounts {
        license.count(&feature, amount);
    }
    Ok(())
}
