//! `GET /api/v4/customer_license_users`: the users of a customer's licenses for a product.
//!
//! Source: <https://docs.licensespring.com/license-api/list-license-users-for-customer>.

use super::person::must_be;
use super::{Call, EntryKey, Parameters, ProductIds, Stored, Subject, Trusted};
use crate::error::Error;
use crate::model::{AnyModel, LicenseUsers};
use crate::secret::Secret;
use crate::transport::Method;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerLicenseUsers {
    pub product: String,
    pub customer_email: String,
}

impl Call for CustomerLicenseUsers {
    type Answer = LicenseUsers;
    const NAME: &'static str = "customer_license_users";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default().text("product", &self.product).text("customer", &self.customer_email)
    }

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
}

impl Stored for CustomerLicenseUsers {
    fn key(&self) -> EntryKey<'_> {
        let subject = Subject::Person(&self.customer_email);
        EntryKey { kind: Self::NAME, product: &self.product, subject }
    }

    fn grants_use(&self) -> bool {
        false
    }

    fn secret(&self) -> Option<&Secret> {
        None
    }

    fn person_in<'a>(&self, answer: &'a AnyModel) -> Option<&'a str> {
        let users: &LicenseUsers = answer.downcast_ref()?;
        users.customer.as_ref()?.email.as_str()
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
