//! Variables of a device.

use std::path::Path;

use lsagent::ffi::status::ls_status::*;
use lsagent::ffi::variables::*;
use serde_json::json;

use crate::support::fields;
use crate::support::*;

fn client(sandbox: &Sandbox, store: &Path) -> Client {
    Settings::of(sandbox).timeout_ms(60_000).store(store).client()
}

fn set(activation: &Held, names: &[&str], values: &[&str]) -> Result<(), Failure> {
    let [names, values] =
        [names, values].map(|texts| texts.iter().map(|text| c(text)).collect::<Vec<_>>());
    let pointers =
        |texts: &[std::ffi::CString]| texts.iter().map(|it| it.as_ptr()).collect::<Vec<_>>();
    let (names_at, values_at) = (pointers(&names), pointers(&values));
    done(|error| unsafe {
        // SAFETY: both have so many texts, which end with NUL and outlive the call.
        let (names, values) = (names_at.as_ptr(), values_at.as_ptr());
        ls_activation_set_variables(activation.get(), names, values, names_at.len(), error)
    })
}

/// Names, values and times, in the order of the server.
fn get(activation: &Held) -> Result<Vec<(String, String, i64)>, Failure> {
    let variables = outcome(|out, error| ls_activation_variables(activation.get(), out, error))?;
    let all = (0..ls_variables_count(Some(&variables))).map(|index| {
        // SAFETY: it lives as long as the variables.
        let variable = unsafe { ls_variables_at(Some(&variables), index).as_ref() };
        let [name, value, at, device] = fields::VARIABLE else { panic!("another field") };
        assert!(device.read(variable).is_i64() && [name.path, value.path] == ["variable", "value"]);
        let text = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        let (name, value) = (text(name.read(variable)), text(value.read(variable)));
        (name, value, at.read(variable).as_i64().unwrap())
    });
    let all = all.collect();
    ls_variables_free(Some(variables));
    Ok(all)
}

#[test]
fn variables_are_set_overwritten_and_read_with_their_times() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let activation = client.activate("key-product", &license_key("PERP"), 0).unwrap();
    assert_eq!(get(&activation).unwrap(), []);
    set(&activation, &["locale", "a \"b\" ä"], &["de", ""]).unwrap();
    set(&activation, &["locale"], &["fr"]).unwrap();
    let mut found = get(&activation).unwrap();
    found.sort();
    let texts: Vec<_> = found.iter().map(|(name, value, _)| (&name[..], &value[..])).collect();
    assert_eq!(texts, [("a \"b\" ä", ""), ("locale", "fr")]);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    assert!(found.iter().all(|(.., at)| (now - 3_600..now + 3_600).contains(at)), "{found:?}");
}

#[test]
fn another_devices_variables_and_arguments_out_of_range_are_refused() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let activation = client.activate("key-product", &license_key("PERP"), 0).unwrap();
    let names: Vec<_> = (0..1_001).map(|number| format!("n{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    for (names, name) in
        [(&names[..], "count:"), (&[], "count:"), (&["a", "a"], "names[1]:"), (&[""], "names[0]:")]
    {
        let failure = set(&activation, names, names).unwrap_err();
        assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT);
        assert!(failure.message.starts_with(name), "{}", failure.message);
    }
    let other = json!([{"variable": "a", "value": "b", "device_id": 1, "created_at": 0}]);
    sandbox.fault(json!({"fault": "body", "body": other.to_string()}));
    assert_eq!(get(&activation).unwrap_err().status, LS_ERR_MISMATCH);
    sandbox.no_faults();
    sandbox.fault(json!({"fault": "status", "status": 503, "body": "", "times": 1}));
    set(&activation, &["a"], &["b"]).unwrap();
    activation.deactivate().unwrap();
    assert_eq!(set(&activation, &["a"], &["b"]).unwrap_err().status, LS_ERR_NOT_ACTIVATED);
}
