use std::time::{Duration, UNIX_EPOCH};

use super::*;

fn calendar() -> Calendar {
    // 2026-01-01
    Calendar::at(UNIX_EPOCH + Duration::from_secs(1_767_225_600))
}

fn answer(name: &str) -> Value {
    let body = licenses(&address(name), calendar()).unwrap();
    serde_json::from_slice(&body).unwrap()
}

fn license(name: &str) -> Value {
    answer(name)[0]["license"].clone()
}

#[test]
fn every_license_is_for_the_product_and_the_user() {
    for (name, _) in MEMBERS {
        let email = address(name);
        for entry in answer(name).as_array().unwrap() {
            let license = entry.get("license").unwrap_or(entry);
            let user = entry.get("user").or(license.get("user")).unwrap();
            assert_eq!(user["email"], email);
            assert_eq!(license["product_details"]["short_code"], PRODUCT);
        }
    }
}

#[test]
fn the_template_has_every_documented_field() {
    let license = license("valid");
    let flat = answer("flat");
    assert_eq!(license.as_object().unwrap().len() + 1, flat[0].as_object().unwrap().len());
    for field in ["hash_md5", "license_signature_v2", "company", "consumption_period"] {
        assert!(license.get(field).is_some(), "{field}");
    }
    let features = self::license("features")["product_features"].clone();
    assert!(features.as_array().unwrap().iter().all(|f| f.as_object().unwrap().len() == 17));
}

#[test]
fn dates_follow_the_clock_of_the_server() {
    assert_eq!(license("trial")["validity_period"], "2026-01-16");
    assert_eq!(license("expired")["validity_period"], "2025-12-02");
    assert_eq!(license("grace")["validity_period"], "2025-12-30");
    assert_eq!(license("not-started")["start_date"], "2026-01-11");
    assert_eq!(answer("sparse")[4]["license"]["start_date"], "2025-12-02T23:59:59.123456Z");
}

#[test]
fn each_member_shows_its_one_trait() {
    assert_eq!(license("trial")["is_trial"], true);
    assert_eq!(license("expired")["is_expired"], true);
    assert_eq!(license("grace")["grace_period"], 240);
    assert_eq!(license("disabled")["license_enabled"], false);
    assert_eq!(license("inactive")["license_active"], false);
    assert_eq!(license("floating")["floating_in_use_devices"], 3);
    assert_eq!(license("consumption")["license_type"], "consumption");
    assert_eq!(license("features")["product_features"][1]["consumption_period"], "annualy");
    assert_eq!(answer("several").as_array().unwrap().len(), 4);
    assert_eq!(answer("none"), Value::Array(Vec::new()));
    assert_eq!(license("valid")["id"], 9_007_199_254_740_993_u64);
}

#[test]
fn names_arrive_whole_with_and_without_escapes() {
    let body = licenses("unicode@example.com", calendar()).unwrap();
    let text = std::str::from_utf8(&body).unwrap();
    assert!(text.contains("\\u017dofie \\ud83e\\udd80") && text.contains("株式会社"));
    assert_eq!(answer("unicode")[0]["user"]["first_name"], "Žofie 🦀");
}

#[test]
fn addresses_are_known_in_any_case() {
    assert!(knows("VALID@Example.com"));
    assert!(knows("SomeUser@somedomain.com"));
    assert!(!knows("stranger@example.com"));
    assert!(!knows("valid"));
}

#[test]
fn help_and_readme_introduce_every_member() {
    let readme = include_str!("../../README.md");
    let help = crate::setup::help::text();
    for (name, _) in MEMBERS {
        assert!(readme.contains(&format!("\n| `{name}` |")), "{name}");
        assert!(help.lines().any(|line| line.split_whitespace().next() == Some(name)), "{name}");
    }
}
