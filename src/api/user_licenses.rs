//! `GET /api/v4/user_licenses`: the licenses of a user for a product.
//!
//! Source: <https://docs.licensespring.com/license-api/list-licenses/licenses-for-user>.

use super::answer::Trusted;
use super::person::{LONGEST_NAME, mismatch, must_be};
use super::{ProductIds, Question, Readable, Subject};
use crate::error::Error;
use crate::model::{License, Licenses, is_too_deep};
use crate::secret::Secret;

/// How a user proves who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    Password {
        username: String,
        password: Secret,
    },
    /// Single sign-on, implicit grant.
    IdToken {
        id_token: Secret,
        customer_account_code: String,
    },
    /// Single sign-on, authorization code grant; a code is good for one use.
    Code {
        code: Secret,
        customer_account_code: String,
        redirect_uri: Option<String>,
    },
    /// No secret in hand: as this user, or as whoever signed in last on this device.
    Remembered {
        username: Option<String>,
    },
}

impl SignIn {
    fn proof(&self) -> Option<&Secret> {
        Some(match self {
            Self::Password { password, .. } => password,
            Self::IdToken { id_token, .. } => id_token,
            Self::Code { code, .. } => code,
            Self::Remembered { .. } => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserLicenses {
    pub product: String,
    pub sign_in: SignIn,
}

impl Question for UserLicenses {
    fn kind(&self) -> &'static str {
        "user_licenses"
    }

    fn decides(&self) -> bool {
        true
    }

    fn product(&self) -> &str {
        &self.product
    }

    fn query(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = vec![("product", self.product.as_str())];
        match &self.sign_in {
            SignIn::Password { username, password } => {
                pairs.extend([("username", username.as_str()), ("password", password.expose())]);
            }
            SignIn::IdToken { id_token, customer_account_code } => pairs.extend([
                ("id_token", id_token.expose()),
                ("customer_account_code", customer_account_code.as_str()),
            ]),
            SignIn::Code { code, customer_account_code, redirect_uri } => {
                pairs.extend([
                    ("code", code.expose()),
                    ("customer_account_code", customer_account_code.as_str()),
                ]);
                pairs.extend(redirect_uri.iter().map(|uri| ("redirect_uri", uri.as_str())));
            }
            SignIn::Remembered { .. } => {}
        }
        pairs
    }

    fn subject(&self) -> Subject<'_> {
        match &self.sign_in {
            SignIn::Password { username, .. } => Subject::Person(username),
            SignIn::IdToken { customer_account_code, .. }
            | SignIn::Code { customer_account_code, .. } => {
                Subject::SomebodyOf(customer_account_code)
            }
            SignIn::Remembered { username } => {
                username.as_deref().map_or(Subject::WhoeverWasLast, Subject::Person)
            }
        }
    }

    fn proof(&self) -> Option<&Secret> {
        self.sign_in.proof()
    }

    fn must_hold_a_secret(&self) -> Result<(), Error> {
        match self.sign_in {
            SignIn::Remembered { .. } => Err(Error::invalid(
                "credentials",
                "remembered ones hold no secret, so they are answered from the store and not by the server",
            )),
            _ => Ok(()),
        }
    }

    fn is_repeatable(&self) -> bool {
        !matches!(self.sign_in, SignIn::Code { .. })
    }
}

impl Readable for UserLicenses {
    type Answer = Licenses;

    fn sign_in(&self) -> Option<&SignIn> {
        Some(&self.sign_in)
    }

    fn with_sign_in(&self, sign_in: SignIn) -> Option<Self> {
        Some(Self { product: self.product.clone(), sign_in })
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

    fn person_in(answer: &Licenses) -> Option<&str> {
        answer.0.iter().find_map(|license| license.holder.as_ref()?.email.as_str())
    }
}

impl UserLicenses {
    /// A recorded answer for somebody else is genuine too, and so is one for another customer of the
    /// licensing service, whose product may have the same short code.
    fn must_be_about_this(&self, license: &License, ids: &ProductIds) -> Result<(), Error> {
        let product = license.fields.product_details.as_ref();
        let short_code = product.and_then(|product| product.short_code.as_str());
        if short_code != Some(&self.product) {
            return Err(mismatch(
                "a license of the answer is not for the product that was asked about",
            ));
        }
        let id = product.and_then(|product| product.product_id.get());
        if ids.of(&self.product).is_some_and(|pinned| id != Some(pinned)) {
            return Err(mismatch(
                "a license of the answer is for another product of this short code: its product_id is not the one that is set",
            ));
        }
        match &self.sign_in {
            SignIn::Password { username, .. } | SignIn::Remembered { username: Some(username) } => {
                let email = license.holder.as_ref().and_then(|holder| holder.email.as_str());
                must_be(
                    email,
                    username,
                    "a license of the answer is not for the user who signed in",
                )
            }
            _ => must_be_short(license),
        }
    }
}

/// Who signs in by single sign-on is known from the answer alone, and is what the store calls it by.
fn must_be_short(license: &License) -> Result<(), Error> {
    let email = license.holder.as_ref().and_then(|holder| holder.email.as_str());
    if email.is_some_and(|email| email.len() > LONGEST_NAME) {
        return Err(mismatch("a license of the answer is for a user with a name that nobody has"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Authorization, request};
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/user_licenses.200.json");

    fn question(product: &str, username: &str) -> UserLicenses {
        UserLicenses {
            product: product.into(),
            sign_in: SignIn::Password { username: username.into(), password: Secret::new("p&s") },
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
        let sign_in =
            SignIn::IdToken { id_token: Secret::new("t"), customer_account_code: "a".into() };
        let question = UserLicenses { product: "up".into(), sign_in };
        let with = |email: &str| {
            let json = EXAMPLE_OF_UP.replace("a@b.c", email);
            question.read(Trusted::by_the_seal(json), &ProductIds::default()).map(drop)
        };
        assert!(with(&"a".repeat(LONGEST_NAME)).is_ok());
        assert_eq!(with(&"a".repeat(LONGEST_NAME + 1)).unwrap_err().status(), Status::Mismatch);
    }

    const EXAMPLE_OF_UP: &str =
        r#"[{"license":{"product_details":{"short_code":"up"}},"user":{"email":"a@b.c"}}]"#;

    #[test]
    fn each_sign_in_sends_its_own_parameters() {
        let token = Authorization::Token(Secret::new("k"));
        let query = |sign_in: SignIn| {
            let question = UserLicenses { product: "u p".into(), sign_in };
            request(&question, &token, 0).query.expose().to_owned()
        };
        let account = || "acme".to_owned();
        assert_eq!(
            query(SignIn::Password { username: "a@b.c".into(), password: Secret::new("p&s=1") }),
            "product=u%20p&username=a%40b.c&password=p%26s%3D1"
        );
        assert_eq!(
            query(SignIn::IdToken { id_token: Secret::new("t"), customer_account_code: account() }),
            "product=u%20p&id_token=t&customer_account_code=acme"
        );
        assert_eq!(
            query(SignIn::Code {
                code: Secret::new("c"),
                customer_account_code: account(),
                redirect_uri: Some("http://127.0.0.1/x".into())
            }),
            "product=u%20p&code=c&customer_account_code=acme&redirect_uri=http%3A%2F%2F127.0.0.1%2Fx"
        );
    }
}
