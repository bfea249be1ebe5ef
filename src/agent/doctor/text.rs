//! Words that can be shown to anybody: a report is sent to people who must not get a secret, an email or a path of the
//! person who sends it.
//!
//! A [`Text`] is put together from parts that are [`Harmless`], and nothing else is: there is no way from a `String`
//! into one. Texts of others get in through types that keep what such a text may hold, and drop the rest.

use std::borrow::Cow;
use std::io;
use std::net::{IpAddr, SocketAddr};

use crate::error::{Error, Status};
use crate::os_problem::os_problem;
use crate::transport::BaseUrl;

/// A text that is fit for a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Cow<'static, str>);

/// What may be a part of one.
pub trait Harmless {
    fn show(&self) -> Cow<'_, str>;
}

impl Text {
    /// The template with a part in the place of each `{}`.
    pub fn of(template: &'static str, parts: &[&dyn Harmless]) -> Self {
        let mut text = String::new();
        let mut parts = parts.iter();
        for (place, between) in template.split("{}").enumerate() {
            if place > 0
                && let Some(part) = parts.next()
            {
                text.push_str(&part.show());
            }
            text.push_str(between);
        }
        debug_assert!(parts.next().is_none(), "{template} has no place for all parts");
        Self(text.into())
    }

    /// What happened, in the words that the log gets: those name nobody.
    pub fn of_error(error: &Error) -> Self {
        match error.words() {
            words if words.is_empty() => {
                Self::of("it ended with {}", &[&Self::of_status(error.status())])
            }
            words => Self(words.into()),
        }
    }

    pub fn of_status(status: Status) -> Self {
        Self(format!("{status:?}").into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self(text.into())
    }
}

impl Harmless for Text {
    fn show(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

/// A literal of this crate.
impl Harmless for &'static str {
    fn show(&self) -> Cow<'_, str> {
        (*self).into()
    }
}

/// The system's problem in our words.
impl Harmless for io::Error {
    fn show(&self) -> Cow<'_, str> {
        os_problem(self).into()
    }
}

macro_rules! harmless {
    ($($kind:ty),*) => {
        $(impl Harmless for $kind {
            fn show(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        })*
    };
}
harmless!(u16, u64, i64, usize, IpAddr, SocketAddr);

/// A name of a machine, with or without a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    pub fn of(server: &BaseUrl) -> Self {
        Self::named(server.authority())
    }

    /// Of a text with other characters than names of machines have it keeps nothing.
    pub fn named(name: &str) -> Self {
        let is_one = |c: char| c.is_ascii_alphanumeric() || ".-:[]_%".contains(c);
        let is_name = name.len() <= 260 && name.chars().all(is_one);
        Self(if is_name { name.to_owned() } else { "(a name that is not shown)".to_owned() })
    }
}

impl Harmless for Host {
    fn show(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }
}

/// What others call something in public: who signed a certificate, the release of an operating system. It is short, and
/// has neither an address of a person nor a path in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(String);

/// The longest, in characters.
const MAX_LABEL: usize = 64;

impl Label {
    /// `None`: it is no such name.
    pub fn of(text: &str) -> Option<Self> {
        let is_one =
            |c: char| c.is_ascii_alphanumeric() || c > '\u{9f}' || " .,-_+&()'*".contains(c);
        let is_label = text.chars().count() <= MAX_LABEL && text.chars().all(is_one);
        (is_label && !text.trim().is_empty()).then(|| Self(text.to_owned()))
    }
}

impl Harmless for Label {
    fn show(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_may_hold_something_else_is_not_shown() {
        for text in ["a@b.example", "C:\\Users\\x", "/home/x", "u:p@h", "a?b=c", "a\nb", "a b/c"] {
            assert_eq!(Label::of(text), None, "{text}");
            assert!(Host::named(text).show().starts_with('('), "{text}");
        }
        assert_eq!(Label::of(&"x".repeat(65)), None);
        assert_eq!(
            Label::of("DigiCert, Inc. (Prüf-CA)").unwrap().show(),
            "DigiCert, Inc. (Prüf-CA)"
        );
        assert_eq!(Host::named("[::1]:8443").show(), "[::1]:8443");
    }

    #[test]
    fn of_an_error_only_the_words_for_the_log_are_shown() {
        let error = Error::new(Status::Cache, format!("/home/{}", "x")).log_as("it is full");
        assert_eq!(Text::of_error(&error).as_str(), "it is full");
        let error = Error::new(Status::Refused, "no".to_owned()).with_http_status(400);
        assert_eq!(Text::of_error(&error).as_str(), "HTTP 400");
        let error = Error::new(Status::Timeout, String::from("secret"));
        assert_eq!(Text::of_error(&error).as_str(), "it ended with Timeout");
    }
}
