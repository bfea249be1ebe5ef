//! The license object as the calls of its life answer it.

use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::identify::Subject;
use super::signature;
use crate::api::product;
use crate::api::refusal::Refusal;
use crate::life::dates;
use crate::life::device::Device;
use crate::life::holder::Holder;
use crate::life::license::is_set;
use crate::response_key::ResponseKey;

/// Fields that every answer has.
const COMMON: &str = "id allow_grace_period allow_overages allow_unlimited_activations \
    allow_offline_activation can_borrow custom_fields customer company enable_maintenance_period \
    floating_timeout grace_period is_air_gapped is_floating is_floating_cloud is_hardware_key_auth \
    is_trial license_key license_type maintenance_period max_activations max_borrow_time \
    max_overages max_transfers metadata order_store_id prevent_vm start_date times_activated \
    transfer_count validity_period";
/// Those of a license with a counter.
const CONSUMPTION: &str = "max_consumptions total_consumptions allow_unlimited_consumptions \
    allow_negative_consumptions reset_consumption consumption_period";
/// Those of every feature.
const FEATURE: &str =
    "id code name feature_type expiry_date metadata is_floating is_floating_cloud";
const FLOATING_FEATURE: &str = "floating_timeout floating_users";
const CONSUMPTION_FEATURE: &str = "max_consumption allow_unlimited_consumptions \
    total_consumptions allow_overages max_overages reset_consumption consumption_period \
    allow_negative_consumptions";

/// A license on a device, at one moment.
#[derive(Debug)]
pub struct View {
    /// The license, with every field that is known.
    pub fields: Value,
    /// Has it ended?
    pub expired: bool,
    user: Value,
    holder: Holder,
    device: Device,
    /// How many devices hold a seat.
    seats_in_use: u64,
    /// Does this one hold a seat?
    seated: bool,
    /// The end of its borrowing.
    borrowed_until: Option<String>,
    now: SystemTime,
}

impl View {
    /// The license of this number.
    pub fn of(call: &mut Call<'_>, subject: &Subject, id: u64) -> Result<Self, Refusal> {
        let now = call.now;
        let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?.clone();
        let entry = call.state.entry(&subject.holder, &license);
        let unknown = || Device::new(0, &subject.hardware_id);
        let mut devices = license.devices().iter();
        let device = devices.find(|device| device.hardware_id == subject.hardware_id).cloned();
        let device = device.unwrap_or_else(unknown);
        let seat = device.seat("", now);
        let borrowed = seat.filter(|seat| seat.borrowed);
        Ok(Self {
            expired: license.has_expired(now),
            seats_in_use: license.seats_in_use("", now),
            seated: seat.is_some(),
            borrowed_until: borrowed.map(|seat| call.date(seat.until)),
            user: entry["user"].clone(),
            fields: entry.get("license").unwrap_or(&entry).clone(),
            holder: subject.holder.clone(),
            device,
            now,
        })
    }

    /// As an activation is answered, without a signature.
    pub fn activated(&self) -> Map<String, Value> {
        let mut body = self.common(false);
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("request", json!("activation"));
        put("active", json!(true));
        put("device_id", json!(self.device.id));
        put("hardware_id", json!(self.device.hardware_id));
        put("product_details", self.whole_product());
        put("installation_file", Value::Null);
        if let Holder::User(_) = self.holder {
            put("username", self.user["email"].clone());
        }
        if self.fields["is_floating_cloud"] == true {
            put("floating_in_use", json!(self.seated));
        }
        let variables = self.device.tracked();
        if !variables.is_empty() {
            put("variables", json!(variables));
        }
        body
    }

    /// As an activation is answered.
    pub fn activation(&self, key: &ResponseKey) -> Value {
        let mut body = self.activated();
        body.insert("license_signature".to_owned(), json!(self.signature(key)));
        Value::Object(body)
    }

    /// As a check is answered, with the facts of the newest installer.
    pub fn check(&self, key: &ResponseKey, all_features: bool, newest: Option<&Value>) -> Value {
        let mut body = self.common(all_features);
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("license_active", json!(true));
        put("license_enabled", json!(true));
        put("is_borrowed", json!(self.borrowed_until.is_some()));
        put("borrowed_until", json!(self.borrowed_until));
        put("device_id", json!(self.device.id));
        put("product_details", self.fields["product_details"].clone());
        if self.fields["is_floating_cloud"] == true {
            put("floating_in_use_devices", json!(self.seats_in_use));
        }
        for name in INSTALLER {
            put(name, newest.map_or(Value::Null, |newest| newest[name].clone()));
        }
        put("license_signature", json!(self.signature(key)));
        Value::Object(body)
    }

    /// The signature that binds device, holder and end.
    pub fn signature(&self, key: &ResponseKey) -> String {
        let holder = match &self.holder {
            Holder::Key(key) => key,
            Holder::User(email) => email,
        };
        let end = self.fields["validity_period"].as_str();
        key.sign(signature::binding(&self.device.hardware_id, holder, end).as_bytes())
    }

    fn common(&self, all_features: bool) -> Map<String, Value> {
        let mut body = chosen(&self.fields, COMMON);
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("license_template_id", Value::Null);
        put("is_expired", json!(self.expired));
        put("customer", customer(&self.fields["customer"]));
        put("product_features", self.features(all_features));
        body.entry("allow_offline_activation").or_insert(json!(true));
        if let Holder::User(_) = self.holder {
            body.insert("user".to_owned(), self.user.clone());
        }
        body.extend(chosen(&self.fields, "max_license_users"));
        if self.fields["is_trial"] == true {
            body.extend(chosen(&self.fields, "trial_days"));
        }
        if self.fields["is_floating_cloud"] == true {
            body.extend(chosen(&self.fields, "floating_users"));
        }
        if self.fields["license_type"] == "consumption" {
            body.extend(chosen(&self.fields, CONSUMPTION));
            body.entry("allow_negative_consumptions").or_insert(json!(false));
        }
        body
    }

    fn features(&self, all: bool) -> Value {
        let features = self.fields["product_features"].as_array().into_iter().flatten();
        let good = features.filter(|feature| all || !has_expired(feature, self.now));
        good.map(feature_body).collect()
    }

    /// The product with the fields that only an activation has.
    fn whole_product(&self) -> Value {
        let mut whole = self.fields["product_details"].clone();
        let code = whole["short_code"].as_str();
        let Ok(product) = product::known(code) else {
            return whole;
        };
        let names =
            "allow_trial trial_days allow_overages max_overages prevent_vm floating_timeout";
        if let Value::Object(whole) = &mut whole {
            whole.extend(chosen(product, names));
            whole.insert("validity_period".to_owned(), Value::Null);
            whole.insert("company_id".to_owned(), product["company"]["id"].clone());
        }
        whole
    }
}

/// The fields of the newest installer in a check.
const INSTALLER: [&str; 10] = [
    "version",
    "installation_file",
    "release_date",
    "hash_md5",
    "requires_version",
    "environment",
    "eula_link",
    "release_notes_link",
    "size",
    "channel",
];

/// Has a feature ended?
pub fn has_expired(feature: &Value, now: SystemTime) -> bool {
    feature["expiry_date"].as_str().and_then(dates::end).is_some_and(|end| now >= end)
}

/// A feature with the fields that one of its kind has.
pub fn feature_body(feature: &Value) -> Value {
    let mut body = chosen(feature, FEATURE);
    if feature["is_floating_cloud"] == true {
        body.extend(chosen(feature, FLOATING_FEATURE));
    }
    if feature["feature_type"] == "consumption" {
        body.extend(chosen(feature, CONSUMPTION_FEATURE));
        body.entry("allow_negative_consumptions").or_insert(json!(false));
        // A number where licenses are read, a flag here.
        body.insert("allow_overages".to_owned(), json!(is_set(&feature["allow_overages"])));
    }
    Value::Object(body)
}

/// The account as an object, where reading licenses names its code alone.
fn customer(customer: &Value) -> Value {
    let mut customer = customer.clone();
    if let Some(Value::String(code)) = customer.get("customer_account") {
        customer["customer_account"] = json!({"id": 1262, "name": "", "code": code});
    }
    customer
}

/// The members of these names, as far as they are there.
pub fn chosen(object: &Value, names: &str) -> Map<String, Value> {
    let member = |name: &str| Some((name.to_owned(), object.get(name)?.clone()));
    names.split_whitespace().filter_map(member).collect()
}
