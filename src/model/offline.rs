//! What the file that answers a request without a network says of itself, beside the license.

use std::sync::Arc;

use super::field::{Text, read, record};
use super::fields::ProductDetails;
use super::json::{Members, NotThis, parse_object};
use super::license::License;

record! {
    /// Which device, product and request an answer file is for.
    OfflineFacts {
        hardware_id: Text,
        request_id: Text,
        date: Text,
        product_details: Option<Box<ProductDetails>>,
    }
}

/// Of an answer; the error covers JSON that is no object.
pub fn offline_facts(answer: &Arc<String>) -> Result<OfflineFacts, NotThis> {
    Ok(parse_object(answer)?.0)
}

/// Of a license that came in such a file.
pub fn offline_facts_of(license: &License) -> Option<OfflineFacts> {
    let members: Members = serde_json::from_str(license.json()).ok()?;
    read(members.get("license")?.get()).ok()?
}
