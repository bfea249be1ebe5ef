//! The reader of an answer file: Base64 of a signed JSON object.
//!
//! The signature is a member of the object that it signs. It is over the text without itself and without the older
//! signature beside it, so both are cut out of the text as it came. What is left is what counts, and nothing else:
//! what was cut out is not signed, so it is not handed on.
//!
//! A file that refreshes a license may have been signed with the older signature in it, as one of the vendor's own
//! clients expects: what the key has signed counts in both forms.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::value::RawValue;

use crate::api::person::mismatch;
use crate::api::{ProductIds, ResponseKey, Signed};
use crate::clock::parse_http_date;
use crate::error::{Error, Status};
use crate::model::{License, OfflineFacts, Parts, offline_facts, offline_facts_of};

const OLD_SIGNATURE: &str = "license_signature";
const SIGNATURE: &str = "license_signature_v2";

/// An answer that the licensing service has signed, and what it says of itself.
pub struct OfflineAnswer {
    /// Without the signatures that stood in it.
    pub signed: Signed,
    facts: OfflineFacts,
}

/// Reads a file's content. White space in it does not count: mail programs and editors add some.
pub fn read_offline_answer(file: &[u8], key: &ResponseKey) -> Result<OfflineAnswer, Error> {
    let text = decoded(file).ok_or_else(not_an_answer)?;
    let parts = Parts::of(&text).map_err(|_| not_an_answer())?;
    let signature = parts.only(SIGNATURE).and_then(base64_in).ok_or_else(not_an_answer)?;
    let signed = verified(&parts, &signature, key)?;
    let facts = offline_facts(signed.trust().share()).map_err(|_| not_an_answer())?;
    Ok(OfflineAnswer { signed, facts })
}

fn decoded(file: &[u8]) -> Option<String> {
    let text = str::from_utf8(file).ok()?.trim_start_matches('\u{FEFF}');
    let text: String = text.split_ascii_whitespace().collect();
    String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok()
}

fn base64_in(value: &RawValue) -> Option<Vec<u8>> {
    let text: String = serde_json::from_str(value.get()).ok()?;
    BASE64_STANDARD.decode(text.trim()).ok()
}

fn verified(parts: &Parts, signature: &[u8], key: &ResponseKey) -> Result<Signed, Error> {
    let signed =
        |names: &[&str]| Signed::verify(parts.without(names).into_bytes(), signature.to_vec(), key);
    signed(&[OLD_SIGNATURE, SIGNATURE]).or_else(|_| signed(&[SIGNATURE])).map_err(|_| altered())
}

impl OfflineAnswer {
    /// Makes sure that it is for this device and this product.
    pub fn must_be_for(
        &self,
        hardware_id: &str,
        product: &str,
        ids: &ProductIds,
    ) -> Result<(), Error> {
        if self.facts.hardware_id.as_str() != Some(hardware_id) {
            return Err(mismatch("the file is for another device"));
        }
        ids.must_be_for(product, self.facts.product_details.as_deref(), "the file")
    }

    /// Makes sure that it answers the request of this id; `None`: there is none that waits for an answer.
    pub fn must_answer(&self, request_id: Option<&str>) -> Result<(), Error> {
        let Some(request_id) = request_id else {
            return Err(mismatch(
                "no request of this device waits for an answer: write a request file first",
            ));
        };
        if self.facts.request_id.as_str() != Some(request_id) {
            return Err(mismatch(
                "the file answers another request than the last one of this device",
            ));
        }
        Ok(())
    }

    /// When it was made, in Unix seconds, if it says so.
    pub fn date(&self) -> Option<i64> {
        date_in(&self.facts)
    }
}

/// When the file was made that a license came in, in Unix seconds; `None`: it came in none, or that does not say so.
pub fn made_at(license: &License) -> Option<i64> {
    date_in(&offline_facts_of(license)?)
}

fn date_in(facts: &OfflineFacts) -> Option<i64> {
    parse_http_date(facts.date.as_str()?)
}

fn not_an_answer() -> Error {
    Error::new(
        Status::Response,
        "the file is not an answer file of the licensing service, or not all of it is there",
    )
}

fn altered() -> Error {
    Error::new(
        Status::Signature,
        "the file is not signed by the license server's key, or it was altered",
    )
}

#[cfg(test)]
mod tests;
