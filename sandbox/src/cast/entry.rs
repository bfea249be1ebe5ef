//! One license with its user, made from a template that has every documented field.

use serde_json::{Map, Value, json};

const LICENSE: &str = include_str!("../../data/license.json");
const FEATURE: &str = include_str!("../../data/feature.json");

/// The one product that there are licenses for.
pub const PRODUCT: &str = "up";

/// `{license, user}`.
pub struct Entry(Value);

impl Entry {
    /// A perpetual license without an end for this user.
    pub fn new(id: u64, email: &str) -> Self {
        let entry = Self(template(LICENSE)).set("id", id);
        let entry = entry.set("order_store_id", format!("sandbox-{id}"));
        entry.set_user("email", email)
    }

    /// A perpetual license without an end for two devices, which belongs to this key.
    pub fn keyed(id: u64, key: &str) -> Self {
        let product = json!({
            "product_id": 10007, "product_name": "Key Product", "short_code": "key-product",
            "authorization_method": "license-key", "metadata": {},
        });
        Self::new(id, "")
            .set("license_key", key)
            .set("max_activations", 2)
            .set("times_activated", 0)
            .set("product_details", product)
    }

    /// Changes a field of the license.
    pub fn set(self, field: &str, value: impl Into<Value>) -> Self {
        self.put("license", field, value.into())
    }

    /// Changes a field of the user.
    pub fn set_user(self, field: &str, value: impl Into<Value>) -> Self {
        self.put("user", field, value.into())
    }

    /// Changes a field of the customer in the license.
    pub fn set_customer(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0["license"]["customer"][field] = value.into();
        self
    }

    fn put(mut self, part: &str, field: &str, value: Value) -> Self {
        self.0[part][field] = value;
        self
    }

    /// The form of the published example: license and user side by side.
    pub fn nested(self) -> Value {
        self.0
    }

    /// A license that is nobody's but its key's.
    pub fn keyed_only(self) -> Value {
        json!({"license": self.0["license"]})
    }

    /// The form of the published schema: the user inside the license.
    pub fn flat(mut self) -> Value {
        let mut license = self.0["license"].take();
        license["user"] = self.0["user"].take();
        license
    }
}

/// A feature, with the fields of `changes` in place of the usual ones.
pub fn feature(changes: Value) -> Value {
    let mut feature = template(FEATURE);
    if let (Some(fields), Value::Object(changes)) = (feature.as_object_mut(), changes) {
        fields.extend(changes);
    }
    feature
}

/// The templates are part of the program; a test reads both.
fn template(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Object(Map::new()))
}
