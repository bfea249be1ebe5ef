//! What a request is authorized with: a signature over its date, or an access token.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::http_date;
use crate::secret::Secret;
use crate::transport::Endpoint;

/// How an application shows whose it is: as the holder of a key, or of a client that gets tokens.
#[derive(Clone, Debug)]
pub enum Application {
    Key(ApiKey),
    OAuth(OAuthClient),
}

impl Application {
    /// What only this vendor's application knows.
    pub fn secret(&self) -> &Secret {
        match self {
            Self::Key(key) => &key.shared_key,
            Self::OAuth(client) => &client.secret,
        }
    }

    /// What must not come back in a message, of whatever call: the server knows it from others.
    pub fn secrets(&self) -> [&Secret; 2] {
        match self {
            Self::Key(key) => [&key.api_key, &key.shared_key],
            Self::OAuth(client) => [&client.id, &client.secret],
        }
    }
}

/// A vendor's client for the License API.
#[derive(Clone, Debug)]
pub struct OAuthClient {
    pub id: Secret,
    /// Travels to the token endpoint alone.
    pub secret: Secret,
    /// `None`: the license server is asked for it.
    pub token_url: Option<Endpoint>,
}

/// What goes with one request.
pub enum Authorization<'a> {
    Key(&'a ApiKey),
    /// An access token for the License API, which wants a date with it.
    Token(Secret),
    /// An access token alone.
    Bearer(&'a Secret),
    Nothing,
}

impl Authorization<'_> {
    /// `Date` and `Authorization`, for a time in Unix seconds.
    pub fn headers(&self, now: i64) -> Vec<(&'static str, Secret)> {
        match self {
            Self::Key(key) => key.headers(now),
            Self::Token(token) => vec![("date", Secret::new(http_date(now))), bearer(token)],
            Self::Bearer(token) => vec![bearer(token)],
            Self::Nothing => Vec::new(),
        }
    }

    /// The access token, which must not come back in a message either.
    pub fn token(&self) -> Option<&Secret> {
        match self {
            Self::Token(token) => Some(token),
            Self::Bearer(token) => Some(token),
            Self::Key(_) | Self::Nothing => None,
        }
    }
}

fn bearer(token: &Secret) -> (&'static str, Secret) {
    ("authorization", Secret::new(["Bearer ", token.expose()].concat()))
}

/// A vendor's key for the License API.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Travels in the `Authorization` header.
    pub api_key: Secret,
    /// Never travels.
    pub shared_key: Secret,
}

impl ApiKey {
    /// `Date` and `Authorization`, for a time in Unix seconds.
    ///
    /// Source: <https://docs.licensespring.com/license-api/license-api-authorization>.
    pub fn headers(&self, now: i64) -> Vec<(&'static str, Secret)> {
        let date = http_date(now);
        let begin = r#"algorithm="hmac-sha256", headers="date", signature="#;
        let signature = signature(self.shared_key.expose(), &date);
        // Of the right size at once: a string that grows leaves copies behind.
        let authorization =
            [begin, "\"", &signature, "\", apikey=\"", self.api_key.expose(), "\""].concat();
        vec![("date", Secret::new(date)), ("authorization", Secret::new(authorization))]
    }
}

fn signature(shared_key: &str, date: &str) -> String {
    hmac_of_lines(shared_key, &["licenseSpring", &format!("date: {date}")])
}

/// The HMAC-SHA256 of lines, joined by LF without one at the end, in Base64.
#[allow(clippy::expect_used, reason = "a key of any length will do")]
pub fn hmac_of_lines(key: &str, lines: &[&str]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("an HMAC takes a key of any length");
    for (number, line) in lines.iter().enumerate() {
        mac.update(if number == 0 { b"" } else { b"\n" });
        mac.update(line.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector_holds() {
        let key = "kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja";
        assert_eq!(
            signature(key, "Tue, 07 Jun 2011 20:51:35 GMT"),
            "UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q="
        );
    }

    #[test]
    fn a_token_goes_with_a_date_too() {
        let headers = Authorization::Token(Secret::new("t")).headers(1_307_479_895);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.expose())).collect();
        assert_eq!(
            headers,
            [("date", "Tue, 07 Jun 2011 20:51:35 GMT"), ("authorization", "Bearer t")]
        );
    }

    #[test]
    fn the_header_has_the_published_form() {
        let key = ApiKey {
            api_key: Secret::new("the-api-key"),
            shared_key: Secret::new("kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja"),
        };
        let headers = key.headers(1_307_479_895);
        assert_eq!(headers[0].1.expose(), "Tue, 07 Jun 2011 20:51:35 GMT");
        assert_eq!(
            headers[1].1.expose(),
            "algorithm=\"hmac-sha256\", headers=\"date\", \
             signature=\"UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=\", apikey=\"the-api-key\""
        );
    }
}
