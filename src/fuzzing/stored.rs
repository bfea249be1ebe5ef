//! What lies on disk: entries, what one of them says of a license on this device, and the seal around them.

use crate::agent::Record;
use crate::secret::Secret;
use crate::store::{Decoded, Edition, Entry, Format, KeySource, Opened, Seal, Verifier};

/// The parts of a stored answer, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    pub who: String,
    pub fetched_at: i64,
    pub signature: Option<Vec<u8>>,
    pub verified: bool,
    pub body: Vec<u8>,
}

/// The entry's parts and the bytes that it is written as again.
pub fn decode_entry(plain: Vec<u8>) -> Option<(Parts, Option<Vec<u8>>)> {
    let opened = Opened { format: Format::Second, edition: Edition::default(), plain };
    let Decoded::Entry(entry) = Entry::decode(opened)? else {
        return None;
    };
    let parts = Parts {
        who: entry.who.clone(),
        fetched_at: entry.fetched_at,
        signature: entry.signature.clone(),
        verified: entry.verifier.is_some(),
        body: entry.body.clone(),
    };
    Some((parts, entry.encode()))
}

/// The same parts, written and read again; `None` if they cannot be written.
pub fn entry_there_and_back(parts: Parts, verifier: Option<&str>) -> Option<Parts> {
    let Parts { who, fetched_at, signature, verified: _, body } = parts;
    let verifier = verifier.map(|secret| Verifier::of(&who, &Secret::new(secret)));
    let edition = Edition::default();
    let entry = Entry { who, fetched_at, signature, verifier, body, edition };
    entry.encode().map(|plain| decode_entry(plain).expect("what was written is read").0)
}

/// What is known of a license on this device.
#[derive(Debug, PartialEq, Eq)]
pub struct ActivationRecord {
    /// As it is written again.
    pub json: String,
    /// The id of the device that has the license.
    pub held_by: Option<String>,
    /// Whether an activation is on its way.
    pub is_pending: bool,
}

/// `None`: it is no record.
pub fn record(product: &str, json: &str) -> Option<ActivationRecord> {
    let record = Record::decode(product, json)?;
    Some(ActivationRecord {
        json: record.encode().expose().to_owned(),
        held_by: record.held.as_ref().map(|held| held.device.hardware_id.clone()),
        is_pending: record.pending.is_some(),
    })
}

/// A vendor's seal on this device.
pub struct Sealed(Seal);

impl Sealed {
    pub fn of(secret: &str, device: &str) -> Self {
        let source = KeySource { secret: Secret::new(secret), response_key: Vec::new() };
        Self(Seal::new(&source, device, "user"))
    }

    pub fn seal(&self, name: &str, plain: Vec<u8>) -> Vec<u8> {
        self.0.seal(name, plain).unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn open(&self, name: &str, file: Vec<u8>) -> Option<Vec<u8>> {
        self.0.open(name, file).map(|opened| opened.plain)
    }
}
