//! Licenses as real servers send them: half the fields, every form of date.

use serde_json::{Value, json};

use super::entry::PRODUCT;
use crate::clock::Calendar;

/// What may follow the day in a date.
const CLOCK_FORMS: [&str; 6] =
    ["", " 23:59:59", "T23:59:59", "T23:59", "T23:59:59.123456Z", " 23:59Z"];

/// One license for each form of date, all of them good for a year.
pub fn entries(email: &str, calendar: Calendar) -> Vec<Value> {
    let dated = CLOCK_FORMS.iter().enumerate().map(|(index, form)| {
        let date = |days| format!("{}{form}", calendar.day(days));
        license(index, email, &date)
    });
    dated.collect()
}

fn license(index: usize, email: &str, date: &dyn Fn(i64) -> String) -> Value {
    json!({
        "license": {
            "id": 1_719_215_304_208_059_300_u64 + index as u64,
            "order_store_id": null,
            "license_type": "perpetual-ish",
            "license_active": true,
            "license_enabled": true,
            "start_date": date(-30),
            "validity_period": date(365),
            "maintenance_period": date(180),
            "grace_period": null,
            "max_activations": null,
            "custom_fields": [
                {"name": "seats", "data_type": "numer", "value": "5"},
                {"name": "rows", "data_type": "number", "value": 7},
                {"name": "note", "data_type": null, "value": null},
                {"name": "bare"},
            ],
            "product_features": [
                {"code": "export", "expiry_date": date(90), "allow_overages": true},
                {"code": "bare"},
                {"code": "yearly", "feature_type": "consumption", "consumption_period": "annually"},
            ],
            "product_details": {"short_code": PRODUCT},
            "metadata": {"nothing": null, "deep": {"list": [1, "two", null]}},
            "field_of_the_future": {"kind": "unknown", "list": [true]},
        },
        "user": {"email": email, "phone_number": null, "badge": "unknown"},
        "next_to_both": 1,
    })
}
