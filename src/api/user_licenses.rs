//! `GET /api/v4/user_licenses`: the licenses of a user for a product.
//!
//! Source: <https://docs.licensespring.com/license-api/list-licenses/licenses-for-user>.

use std::sync::Arc;

use super::person::{MAX_NAME, mismatch, must_be};
use super::{Call, EntryKey, Identity, Parameters, ProductIds, Stored, Subject, Trusted};
use crate::error::Error;
use crate::model::{AnyModel, License, Licenses, is_too_deep};
use crate::secret::Secret;
use crate::transport::Method;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserLicenses {
    pub product: String,
    pub identity: Identity,
}

impl Call for UserLicenses {
    type Answer = Licenses;
    const NAME: &'static str = "user_licenses";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.identity.add_to(Parameters::default().text("product", &self.product))
    }

    fn once(&self) -> bool {
        self.identity.is_used_up()
    }

    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Licenses, Error> {
        if is_too_deep(answer.text()) {
            return Err(answer.unreadable("it is nested too deeply"));
        }
        let licenses = Licenses::parse(answer.share())
            .map_err(|_| answer.unreadable("it is not an array of licenses"))?;
        for license in &licenses.0 {
            self.must_be_about_this(license, ids)?;
        }
        Ok(licenses)
    }
}

impl Stored for UserLicenses {
    fn key(&self) -> EntryKey<'_> {
        EntryKey { kind: Self::NAME, product: &self.product, subject: self.identity.subject() }
    }

    fn grants_use(&self) -> bool {
        true
    }

    fn secret(&self) -> Option<&Secret> {
        self.identity.secret()
    }

    fn require_secret(&self) -> Result<(), Error> {
        self.identity.require_secret()
    }

    fn person_in<'a>(&self, answer: &'a AnyModel) -> Option<&'a str> {
        let licenses: &Licenses = answer.downcast_ref()?;
        licenses.0.iter().find_map(|license| license.holder.as_ref()?.email.as_str())
    }

    fn identity(&self) -> Option<&Identity> {
        Some(&self.identity)
    }

    fn with_identity(&self, identity: Identity) -> Option<Arc<dyn Stored>> {
        Some(Arc::new(Self { product: self.product.clone(), identity }))
    }
}

impl UserLicenses {
    /// A recorded answer for somebody else is genuine too.
    fn must_be_about_this(&self, license: &License, ids: &ProductIds) -> Result<(), Error> {
        let product = license.fields.product_details.as_deref();
        ids.must_be_for(&self.product, product, "a license of the answer")?;
        match self.identity.subject() {
            Subject::Person(username) => {
                let email = license.holder.as_ref().and_then(|holder| holder.email.as_str());
                must_be(
                    email,
                    username,
                    "a license of the answer is not for the user who signed in",
                )
            }
            Subject::SomebodyOf(_) | Subject::LastUser | Subject::Device(_) => {
                must_be_short(license)
            }
        }
    }
}

/// Who signs in by single sign-on is known from the answer alone, and is what the store calls it by.
fn must_be_short(license: &License) -> Result<(), Error> {
    let email = license.holder.as_ref().and_then(|holder| holder.email.as_str());
    if email.is_some_and(|email| email.len() > MAX_NAME) {
        return Err(mismatch("a license of the answer is for a user with a name that nobody has"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/user_licenses.200.json");

    fn question(product: &str, username: &str) -> UserLicenses {
        UserLicenses {
            product: product.into(),
            identity: Identity::Password {
                username: username.into(),
                password: Secret::new("p&s"),
            },
        }
    }

    fn read(question: &UserLicenses, json: &str) -> Result<Licenses, Error> {
        question.read(Trusted::by_the_seal(json.to_owned()), &ProductIds::default())
    }

    #[test]
    fn the_published_example_answers_its_question() {
        let licenses = read(&question("up", "SomeUser@SomeDomain.com"), EXAMPLE).unwrap();
        assert_eq!(licenses.0.len(), 2);
        assert_eq!(licenses.0[1].fields.id.get(), Some(1_719_215_304_208_059));
    }

    #[test]
    fn a_genuine_answer_to_another_question_is_refused() {
        for question in
            [question("up", "other@somedomain.com"), question("UP", "someuser@somedomain.com")]
        {
            assert_eq!(read(&question, EXAMPLE).unwrap_err().status(), Status::Mismatch);
        }
        let nameless = r#"[{"license":{"id":1},"user":{"email":"a@b.c"}}]"#;
        assert_eq!(
            read(&question("up", "a@b.c"), nameless).unwrap_err().status(),
            Status::Mismatch
        );
        let userless = r#"[{"license":{"product_details":{"short_code":"up"}}}]"#;
        assert_eq!(
            read(&question("up", "a@b.c"), userless).unwrap_err().status(),
            Status::Mismatch
        );
    }

    #[test]
    fn no_license_is_an_answer_and_an_object_is_none() {
        assert!(read(&question("up", "a@b.c"), "[]").unwrap().0.is_empty());
        assert_eq!(read(&question("up", "a@b.c"), "{}").unwrap_err().status(), Status::Response);
    }

    #[test]
    fn a_pinned_product_is_known_by_its_id() {
        let mut ids = ProductIds::default();
        let with = |id: &str| {
            format!(
                r#"[{{"license":{{"product_details":{{"short_code":"up","product_id":{id}}}}},"user":{{"email":"a@b.c"}}}}]"#
            )
        };
        let read = |ids: &ProductIds, json: String| {
            let answer = Trusted::by_the_seal(json);
            question("up", "a@b.c").read(answer, ids).map(drop).map_err(|error| error.status())
        };
        for id in ["7", "8", "null", "[]"] {
            assert_eq!(read(&ids, with(id)), Ok(()), "{id}");
        }
        ids.pin("up", 8);
        ids.pin("other", 9);
        ids.pin("up", 7);
        assert_eq!(read(&ids, with("7")), Ok(()));
        for id in ["8", "9", "null", "\"x\"", "[7]", "7.5", "1e999", "true"] {
            assert_eq!(read(&ids, with(id)), Err(Status::Mismatch), "{id}");
        }
        let without = with("7").replace(r#","product_id":7"#, "");
        assert_eq!(read(&ids, without), Err(Status::Mismatch));
        let second = with("7").replace("}]", &format!("}},{}", &with("8")[1..]));
        assert_eq!(read(&ids, second), Err(Status::Mismatch));
        assert_eq!(read(&ids, "[]".into()), Ok(()));
    }

    #[test]
    fn a_signed_body_that_is_no_list_of_objects_is_not_blamed_on_the_network() {
        for json in ["[1]", "[null]", "[[]]", "{}", "1", "null", "\"x\"", "[false,\"x\"]"] {
            let error = read(&question("up", "a@b.c"), json).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{json}");
        }
        let signed = Trusted::by_a_signature("[1]".into());
        let read = question("up", "a@b.c").read(signed, &ProductIds::default());
        let error = read.unwrap_err();
        assert_eq!(error.status(), Status::Response);
        assert!(!error.message().contains("proxy"), "{error}");
    }

    #[test]
    fn a_name_that_cannot_be_stored_is_refused() {
        let identity =
            Identity::IdToken { id_token: Secret::new("t"), customer_account_code: "a".into() };
        let question = UserLicenses { product: "up".into(), identity };
        let with = |email: &str| {
            let json = EXAMPLE_OF_UP.replace("a@b.c", email);
            question.read(Trusted::by_the_seal(json), &ProductIds::default()).map(drop)
        };
        assert!(with(&"a".repeat(MAX_NAME)).is_ok());
        assert_eq!(with(&"a".repeat(MAX_NAME + 1)).unwrap_err().status(), Status::Mismatch);
    }

    const EXAMPLE_OF_UP: &str =
        r#"[{"license":{"product_details":{"short_code":"up"}},"user":{"email":"a@b.c"}}]"#;
}
