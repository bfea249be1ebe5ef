//! The table: what is in `tests/scenarios/*.json`, and what an expectation means.
//!
//! A file holds an array of scenarios, each with a `name`, a sandbox of its own (`sandbox`: its
//! arguments, none by default), a store of its own, and `steps`, one after the other:
//!
//! | step | |
//! |---|---|
//! | `{"call": NAME, KEY: VALUE…, "expect": {…}}` | a line to the runner, and what its answer holds |
//! | `{"fault": {…}}`, `{"no_faults": true}` | as the sandbox's README describes them |
//! | `{"control": [METHOD, PATH, BODY]}` | anything else that it can be told |
//! | `{"sandbox": "gone"}` | from now on nobody listens |
//! | `{"portal": ["@REQUEST", "@ANSWER"]}` | a person carries a request file to the service, and its answer back |
//! | `{"seconds": N}` | so much time passes |
//! | `{"requests": N}` | it has seen so many since the scenario began |
//!
//! Calls are those of the runners. An `agent` call is given what the sandbox wants and the store's
//! folder, if it does not say otherwise; null takes one of these away, `$NAME` stands for what the
//! sandbox says of itself, and `@NAME` for a file in a folder of the scenario's own. In an expectation null says
//! that there is no such field, `*` in a text stands for any characters, and `{"day": N, "after":
//! S}` for the end of the N-th day from today, UTC, and S seconds more.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

pub type Fields = Map<String, Value>;

pub struct Scenario {
    pub name: String,
    pub sandbox: Vec<String>,
    pub steps: Vec<Step>,
}

pub enum Step {
    Call { name: String, fields: Fields, expect: Fields },
    Fault(Value),
    NoFaults,
    Control { method: String, path: String, body: String },
    Gone,
    Portal { request: String, answer: String },
    Seconds(u64),
    Requests(usize),
}

/// All of them, in the order of the files' names.
pub fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension() == Some("json".as_ref())).collect();
    files.sort();
    let scenarios: Vec<_> = files.iter().flat_map(|file| read(file)).collect();
    assert!(scenarios.len() > 30, "only {} scenarios were found", scenarios.len());
    scenarios
}

fn read(file: &Path) -> Vec<Scenario> {
    let text = fs::read_to_string(file).unwrap();
    let scenarios: Vec<Fields> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    scenarios.into_iter().map(scenario).collect()
}

fn scenario(mut fields: Fields) -> Scenario {
    let name = string(&fields.remove("name").expect("a scenario has a name"));
    let sandbox = fields.remove("sandbox").unwrap_or(Value::Array(Vec::new()));
    let Some(Value::Array(steps)) = fields.remove("steps") else { panic!("{name}: no steps") };
    assert!(fields.is_empty(), "{name}: unknown {fields:?}");
    let steps: Vec<Step> = steps.into_iter().map(|value| step(&name, value)).collect();
    let calls = steps.iter().filter(|step| matches!(step, Step::Call { .. })).count();
    assert!(calls >= 2, "{name}: nothing is asked");
    let sandbox = sandbox.as_array().expect("a list of arguments").iter().map(string).collect();
    Scenario { name, sandbox, steps }
}

fn step(scenario: &str, value: Value) -> Step {
    let Value::Object(mut fields) = value else { panic!("{scenario}: {value} is no step") };
    if let Some(name) = fields.remove("call") {
        let Some(Value::Object(expect)) = fields.remove("expect") else {
            panic!("{scenario}: nothing is expected of {name}")
        };
        assert!(expect.contains_key("status"), "{scenario}: no status is expected of {name}");
        return Step::Call { name: string(&name), fields, expect };
    }
    let mut fields = fields.into_iter();
    let (kind, value) = fields.next().expect("a step is something");
    assert!(fields.next().is_none(), "{scenario}: more than {kind} in a step");
    match (kind.as_str(), value) {
        ("fault", fault @ Value::Object(_)) => Step::Fault(fault),
        ("no_faults", Value::Bool(true)) => Step::NoFaults,
        ("control", Value::Array(what)) => match &what[..] {
            [method, path, body] => {
                Step::Control { method: string(method), path: string(path), body: body.to_string() }
            }
            other => panic!("{scenario}: {other:?} is no method, path and body"),
        },
        ("sandbox", Value::String(what)) if what == "gone" => Step::Gone,
        ("portal", Value::Array(what)) => match &what[..] {
            [request, answer] => Step::Portal { request: string(request), answer: string(answer) },
            other => panic!("{scenario}: {other:?} is no request and answer"),
        },
        ("seconds", Value::Number(count)) => Step::Seconds(count.as_u64().unwrap()),
        ("requests", Value::Number(count)) => Step::Requests(count.as_u64().unwrap() as usize),
        (kind, value) => panic!("{scenario}: {kind}: {value} is no step"),
    }
}

/// A value as it stands in a line.
pub fn string(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    assert!(!text.contains(['\t', '\n', '\r']), "{text:?} does not fit into a line");
    text
}

/// What of an expectation is not so. `began`: when the scenario did, in Unix seconds.
pub fn differences(expect: &Fields, answer: &Fields, began: i64) -> Vec<String> {
    let differs = |(key, wanted): (&String, &Value)| {
        let is = answer.get(key).and_then(Value::as_str);
        (!fits(wanted, is, began)).then(|| format!("{key} is {is:?}, not {wanted}"))
    };
    expect.iter().filter_map(differs).collect()
}

fn fits(wanted: &Value, is: Option<&str>, began: i64) -> bool {
    match (wanted, is) {
        (Value::Null, is) => is.is_none(),
        (_, None) => false,
        (Value::Object(end), Some(is)) => ends(end, began).iter().any(|end| end.to_string() == is),
        (wanted, Some(is)) => matches(&string(wanted), is),
    }
}

/// The test may run across midnight.
fn ends(end: &Fields, began: i64) -> [i64; 2] {
    let number = |key| end.get(key).map_or(0, |number| number.as_i64().expect("a number"));
    assert!(end.keys().all(|key| key == "day" || key == "after"), "{end:?} is no end");
    [began, now()]
        .map(|now| (now.div_euclid(86_400) + number("day") + 1) * 86_400 + number("after"))
}

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match text.split_once(piece) {
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(end)
}

#[test]
fn a_star_stands_for_any_characters() {
    for (pattern, text) in [("a", "a"), ("*", ""), ("a*", "ab"), ("*b", "ab"), ("a*c*e", "abcde")] {
        assert!(matches(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in
        [("a", "ab"), ("a*", "ba"), ("*b", "ba"), ("a*c*e", "abde"), ("ab*b", "ab")]
    {
        assert!(!matches(pattern, text), "{pattern} {text}");
    }
}

#[test]
fn an_expectation_that_is_not_met_is_told() {
    let fields = |value: Value| value.as_object().unwrap().clone();
    let answer = fields(serde_json::json!({"status": "LS_OK", "count": "2", "end": "86400"}));
    let told = |expect| differences(&fields(expect), &answer, 0).len();
    assert_eq!(told(serde_json::json!({"status": "LS_OK", "count": 2, "code": null})), 0);
    assert_eq!(told(serde_json::json!({"end": {"day": 0}, "status": "LS_*"})), 0);
    assert_eq!(told(serde_json::json!({"status": "LS_ERR*", "count": null, "code": "*"})), 3);
    assert_eq!(told(serde_json::json!({"end": {"day": 1}})), 1);
}
