//! What a request means: the expected redirect, or something else.

use super::page::{self, Reply, Words};
use super::request::Request;
use crate::api::ResponseType;
use crate::encode::query_pairs;
use crate::error::Error;
use crate::random;
use crate::secret::Secret;

/// The outcome with which the browser comes back.
#[derive(Debug, PartialEq, Eq)]
pub enum Redirect {
    Code(Secret),
    Token(Secret),
    /// The provider's `error`.
    Refused(String),
}

/// Distinguishes the expected redirect from other requests.
#[derive(Debug)]
pub struct RedirectCheck {
    port: u16,
    path: String,
    response_type: ResponseType,
    /// The value that `state` must have.
    state: Option<String>,
    /// Whether there must be a state at all.
    state_required: bool,
    /// Shows that a token was posted by the page served here.
    nonce: String,
}

/// The names whose values are understood; each may occur once.
const KNOWN: [&str; 5] = ["state", "error", "code", "access_token", "id_token"];

impl RedirectCheck {
    pub fn new(
        port: u16,
        path: &str,
        response_type: ResponseType,
        state: Option<String>,
        state_required: bool,
    ) -> Result<Self, Error> {
        let nonce = random::hex(&random::bytes::<16>()?);
        let path = path.to_owned();
        Ok(Self { port, path, response_type, state, state_required, nonce })
    }

    /// The reply to a request, and its outcome if it is the expected redirect.
    pub fn reply_to(&self, request: &Request) -> (Reply, Option<Redirect>) {
        let other = |status| (Reply::page(status, page::NOTHING_HERE), None);
        if !self.is_named_by(request.host.as_deref()) {
            return other(400);
        }
        if request.path != self.path {
            return other(404);
        }
        match (request.method.as_str(), self.response_type) {
            ("GET", _) => self.of_navigation(request),
            ("POST", ResponseType::Token) => self.of_post(request),
            _ => other(405),
        }
    }

    /// By another name that resolves to this device a web page could read what is served here (DNS rebinding).
    fn is_named_by(&self, host: Option<&str>) -> bool {
        let host = host.unwrap_or_default().to_ascii_lowercase();
        let bare = host.strip_suffix(&format!(":{}", self.port));
        matches!(
            bare.unwrap_or(if self.port == 80 { &host } else { "" }),
            "127.0.0.1" | "localhost"
        )
    }

    fn of_navigation(&self, request: &Request) -> (Reply, Option<Redirect>) {
        // A sign-in ends in a page of its own, not in an image or a frame of another page.
        if request.destination.as_deref().is_some_and(|kind| kind != "document") {
            return (Reply::page(400, page::NOTHING_HERE), None);
        }
        match self.outcome(&request.query) {
            Ok(Some(redirect)) => (Reply::page(200, words_for(&redirect)), Some(redirect)),
            Ok(None) if self.response_type == ResponseType::Token => {
                (Reply::post_back(&self.nonce), None)
            }
            Ok(None) => (Reply::page(400, page::NOTHING_HERE), None),
            Err(NotTaken(words)) => (Reply::page(400, words), None),
        }
    }

    fn of_post(&self, request: &Request) -> (Reply, Option<Redirect>) {
        let value = |name| query_pairs(&request.body).find(|(key, _)| key == name);
        let value = |name| value(name).map(|(_, value)| value).unwrap_or_default();
        let own_page = request.origin.as_deref().and_then(|origin| origin.strip_prefix("http://"));
        if !self.is_named_by(own_page) || value("nonce") != self.nonce {
            return (Reply::text(403, page::NOT_THIS_ONE), None);
        }
        match self.outcome(&value("fragment")) {
            Ok(Some(redirect)) => (Reply::text(200, words_for(&redirect)), Some(redirect)),
            Ok(None) => (Reply::text(400, page::NOTHING_HERE), None),
            Err(NotTaken(words)) => (Reply::text(400, words), None),
        }
    }

    /// The outcome in a query or a fragment; `None` if there is none. Any page in the person's browser can
    /// send one here: only the state shows that it belongs to this sign-in. A code or token without a state
    /// may be accepted, for providers that lose it; an error without one never is, since any page could end
    /// the sign-in with it.
    fn outcome(&self, query: &str) -> Result<Option<Redirect>, NotTaken> {
        let [state, error, code, access_token, id_token] = known_values(query)?;
        if state.is_some() && state != self.state {
            return Err(NotTaken(page::NOT_THIS_ONE));
        }
        if let Some(error) = error {
            state.ok_or(NotTaken(page::NOT_COMPLETED))?;
            return Ok(Some(Redirect::Refused(error)));
        }
        // The service names the value of the access_token "id_token".
        let redirect = match self.response_type {
            ResponseType::Code => code.map(|code| Redirect::Code(Secret::new(code))),
            ResponseType::Token => {
                access_token.or(id_token).map(|token| Redirect::Token(Secret::new(token)))
            }
        };
        if redirect.is_some() && state.is_none() && self.state_required {
            return Err(NotTaken(page::NOT_THIS_ONE));
        }
        Ok(redirect)
    }
}

/// The values of [`KNOWN`], each of which may occur once; an empty one counts as absent.
fn known_values(query: &str) -> Result<[Option<String>; KNOWN.len()], NotTaken> {
    let mut found: [Option<String>; KNOWN.len()] = Default::default();
    for (name, value) in query_pairs(query) {
        let place = KNOWN.iter().zip(&mut found).find(|(known, _)| **known == name);
        if place.is_some_and(|(_, place)| place.replace(value).is_some()) {
            return Err(NotTaken(page::NOT_THIS_ONE));
        }
    }
    Ok(found.map(|value| value.filter(|value| !value.is_empty())))
}

/// Of another sign-in, or not known of which: what the browser shows.
struct NotTaken(Words);

fn words_for(redirect: &Redirect) -> Words {
    match redirect {
        Redirect::Code(_) | Redirect::Token(_) => page::RECEIVED,
        Redirect::Refused(_) => page::NOT_COMPLETED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(response_type: ResponseType) -> RedirectCheck {
        RedirectCheck::new(8123, "/back", response_type, Some("our state".into()), true).unwrap()
    }

    /// Of a provider that loses the state.
    fn lenient(response_type: ResponseType) -> RedirectCheck {
        RedirectCheck { state_required: false, ..check(response_type) }
    }

    fn get(query: &str) -> Request {
        Request {
            method: "GET".into(),
            path: "/back".into(),
            query: query.into(),
            host: Some("127.0.0.1:8123".into()),
            ..Request::default()
        }
    }

    fn code(query: &str) -> (u16, Option<Redirect>) {
        let (reply, redirect) = check(ResponseType::Code).reply_to(&get(query));
        (reply.status, redirect)
    }

    #[test]
    fn a_code_arrives_with_our_state_and_without_one_only_if_it_may_be_lost() {
        let found = (200, Some(Redirect::Code(Secret::new("a/b"))));
        assert_eq!(code("code=a%2Fb&state=our+state"), found);
        for query in ["code=a%2Fb", "code=a%2Fb&session_state=our+state", "code=a%2Fb&state="] {
            assert_eq!(code(query), (400, None), "{query}");
            let (reply, redirect) = lenient(ResponseType::Code).reply_to(&get(query));
            assert_eq!((reply.status, redirect), found, "{query}");
        }
        let (reply, redirect) = lenient(ResponseType::Code).reply_to(&get("code=a&state=other"));
        assert_eq!((reply.status, redirect), (400, None));
    }

    #[test]
    fn an_error_without_a_state_is_shown_and_not_taken() {
        for check in [check(ResponseType::Code), lenient(ResponseType::Code)] {
            for query in ["error=access_denied", "error=access_denied&state=", "error=a&code=b"] {
                let (reply, redirect) = check.reply_to(&get(query));
                assert_eq!((reply.status, redirect), (400, None), "{query}");
                let page = String::from_utf8(reply.bytes).unwrap();
                assert!(page.contains("Sign-in not completed"), "{page}");
            }
        }
    }

    #[test]
    fn another_state_changes_nothing() {
        for query in [
            "code=a&state=other",
            "code=a&state=Our+State",
            "error=access_denied&state=other",
            "code=a&code=b&state=our+state",
            "code=a&state=our+state&state=other",
        ] {
            assert_eq!(code(query), (400, None), "{query}");
        }
    }

    #[test]
    fn a_refusal_arrives_and_nothing_does_not() {
        let refused = |code: &str| (200, Some(Redirect::Refused(code.into())));
        assert_eq!(code("error=access_denied&code=a&state=our+state"), refused("access_denied"));
        assert_eq!(code(""), (400, None));
        assert_eq!(code("code=&access_token=t"), (400, None));
    }

    #[test]
    fn strangers_are_told_apart() {
        let check = check(ResponseType::Code);
        let status = |request: Request| {
            let (reply, redirect) = check.reply_to(&request);
            assert_eq!(redirect, None);
            reply.status
        };
        let good = get("code=a&state=our+state");
        for host in ["evil.example:8123", "127.0.0.1", "127.0.0.1:81", "127.0.0.1:8123.evil", ""] {
            assert_eq!(status(Request { host: Some(host.into()), ..good.clone() }), 400, "{host}");
        }
        assert_eq!(status(Request { host: None, ..good.clone() }), 400);
        for path in ["/", "/back/", "/Back", "/favicon.ico", "http://127.0.0.1:8123/back"] {
            assert_eq!(status(Request { path: path.into(), ..good.clone() }), 404, "{path}");
        }
        for method in ["POST", "HEAD", "OPTIONS", "PUT", "get"] {
            assert_eq!(status(Request { method: method.into(), ..good.clone() }), 405, "{method}");
        }
        for kind in ["image", "iframe", "empty"] {
            let request = Request { destination: Some(kind.into()), ..good.clone() };
            assert_eq!(status(request), 400, "{kind}");
        }
        let by_name = Request { host: Some("LocalHost:8123".into()), ..good };
        assert!(check.reply_to(&by_name).1.is_some());
    }

    #[test]
    fn a_token_is_posted_back_by_our_page_alone() {
        let check = check(ResponseType::Token);
        let (reply, redirect) = check.reply_to(&get(""));
        assert_eq!((reply.status, redirect), (200, None));
        let page = String::from_utf8(reply.bytes).unwrap();
        assert!(page.contains(&format!("data-nonce=\"{}\"", check.nonce)), "{page}");
        let post = |origin: &str, nonce: &str, fragment: &str| {
            let fragment = crate::encode::percent_encode(fragment);
            let request = Request {
                method: "POST".into(),
                origin: Some(origin.into()),
                body: format!("nonce={nonce}&fragment={fragment}"),
                ..get("")
            };
            let (reply, redirect) = check.reply_to(&request);
            (reply.status, redirect)
        };
        let (ours, nonce) = ("http://127.0.0.1:8123", check.nonce.as_str());
        let fragment = "access_token=t%2B1&id_token=i&state=our+state";
        let found = Some(Redirect::Token(Secret::new("t+1")));
        assert_eq!(post("https://evil.example", nonce, fragment), (403, None));
        assert_eq!(post("null", nonce, fragment), (403, None));
        assert_eq!(post(ours, "guess", fragment), (403, None));
        assert_eq!(post(ours, nonce, ""), (400, None));
        assert_eq!(post(ours, nonce, "access_token=t&state=other"), (400, None));
        assert_eq!(post(ours, nonce, "access_token=t"), (400, None));
        assert_eq!(post(ours, nonce, "error=access_denied"), (400, None));
        assert_eq!(post(ours, nonce, fragment), (200, found));
        let refused = Some(Redirect::Refused("access_denied".into()));
        assert_eq!(post(ours, nonce, "error=access_denied&state=our+state"), (200, refused));
    }
}
