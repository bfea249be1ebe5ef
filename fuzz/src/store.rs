//! What lies on disk.

use std::sync::LazyLock;

use lsagent::fuzzing::{self, Parts, Sealed};
use serde_json::Value;

use super::input::{number, parts, texts};

/// A stored answer as it is once the seal is off.
pub fn entry(data: &[u8]) {
    if let Some((_, again)) = fuzzing::decode_entry(data.to_vec()) {
        assert_eq!(again.as_deref(), Some(data), "what is read is written the same");
    }
    let Some([times, time, who, signature, body]) = parts(data) else { return };
    let text = |part| String::from_utf8_lossy(part).into_owned();
    let times: usize = number(&text(times));
    let entry = Parts {
        who: text(who).repeat(times.clamp(1, 70_000 / who.len().max(1))),
        fetched_at: number(&text(time)),
        signature: Some(signature.to_vec()).filter(|signature| !signature.is_empty()),
        verified: false,
        body: body.to_vec(),
    };
    match fuzzing::entry_there_and_back(entry.clone(), None) {
        Some(again) => assert_eq!(again, entry),
        None => assert!(entry.who.len() > 1024 || signature.len() > 1024, "nothing is too long"),
    }
}

/// What is done to a sealed file, a name, where, what it holds.
pub fn seal(data: &[u8]) {
    static SEAL: LazyLock<Sealed> = LazyLock::new(|| Sealed::of("secret", "device"));
    let Some([what, name, at, plain]) = parts(data) else { return };
    let (name, at) = (String::from_utf8_lossy(name), String::from_utf8_lossy(at));
    let at: usize = number(&at);
    assert!(SEAL.open(&name, plain.to_vec()).is_none(), "nothing sealed it");
    let mut file = SEAL.seal(&name, plain.to_vec());
    match what {
        b"cut" => file.truncate(at % file.len()),
        b"flip" => {
            let place = at % (8 * file.len());
            file[place / 8] ^= 1 << (place % 8);
        }
        b"rename" => return assert!(SEAL.open(&format!("{name}{at}"), file).is_none()),
        b"insert" => file.insert(at % file.len(), b'x'),
        b"device" => return assert!(Sealed::of("secret", "other").open(&name, file).is_none()),
        _ => return assert_eq!(SEAL.open(&name, file).as_deref(), Some(plain)),
    }
    assert!(SEAL.open(&name, file).is_none());
}

/// What a license on this device may be in, as far as a record says.
const STATES: [&str; 8] = [
    "active",
    "deactivating",
    "license_not_active",
    "license_not_enabled",
    "blacklisted",
    "license_expired",
    "trial_expired",
    "device_not_found",
];

/// A product, and the record of its license on this device.
pub fn record(data: &[u8]) {
    let Some([product, json]) = texts(data) else { return };
    let read = fuzzing::record(product, json);
    if let Some(record) = &read {
        let again = fuzzing::record(product, &record.json);
        assert_eq!(again.as_ref(), Some(record), "what is written is read the same");
    }
    // What that one cannot read may still be a record: it has half of a character, say.
    let Ok(value) = serde_json::from_str::<Value>(json) else { return };
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let Some(record) = read else {
        return assert!(!value.is_object() || text("hardware_id").is_some(), "it holds nothing");
    };
    assert_eq!(record.held_by.as_deref(), text("hardware_id"));
    assert_eq!(record.is_pending, text("pending_hardware_id").is_some());
    if record.held_by.is_some() {
        assert!(text("license_key").or(text("username")).is_some(), "it is nobody's");
        assert!(text("state").is_some_and(|word| STATES.contains(&word)), "it is in no state");
        assert!(value["floats"].is_boolean(), "it may float");
    }
}
