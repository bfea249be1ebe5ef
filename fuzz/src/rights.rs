//! Whether a license may be used, as the documentation of its fields says it, against what was decided.

use lsagent::fuzzing::{self, ReadDate};

use super::value::Json;

/// What a value says that should be a yes or a no.
enum Said {
    Nothing,
    Yes,
    No,
    Unreadable,
}

fn said(value: Option<Json>) -> Said {
    let Some(value) = value else { return Said::Nothing };
    let text = value.text();
    let word = text.as_deref().map(str::trim).or(value.number());
    match (value.bool(), word) {
        (Some(true), _) | (None, Some("true" | "True" | "1")) => Said::Yes,
        (Some(false), _) | (None, Some("false" | "False" | "0")) => Said::No,
        (None, _) => Said::Unreadable,
    }
}

/// What a value says that should be a date. How dates are written has a target of its own.
fn date(value: Option<Json>) -> ReadDate {
    match value.map(Json::text) {
        None => ReadDate::Absent,
        Some(None) => ReadDate::Unreadable,
        Some(Some(text)) => fuzzing::date(&text),
    }
}

/// A whole number that a double or 64 bits can hold.
fn whole(value: Json) -> Option<i64> {
    if let Some(text) = value.text() {
        return text.trim().parse().ok();
    }
    let number = value.number().or(value.bool().map(|bool| if bool { "1" } else { "0" }))?;
    let double: f64 = number.parse().ok()?;
    let is_whole = double.fract() == 0.0 && double.abs() <= 9_007_199_254_740_992.0;
    number.parse().ok().or(is_whole.then_some(double as i64))
}

/// Whether a license lets its product be run, or the feature be used. What cannot be read never leads to a yes.
pub fn may_run(license: Json, feature: Option<&str>, now: i64) -> bool {
    let is_on = |name: &str| matches!(said(license.get(name)), Said::Nothing | Said::Yes);
    let has_started = match date(license.get("start_date")) {
        ReadDate::Absent => true,
        ReadDate::Unreadable => false,
        ReadDate::Read { seconds, .. } => seconds <= now,
    };
    is_on("license_enabled")
        && is_on("license_active")
        && has_started
        && lasts(license, now)
        && feature.is_none_or(|feature| has_feature(license, feature, now))
}

fn lasts(license: Json, now: i64) -> bool {
    let has_expired = !matches!(said(license.get("is_expired")), Said::Nothing | Said::No);
    let end = match date(license.get("validity_period")) {
        ReadDate::Absent => return !has_expired,
        ReadDate::Unreadable => return false,
        ReadDate::Read { end, .. } => end,
    };
    let grace = match said(license.get("allow_grace_period")) {
        Said::Yes => license.get("grace_period").and_then(whole).unwrap_or(0).max(0),
        Said::Nothing | Said::No | Said::Unreadable => 0,
    };
    !has_expired && i128::from(now) < i128::from(end) + i128::from(grace) * 3600
}

fn has_feature(license: Json, feature: &str, now: i64) -> bool {
    let features = license.get("product_features").and_then(Json::elements).unwrap_or_default();
    features.into_iter().any(|one| {
        one.get("code").is_some_and(|code| is_called(code, feature)) && {
            match date(one.get("expiry_date")) {
                ReadDate::Absent => true,
                ReadDate::Unreadable => false,
                ReadDate::Read { end, .. } => now < end,
            }
        }
    })
}

/// A code may be a number too, or a bool; none is a list, an object or null.
fn is_called(code: Json, feature: &str) -> bool {
    match (code.text(), code.number()) {
        (Some(text), _) => text.replace('\0', "\u{FFFD}") == feature,
        (None, Some(number)) => {
            let [one, other] = [number, feature].map(|text| text.parse::<f64>());
            matches!((one, other), (Ok(one), Ok(other)) if (one - other).abs() < 1e-5 * one.abs().max(1.0))
        }
        (None, None) => code.bool().is_some_and(|bool| bool.to_string() == feature),
    }
}

/// The short code of a license's product.
pub fn product(license: Json) -> Option<String> {
    license.get("product_details")?.get("short_code")?.text()
}

/// Values of every kind, as they may stand in an answer.
const VALUES: [&str; 36] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "24",
    "1.0",
    "0.0",
    "0.5",
    "-0",
    "1e0",
    "24e0",
    "1e308",
    "1e999",
    "-1e999",
    "9223372036854775807",
    "99999999999999999999",
    r#""""#,
    r#""true""#,
    r#""False""#,
    r#"" 1 ""#,
    r#""TRUE""#,
    r#""no""#,
    r#""24""#,
    r#""f""#,
    r#""2000-01-01""#,
    r#""2040-01-01""#,
    r#""2040-01-01T00:00:00Z""#,
    r#""2040-13-01""#,
    r#""\ud83d""#,
    "[]",
    r#"["2040-01-01"]"#,
    "{}",
    r#"{"code":"f"}"#,
];

/// Each field that a decision rests on.
const FIELDS: [&str; 9] = [
    "license_enabled",
    "license_active",
    "is_expired",
    "start_date",
    "validity_period",
    "allow_grace_period",
    "grace_period",
    "code",
    "expiry_date",
];

/// A license that is made of pairs of bytes, a field and its value; of a field that comes twice both stand there.
pub fn license_of(choices: &[u8]) -> String {
    let (mut license, mut feature) = (String::new(), String::new());
    for choice in choices.chunks_exact(2).take(32) {
        let place = usize::from(choice[0]) % FIELDS.len();
        let value = VALUES[usize::from(choice[1]) % VALUES.len()];
        let object = if place < 7 { &mut license } else { &mut feature };
        object.push_str(&format!(r#","{}":{value}"#, FIELDS[place]));
    }
    format!(
        r#"[{{"license":{{"product_details":{{"short_code":"up"}}{license},"product_features":[{{"code":"f"{feature}}}]}}}}]"#
    )
}
