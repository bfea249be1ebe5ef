//! The services' calls: a question becomes a request, an answer becomes a model.
//!
//! Facts: the License API v4 documentation at <https://docs.licensespring.com/license-api> and
//! UiPath's Automation Suite API guide.

mod allocate;
mod answer;
mod codes;
mod customer_license_users;
mod oauth;
mod person;
mod product_ids;
mod refusal;
mod sign;
mod sso_url;
mod user_licenses;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

pub use self::allocate::{Allocate, AllocateBy, Allocated, Token};
pub use self::answer::{
    ResponseKey, Signed, Trusted, receive, receive_trusted, receive_unsigned_too,
};
pub use self::customer_license_users::CustomerLicenseUsers;
pub use self::oauth::{Grant, OAuthClient, discovery};
pub use self::product_ids::ProductIds;
pub use self::sign::{ApiKey, Application, Authorization};
pub use self::sso_url::{ResponseType, SignInPage, SsoUrl, is_by_name};
pub use self::user_licenses::{SignIn, UserLicenses};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::{Method, Request};

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes a query value or a path segment, as UTF-8; a space becomes `%20`.
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The names and values of a query, or of a form, decoded.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into();
    query.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

/// Whom a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A user's or a customer's email.
    Person(&'a str),
    /// Whoever signs in through this customer account; the answer tells.
    SomebodyOf(&'a str),
    /// Whoever signed in last on this device.
    WhoeverWasLast,
}

/// What is asked of the License API.
pub trait Question {
    /// The last part of the path, also the kind of the stored answer.
    fn kind(&self) -> &'static str;

    /// Whether a right to use rests on the answer. Such an answer is kept as it was signed, or not
    /// at all.
    fn decides(&self) -> bool;

    fn product(&self) -> &str;

    fn query(&self) -> Vec<(&'static str, &str)>;

    fn subject(&self) -> Subject<'_>;

    /// What earns an answer, and must not come back in a message.
    fn proof(&self) -> Option<&Secret>;

    /// Whether the server can be asked: somebody who is only remembered holds no secret.
    fn must_hold_a_secret(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Whether asking twice does no harm.
    fn is_repeatable(&self) -> bool;
}

/// How an answer to a question is read.
pub trait Readable: Question {
    type Answer;

    /// Parses an answer and makes sure that it is one to this question, about the product of this id
    /// if the application has pinned one.
    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Self::Answer, Error>;

    /// Whom an answer is about, if it tells.
    fn person_in(answer: &Self::Answer) -> Option<&str>;
}

/// The request for a question, authorized for the given time.
pub fn request(question: &dyn Question, authorization: &Authorization, now: i64) -> Request {
    let mut headers = authorization.headers(now);
    headers.push(("accept", Secret::new("application/json")));
    Request {
        method: Method::Get,
        path: format!("/api/v4/{}", question.kind()),
        query: query(&question.query()),
        headers,
        body: Vec::new(),
        repeatable: question.is_repeatable(),
    }
}

#[allow(
    clippy::arithmetic_side_effects,
    reason = "all of it is in memory already, so it can be counted"
)]
fn query(pairs: &[(&str, &str)]) -> Secret {
    // Enough for all of it: a string that grows leaves copies behind.
    let room = pairs.iter().map(|(name, value)| name.len() + 3 * value.len() + 2).sum();
    let mut query = String::with_capacity(room);
    let capacity = query.capacity();
    for (name, value) in pairs {
        query.push_str(if query.is_empty() { "" } else { "&" });
        query.push_str(name);
        query.push('=');
        query.extend(utf8_percent_encode(value, ENCODED));
    }
    debug_assert_eq!(query.capacity(), capacity, "it has grown");
    Secret::new(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_put_together() {
        let all = query(&[("a", "b c"), ("d", ""), ("e", "ä&")]);
        assert_eq!(all.expose(), "a=b%20c&d=&e=%C3%A4%26");
        assert_eq!(query(&[]).expose(), "");
    }

    #[test]
    fn values_are_percent_encoded_as_utf8() {
        assert_eq!(percent_encode("a b+c&d=é/~"), "a%20b%2Bc%26d%3D%C3%A9%2F~");
    }

    #[test]
    fn a_query_is_taken_apart() {
        let pairs: Vec<_> = query_pairs("a=b+c%26&&d&e=f=%C3%A9&%ff=%").collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&name[..], &value[..])).collect();
        assert_eq!(pairs, [("a", "b c&"), ("d", ""), ("e", "f=é"), ("\u{FFFD}", "%")]);
    }
}
