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
    names: Names,
}

/// Which names an element has. On the same path other suites list users, under other names.
#[derive(Debug, Default)]
struct Names {
    of_an_allocation: bool,
    of_a_listed_user: [bool; 2],
}

impl Names {
    fn note(&mut self, name: &str) {
        match name {
            "userId" | "userBundleCodes" => self.of_an_allocation = true,
            "id" => self.of_a_listed_user[0] = true,
            "userBundleLicenses" => self.of_a_listed_user[1] = true,
            _ => {}
        }
    }

    fn are_of_a_listed_user(&self) -> bool {
        !self.of_an_allocation && self.of_a_listed_user == [true; 2]
    }
}

impl Record for Allocation {
    fn from_members<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut record = Self::default();
        while let Some(Key(key)) = map.next_key()? {
            record.names.note(&key);
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
    lists_users: bool,
    answer: Arc<String>,
}

impl Allocations {
    /// Parses an answer; the error covers JSON that is no array.
    pub fn parse(answer: String) -> Result<Self, NotThis> {
        tolerant(&Arc::new(answer), |answer| {
            if !answer.trim_start().starts_with('[') {
                return Err(NotThis);
            }
            let Lenient(List::<Allocation>(allocations)) = serde_json::from_str(answer)?;
            let lists_users = lists_users(answer, &allocations);
            Ok(Self { allocations, lists_users, answer: answer.clone() })
        })
    }

    /// Whether it has the shape of the call that lists what users hold, as an empty array has too.
    pub fn lists_users(&self) -> bool {
        self.lists_users
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

fn lists_users(json: &str, elements: &[Allocation]) -> bool {
    let between = json.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_empty = between.is_some_and(|between| between.trim().is_empty());
    let are_listed = elements.iter().all(|element| element.names.are_of_a_listed_user());
    is_empty || (!elements.is_empty() && are_listed)
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

    #[test]
    fn a_list_of_users_is_told_by_its_names() {
        let lists_users = |json: &str| Allocations::parse(json.to_owned()).unwrap().lists_users();
        let user = r#"{"id":"u","email":null,"userBundleLicenses":[],"orphan":false}"#;
        for json in ["[]", " [ ]\n", &format!("[{user}]"), &format!("[{user},{user}]")] {
            assert!(lists_users(json), "{json}");
        }
        for json in [
            r#"[{"userId":"u","userBundleCodes":[]}]"#,
            r#"[{"id":"u","userBundleLicenses":[],"userId":"u"}]"#,
            r#"[{"id":"u"}]"#,
            r#"[{"userBundleLicenses":[]}]"#,
            "[{}]",
            "[null]",
            "[1]",
            &format!(r#"[{user},{{"userId":"u"}}]"#),
        ] {
            assert!(!lists_users(json), "{json}");
        }
    }
}
