//! The answer of UiPath's Automation Suite to an allocation.

use std::sync::Arc;

use super::field::{Place, Record, read};
use super::fields::Allocation;
use super::json::{NotThis, tolerant};
use super::list::{self, List};

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
            let List(allocations) = read(answer)?;
            let lists_users = lists_users(answer)?;
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
    of_an_allocation: bool,
    of_a_listed_user: [bool; 2],
}

impl Record for Names {
    /// Takes down the name, and passes over the value.
    fn member(&mut self, name: &str) -> Option<Place<'_>> {
        match name {
            "userId" | "userBundleCodes" => self.of_an_allocation = true,
            "id" => self.of_a_listed_user[0] = true,
            "userBundleLicenses" => self.of_a_listed_user[1] = true,
            _ => {}
        }
        None
    }
}

impl Names {
    fn are_of_a_listed_user(&self) -> bool {
        !self.of_an_allocation && self.of_a_listed_user == [true; 2]
    }
}

/// Whether an array lists users: each of its objects does, or it is empty.
fn lists_users(array: &str) -> Result<bool, NotThis> {
    let List::<Names>(objects) = list::within(array.len(), || read(array))?;
    let inside = array.trim_start().strip_prefix('[').unwrap_or_default();
    let is_empty = inside.trim_start().starts_with(']');
    let all = objects.iter().all(Names::are_of_a_listed_user);
    Ok(is_empty || !objects.is_empty() && all)
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
