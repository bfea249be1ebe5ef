//! `GET /api/v4/oauth_url`: where the access tokens for the License API come from. Needs no authorization,
//! and is not signed; the connection vouches for it.
//!
//! Source: <https://docs.licensespring.com/license-api/license-api-authorization>.

use super::access_token::unusable;
use super::said::text;
use super::{Call, Parameters, ProductIds, Service, Trust, Trusted};
use crate::error::{Error, Status};
use crate::model::{Members, readable};
use crate::transport::{BaseUrl, Endpoint, Method};

/// The longest token URL that a server may name, in bytes.
const MAX_URL: usize = 8 * 1024 - 1;

pub struct OAuthUrl<'a> {
    /// The license server, which is asked.
    pub server: &'a BaseUrl,
}

impl Call for OAuthUrl<'_> {
    type Answer = Endpoint;
    const NAME: &'static str = "oauth_url";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default().text("login_type", "client_credentials")
    }

    fn service(&self) -> Service<'_> {
        Service::OAuth
    }

    fn trust(&self) -> Trust {
        Trust::Connection
    }

    /// The token endpoint may be on any host, since the license server names it over a verified
    /// connection; but the client secret goes there, and a port of this machine is named by a server of
    /// this machine only.
    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Endpoint, Error> {
        let json = readable(answer.text());
        let members: Members =
            serde_json::from_str(&json).map_err(|_| self.unreadable("it is not a JSON object"))?;
        let url = text(&members, "url").ok_or_else(|| self.unreadable("it names no token URL"))?;
        if url.len() > MAX_URL {
            return Err(self.refused("expected fewer than 8,192 bytes"));
        }
        let endpoint = Endpoint::parse(&url).map_err(|expected| self.refused(expected))?;
        if !endpoint.server().is_https() && !self.server.is_loopback() {
            return Err(self.refused("expected https"));
        }
        Ok(endpoint)
    }

    fn unreadable(&self, why: &str) -> Error {
        unusable(self.server, why)
    }
}

impl OAuthUrl<'_> {
    fn refused(&self, expected: &str) -> Error {
        let host = self.server.authority();
        let why = format_args!("the token URL that {host} names cannot be used: {expected}");
        Error::harmless(Status::Response, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(body: &str, base: &str) -> Result<Endpoint, Error> {
        let server = BaseUrl::parse(base).unwrap();
        let answer = Trusted::by_the_seal(body.to_owned());
        OAuthUrl { server: &server }.read(answer, &ProductIds::default())
    }

    #[test]
    fn the_token_endpoint_is_on_any_host_that_may_get_a_secret() {
        let named = |url: &str, base: &str| {
            says(&format!(r#"{{"url":"{url}","login_type":"client_credentials"}}"#), base)
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
            (&*format!("https://id.example.org/{}/token", "a".repeat(MAX_URL)), far),
        ] {
            let error = named(url, base).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{url}");
            assert!(!error.message().contains("/token"), "{error}");
        }
        for body in ["<html>", "{}", r#"{"url":7}"#] {
            assert_eq!(says(body, far).unwrap_err().status(), Status::Response, "{body}");
        }
    }
}
