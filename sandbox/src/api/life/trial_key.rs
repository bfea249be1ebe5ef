//! `GET /api/v4/trial_key`

use serde_json::{Value, json};

use super::call::Call;
use crate::api::product;
use crate::api::refusal::Refusal;
use crate::cast::{self, Entry};
use crate::clock::Calendar;
use crate::http::answer::Answer;
use crate::life::dates;
use crate::life::holder::Holder;
use crate::life::license::License;
use crate::life::trials::Trial;

/// A trial for this device: the one it has, or a new one. Nothing is activated.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let product = product::known(call.parameters.text("product").as_deref())?;
    let hardware_id = call
        .parameters
        .text("hardware_id")
        .ok_or_else(|| Refusal::api("missing_hardware_id", "hardware_id is missing."))?;
    if product["allow_trial"] != true {
        return Err(Refusal::api("trial_not_allowed", "The product has no trials."));
    }
    let email = email(call, product)?;
    let code = product["short_code"].as_str().unwrap_or_default();
    let known = call.state.trials.find(code, &hardware_id).map(|trial| trial.holder.clone());
    if let Some(holder) = known.filter(|_| !call.state.behaviour.many_trials) {
        return Ok(call.json(&existing(&holder)));
    }
    let id = call.state.next_id();
    let body = match email {
        None => new_key(call, product, id),
        Some(email) => new_user(call, product, id, &email),
    };
    let (holder, body) = body;
    call.state.trials.add(Trial { product: code.to_owned(), hardware_id, holder });
    Ok(call.json(&body))
}

/// The user that a trial of a user-based product is for.
fn email(call: &Call<'_>, product: &Value) -> Result<Option<String>, Refusal> {
    if product::is_key_based(product) {
        return Ok(None);
    }
    let missing = || Refusal::api("email_missing", "email is missing.");
    call.parameters.text("email").map(Some).ok_or_else(missing)
}

fn existing(holder: &Holder) -> Value {
    let mut body = json!({"license_type": "time-limited", "is_trial": true});
    match holder {
        Holder::Key(key) => body["license"] = json!(key),
        Holder::User(email) => body["license_user"] = json!(email),
    }
    body
}

fn new_key(call: &mut Call<'_>, product: &Value, id: u64) -> (Holder, Value) {
    let key = format!("TRIA-LKEY-{:04}-{:04}", id / 10_000 % 10_000, id % 10_000);
    let holder = Holder::key(&key);
    let details = details(product);
    give(call, product, &holder, cast::given_key(id, &key).set("product_details", details));
    let mut body = order(call, product, id);
    body["license_key"] = json!(key);
    body["license"] = json!(key);
    (holder, body)
}

fn new_user(call: &mut Call<'_>, product: &Value, id: u64, email: &str) -> (Holder, Value) {
    let holder = Holder::user(email);
    let mut body = order(call, product, id);
    body["license_user"] = json!(email);
    body["license_user_id"] = json!(id);
    body["max_license_users"] = json!(1);
    // A known user has a password already, and gets no other one.
    let is_new = !call.state.accounts.knows(email);
    if is_new {
        let chosen = call.parameters.text("password");
        let password = chosen.unwrap_or_else(|| format!("trial-secret-{}", id % 10_000));
        call.state.accounts.set(email, &password, true);
        body["initial_password"] = json!(password);
    }
    let details = details(product);
    let entry = cast::given(id, email).set("product_details", details);
    give(call, product, &holder, entry.set_user("is_initial_password", is_new));
    (holder, body)
}

/// The license of a trial; it ends so many days from today.
fn give(call: &mut Call<'_>, product: &Value, holder: &Holder, entry: Entry) {
    let days = product["trial_days"].as_i64().unwrap_or_default();
    let entry = entry
        .set("license_type", "time-limited")
        .set("is_trial", true)
        .set("trial_days", days)
        .set("max_activations", 1)
        .set("validity_period", Calendar::at(call.now).day(days));
    let entry = match holder {
        Holder::Key(_) => entry.keyed_only(),
        Holder::User(_) => entry.nested(),
    };
    call.state.licenses(holder, call.now).push(License::given(entry));
}

fn details(product: &Value) -> Value {
    let names = ["product_id", "product_name", "short_code", "authorization_method", "metadata"];
    names.iter().map(|name| ((*name).to_owned(), product[*name].clone())).collect()
}

/// The order that a new trial is.
fn order(call: &Call<'_>, product: &Value, id: u64) -> Value {
    let now = dates::milliseconds(call.now);
    json!({
        "id": id,
        "order_id": id,
        "product_id": product["product_id"],
        "created_at": now,
        "updated_at": now,
        "times_activated": 0,
        "is_trial": true,
        "active": false,
        "enabled": true,
        "is_floating": false,
        "max_activations": 1,
        "trial_days": product["trial_days"],
        "license_type": "time-limited",
        "max_transfers": 0,
        "prevent_vm": false,
        "enable_maintenance_period": false,
        "maintenance_duration": null,
        "metadata": {},
        "is_hardware_key_auth": false,
        "company": product["company"],
        "LicenseProductFeatures": [],
        "LicenseCustomFields": [],
        "allow_overages": false,
        "max_overages": 0,
        "max_consumptions": 0,
        "valid_duration": null,
        "consumption_period": null,
        "reset_consumption": false,
    })
}
