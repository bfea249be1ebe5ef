//! The identity provider of the customer account: a page with a form, and the way back from it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use form_urlencoded::Serializer;
use serde::Deserialize;

use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::lock::lock;

/// Where its page is.
pub const PATH: &str = "/idp/authorize";
/// The one client it knows.
pub const CLIENT: &str = "sandbox-client";

const WRONG_STATE: &str = "not-the-state-that-was-sent";

/// How it behaves; by default well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// What becomes of `state`.
    pub state: StateReturned,
    /// Each sign-in is refused with this code.
    pub error: Option<String>,
    /// Each sign-in is taken for one of this user.
    pub email: Option<String>,
    /// The way back leads to this path.
    pub path: Option<String>,
    /// The browser stays where it is.
    pub never: bool,
    /// `sso_url` names it, as it does for a redirect URI that was registered.
    pub redirect_uri: Option<String>,
}

/// What becomes of `state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateReturned {
    /// It comes back as it was.
    #[default]
    Right,
    /// Another one comes back.
    Wrong,
    /// None comes back.
    Missing,
}

/// The identity provider.
#[derive(Default)]
pub struct Idp(Mutex<Behaviour>);

impl Idp {
    /// From now on it behaves so.
    pub fn set(&self, behaviour: Behaviour) {
        *lock(&self.0) = behaviour;
    }

    /// The redirect URI that was registered, if one was.
    pub fn redirect_uri(&self) -> Option<String> {
        lock(&self.0).redirect_uri.clone()
    }

    /// The page, or for its form the way back.
    pub fn answer(&self, request: &Request) -> Answer {
        let get = |name| request.parameter(name).map(String::from);
        let redirect_uri = get("redirect_uri").filter(|uri| is_registered(uri));
        let response_type = get("response_type");
        let (Some(redirect_uri), Some(CLIENT), Some(response_type @ ("code" | "token"))) =
            (redirect_uri, get("client_id").as_deref(), response_type.as_deref())
        else {
            return page(400, "<h1>This is not a sign-in that is known here</h1>");
        };
        match request.method.as_str() {
            "GET" => page(200, FORM),
            "POST" => {
                let behaviour = lock(&self.0).clone();
                let back = Back { behaviour, redirect_uri, response_type, state: get("state") };
                back.answer(&request.body)
            }
            _ => page(405, "<h1>Use the form</h1>"),
        }
    }
}

/// As RFC 8252 wants it: this machine, any port.
fn is_registered(uri: &str) -> bool {
    let rest = uri.strip_prefix("http://").unwrap_or_default();
    let (authority, _) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    matches!(host, "127.0.0.1" | "localhost") && port.parse::<u16>().is_ok()
}

struct Back<'a> {
    behaviour: Behaviour,
    redirect_uri: String,
    response_type: &'a str,
    state: Option<String>,
}

impl Back<'_> {
    fn answer(&self, form: &[u8]) -> Answer {
        if self.behaviour.never {
            return page(200, "<h1>Still thinking</h1>");
        }
        let value = |name| form_urlencoded::parse(form).find(|(key, _)| key == name);
        let value = |name| value(name).map(|(_, value)| value.into_owned()).unwrap_or_default();
        let mut pairs = Serializer::new(String::new());
        let email = self.behaviour.email.clone().unwrap_or_else(|| value("email"));
        let error = match (&self.behaviour.error, value("answer").as_str()) {
            (Some(error), _) => Some(error.as_str()),
            (None, "sign-in") => None,
            (None, _) => Some("access_denied"),
        };
        match (error, self.response_type) {
            (Some(error), _) => pairs.append_pair("error", error),
            (None, "code") => pairs.append_pair("code", &code(&email)),
            (None, _) => pairs
                .append_pair("access_token", &format!("token:{email}"))
                .append_pair("id_token", "not-what-the-service-wants")
                .append_pair("token_type", "Bearer")
                .append_pair("expires_in", "300"),
        };
        match (&self.state, self.behaviour.state) {
            (Some(state), StateReturned::Right) => pairs.append_pair("state", state),
            (_, StateReturned::Wrong) => pairs.append_pair("state", WRONG_STATE),
            _ => &mut pairs,
        };
        self.redirect(&pairs.finish())
    }

    fn redirect(&self, pairs: &str) -> Answer {
        let uri = match &self.behaviour.path {
            None => self.redirect_uri.clone(),
            Some(path) => {
                let authority = self.redirect_uri.split('/').nth(2).unwrap_or_default();
                format!("http://{authority}{path}")
            }
        };
        let mark = if self.response_type == "token" { '#' } else { '?' };
        Answer::new(303, "", "").with_header("Location", &format!("{uri}{mark}{pairs}"))
    }
}

/// A code that has not been issued before.
fn code(email: &str) -> String {
    static ISSUED: AtomicUsize = AtomicUsize::new(0);
    format!("code:{email}:idp-{}", ISSUED.fetch_add(1, Ordering::Relaxed))
}

const FORM: &str = "<h1>Sandbox identity provider</h1><form method=\"post\">\
    <p><label>Email <input name=\"email\" value=\"valid@example.com\"></label></p>\
    <p><button name=\"answer\" value=\"sign-in\">Sign in</button>\
    <button name=\"answer\" value=\"cancel\">Cancel</button></p></form>";

fn page(status: u16, content: &str) -> Answer {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sandbox</title>\
         <link rel=\"icon\" href=\"data:,\"></head><body>{content}</body></html>"
    );
    Answer::new(status, "text/html; charset=utf-8", html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_registered() {
        for uri in ["http://127.0.0.1:8123/", "http://localhost/back", "http://127.0.0.1"] {
            assert!(is_registered(uri), "{uri}");
        }
        for uri in ["https://127.0.0.1/", "http://example.com/", "http://127.0.0.1.evil:1/", "x:y"]
        {
            assert!(!is_registered(uri), "{uri}");
        }
    }
}
