//! The answer of UiPath's Automation Suite to an allocation.

use std::sync::Arc;

use serde::de::{MapAccess, SeqAccess};

use super::field::{Compound, Key, Lenient, Skip, compound};
use super::fields::Allocation;
use super::json::{NotThis, tolerant};
use super::list::List;

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
            let Lenient(ListsUsers(lists_users)) = serde_json::from_str(answer)?;
            Ok(Self { allocations, lists_users, answer: answer.clone() })
        })
    }

    /// Whether it has the shape of the call that lists users' licenses, as an empty array has too.
    pub fn lists_users(&self) -> bool {
        self.lists_users
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

/// Which names an element has. On the path of an allocation other suites list users, under other names.
#[derive(Default)]
struct Names {
    is_object: bool,
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

compound!([] Names, [] ListsUsers);

impl Compound for Names {
    fn from_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut names = Self { is_object: true, ..Self::default() };
        while let Some(Key(key)) = map.next_key()? {
            names.note(&key);
            map.next_value::<Skip>()?;
        }
        Ok(names)
    }
}

/// Whether an array lists users: each of its objects does, or it is empty.
#[derive(Default)]
struct ListsUsers(bool);

impl Compound for ListsUsers {
    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let (mut is_empty, mut has_objects, mut all) = (true, false, true);
        while let Some(Lenient(names)) = seq.next_element::<Lenient<Names>>()? {
            is_empty = false;
            has_objects |= names.is_object;
            all &= !names.is_object || names.are_of_a_listed_user();
        }
        Ok(Self(is_empty || has_objects && all))
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
