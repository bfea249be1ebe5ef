//! Variables of a device, as `POST /api/v4/track_device_variables` and `GET /api/v4/get_device_variables`
//! give them.
//!
//! Source of the fields: <https://docs.licensespring.com/license-api/get-device-variables>.

use std::sync::Arc;

use super::fields::Variable;
use super::json::{NotThis, parse_list};

/// The variables of a device.
#[derive(Debug)]
pub struct Variables {
    pub variables: Vec<Variable>,
    answer: Arc<String>,
}

impl Variables {
    /// Parses an answer; the error covers JSON that is no array.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        let (variables, answer) = parse_list(answer)?;
        Ok(Self { variables, answer })
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Variables {
        Variables::parse(&Arc::new(json.to_owned())).unwrap()
    }

    #[test]
    fn a_time_is_read_as_a_number_of_milliseconds_and_as_a_text() {
        let tracked = parse(include_str!("../../tests/data/track_device_variables.200.json"));
        assert_eq!(tracked.variables.len(), 2);
        assert_eq!(tracked.variables[0].created_at.seconds(), Some(1_764_070_000));
        assert_eq!(tracked.variables[1].value.as_str(), Some("2"));
        let got = parse(include_str!("../../tests/data/get_device_variables.200.json"));
        assert_eq!(got.variables[0].name.as_str(), Some("locale"));
        assert_eq!(got.variables[0].created_at.seconds(), Some(1_783_162_895));
        for (json, seconds) in [
            ("1764070000999", Some(1_764_070_000)),
            ("-1", Some(-1)),
            ("1764070000000.5", Some(1_764_070_000)),
            ("null", None),
            ("\"\"", None),
            ("\"soon\"", None),
            ("[]", None),
            ("1e300", None),
        ] {
            let one = parse(&format!(r#"[{{"variable":"a","created_at":{json}}}]"#));
            assert_eq!(one.variables[0].created_at.seconds(), seconds, "{json}");
        }
    }

    #[test]
    fn an_answer_that_is_no_list_is_an_error() {
        for json in ["{}", "null", "\"\"", "["] {
            assert!(Variables::parse(&Arc::new(json.to_owned())).is_err(), "{json}");
        }
    }
}
