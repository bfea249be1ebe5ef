//! OAuth client credentials (RFC 6749, section 4.4): the application shows a client secret to a token
//! endpoint, on whatever host, and gets an access token, with which it asks.
//!
//! Nothing of this is signed by the vendor; the connection vouches for it.
//!
//! Source: <https://docs.licensespring.com/license-api/license-api-authorization>.

use std::time::Duration;

use zeroize::Zeroizing;

use super::said::text;
use super::{Call, Encoding, OAuthClient, Parameters, ProductIds, Service, Trust, Trusted};
use crate::error::{Error, Status};
use crate::model::{Int, Members, read, readable};
use crate::secret::Secret;
use crate::transport::{BaseUrl, Endpoint, Method, Target};

pub struct AccessToken<'a> {
    pub client: &'a OAuthClient,
    pub endpoint: &'a Endpoint,
}

/// An access token.
#[derive(Debug)]
pub struct Grant {
    pub token: Secret,
    /// How long it may be used, counted from the request; zero: for the calls that wait for it alone.
    pub usable: Duration,
}

impl Call for AccessToken<'_> {
    type Answer = Grant;
    const NAME: &'static str = "access token";

    fn method(&self) -> Method {
        Method::Post
    }

    fn target(&self) -> Target {
        Target::Endpoint(self.endpoint.clone())
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default()
            .text("grant_type", "client_credentials")
            .secret("client_id", &self.client.id)
            .secret("client_secret", &self.client.secret)
    }

    fn encoding(&self) -> Encoding {
        Encoding::Form
    }

    fn service(&self) -> Service<'_> {
        Service::OAuth
    }

    fn trust(&self) -> Trust {
        Trust::Connection
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Grant, Error> {
        grant(&Zeroizing::new(answer.into_text())).map_err(|why| self.unreadable(why))
    }

    fn unreadable(&self, why: &str) -> Error {
        unusable(self.endpoint.server(), why)
    }
}

fn grant(answer: &str) -> Result<Grant, &'static str> {
    let json = readable(answer);
    let members: Members = serde_json::from_str(&json).map_err(|_| "it is not a JSON object")?;
    let token = text(&members, "access_token").ok_or("it holds no access token")?;
    let token = Secret::new(token);
    if !(1..=MAX_TOKEN).contains(&token.expose().len())
        || !token.expose().bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err("its access token cannot be sent in a header");
    }
    if text(&members, "token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("its access token is not a bearer token");
    }
    let expires_in = members.get("expires_in");
    let expires_in = expires_in.and_then(|value| read::<Int>(value.get()).ok()?.get());
    Ok(Grant { token, usable: usable(expires_in) })
}

/// The longest access token that is sent, in bytes.
const MAX_TOKEN: usize = 64 * 1024;
/// The lifetime assumed without a usable `expires_in`.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(60);
/// How long a token is used at most.
const MAX_LIFETIME: Duration = Duration::from_secs(86_400);
/// How long before its end a token is renewed, at most; of a short life it is a tenth.
const RENEWAL: Duration = Duration::from_secs(30);

fn usable(expires_in: Option<i64>) -> Duration {
    let Some(seconds) = expires_in else {
        return DEFAULT_LIFETIME;
    };
    // An expired token serves the calls that wait for it, and is not cached.
    let life = Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(MAX_LIFETIME);
    let tenth = life.checked_div(10).unwrap_or_default();
    life.saturating_sub(tenth.min(RENEWAL))
}

/// An answer that is good by its status, and is not what was asked for.
pub fn unusable(server: &BaseUrl, why: &str) -> Error {
    let host = server.authority();
    Error::harmless(
        Status::Response,
        format_args!(
            "the answer of {host} is not what was asked for ({why}); a proxy or a sign-in page of the network may have answered"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::receive as receive_for_test;
    use crate::api::{Authorization, Outgoing, ResponseKey};
    use crate::transport::Response;

    fn client(id: &str, secret: &str) -> OAuthClient {
        OAuthClient { id: Secret::new(id), secret: Secret::new(secret), token_url: None }
    }

    fn receive(status: u16, body: &str) -> Result<Grant, Error> {
        let endpoint = Endpoint::parse("https://id.example.com/token").unwrap();
        let client = client("the-id", "the-secret");
        let call = AccessToken { client: &client, endpoint: &endpoint };
        receive_for_test(&call, Response::new(status, body), &ResponseKey::production(), &[], 0)
    }

    #[test]
    fn the_form_is_encoded_as_a_form() {
        let endpoint = Endpoint::parse("https://id.example.com/token").unwrap();
        let client = client("a b*c-d.e_f~g", "p&s=1+2%é/");
        let call = AccessToken { client: &client, endpoint: &endpoint };
        let request = Outgoing::of(&call).request(&Authorization::Nothing, 0);
        assert_eq!(
            request.body.expose(),
            "grant_type=client_credentials&client_id=a+b*c-d.e_f%7Eg&client_secret=p%26s%3D1%2B2%25%C3%A9%2F"
        );
        assert_eq!((request.method, request.query.expose()), (Method::Post, ""));
        let headers = request.headers.iter().map(|(name, value)| (*name, value.expose()));
        assert_eq!(
            headers.collect::<Vec<_>>(),
            [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")]
        );
    }

    #[test]
    fn a_grant_is_read() {
        let grant =
            receive(200, r#"{"access_token":"a.b-c","expires_in":480,"token_type":"bEaReR"}"#);
        let grant = grant.unwrap();
        assert_eq!((grant.token.expose(), grant.usable), ("a.b-c", Duration::from_secs(450)));
    }

    #[test]
    fn a_grant_is_read_as_tolerantly_as_json_allows() {
        let odd = "\u{FEFF}{\"access_token\":\"t\",\"note\":\"\\ud83d\",\"expires_in\":1e999}";
        assert_eq!(receive(200, odd).unwrap().token.expose(), "t");
    }

    #[test]
    fn a_token_is_renewed_a_little_before_its_end() {
        let usable = |expires_in: &str| {
            let body = format!(r#"{{"access_token":"t"{expires_in}}}"#);
            receive(200, &body).unwrap().usable.as_millis()
        };
        for (sent, ms) in [
            (r#","expires_in":480"#, 450_000),
            (r#","expires_in":300"#, 270_000),
            (r#","expires_in":60"#, 54_000),
            (r#","expires_in":1"#, 900),
            (r#","expires_in":"480""#, 450_000),
            (r#","expires_in":480.0"#, 450_000),
            (r#","expires_in":0"#, 0),
            (r#","expires_in":-480"#, 0),
            (r#","expires_in":-9223372036854775808"#, 0),
            (r#","expires_in":9223372036854775807"#, 86_370_000),
            // Not sent, or not as a whole number.
            ("", 60_000),
            (r#","expires_in":null"#, 60_000),
            (r#","expires_in":"soon""#, 60_000),
            (r#","expires_in":[480]"#, 60_000),
            (r#","expires_in":1e300"#, 60_000),
            (r#","expires_in":123456789012345678901234567890"#, 60_000),
        ] {
            assert_eq!(usable(sent), ms, "{sent}");
        }
    }

    #[test]
    fn what_is_no_bearer_token_is_a_bad_response() {
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"access_token":null}"#,
            r#"{"access_token":""}"#,
            r#"{"access_token":7}"#,
            r#"{"access_token":"a b"}"#,
            r#"{"access_token":"a\r\nx: y"}"#,
            r#"{"access_token":"é"}"#,
            &format!(r#"{{"access_token":"{}"}}"#, "a".repeat(MAX_TOKEN + 1)),
            r#"{"access_token":"t","token_type":"mac"}"#,
            r#"{"access_token":"t","#,
        ] {
            let error = receive(200, body).unwrap_err();
            assert_eq!((error.status(), error.http_status()), (Status::Response, 200), "{body}");
            assert!(error.message().contains("id.example.com"), "{error}");
        }
    }

    #[test]
    fn a_refusal_is_about_the_application_whatever_its_code() {
        for (http_status, body, code) in [
            (401, r#"{"error":"invalid_client","error_description":"d"}"#, "invalid_client"),
            (400, r#"{"error":"invalid_grant"}"#, "invalid_grant"),
            (400, r#"{"error":"unauthorized_client"}"#, "unauthorized_client"),
            (400, r#"{"error":"invalid_scope"}"#, "invalid_scope"),
            (403, r#"{"error":"brand_new"}"#, "brand_new"),
            (
                401,
                r#"{"status":401,"code":"authentication_failed","message":"m"}"#,
                "authentication_failed",
            ),
        ] {
            let error = receive(http_status, body).unwrap_err();
            assert_eq!(error.status(), Status::ApiKey, "{body}");
            assert_eq!((error.code(), error.http_status()), (Some(code), http_status));
        }
    }

    #[test]
    fn what_is_no_refusal_keeps_its_name() {
        for (http_status, body, status) in [
            (401, "<html>", Status::Response),
            (400, "{}", Status::Response),
            (302, "", Status::Response),
            (204, "", Status::Response),
            (407, "", Status::Proxy),
            (429, r#"{"error":"invalid_client"}"#, Status::RateLimited),
            (500, r#"{"error":"invalid_client"}"#, Status::Server),
            (503, "<html>", Status::Server),
            (400, r#"{"error":"temporarily_unavailable"}"#, Status::Server),
            (511, r#"{"error":"invalid_client"}"#, Status::Response),
            // Gateways.
            (403, r#"{"message":"Forbidden"}"#, Status::Response),
            (
                404,
                r#"{"timestamp":1,"status":404,"error":"Not Found","path":"/t"}"#,
                Status::Response,
            ),
            (403, r#"{"code":"AccessDenied","message":"m"}"#, Status::Response),
            (404, r#"{"error":"unknown_route"}"#, Status::Response),
            (400, r#"{"error":{"code":400,"message":"m"}}"#, Status::Response),
        ] {
            assert_eq!(receive(http_status, body).unwrap_err().status(), status, "{body}");
        }
    }

    #[test]
    fn an_echoed_secret_is_removed() {
        let body = r#"{"error":"x_the-secret","error_description":"the-id or the%2Dsecret"}"#;
        let error = receive(400, body).unwrap_err();
        let printed = format!("{error:?}");
        assert!(!printed.contains("the-id") && !printed.contains("secret"), "{printed}");
    }
}
