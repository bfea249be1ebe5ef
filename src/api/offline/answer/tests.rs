use super::*;
use crate::api::testing::sign;
use proptest::prelude::*;
use serde_json::{Value, json};

const DEVICE: &str = "example-hardware-id";
const REQUEST: &str = "0b2f2a54-6e0d-4a5e-9d55-3d7b2f1c0a11";
const EXAMPLE: &str = include_str!("../../../../tests/data/activate_offline.decoded.200.json");

fn key() -> ResponseKey {
    ResponseKey::from_pem(include_str!("../../../../tests/data/test-response-public-key.pem"))
        .unwrap()
}

/// The vendor's published example, compact, without its signatures.
fn unsigned() -> String {
    let mut example: Value = serde_json::from_str(EXAMPLE).unwrap();
    let members = example.as_object_mut().unwrap();
    members.remove(OLD_SIGNATURE);
    members.remove(SIGNATURE);
    example.to_string()
}

/// With these signatures at its end, as the service writes it.
fn with_signatures(unsigned: &str, old: &str, signature: &str) -> String {
    let begin = unsigned.strip_suffix('}').unwrap();
    format!(r#"{begin},"{OLD_SIGNATURE}":"{old}","{SIGNATURE}":"{signature}"}}"#)
}

fn signed(unsigned: &str) -> String {
    with_signatures(unsigned, "b2xk", &sign(unsigned.as_bytes()))
}

fn read(json: &str) -> Result<OfflineAnswer, Error> {
    read_offline_answer(BASE64_STANDARD.encode(json).as_bytes(), &key())
}

fn status(json: &str) -> Result<(), Status> {
    read(json).map(drop).map_err(|error| error.status())
}

#[test]
fn the_published_example_counts_without_the_signatures_that_stood_in_it() {
    let answer = read(&signed(&unsigned())).unwrap();
    assert_eq!(answer.signed.text(), unsigned());
    answer.must_be_for(DEVICE, "example", &ProductIds::default()).unwrap();
    answer.must_answer(Some(REQUEST)).unwrap();
    assert_eq!(answer.date(), parse_http_date("Wed, 25 Nov 2026 12:00:00 GMT"));
}

#[test]
fn it_does_not_matter_where_the_signatures_stand() {
    let (unsigned, signature) = (unsigned(), sign(unsigned().as_bytes()));
    let rest = &unsigned[1..];
    let (first, others) = rest.split_once(',').unwrap();
    for json in [
        format!(r#"{{"{SIGNATURE}":"{signature}","{OLD_SIGNATURE}":"b2xk",{rest}"#),
        format!(r#"{{"{OLD_SIGNATURE}":"b2xk",{first},"{SIGNATURE}":"{signature}",{others}"#),
        format!(r#"{{{first},"{SIGNATURE}":"{signature}",{others}"#),
    ] {
        assert_eq!(read(&json).unwrap().signed.text(), unsigned, "{json}");
    }
}

#[test]
fn what_stands_in_the_text_in_other_forms_is_left_as_it_is() {
    let unsigned = r#"{"hardware_id":"\u0061\/é","n":1.0e2,"o":{"license_signature":"x","license_signature_v2":[1]},"big":123456789012345678901234567890}"#;
    let answer = read(&signed(unsigned)).unwrap();
    assert_eq!(answer.signed.text(), unsigned);
    // As the vendor's own files never look, and as an editor leaves them.
    let pretty = serde_json::to_string_pretty(&json!({"hardware_id": "h", "z": [1, 2]})).unwrap();
    let begin = pretty.strip_suffix("\n}").unwrap();
    let signature = sign(pretty.as_bytes());
    let file = format!(
        "{begin},\n  \"{OLD_SIGNATURE}\": \"b2xk\",\n  \"{SIGNATURE}\": \"{signature}\"\n}}"
    );
    assert_eq!(read(&file).unwrap().signed.text(), pretty);
}

#[test]
fn a_file_that_was_signed_with_the_older_signature_in_it_counts_too() {
    let with_old = unsigned().replacen('{', &format!(r#"{{"{OLD_SIGNATURE}":"b2xk","#), 1);
    let begin = with_old.strip_suffix('}').unwrap();
    let file = format!(r#"{begin},"{SIGNATURE}":"{}"}}"#, sign(with_old.as_bytes()));
    assert_eq!(read(&file).unwrap().signed.text(), with_old);
    // Then it is signed, and must not be another one.
    assert_eq!(status(&file.replace("b2xk", "b3Ro")), Err(Status::Signature));
}

#[test]
fn an_altered_file_counts_as_none() {
    let file = signed(&unsigned());
    for (from, to) in [
        ("\"is_expired\":false", "\"is_expired\":true"),
        ("\"max_activations\":2", "\"max_activations\":3"),
        ("perpetual", "Perpetual"),
        ("{\"active\"", "{ \"active\""),
        (DEVICE, "another-hardware-id"),
    ] {
        assert!(file.contains(from), "{from}");
        assert_eq!(status(&file.replacen(from, to, 1)), Err(Status::Signature), "{to}");
    }
    let other = sign(b"something else");
    assert_eq!(status(&with_signatures(&unsigned(), "", &other)), Err(Status::Signature));
}

#[test]
fn a_signature_that_comes_twice_or_is_no_text_is_none() {
    let (unsigned, right) = (unsigned(), sign(unsigned().as_bytes()));
    let twice = format!(r#"{{"{SIGNATURE}":"{right}",{}"#, &signed(&unsigned)[1..]);
    for json in [
        twice.clone(),
        twice.replacen(SIGNATURE, "license_signature_v\\u0032", 1),
        unsigned.clone(),
        with_signatures(&unsigned, "", ""),
        with_signatures(&unsigned, "", "not base64"),
        with_signatures(&unsigned, "", &right).replace(&format!("\"{right}\""), "null"),
        with_signatures(&unsigned, "", &right).replace(&format!("\"{right}\""), "[1]"),
    ] {
        assert!(status(&json).is_err(), "{json}");
    }
    // The older one is cut out however often it comes, so that nothing of it is handed on.
    let old_twice = format!(r#"{{"{OLD_SIGNATURE}":"eA==",{}"#, &signed(&unsigned)[1..]);
    assert_eq!(read(&old_twice).unwrap().signed.text(), unsigned);
    let escaped = signed(&unsigned).replace(SIGNATURE, "license\\u005fsignature_v2");
    assert_eq!(read(&escaped).unwrap().signed.text(), unsigned);
}

#[test]
fn white_space_and_a_byte_order_mark_in_the_file_do_not_count() {
    let text = BASE64_STANDARD.encode(signed(&unsigned()));
    let lines: Vec<_> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    for file in [format!("{text}\n"), format!("\u{FEFF} {text} \r\n\r\n"), lines.join("\r\n")] {
        assert!(read_offline_answer(file.as_bytes(), &key()).is_ok());
    }
}

#[test]
fn a_file_that_is_no_answer_is_named_as_one() {
    let encode = |text: &str| BASE64_STANDARD.encode(text).into_bytes();
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
    for file in [
        b"".to_vec(),
        b"<html>".to_vec(),
        b"\xff\xfe".to_vec(),
        EXAMPLE.as_bytes().to_vec(),
        encode(""),
        encode("[]"),
        encode("{}"),
        encode("null"),
        encode(&deep),
        encode(&signed(&unsigned()).replace("}", "")),
        BASE64_STANDARD.encode(b"{\"a\":\"\xff\"}").into_bytes(),
    ] {
        let error = read_offline_answer(&file, &key()).err().unwrap();
        assert_eq!(error.status(), Status::Response, "{file:?}");
        assert!(error.message().contains("not an answer file"), "{error}");
    }
}

#[test]
fn a_genuine_file_for_another_device_product_or_request_is_a_mismatch_that_says_so() {
    let answer = read(&signed(&unsigned())).unwrap();
    let mut ids = ProductIds::default();
    let said = |result: Result<(), Error>| {
        let error = result.unwrap_err();
        assert_eq!(error.status(), Status::Mismatch);
        error.message().to_owned()
    };
    assert!(
        said(answer.must_be_for("EXAMPLE-hardware-id", "example", &ids)).contains("another device")
    );
    assert!(said(answer.must_be_for(DEVICE, "other", &ids)).contains("not for the product"));
    ids.pin("example", 7);
    assert!(said(answer.must_be_for(DEVICE, "example", &ids)).contains("product_id"));
    assert!(said(answer.must_answer(Some("another"))).contains("another request"));
    assert!(said(answer.must_answer(None)).contains("no request"));
    let silent = read(&signed(r#"{"a":1}"#)).unwrap();
    assert!(said(silent.must_be_for(DEVICE, "example", &ids)).contains("another device"));
    assert!(said(silent.must_answer(Some(""))).contains("another request"));
    assert_eq!(silent.date(), None);
}

proptest! {
    /// No single byte of what is signed can be another one.
    #[test]
    fn a_file_with_another_byte_never_says_anything_else(place: prop::sample::Index, to: u8) {
        let (unsigned, file) = (unsigned(), signed(&unsigned()));
        let mut bytes = file.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = to;
        let file = BASE64_STANDARD.encode(bytes);
        if let Ok(answer) = read_offline_answer(file.as_bytes(), &key()) {
            prop_assert_eq!(answer.signed.text(), unsigned);
        }
    }
}
