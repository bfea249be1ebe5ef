use super::*;

fn parse(text: &str) -> Result<Armed, String> {
    Armed::parse(text.as_bytes())
}

#[test]
fn a_fault_is_read_with_its_defaults() {
    let armed = parse(r#"{"fault":"dribble","bytes_per_second":5}"#).unwrap();
    let bytes_per_second = NonZeroU64::new(5).unwrap();
    let from = Part::Head;
    let fault = Fault::Dribble { bytes_per_second, after_bytes: 0, from };
    assert_eq!(armed, Armed { fault, times: None, path: None });
    let armed = parse(r#"{"fault":"html","times":2,"path":"user-license"}"#).unwrap();
    assert_eq!(armed.times, Some(2));
    assert_eq!(armed.path, Some(Endpoint::UserLicense));
    assert_eq!(parse(r#"{"fault":"html","times":null}"#).unwrap().times, None);
}

#[test]
fn what_is_not_understood_is_refused() {
    for text in [
        "",
        "[]",
        "{}",
        r#"{"fault":"nope"}"#,
        r#"{"fault":"html","extra":1}"#,
        r#"{"fault":"html","times":0}"#,
        r#"{"fault":"html","path":"nope"}"#,
        r#"{"fault":"delay"}"#,
        r#"{"fault":"delay","ms":-1}"#,
        r#"{"fault":"reset","when":"later"}"#,
        r#"{"fault":"reset","when":"accept","path":"user_licenses"}"#,
        r#"{"fault":"status","status":100}"#,
        r#"{"fault":"status","status":429,"headers":{"A":"b\r\nC: d"}}"#,
        r#"{"fault":"body"}"#,
        r#"{"fault":"body","body":"","body_base64":""}"#,
        r#"{"fault":"body","body_base64":"?"}"#,
        r#"{"fault":"somebody_else","email":"stranger@example.com"}"#,
        r#"{"fault":"huge","bytes":99999999999}"#,
        r#"{"fault":"lost","then":{"fault":"lost"}}"#,
        r#"{"fault":"lost","then":{"fault":"tls_stall"}}"#,
        r#"{"fault":"lost","then":{"fault":"status","status":1}}"#,
        r#"{"fault":"altered"}"#,
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}
