//! Users of a customer's licenses, as `GET /api/v4/customer_license_users` answers them.
//!
//! Source of the fields: <https://docs.licensespring.com/license-api/list-license-users-for-customer>.

use std::fmt;
use std::sync::Arc;

use super::field::record;
use super::fields::{Customer, LicenseUser};
use super::json::{NotThis, parse_object};
use super::list::List;

record! {
    Body { customer: Option<Customer>, users: List<LicenseUser> }
}

/// A customer and the users of its licenses for a product.
pub struct LicenseUsers {
    pub customer: Option<Customer>,
    pub users: Vec<LicenseUser>,
    answer: Arc<String>,
}

impl LicenseUsers {
    /// Parses an answer.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        let (Body { customer, users }, answer) = parse_object(answer)?;
        Ok(Self { customer, users: users.0, answer })
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

/// Without the answer's text: it may hold passwords.
impl fmt::Debug for LicenseUsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { customer, users, answer: _ } = self;
        f.debug_struct("LicenseUsers").field("customer", customer).field("users", users).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_read_whole() {
        let answer =
            Arc::new(include_str!("../../tests/data/customer_license_users.200.json").to_owned());
        let users = LicenseUsers::parse(&answer).unwrap();
        assert_eq!(users.customer.as_ref().unwrap().email.as_str(), Some("test@example.com"));
        assert_eq!(users.users.len(), 2);
        assert_eq!(users.users[0].order_id.get(), Some(45_367_563_535_423));
        assert_eq!(users.users[0].initial_password.0.as_str(), Some("t218_uv@"));
        assert_eq!(users.json(), *answer);
    }

    #[test]
    fn debug_output_holds_no_password() {
        let answer = include_str!("../../tests/data/customer_license_users.200.json").to_owned();
        let users = LicenseUsers::parse(&Arc::new(answer)).unwrap();
        assert!(!format!("{users:?}").contains("t218_uv@"));
    }

    #[test]
    fn an_answer_that_is_no_object_is_an_error() {
        for json in ["[]", "{", "null", "1", "[{}]"] {
            assert!(LicenseUsers::parse(&Arc::new(json.into())).is_err(), "{json}");
        }
    }

    #[test]
    fn half_a_character_costs_its_field_only() {
        let json = r#"{"customer":{"email":"a@b.c"},"users":[{"email":"\udead"}],"x":1e999}"#;
        let users = LicenseUsers::parse(&Arc::new(json.into())).unwrap();
        assert_eq!(users.users[0].email.as_str(), Some("\u{FFFD}"));
    }
}
