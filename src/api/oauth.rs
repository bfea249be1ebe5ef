//! OAuth client credentials (RFC 6749, section 4.4): the application shows a client secret and gets an
//! access token, with which it asks.
//!
//! Nothing of this is signed by the vendor; the connection vouches for it.
//!
//! Source: <https://docs.licensespring.com/license-api/license-api-authorization>.

use std::borrow::Cow;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::codes;
use super::refusal::{self, Refusal, Said, text};
use crate::error::{Error, Meaning, Status};
use crate::model::{Int, Lenient, Members, readable};
use crate::secret::Secret;
use crate::transport::{BaseUrl, Endpoint, Method, Request, Response};

/// A vendor's client for the License API.
#[derive(Clone, Debug)]
pub struct OAuthClient {
    pub id: Secret,
    /// Travels to the token endpoint alone.
    pub secret: Secret,
    /// `None`: the license server is asked for it.
    pub token_url: Option<Endpoint>,
}

/// An access token.
#[derive(Debug)]
pub struct Grant {
    pub token: Secret,
    /// How long it may be used, counted from the request; zero: for what waits for it, and no more.
    pub usable: Duration,
}

/// Everything but what a form leaves as it is (`application/x-www-form-urlencoded`).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

impl OAuthClient {
    /// What the token endpoint is sent.
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "both are in memory already, so they can be counted"
    )]
    pub fn form(&self) -> Secret {
        let (id, secret) = (self.id.expose(), self.secret.expose());
        // Enough for all of it: a string that grows leaves copies behind.
        let mut form = String::with_capacity(100 + 3 * (id.len() + secret.len()));
        form.push_str("grant_type=client_credentials");
        for (name, value) in [("&client_id=", id), ("&client_secret=", secret)] {
            form.push_str(name);
            for (number, word) in value.split(' ').enumerate() {
                form.push_str(if number == 0 { "" } else { "+" });
                form.extend(utf8_percent_encode(word, ENCODED));
            }
        }
        Secret::new(form)
    }

    /// Reads what the license server answered to [`discovery`].
    ///
    /// The token endpoint may be on any host, since the license server names it over a verified
    /// connection; but the client secret goes there, and a port of this machine is named by a server of
    /// this machine only.
    pub fn discovered(
        &self,
        answer: &Response,
        server: &BaseUrl,
        now: i64,
    ) -> Result<Endpoint, Error> {
        let host = server.authority();
        if answer.status != 200 {
            return Err(explain(answer, host, &[&self.id, &self.secret], now));
        }
        let json = json(&answer.body).map_err(|why| unusable(host, why))?;
        let members = object(&json).map_err(|why| unusable(host, why))?;
        let url = text(&members, "url").ok_or_else(|| unusable(host, "it names no token URL"))?;
        let refused = |expected: &str| {
            let why = format_args!("the token URL that {host} names cannot be used: {expected}");
            Error::harmless(Status::Response, why).with_http_status(200)
        };
        if url.len() > LONGEST_URL {
            return Err(refused("expected fewer than 8,192 bytes"));
        }
        let endpoint = Endpoint::parse(&url).map_err(refused)?;
        if !endpoint.server().is_https() && !server.is_loopback() {
            return Err(refused("expected https"));
        }
        Ok(endpoint)
    }

    /// Reads what a token endpoint answered. `now` is in Unix seconds.
    pub fn receive(&self, answer: Response, from: &Endpoint, now: i64) -> Result<Grant, Error> {
        let host = from.server().authority();
        if answer.status != 200 {
            return Err(explain(&answer, host, &[&self.id, &self.secret], now));
        }
        let body = Zeroizing::new(answer.body);
        grant(&body).map_err(|why| unusable(host, why))
    }
}

/// Asks the license server where tokens are had. Needs no authorization.
pub fn discovery() -> Request {
    Request {
        method: Method::Get,
        path: "/api/v4/oauth_url".into(),
        query: Secret::new("login_type=client_credentials"),
        headers: vec![("accept", Secret::new("application/json"))],
        body: Vec::new(),
        repeatable: true,
    }
}

fn grant(body: &[u8]) -> Result<Grant, &'static str> {
    let json = json(body)?;
    let members = object(&json)?;
    let token = text(&members, "access_token").ok_or("it holds no access token")?;
    let token = Secret::new(token);
    if !(1..=LONGEST_TOKEN).contains(&token.expose().len())
        || !token.expose().bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err("its access token cannot be sent in a header");
    }
    if text(&members, "token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("its access token is not a bearer token");
    }
    let expires_in = members.get("expires_in");
    let expires_in = expires_in.and_then(|value| serde_json::from_str(value.get()).ok());
    Ok(Grant {
        token,
        usable: usable(expires_in.and_then(|Lenient(seconds): Lenient<Int>| seconds.get())),
    })
}

/// The longest token URL that a server may name, in bytes.
const LONGEST_URL: usize = 8 * 1024 - 1;
/// The longest access token that is sent, in bytes.
const LONGEST_TOKEN: usize = 64 * 1024;
/// How long a token is used whose life is not told, or not as a whole number.
const UNTOLD: Duration = Duration::from_secs(60);
/// How long a token is used at most.
const LONGEST: Duration = Duration::from_secs(86_400);
/// How long before its end a token is renewed at most; of a short life it is a tenth.
const BEFORE_ITS_END: Duration = Duration::from_secs(30);

fn usable(expires_in: Option<i64>) -> Duration {
    let Some(seconds) = expires_in else {
        return UNTOLD;
    };
    // What has ended already, or is told to have, is as good as the server takes it for.
    let life = Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(LONGEST);
    let tenth = life.checked_div(10).unwrap_or_default();
    life.saturating_sub(tenth.min(BEFORE_ITS_END))
}

fn json(body: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    str::from_utf8(body).map(readable).map_err(|_| "it is not UTF-8")
}

fn object(json: &str) -> Result<Members<'_>, &'static str> {
    serde_json::from_str(json).map_err(|_| "it is not a JSON object")
}

fn unusable(host: &str, why: &str) -> Error {
    Error::harmless(
        Status::Response,
        format_args!(
            "the answer of {host} is not what was asked for ({why}); a proxy or a sign-in page of the network may have answered"
        ),
    )
    .with_http_status(200)
}

/// Turns an answer that is not a 200 into an error. Whatever it says, it says about the application:
/// the user has not come into it yet, and nothing is dropped for it.
fn explain(answer: &Response, host: &str, secrets: &[&Secret], now: i64) -> Error {
    let said = read(answer);
    let (status, meaning) = judge(answer.status, said.as_ref());
    let refusal = Refusal { status, meaning, said };
    refusal.in_words(&format!("{host} {}", sentence(status, answer.status)), answer, secrets, now)
}

/// OAuth's `{error, error_description}`, or else the License API's own shape.
fn read(answer: &Response) -> Option<Said> {
    let by_oauth = || {
        let json = json(&answer.body).ok()?;
        let members = object(&json).ok()?;
        let code = text(&members, "error").filter(|code| codes::is_proper(code))?;
        let message = text(&members, "error_description").unwrap_or_default();
        Some(Said { code, message, is_exact: true })
    };
    by_oauth().or_else(|| refusal::read(answer))
}

fn judge(http_status: u16, said: Option<&Said>) -> (Status, Meaning) {
    let code = said.and_then(|said| codes::of_oauth(&said.code));
    match (http_status, code, said) {
        (407, _, _) => (Status::Proxy, Meaning::NobodyKnows),
        (429, _, _) => (Status::RateLimited, Meaning::NobodyKnows),
        (511, _, _) => (Status::Response, Meaning::NobodyKnows),
        (500.., _, _) => (Status::Server, Meaning::NobodyKnows),
        (400.., Some(code), _) => (code.status, code.meaning),
        (400.., None, Some(said)) if is_a_refusal(http_status, said) => {
            (Status::ApiKey, Meaning::VendorMistake)
        }
        // No JSON of OAuth's: a captive portal, a gateway, a proxy's page, a redirect.
        _ => (Status::Response, Meaning::NobodyKnows),
    }
}

/// A code that is not published comes with the statuses of a refusal only.
fn is_a_refusal(http_status: u16, said: &Said) -> bool {
    codes::of_the_license_api(&said.code).is_some() || codes::unpublished(http_status).is_some()
}

fn sentence(status: Status, http_status: u16) -> &'static str {
    match status {
        Status::Proxy => "cannot be reached: a proxy asks for a user name and password",
        Status::RateLimited => "was asked for an access token, and asks for fewer calls",
        Status::Server => "was asked for an access token, and has a fault",
        Status::ApiKey => "gives this application no access token",
        _ if (300..400).contains(&http_status) => {
            "answered the request for an access token with a redirect, which is never followed"
        }
        _ => {
            "gave no answer of OAuth's; a proxy or a sign-in page of the network may have answered"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(id: &str, secret: &str) -> OAuthClient {
        OAuthClient { id: Secret::new(id), secret: Secret::new(secret), token_url: None }
    }

    fn answer(status: u16, body: &str) -> Response {
        Response { status, date: None, retry_after: None, signature: None, body: body.into() }
    }

    fn receive(status: u16, body: &str) -> Result<Grant, Error> {
        let endpoint = Endpoint::parse("https://id.example.com/token").unwrap();
        client("the-id", "the-secret").receive(answer(status, body), &endpoint, 0)
    }

    #[test]
    fn the_form_is_encoded_as_a_form() {
        let form = client("a b*c-d.e_f~g", "p&s=1+2%é/").form();
        assert_eq!(
            form.expose(),
            "grant_type=client_credentials&client_id=a+b*c-d.e_f%7Eg&client_secret=p%26s%3D1%2B2%25%C3%A9%2F"
        );
        let long = client(&"é".repeat(1000), &" &".repeat(1000)).form();
        assert!(long.expose().ends_with("+%26"));
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
        for (told, ms) in [
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
            // Not told, or not as a whole number.
            ("", 60_000),
            (r#","expires_in":null"#, 60_000),
            (r#","expires_in":"soon""#, 60_000),
            (r#","expires_in":[480]"#, 60_000),
            (r#","expires_in":1e300"#, 60_000),
            (r#","expires_in":123456789012345678901234567890"#, 60_000),
        ] {
            assert_eq!(usable(told), ms, "{told}");
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
            &format!(r#"{{"access_token":"{}"}}"#, "a".repeat(LONGEST_TOKEN + 1)),
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
        let told = format!("{error:?}");
        assert!(!told.contains("the-id") && !told.contains("secret"), "{told}");
    }

    #[test]
    fn the_token_endpoint_is_on_any_host_that_may_get_a_secret() {
        let says = |http_status: u16, body: &str, base: &str| {
            let server = BaseUrl::parse(base).unwrap();
            client("i", "s").discovered(&answer(http_status, body), &server, 0)
        };
        let named = |url: &str, base: &str| {
            says(200, &format!(r#"{{"url":"{url}","login_type":"client_credentials"}}"#), base)
        };
        let (far, near) = ("https://api.example.com", "https://127.0.0.1:1");
        let elsewhere = "https://id.example.org/t/?a=b";
        assert_eq!(named(elsewhere, far).unwrap().url(), elsewhere);
        assert!(named("http://127.0.0.1:2/token", near).is_ok());
        for (url, base) in [
            ("http://127.0.0.1:2/token", far),
            ("http://id.example.org/token", far),
            ("http://id.example.org/token", near),
            ("https://u:p@id.example.org/token", far),
            ("/token", far),
            ("", far),
            (&*format!("https://id.example.org/{}/token", "a".repeat(LONGEST_URL)), far),
        ] {
            let error = named(url, base).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{url}");
            assert!(!error.message().contains("/token"), "{error}");
        }
        let refused =
            says(404, r#"{"status":404,"code":"not_found","message":"m"}"#, far).unwrap_err();
        assert_eq!((refused.status(), refused.code()), (Status::ApiKey, Some("not_found")));
        for body in ["<html>", "{}", r#"{"url":7}"#] {
            assert_eq!(says(200, body, far).unwrap_err().status(), Status::Response, "{body}");
        }
    }
}
