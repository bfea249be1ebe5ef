//! Releases of a product, for a license on this device.

use std::path::Path;

use lsagent::ffi::release::*;
use lsagent::ffi::releases::*;
use lsagent::ffi::status::ls_status::*;
use serde_json::json;

use crate::support::fields;
use crate::support::*;

fn client(sandbox: &Sandbox, store: &Path) -> Client {
    Settings::of(sandbox).timeout_ms(60_000).store(store).client()
}

/// Versions and dates.
fn list(
    activation: &Held,
    environment: Option<&str>,
    channel: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let (environment, channel) = (environment.map(c), channel.map(c));
    let releases = outcome(|out, error| unsafe {
        // SAFETY: the texts are NULL or end with NUL, and outlive the call.
        let (environment, channel) = (or_null(environment.as_ref()), or_null(channel.as_ref()));
        ls_activation_releases(activation.get(), environment, channel, out, error)
    })?;
    let count = ls_releases_count(Some(&releases));
    let versions = (0..count).map(|index| {
        // SAFETY: it lives as long as the releases.
        let release = unsafe { ls_releases_at(Some(&releases), index).as_ref() };
        assert!(text(ls_release_release_date(release)).is_some());
        text(ls_release_version(release)).unwrap()
    });
    let versions = versions.collect();
    assert!(ls_releases_at(Some(&releases), count).is_null());
    ls_releases_free(Some(releases));
    Ok(versions)
}

/// One release, every field, as the server sent it.
fn one(
    activation: &Held,
    version: &str,
    environment: Option<&str>,
) -> Result<serde_json::Value, Failure> {
    let (version, environment) = (c(version), environment.map(c));
    let releases = outcome(|out, error| unsafe {
        // SAFETY: as above.
        let (version, environment) = (version.as_ptr(), or_null(environment.as_ref()));
        let none = std::ptr::null();
        ls_activation_release(activation.get(), version, environment, none, out, error)
    })?;
    assert_eq!(ls_releases_count(Some(&releases)), 1);
    // SAFETY: it lives as long as the releases.
    let release = unsafe { ls_releases_at(Some(&releases), 0).as_ref() };
    let read = fields::RELEASE.iter().map(|field| (field.path.to_owned(), field.read(release)));
    let read: serde_json::Value = read.collect();
    let sent = owned(ls_releases_to_json(Some(&releases))).unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    for field in fields::RELEASE {
        assert_eq!(read[field.path], sent[field.path], "{}", field.path);
    }
    ls_releases_free(Some(releases));
    Ok(read)
}

#[test]
fn releases_are_listed_within_the_maintenance_and_one_is_described() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let activation = client.activate("key-product", &license_key("PERP"), 0).unwrap();
    assert_eq!(list(&activation, None, None).unwrap(), ["1.0", "1.0", "2.0"]);
    assert_eq!(list(&activation, Some("linux64"), None).unwrap(), ["1.0"]);
    assert_eq!(list(&activation, None, Some("beta")).unwrap(), ["2.1"]);
    assert_eq!(list(&activation, Some("mac"), None).unwrap(), [""; 0]);
    let release = one(&activation, "2.0", Some("win64")).unwrap();
    assert_eq!(release["installation_file"], "https://downloads.example.com/2.0/setup.exe");
    assert_eq!(release["hash_md5"], "5d41402abc4b2a76b9719d911017c592");
    let bounded = client.activate("key-product", &license_key("MAIN"), 0).unwrap();
    assert_eq!(list(&bounded, None, None).unwrap(), ["1.0", "1.0"]);
}

#[test]
fn what_is_not_there_not_activated_or_not_genuine_is_told() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let activation = client.activate("key-product", &license_key("PERP"), 0).unwrap();
    let failure = one(&activation, "9.9", None).unwrap_err();
    let code = failure.code.as_deref();
    assert_eq!((failure.status, code), (LS_ERR_REFUSED, Some("version_not_found")));
    for (fault, expected) in [
        (json!({"fault": "signature", "how": "missing"}), LS_ERR_SIGNATURE),
        (json!({"fault": "signature", "how": "other-key"}), LS_ERR_SIGNATURE),
        (json!({"fault": "body", "body": r#"{"version":"1.0"}"#}), LS_ERR_MISMATCH),
        (json!({"fault": "body", "body": "[]"}), LS_ERR_RESPONSE),
        (json!({"fault": "html"}), LS_ERR_RESPONSE),
    ] {
        sandbox.no_faults();
        sandbox.fault(fault.clone());
        assert_eq!(one(&activation, "2.0", None).unwrap_err().status, expected, "{fault}");
    }
    sandbox.no_faults();
    activation.deactivate().unwrap();
    assert_eq!(list(&activation, None, None).unwrap_err().status, LS_ERR_NOT_ACTIVATED);
}
