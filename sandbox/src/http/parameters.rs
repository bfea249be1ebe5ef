//! The parameters of a call: the query of a GET, the JSON object of a POST.

use serde_json::{Map, Value};

use super::request::Request;

/// Named parameters; of two with one name the first counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(Map<String, Value>);

impl Parameters {
    /// Those in the query of a request.
    pub fn query(request: &Request) -> Self {
        let mut map = Map::new();
        for (name, value) in request.query() {
            map.entry(name).or_insert_with(|| value.into());
        }
        Self(map)
    }

    /// Those in a JSON object; `None` where it is none.
    pub fn json(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok().map(Self)
    }

    /// Is there one of this name, be it empty?
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// One as it was sent.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of one; an empty one and null count as absent, a number becomes its digits.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = plain(self.0.get(name)?)?;
        Some(text).filter(|text| !text.is_empty())
    }

    /// A number, which may be written as a text.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Is it true?
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).as_deref() == Some("true")
    }

    /// The members of an object.
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name)?.as_object()
    }
}

/// A string, number or flag as text; nothing else has one.
pub fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_and_object_are_read_alike() {
        let raw_query = "a=1&b=x%2By&a=2&empty=&f=true".to_owned();
        let query = Parameters::query(&Request { raw_query, ..Request::default() });
        let object = br#"{"a":1,"b":"x+y","empty":null,"f":true}"#;
        for parameters in [query, Parameters::json(object).unwrap()] {
            assert_eq!(parameters.number("a"), Some(1));
            assert_eq!(parameters.text("b").as_deref(), Some("x+y"));
            assert!(parameters.has("empty") && parameters.text("empty").is_none());
            assert!(parameters.flag("f") && !parameters.flag("a"));
        }
        assert_eq!(Parameters::json(b"[]"), None);
    }
}
