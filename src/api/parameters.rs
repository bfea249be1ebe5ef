//! The parameters of a call: named values, of which some are secrets.

use crate::encode::{LARGEST_FACTOR, push_form_value, push_query_value};
use crate::model::{Date, quote};
use crate::secret::Secret;

/// Named values, in the order in which they are sent. Printed as a query, as JSON or as a form, into
/// memory that is overwritten afterwards and of the right size from the start: a string that grows
/// leaves copies of what it holds behind.
#[derive(Default)]
pub struct Parameters<'a>(Vec<(&'static str, Value<'a>)>);

enum Value<'a> {
    Text(&'a str),
    Secret(&'a Secret),
    Flag(bool),
    /// A number or an object, as JSON has it.
    Printed(String),
    Texts(&'a [String]),
}

/// A value in an object.
#[derive(Clone, Copy)]
pub enum Printed<'a> {
    Text(&'a str),
    Number(i64),
}

impl Printed<'_> {
    fn json(&self) -> String {
        match self {
            Self::Text(text) => quote(text),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// How parameters are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Behind the path.
    Query,
    /// An object, as the body.
    Json,
    /// `application/x-www-form-urlencoded`, as the body.
    Form,
}

/// What JSON makes of one byte, at most: `\u0000`.
const LARGEST_JSON_FACTOR: usize = 6;
/// What stands around a value, at most: quotes, a colon or an equals sign, a comma or `&`, brackets.
const AROUND: usize = 8;

impl<'a> Parameters<'a> {
    pub fn text(self, name: &'static str, value: &'a str) -> Self {
        self.with(name, Value::Text(value))
    }

    /// Left out if there is none.
    pub fn optional(self, name: &'static str, value: Option<&'a str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A secret, which must not come back in a message.
    pub fn secret(self, name: &'static str, value: &'a Secret) -> Self {
        self.with(name, Value::Secret(value))
    }

    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.with(name, Value::Flag(value))
    }

    pub fn number(self, name: &'static str, value: i64) -> Self {
        self.with(name, Value::Printed(value.to_string()))
    }

    /// A moment in Unix seconds, as the API reads it, in UTC; `None` is said as well.
    pub fn moment(self, name: &'static str, moment: Option<i64>) -> Self {
        let null = || "null".to_owned();
        let json = moment.map_or_else(null, |moment| quote(&Date::text_of(moment)));
        self.with(name, Value::Printed(json))
    }

    pub fn texts(self, name: &'static str, values: &'a [String]) -> Self {
        self.with(name, Value::Texts(values))
    }

    /// An object of texts, by names and values; for calls that send JSON. No secrets.
    pub fn members(self, name: &'static str, members: &[(String, String)]) -> Self {
        let member = |(name, value): &(String, String)| [&quote(name), ":", &quote(value)].concat();
        let members: Vec<_> = members.iter().map(member).collect();
        self.with(name, Value::Printed(format!("{{{}}}", members.join(","))))
    }

    /// A list of objects, left out if it is empty; for calls that send JSON. No secrets.
    pub fn objects<'b, const N: usize>(
        self,
        name: &'static str,
        objects: impl Iterator<Item = [(&'static str, Printed<'b>); N]>,
    ) -> Self {
        let member =
            |(name, value): (&'static str, Printed)| [&quote(name), ":", &value.json()].concat();
        let object = |members: [_; N]| format!("{{{}}}", members.map(member).join(","));
        let objects: Vec<_> = objects.map(object).collect();
        if objects.is_empty() {
            return self;
        }
        self.with(name, Value::Printed(format!("[{}]", objects.join(","))))
    }

    fn with(mut self, name: &'static str, value: Value<'a>) -> Self {
        self.0.push((name, value));
        self
    }

    /// What is removed from any text that a server sends back.
    pub fn secrets(&self) -> impl Iterator<Item = &'a Secret> {
        self.0.iter().filter_map(|(_, value)| match value {
            Value::Secret(secret) => Some(*secret),
            Value::Text(_) | Value::Flag(_) | Value::Printed(_) | Value::Texts(_) => None,
        })
    }

    /// `a=b%20c&d=e`; a list is its name once for each of its texts.
    pub fn query(&self) -> Secret {
        self.pairs(push_query_value)
    }

    /// `a=b+c&d=e`.
    pub fn form(&self) -> Secret {
        self.pairs(push_form_value)
    }

    fn pairs(&self, push_value: fn(&mut String, &str)) -> Secret {
        let mut text = String::with_capacity(self.room(LARGEST_FACTOR));
        let capacity = text.capacity();
        for (name, value) in &self.0 {
            for value in value.texts() {
                text.push_str(if text.is_empty() { "" } else { "&" });
                text.push_str(name);
                text.push('=');
                push_value(&mut text, value);
            }
        }
        debug_assert_eq!(text.capacity(), capacity, "it has grown");
        Secret::new(text)
    }

    /// `{"a":"b c","d":["e"],"f":true}`.
    pub fn json(&self) -> Secret {
        let mut text = Vec::with_capacity(self.room(LARGEST_JSON_FACTOR));
        let capacity = text.capacity();
        for (number, (name, value)) in self.0.iter().enumerate() {
            text.push(if number == 0 { b'{' } else { b',' });
            push_json(&mut text, name);
            text.push(b':');
            match value {
                Value::Text(value) => push_json(&mut text, value),
                Value::Secret(value) => push_json(&mut text, value.expose()),
                Value::Flag(value) => push_json(&mut text, value),
                Value::Printed(json) => text.extend_from_slice(json.as_bytes()),
                Value::Texts(values) => push_json(&mut text, values),
            }
        }
        text.extend_from_slice(if self.0.is_empty() { b"{}" } else { b"}" });
        debug_assert_eq!(text.capacity(), capacity, "it has grown");
        Secret::new(String::from_utf8(text).unwrap_or_default())
    }

    /// Enough for all of it, where a byte of a value may become so many.
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "all of it is in memory already, so it can be counted"
    )]
    fn room(&self, factor: usize) -> usize {
        let of_value = |name: &str, value: &str| name.len() + factor * value.len() + AROUND;
        let of = |(name, value): &(&str, Value)| {
            value.texts().map(|text| of_value(name, text)).sum::<usize>() + name.len() + AROUND
        };
        self.0.iter().map(of).sum::<usize>() + AROUND
    }
}

impl Value<'_> {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, more): (Option<&str>, &[String]) = match self {
            Self::Text(text) => (Some(text), &[]),
            Self::Secret(secret) => (Some(secret.expose()), &[]),
            Self::Printed(json) => (Some(json), &[]),
            Self::Flag(flag) => (Some(if *flag { "true" } else { "false" }), &[]),
            Self::Texts(texts) => (None, texts),
        };
        one.into_iter().chain(more.iter().map(String::as_str))
    }
}

fn push_json<T: serde::Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) {
    let written = serde_json::to_writer(text, value);
    debug_assert!(written.is_ok(), "texts and flags can be written to memory");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<'a>(secret: &'a Secret, texts: &'a [String]) -> Parameters<'a> {
        let some = Parameters::default().text("a", "b c").text("d", "").secret("e", secret);
        let some =
            some.flag("f", true).texts("g", texts).optional("h", None).optional("i", Some("~"));
        some.number("j", -9_007_199_254_740_993)
    }

    #[test]
    fn parameters_are_printed_as_a_query_as_a_form_and_as_json() {
        let (secret, texts) = (Secret::new("ä&"), ["1".to_owned(), "2".to_owned()]);
        let all = all(&secret, &texts);
        assert_eq!(
            all.query().expose(),
            "a=b%20c&d=&e=%C3%A4%26&f=true&g=1&g=2&i=~&j=-9007199254740993"
        );
        assert_eq!(
            all.form().expose(),
            "a=b+c&d=&e=%C3%A4%26&f=true&g=1&g=2&i=%7E&j=-9007199254740993"
        );
        assert_eq!(
            all.json().expose(),
            r#"{"a":"b c","d":"","e":"ä&","f":true,"g":["1","2"],"i":"~","j":-9007199254740993}"#
        );
        let none = Parameters::default();
        assert_eq!([none.query(), none.json()].each_ref().map(Secret::expose), ["", "{}"]);
    }

    #[test]
    fn only_what_is_marked_as_a_secret_is_scrubbed() {
        let secret = Secret::new("p");
        assert_eq!(all(&secret, &[]).secrets().collect::<Vec<_>>(), [&secret]);
    }

    /// Each printer asserts that its text has not grown.
    #[test]
    fn the_longest_printed_forms_leave_no_copies_behind() {
        let odd: String = "\u{0}é& \"".repeat(1_000);
        let (secret, texts) = (Secret::new(odd.as_str()), vec![odd.clone(), String::new()]);
        let all = all(&secret, &texts);
        let read: serde_json::Value = serde_json::from_str(all.json().expose()).unwrap();
        assert_eq!((&read["e"], &read["g"][0]), (&odd.as_str().into(), &odd.as_str().into()));
        assert!(all.query().expose().len() > odd.len() && all.form().expose().len() > odd.len());
        let empty = vec![String::new(); 100];
        let many = Parameters::default().texts("a", &empty);
        assert_eq!(many.json().expose().len(), r#"{"a":[]}"#.len() + 100 * 3 - 1);
        assert_eq!(many.query().expose().len(), 100 * 3 - 1);
        assert_eq!(Parameters::default().texts("a", &[]).json().expose(), r#"{"a":[]}"#);
    }
}
