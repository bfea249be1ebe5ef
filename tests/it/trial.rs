//! Trials: a license key or a user for this device, and the password of a new one.

use std::path::Path;

use lsagent::ffi::status::ls_status::*;
use lsagent::ffi::trial::*;
use serde_json::json;

use crate::support::fields;
use crate::support::*;

const TIMEOUT_MS: u32 = 60_000;

/// What a trial says.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    key: Option<String>,
    user: Option<String>,
    password: Option<String>,
    is_new: Option<bool>,
    days: Option<i64>,
}

fn request(client: &Client, product: &str, email: Option<&str>) -> Result<Told, Failure> {
    let (product, email) = (c(product), email.map(c));
    let (agent, email) = (client.agent.as_deref(), or_null(email.as_ref()));
    let trial = outcome(|out, error| unsafe {
        // SAFETY: the texts end with NUL, and outlive the call.
        ls_trial_request(agent, product.as_ptr(), email, out, error)
    })?;
    let read = |path: &str| {
        let field = fields::TRIAL.iter().find(|field| field.path == path);
        field.expect("there is such a field").read(Some(&trial))
    };
    let text = |path: &str| read(path).as_str().map(str::to_owned);
    let told = Told {
        key: text("license_key"),
        user: text("license_user"),
        password: text("initial_password"),
        is_new: read("is_new").as_bool(),
        days: read("trial_days").as_i64(),
    };
    ls_trial_free(Some(trial));
    Ok(told)
}

/// For the search for secrets: what a trial of `up` has, and why there is none.
pub fn initial_password(client: &Client, email: &str) -> Option<String> {
    request(client, "up", Some(email)).unwrap().password
}

pub fn failure(client: &Client, email: &str) -> Failure {
    request(client, "up", Some(email)).unwrap_err()
}

fn client(sandbox: &Sandbox, store: &Path) -> Client {
    Settings::of(sandbox).timeout_ms(TIMEOUT_MS).store(store).client()
}

#[test]
fn a_device_gets_a_key_once_and_the_same_again_and_it_activates() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let first = request(&client, "key-trial", None).unwrap();
    assert_eq!((first.is_new, first.days, &first.user), (Some(true), Some(14), &None));
    let again = request(&client, "key-trial", None).unwrap();
    assert_eq!((again.is_new, again.days, &again.key), (Some(false), None, &first.key));
    let key = first.key.unwrap();
    let activated = client.activate("key-trial", &by_key(&key), 0).unwrap();
    assert_eq!(activated.allows(NETWORK_ONLY), Ok(true));
    let sent = &sandbox.requests()[0];
    assert_eq!(sent["path"], "/api/v4/trial_key");
    assert_eq!(sent["raw_query"], "product=key-trial&hardware_id=a%20test%27s%20device");
}

#[test]
fn a_new_user_gets_a_password_and_a_known_one_gets_none() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let user = "new+one@example.com";
    let first = request(&client, "up", Some(user)).unwrap();
    assert_eq!((first.is_new, first.user.as_deref()), (Some(true), Some(user)));
    let signed_in = password(user, &first.password.expect("a new user has one"));
    assert_eq!(client.user_licenses("up", &signed_in, NETWORK_ONLY).unwrap().count(), 1);
    let again = request(&client, "up", Some(user)).unwrap();
    assert_eq!((again.is_new, again.password), (Some(false), None));
}

#[test]
fn what_the_vendor_does_not_allow_is_said() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let email = Some("a@example.com");
    for (product, email, status, code) in [
        ("no-trial", email, LS_ERR_NOT_ALLOWED, "trial_not_allowed"),
        ("key-product", None, LS_ERR_NOT_ALLOWED, "trial_not_allowed"),
        ("nope", email, LS_ERR_REFUSED, "unknown_product"),
        ("up", None, LS_ERR_REFUSED, "email_missing"),
    ] {
        let failure = request(&client, product, email).unwrap_err();
        assert_eq!((failure.status, failure.code.as_deref()), (status, Some(code)), "{product}");
    }
}

#[test]
fn only_a_signed_answer_counts_and_a_lost_one_is_not_asked_for_again() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    for (fault, expected) in [
        (json!({"fault": "signature", "how": "missing"}), LS_ERR_SIGNATURE),
        (json!({"fault": "signature", "how": "other-key"}), LS_ERR_SIGNATURE),
        (json!({"fault": "body", "body": "{}"}), LS_ERR_RESPONSE),
        (json!({"fault": "html"}), LS_ERR_RESPONSE),
        (json!({"fault": "lost"}), LS_ERR_NETWORK),
        (json!({"fault": "status", "status": 503, "body": ""}), LS_ERR_SERVER),
    ] {
        sandbox.no_faults();
        sandbox.forget_traffic();
        sandbox.fault(fault.clone());
        let failure = request(&client, "key-trial", None).unwrap_err();
        assert_eq!(failure.status, expected, "{fault}");
        assert_eq!(sandbox.requests().len(), 1, "{fault}");
    }
    sandbox.no_faults();
    let trial = request(&client, "key-trial", None).unwrap();
    assert_eq!(trial.is_new, Some(false), "the lost answer was the first of all");
}
