//! The reader of answers, against `serde_json::Value`: it takes the same texts and reads the same in them.

use lsagent::fuzzing::Values;
use serde_json::{Number, Value};

/// 2^53: beyond it a double no longer tells whole numbers apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// JSON.
pub fn values(data: &[u8]) {
    let Ok(json) = str::from_utf8(data) else { return };
    let (read, expected) = (Values::read(json), serde_json::from_str::<Value>(json));
    assert_eq!(read.is_some(), expected.is_ok(), "{expected:?}: {json}");
    if let (Some(read), Ok(expected)) = (read, expected) {
        compare(&read, &expected, json);
    }
}

fn compare(read: &Values, expected: &Value, json: &str) {
    let member = |name: &str| expected.get(name).unwrap_or(&Value::Null);
    // Numbers that are no whole ones become texts in a way of our own.
    if !is_fraction(member("text")) {
        assert_eq!(read.text().map(str::to_owned), text(member("text")), "{json}");
    }
    assert_eq!(read.whole(), whole(member("whole")), "{json}");
    assert_eq!(read.flag(), flag(member("flag")), "{json}");
    let elements = member("texts").as_array().map(Vec::as_slice).unwrap_or_default();
    if !elements.iter().any(is_fraction) {
        let texts: Vec<_> = elements.iter().filter_map(text).map(Some).collect();
        let found: Vec<_> = read.texts().into_iter().map(|text| text.map(str::to_owned)).collect();
        assert_eq!(found, texts, "{json}");
    }
    let nested = member("nested");
    assert_eq!(read.nested().is_some(), nested.is_object(), "{json}");
    if let Some(read) = read.nested() {
        compare(read, nested, json);
    }
}

fn is_fraction(value: &Value) -> bool {
    value.is_f64()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.replace('\0', "\u{FFFD}")),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn whole(value: &Value) -> Option<i64> {
    let of_double = |number: &Number| {
        let value = number.as_f64().filter(|_| number.is_f64())?;
        (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
    };
    match value {
        Value::Number(number) => number.as_i64().or_else(|| of_double(number)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(value) => Some((*value).into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    let of = |text: &str| match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    };
    match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) => number.as_i64().and_then(|number| of(&number.to_string())),
        Value::String(text) => of(text.trim()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
