//! `GET /api/v4/customer_license_users`: the users of a customer's licenses for a product.
//!
//! Source: <https://docs.licensespring.com/license-api/list-license-users-for-customer>.

use super::answer::Trusted;
use super::person::must_be;
use super::{ProductIds, Question, Readable, Subject};
use crate::error::Error;
use crate::model::LicenseUsers;
use crate::secret::Secret;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerLicenseUsers {
    pub product: String,
    pub customer_email: String,
}

impl Question for CustomerLicenseUsers {
    fn kind(&self) -> &'static str {
        "customer_license_users"
    }

    fn decides(&self) -> bool {
        false
    }

    fn product(&self) -> &str {
        &self.product
    }

    fn query(&self) -> Vec<(&'static str, &str)> {
        vec![("product", &self.product), ("customer", &self.customer_email)]
    }

    fn subject(&self) -> Subject<'_> {
        Subject::Person(&self.customer_email)
    }

    fn proof(&self) -> Option<&Secret> {
        None
    }

    fn is_repeatable(&self) -> bool {
        true
    }
}

impl Readable for CustomerLicenseUsers {
    type Answer = LicenseUsers;

    /// The answer names no product.
    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<LicenseUsers, Error> {
        let users = LicenseUsers::parse(answer.share())
            .map_err(|_| answer.unreadable("it is not an object with a customer and users"))?;
        let customer = users.customer.as_ref().and_then(|customer| customer.email.as_str());
        must_be(
            customer,
            &self.customer_email,
            "the answer is not about the customer that was asked about",
        )?;
        Ok(users)
    }

    fn person_in(answer: &LicenseUsers) -> Option<&str> {
        answer.customer.as_ref()?.email.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    #[test]
    fn an_answer_about_another_customer_is_refused() {
        let read = |customer: &str, json: &str| {
            let question =
                CustomerLicenseUsers { product: "up".into(), customer_email: customer.into() };
            let answer = Trusted::by_the_seal(json.to_owned());
            question.read(answer, &ProductIds::default()).map_err(|error| error.status())
        };
        let example = include_str!("../../tests/data/customer_license_users.200.json");
        assert!(read("Test@Example.com", example).is_ok());
        assert_eq!(read("other@example.com", example).unwrap_err(), Status::Mismatch);
        assert_eq!(read("test@example.com", "{}").unwrap_err(), Status::Mismatch);
        assert_eq!(read("test@example.com", "[]").unwrap_err(), Status::Response);
    }
}
