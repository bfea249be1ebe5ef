//! `GET /api/v4/sso_url`: the page of an identity provider at which a person signs in.
//!
//! Source: <https://docs.licensespring.com/license-api/single-sign-on-url>.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Call, Parameters, ProductIds, Trust, Trusted};
use crate::encode::{percent_encode, query_pairs};
use crate::error::{Error, Status};
use crate::model::{Members, Text, Texts, is_too_deep, read, readable};
use crate::redact::scrub;
use crate::transport::{BaseUrl, Method};

/// The longest address that is handed to a browser, in bytes.
const MAX_URL: usize = 8 * 1024;

/// What the provider sends back with the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseType {
    /// A code in the query, good for one use.
    #[default]
    Code,
    /// The token itself, in the fragment.
    Token,
}

#[derive(Clone, Debug)]
pub struct SsoUrl {
    pub product: String,
    pub customer_account_code: String,
    pub response_type: ResponseType,
    /// Whether the server must have signed the address of the page.
    pub require_signature: bool,
}

impl Call for SsoUrl {
    type Answer = SignInPage;
    const NAME: &'static str = "sso_url";

    fn method(&self) -> Method {
        Method::Get
    }

    /// The response type is always sent: the documentation contradicts itself on the default.
    fn parameters(&self) -> Parameters<'_> {
        let response_type = match self.response_type {
            ResponseType::Code => "code",
            ResponseType::Token => "token",
        };
        Parameters::default()
            .text("product", &self.product)
            .text("customer_account_code", &self.customer_account_code)
            .text("response_type", response_type)
    }

    fn trust(&self) -> Trust {
        if self.require_signature { Trust::Signature } else { Trust::SignatureIfAny }
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<SignInPage, Error> {
        SignInPage::read(&answer)
    }
}

/// The addresses of the provider's page: one, and perhaps others for other redirect URIs.
#[derive(Debug)]
pub struct SignInPage(Vec<String>);

/// An address to be opened by a browser.
#[derive(Debug)]
pub struct SignInUrl {
    pub url: String,
    /// Where the provider sends the browser back to, if that is known.
    pub redirect_uri: Option<String>,
    /// What the provider returns as `state`, if it returns one.
    pub state: Option<String>,
}

impl SignInPage {
    pub fn read(answer: &Trusted) -> Result<Self, Error> {
        if is_too_deep(answer.text()) {
            return Err(answer.unreadable("it is nested too deeply"));
        }
        let json = readable(answer.text());
        let members: Members = serde_json::from_str(&json)
            .map_err(|_| answer.unreadable("it is not an object with a url"))?;
        let url = members.get("url").and_then(|url| read::<Text>(url.get()).ok());
        let url = url.unwrap_or_default();
        let url = url.as_str().ok_or_else(|| answer.unreadable("it has no url"))?.to_owned();
        let others = members.get("alternate_urls");
        let others = others.and_then(|others| read::<Texts>(others.get()).ok()).unwrap_or_default();
        let others = others.iter().filter_map(|other| other.as_str().map(str::to_owned));
        let others = others.filter(|other| must_be_safe(other).is_ok());
        Ok(Self([url].into_iter().chain(others).collect()))
    }

    /// The address of the page that leads back to `redirect_uri`. Of those that the server gave, the
    /// one that names it, or else the first one that names none; to that it is added, and so is
    /// `state`. What an address has already stays as it is.
    pub fn leading_to(
        &self,
        redirect_uri: Option<&str>,
        state: Option<&str>,
    ) -> Result<SignInUrl, Error> {
        let url = match redirect_uri {
            None => self.first(),
            Some(uri) => {
                self.with(uri).or_else(|| self.with_none()).ok_or_else(|| self.astray(uri))?
            }
        };
        must_be_safe(url)?;
        let in_effect =
            |name, value: Option<&str>| parameter(url, name).or_else(|| value.map(str::to_owned));
        let missing = |name, value: Option<&str>| match (parameter(url, name), value) {
            (None, Some(value)) => format!("{name}={}", percent_encode(value)),
            _ => String::new(),
        };
        let more = [missing("redirect_uri", redirect_uri), missing("state", state)];
        Ok(SignInUrl {
            url: harmless(&with_parameters(url, &more)),
            redirect_uri: in_effect("redirect_uri", redirect_uri),
            state: in_effect("state", state),
        })
    }

    /// The one that the server named as the page.
    fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    fn with(&self, redirect_uri: &str) -> Option<&String> {
        self.0.iter().find(|url| {
            parameter(url, "redirect_uri").is_some_and(|uri| is_same_place(&uri, redirect_uri))
        })
    }

    fn with_none(&self) -> Option<&String> {
        self.0.iter().find(|url| parameter(url, "redirect_uri").is_none())
    }

    /// Nobody would ever come to `redirect_uri`.
    fn astray(&self, redirect_uri: &str) -> Error {
        let registered = parameter(self.first(), "redirect_uri").unwrap_or_default();
        Error::new(
            Status::Config,
            format!(
                "the sign-in page of this customer account leads back to {} and not to {}: set the port and path that are registered there, or register these",
                place(&registered),
                place(redirect_uri)
            ),
        )
        .log_as("the sign-in page of this customer account leads back to another port or path")
    }
}

/// Host, port and path of an address, for a message: no scheme, and no query, which may hold anything.
fn place(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    scrub(rest.split(['?', '#']).next().unwrap_or_default(), &[])
}

/// A browser, or the operating system, is asked to open it: nothing but https, or http to this device.
fn must_be_safe(url: &str) -> Result<(), Error> {
    let unsafe_url = |why: &str| {
        Error::harmless(
            Status::Response,
            format_args!("the sign-in page that the server names is not opened: {why}"),
        )
    };
    if url.len() > MAX_URL {
        return Err(unsafe_url("its address is too long"));
    }
    let may_stand = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    if !url.bytes().all(may_stand) {
        return Err(unsafe_url("its address has characters that do not belong there"));
    }
    let end = url.find(['?', '#']).unwrap_or(url.len());
    BaseUrl::parse(url.get(..end).unwrap_or(url)).map(drop).map_err(unsafe_url)
}

/// What leaves as it is: the unreserved characters of RFC 3986, and of the others those that take an
/// address apart.
const FOREIGN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'#')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b',')
    .remove(b'%');

/// The address without what a shell might take for its own (`$(…)`, quotes, a semicolon): some program on
/// the way to the browser may start one. It means the same.
fn harmless(url: &str) -> String {
    utf8_percent_encode(url, FOREIGN).to_string()
}

/// The decoded value of a parameter in the query.
fn parameter(url: &str, name: &str) -> Option<String> {
    let (before, _) = url.split_once('#').unwrap_or((url, ""));
    let (_, query) = before.split_once('?')?;
    query_pairs(query).find_map(|(key, value)| (key == name).then_some(value))
}

fn with_parameters(url: &str, more: &[String]) -> String {
    let more: Vec<_> = more.iter().filter(|more| !more.is_empty()).map(String::as_str).collect();
    if more.is_empty() {
        return url.to_owned();
    }
    let (before, fragment) = url.find('#').map_or((url, ""), |at| url.split_at(at));
    let joint = match before.find('?') {
        None => "?",
        Some(at) if at.saturating_add(1) == before.len() || before.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{before}{joint}{}{fragment}", more.join("&"))
}

/// Whether a redirect URI names this device by its name, so that the browser chooses among its addresses.
pub fn is_by_name(redirect_uri: &str) -> bool {
    redirect_uri.starts_with(BY_NAME)
}

const BY_NAME: &str = "http://localhost:";

/// A loopback address may be registered by its name.
fn is_same_place(one: &str, other: &str) -> bool {
    let by_number = |uri: &str| uri.replacen(BY_NAME, "http://127.0.0.1:", 1);
    by_number(one) == by_number(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "http://127.0.0.1:8123/back";

    fn page(json: &str) -> Result<SignInPage, Error> {
        SignInPage::read(&Trusted::by_the_seal(json.to_owned()))
    }

    fn leading_to(json: &str, redirect_uri: Option<&str>) -> Result<SignInUrl, Error> {
        page(json)?.leading_to(redirect_uri, Some("s"))
    }

    #[test]
    fn what_the_address_lacks_is_added() {
        for (url, expected) in [
            (
                "https://idp/a",
                "https://idp/a?redirect_uri=http%3A%2F%2F127.0.0.1%3A8123%2Fback&state=s",
            ),
            (
                "https://idp/a?b=c#d",
                "https://idp/a?b=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A8123%2Fback&state=s#d",
            ),
            (
                "https://idp?",
                "https://idp?redirect_uri=http%3A%2F%2F127.0.0.1%3A8123%2Fback&state=s",
            ),
        ] {
            let found = leading_to(&format!(r#"{{"url":"{url}"}}"#), Some(HERE)).unwrap();
            assert_eq!((found.url.as_str(), found.state.as_deref()), (expected, Some("s")));
        }
    }

    #[test]
    fn what_the_address_has_stays() {
        let url = "https://idp/a?state=own%20one&redirect_uri=http%3A%2F%2Flocalhost%3A8123%2Fback";
        let found = leading_to(&format!(r#"{{"url":"{url}"}}"#), Some(HERE)).unwrap();
        assert_eq!((found.url.as_str(), found.state.as_deref()), (url, Some("own one")));
        assert_eq!(found.redirect_uri.as_deref(), Some("http://localhost:8123/back"));
    }

    #[test]
    fn the_address_that_leads_back_here_is_taken() {
        let json = r#"{"url":"https://idp/1?redirect_uri=https%3A%2F%2Felsewhere%2Fcb%3Ftenant=42","alternate_urls":[7,null,
            "https://idp/2?redirect_uri=http://127.0.0.1:8123/back"]}"#;
        assert!(leading_to(json, Some(HERE)).unwrap().url.starts_with("https://idp/2?"));
        assert!(leading_to(json, None).unwrap().url.starts_with("https://idp/1?"));
        let error = leading_to(json, Some("http://127.0.0.1:1/")).unwrap_err();
        assert_eq!(error.status(), Status::Config);
        let message = error.message();
        assert!(message.contains("back to elsewhere/cb and not to 127.0.0.1:1/:"), "{message}");
        assert!(!message.contains("://") && !message.contains("tenant"), "{message}");
        assert!(!error.to_string().contains("elsewhere"), "{error}");
    }

    #[test]
    fn no_character_of_a_shell_leaves() {
        let odd = "https://idp.example/a;b/$(x)?a=$(//evil/s/x.exe);calc&b=(1)!*'&c=%24~[1]#d,e@f'";
        let url =
            page(&format!(r#"{{"url":"{odd}"}}"#)).unwrap().leading_to(None, None).unwrap().url;
        assert_eq!(
            url,
            "https://idp.example/a%3Bb/%24%28x%29?a=%24%28//evil/s/x.exe%29%3Bcalc&b=%281%29%21%2A%27&c=%24~[1]#d,e@f%27"
        );
        let meant = |url: &str| parameter(url, "a");
        assert_eq!(meant(&url), meant(odd));
        for byte in 0..=127u8 {
            let url = harmless(&format!("https://idp/?{}", char::from(byte)));
            let unchanged = url.ends_with(char::from(byte));
            let may = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@&=+,%".contains(&byte);
            assert_eq!(unchanged, may, "{url}");
        }
    }

    #[test]
    fn an_address_that_no_browser_should_open_is_refused() {
        for url in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://idp.example.com/",
            "https://user:secret@idp.example.com/",
            "https://idp/a b",
            "https://idp/?a=\\u0022%20--new",
            "https://idp/ä",
            "ms-settings:",
            "-https://idp/",
            "",
        ] {
            let error = leading_to(&format!(r#"{{"url":"{url}"}}"#), Some(HERE)).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{url}");
        }
        let long = format!(r#"{{"url":"https://idp/{}"}}"#, "a".repeat(MAX_URL));
        assert_eq!(leading_to(&long, None).unwrap_err().status(), Status::Response);
        for json in ["[]", "{}", r#"{"url":null}"#, r#"{"url":[]}"#, "null"] {
            assert_eq!(page(json).unwrap_err().status(), Status::Response, "{json}");
        }
    }
}
