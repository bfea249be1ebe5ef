//! The texts that the signatures inside bodies and files are made over.

use crate::life::dates;

/// The text that `license_signature` signs: device, holder and end, in lower case.
pub fn binding(hardware_id: &str, holder: &str, end: Option<&str>) -> String {
    // An address ends at the bar.
    let holder = holder.split('|').next().unwrap_or_default();
    let end = end.and_then(dates::moment).map(dates::written).unwrap_or_default();
    format!("{hardware_id}#{holder}#{end}").to_lowercase()
}

/// The text that the signature in a request file signs; `lines` are holder, device and client.
pub fn request(date: &str, lines: &str) -> String {
    format!("licenseSpring\ndate: {date}\n{lines}")
}

#[cfg(test)]
mod tests {
    use ring::digest::{SHA256, digest};

    use super::*;
    use crate::api::secret;

    fn hex(text: &str) -> String {
        digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_vectors_come_out() {
        let user = binding("Example-Hardware-ID", "User@example.com|7", Some("2027-01-31"));
        assert_eq!(hex(&user), "6458fed23ed316b42187ca56bb1be0479c32e601d5862c54819c8626773a260a");
        let key = binding("example-hardware-id", "AAAA-BBBB-CCCC-DDDD", None);
        assert_eq!(hex(&key), "aa3928e9d8e7b0917fb8ed75dbc48c80e91348bc32ab3d19771f99e8c6ade21f");
    }

    #[test]
    fn a_request_is_signed_as_the_vector_says() {
        let lines =
            "AAAA-BBBB-CCCC-DDDD\nexample-hardware-id\n00000000-0000-0000-0000-000000000001";
        let text = request("Tue, 07 Jun 2011 20:51:35 GMT", lines);
        let signature = secret::sign("kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja", &text);
        assert_eq!(signature, "xqKVcPPRIZ20BZIrQwMdDYXwMF5uIJhI3On56dTa6uI=");
    }
}
