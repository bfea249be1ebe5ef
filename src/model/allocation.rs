//! What UiPath's Automation Suite answers to an allocation.

use std::sync::Arc;

use serde::de::{MapAccess, SeqAccess};

use super::field::{Field, Key, Lenient, Record, Skip, Text};
use super::json::{NotThis, tolerant};
use super::list::List;
use super::reading::Flag;

/// The licenses that one user now holds. The answer's names are in camel case.
#[derive(Debug, Default)]
pub struct Allocation {
    pub user_id: Text,
    pub organization_id: Text,
    pub use_external_license: Flag,
    pub user_bundle_codes: Vec<Text>,
}

impl Record for Allocation {
    fn from_members<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut record = Self::default();
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                "userId" => record.user_id = map.next_value::<Lenient<_>>()?.0,
                "organizationId" => record.organization_id = map.next_value::<Lenient<_>>()?.0,
                "useExternalLicense" => {
                    record.use_external_license = map.next_value::<Lenient<_>>()?.0;
                }
                "userBundleCodes" => {
                    record.user_bundle_codes = map.next_value::<Lenient<Texts>>()?.0.0;
                }
                _ => {
                    map.next_value::<Skip>()?;
                }
            }
        }
        Ok(record)
    }
}

#[derive(Default)]
struct Texts(Vec<Text>);

impl Field for Texts {
    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut texts = Vec::new();
        while let Some(Lenient(text)) = seq.next_element::<Lenient<Text>>()? {
            if text.as_str().is_some() {
                texts.push(text);
            }
        }
        Ok(Self(texts))
    }
}

/// An answer, an element for each user.
#[derive(Debug)]
pub struct Allocations {
    pub allocations: Vec<Allocation>,
    answer: Arc<String>,
}

impl Allocations {
    /// Parses an answer; the error covers JSON that is no array.
    pub fn parse(answer: String) -> Result<Self, NotThis> {
        tolerant(&Arc::new(answer), |answer| {
            if !answer.trim_start().starts_with('[') {
                return Err(NotThis);
            }
            let Lenient(List(allocations)) = serde_json::from_str(answer)?;
            Ok(Self { allocations, answer: answer.clone() })
        })
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_leniently() {
        let json = r#"[{"userId":"u","organizationId":"o","useExternalLicense":true,
            "userBundleCodes":["A",null,"B"],"x":1},{"userId":7,"userBundleCodes":null},null]"#;
        let answer = Allocations::parse(json.to_owned()).unwrap();
        let [first, second] = &answer.allocations[..] else { panic!("{answer:?}") };
        assert_eq!(first.user_id.as_str(), Some("u"));
        assert_eq!(first.use_external_license.get(), Some(true));
        assert_eq!(first.user_bundle_codes.len(), 2);
        assert_eq!(second.user_id.as_str(), Some("7"));
        assert!(second.user_bundle_codes.is_empty());
        assert_eq!(answer.json(), json);
    }
}
