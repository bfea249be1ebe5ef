//! The `Date` and `Authorization` headers of a licensing call.

use std::time::SystemTime;

use super::oauth::Oauth;
use super::refusal::Refusal;
use super::secret;
use crate::clock;
use crate::http::request::Request;

const REVOKED: &str = "revoked-api-key";

/// The one API key there is, and the shared key that signs with it.
pub struct Keys {
    api_key: String,
    shared_key: String,
}

impl Keys {
    /// These two.
    pub fn new(api_key: &str, shared_key: &str) -> Self {
        Self { api_key: api_key.to_owned(), shared_key: shared_key.to_owned() }
    }

    /// Refuses a request that has neither a signature as documented nor an access token.
    pub fn check(&self, request: &Request, oauth: &Oauth, now: SystemTime) -> Result<(), Refusal> {
        let date = request.header("date").unwrap_or_default();
        if !clock::in_window(date, now) {
            return Err(Refusal::api(
                "date_header_diff",
                "The Date header is missing, unreadable or more than 15 minutes off.",
            ));
        }
        let header = request.header("authorization");
        let header = header.ok_or_else(|| {
            Refusal::api("missing_headers", "The Authorization header is missing.")
        })?;
        match request.bearer_token() {
            Some(token) => oauth.check(token, now),
            None => self.check_signature(header, date),
        }
    }

    fn check_signature(&self, header: &str, date: &str) -> Result<(), Refusal> {
        let given = parse(header).ok_or_else(|| {
            let message = "The Authorization header cannot be read.";
            Refusal::api("authorization_invalid_headers", message)
        })?;
        self.check_key(given.api_key)?;
        if verifies(&self.shared_key, date, given.signature) {
            return Ok(());
        }
        let message = "The signature does not belong to this date and key.";
        Err(Refusal::new(401, "signature_mismatch", message))
    }

    /// The shared key that goes with an API key.
    pub fn shared_key(&self, api_key: &str) -> Result<&str, Refusal> {
        self.check_key(api_key)?;
        Ok(&self.shared_key)
    }

    fn check_key(&self, api_key: &str) -> Result<(), Refusal> {
        if api_key == REVOKED {
            return Err(Refusal::api("revoked_api_key", "The API key was revoked."));
        }
        if api_key != self.api_key {
            return Err(Refusal::api("invalid_api_key", "There is no such API key."));
        }
        Ok(())
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Given<'a> {
    signature: &'a str,
    api_key: &'a str,
}

/// Reads `algorithm="hmac-sha256", headers="date", signature="…", apikey="…"`, in any order.
fn parse(header: &str) -> Option<Given<'_>> {
    let (mut algorithm, mut headers, mut signature, mut api_key) = (None, None, None, None);
    for part in header.split(',') {
        let (name, value) = part.trim().split_once('=')?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        let place = match name {
            "algorithm" => &mut algorithm,
            "headers" => &mut headers,
            "signature" => &mut signature,
            "apikey" => &mut api_key,
            _ => return None,
        };
        if place.replace(value).is_some() {
            return None;
        }
    }
    let (signature, api_key) = (signature?, api_key?);
    let documented = algorithm? == "hmac-sha256" && headers? == "date";
    documented.then_some(Given { signature, api_key })
}

fn verifies(shared_key: &str, date: &str, signature: &str) -> bool {
    secret::verifies(shared_key, &format!("licenseSpring\ndate: {date}"), signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED_KEY: &str = "kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja";
    const DATE: &str = "Tue, 07 Jun 2011 20:51:35 GMT";
    const SIGNATURE: &str = "UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=";

    #[test]
    fn the_published_signature_verifies_and_no_other() {
        assert!(verifies(SHARED_KEY, DATE, SIGNATURE));
        assert!(!verifies("another", DATE, SIGNATURE));
        assert!(!verifies(SHARED_KEY, "Tue, 07 Jun 2011 20:51:36 GMT", SIGNATURE));
        assert!(!verifies(SHARED_KEY, DATE, "not base64"));
        assert!(!verifies(SHARED_KEY, DATE, ""));
    }

    #[test]
    fn the_documented_header_is_read() {
        let header = r#"algorithm="hmac-sha256", headers="date", signature="a+/=", apikey="k""#;
        let given = parse(header).unwrap();
        assert_eq!((given.signature, given.api_key), ("a+/=", "k"));
    }

    #[test]
    fn any_other_header_is_malformed() {
        let headers = [
            "",
            "Bearer token",
            r#"algorithm="hmac-sha256", headers="date", signature="s""#,
            r#"algorithm="hmac-sha1", headers="date", signature="s", apikey="k""#,
            r#"algorithm="hmac-sha256", headers="date host", signature="s", apikey="k""#,
            r#"algorithm=hmac-sha256, headers=date, signature=s, apikey=k"#,
            r#"algorithm="hmac-sha256", headers="date", signature="s", apikey="k", apikey="k""#,
            r#"algorithm="hmac-sha256", headers="date", signature="s", apikey="k", x="y""#,
        ];
        for header in headers {
            assert_eq!(parse(header), None, "{header}");
        }
    }
}
