//! What is set, what is missing, and what goes together.

use super::*;

#[test]
fn a_missing_key_is_reported_with_what_to_set() {
    let error = Config::default().agent_settings().err().unwrap();
    assert_eq!(error.status(), Status::Config);
    assert!(error.message().contains("api_key and shared_key"), "{error}");
}

#[test]
fn an_application_has_a_key_or_a_client_and_not_both() {
    let mut config = Config::default();
    config.set_oauth_client("i", "s", None).unwrap();
    let settings = config.agent_settings().unwrap();
    assert!(matches!(settings.application, Application::OAuth(_)));
    assert_eq!(settings.application.secret().expose(), "s");
    config.set_api_key("k", "s").unwrap();
    let error = config.agent_settings().err().unwrap();
    assert_eq!(error.status(), Status::Config);
    for settings in ["api_key and shared_key", "client_id and client_secret"] {
        let neither = Config::default().agent_settings().err().unwrap();
        assert!(error.message().contains(settings), "{error}");
        assert!(neither.message().contains(settings), "{neither}");
    }
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let mut config = Config::default();
    config.set_api_key("k", "s").unwrap();
    let settings = config.agent_settings().unwrap();
    assert_eq!(settings.base_url.to_string(), "https://api.licensespring.com");
    assert_eq!(settings.net.timeout, Duration::from_millis(5000));
    assert_eq!(settings.net.connect_timeout, Duration::from_millis(5000));
    assert_eq!(settings.net.max_response_bytes, 67_108_864);
    assert_eq!(settings.cache.unwrap().offline_grace, 172_800);
    assert_eq!(settings.consumption_sync, Some(Duration::from_secs(60)));
    assert_eq!(settings.delivery, Delivery::AtMostOnce);
}

#[test]
fn nobody_is_remembered_without_a_store() {
    let mut config = Config::default();
    config.set_api_key("k", "s").unwrap();
    assert!(!config.agent_settings().unwrap().remember.is_on());
    config.set_remember(Remember::PlatformOnly);
    assert!(config.agent_settings().unwrap().remember.is_on());
    config.set_cache_enabled(false);
    let error = config.agent_settings().err().unwrap();
    assert_eq!(error.status(), Status::Config);
}

#[test]
fn values_out_of_range_name_the_parameter() {
    let mut config = Config::default();
    let named = |result: Result<(), Error>, name: &str| {
        let error = result.unwrap_err();
        assert_eq!(error.status(), Status::InvalidArgument);
        assert!(error.message().starts_with(name), "{error}");
    };
    named(config.set_timeout_ms(0), "timeout_ms");
    named(config.set_connect_timeout_ms(u32::MAX), "connect_timeout_ms");
    named(config.set_max_response_bytes(0), "max_response_bytes");
    named(config.set_offline_grace_seconds(-1), "offline_grace_seconds");
    named(config.set_consumption_sync_seconds(-1), "consumption_sync_seconds");
    named(config.set_app("a b", "1"), "name");
    named(config.set_app("a", "1\r\nx: y"), "version");
    named(config.set_product_id("up", 0), "product_id");
    named(config.set_product_id("up", i64::MIN), "product_id");
    named(config.set_api_key("a\"b", "s"), "api_key");
    for secret in ["s\n", "s\r\n", " s", "\ts", "s\u{a0}", "s\0s", "s\ns"] {
        named(config.set_api_key("k", secret), "shared_key: ");
        named(config.set_oauth_client(secret, "s", None), "client_id: ");
        named(config.set_oauth_client("i", secret, None), "client_secret: ");
    }
    config.set_api_key("k", "ß \" \\ inside").unwrap();
    named(config.set_base_url("http://example.com"), "base_url");
    named(config.set_oauth_client("i", "s", Some("http://example.com/t")), "token_url");
}

#[test]
fn no_key_shows_in_debug_output() {
    let mut config = Config::default();
    config.set_api_key("MARKER1", "MARKER2").unwrap();
    config.set_proxy("http://u:MARKER3@p").unwrap();
    config.set_oauth_client("MARKER4", "MARKER5", Some("https://h/?MARKER6")).unwrap();
    assert!(!format!("{config:?}").contains("MARKER"), "{config:?}");
}
