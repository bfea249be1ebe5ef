//! `GET /api/v4/trial_key`: makes a trial of a product for this device, or gives the one that it has.
//!
//! It is a GET that makes something: a second request may make a second trial, where the vendor allows several,
//! and the password of a new user is in the first answer alone. So it is not sent twice.
//!
//! Source: <https://docs.licensespring.com/license-api/trial-key>.

use super::person::mismatch;
use super::{Call, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Trial, is_too_deep};
use crate::transport::Method;

/// For a user-based product with an email.
pub struct TrialKey {
    pub product: String,
    pub hardware_id: String,
    pub email: Option<String>,
}

impl Call for TrialKey {
    type Answer = Trial;
    const NAME: &'static str = "trial_key";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default()
            .text("product", &self.product)
            .text("hardware_id", &self.hardware_id)
            .optional("email", self.email.as_deref())
    }

    fn once(&self) -> bool {
        true
    }

    fn answer_is_secret(&self) -> bool {
        true
    }

    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Trial, Error> {
        if is_too_deep(answer.text()) {
            return Err(answer.unreadable("it is nested too deeply"));
        }
        let trial =
            Trial::parse(answer.share()).map_err(|_| answer.unreadable("it is not an object"))?;
        if !trial.names_somebody() {
            return Err(answer.unreadable("it names neither a license key nor a user"));
        }
        self.must_be_about_this(&trial, ids)?;
        Ok(trial)
    }
}

impl TrialKey {
    /// An answer has little to be matched with: no short code, and of a trial that is there already not even the
    /// product's id. The activation that follows is matched in full.
    fn must_be_about_this(&self, trial: &Trial, ids: &ProductIds) -> Result<(), Error> {
        let named = trial.product_id.get();
        if named.is_some_and(|named| ids.of(&self.product).is_some_and(|id| id != named)) {
            return Err(mismatch("the trial is for another product than the one that is set"));
        }
        let user = trial.username.as_str();
        if let (Some(user), Some(email)) = (user, &self.email) {
            super::person::must_be(Some(user), email, "the trial is for another user")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    fn call(email: Option<&str>) -> TrialKey {
        let email = email.map(str::to_owned);
        TrialKey { product: "example".into(), hardware_id: "h+1".into(), email }
    }

    fn read(email: Option<&str>, ids: &ProductIds, json: &str) -> Result<Trial, Error> {
        call(email).read(Trusted::by_a_signature(json.into()), ids)
    }

    fn status(email: Option<&str>, json: &str) -> Result<(), Status> {
        read(email, &ProductIds::default(), json).map(drop).map_err(|error| error.status())
    }

    const USER: &str = include_str!("../../tests/data/trial_key.user_new.200.json");
    const KEY: &str = include_str!("../../tests/data/trial_key.key_new.200.json");

    #[test]
    fn the_request_is_the_documented_one() {
        let query = |email| call(email).parameters().query().expose().to_owned();
        assert_eq!(query(None), "product=example&hardware_id=h%2B1");
        assert_eq!(query(Some("a+b@c.d")), "product=example&hardware_id=h%2B1&email=a%2Bb%40c.d");
        assert!(call(None).once() && call(None).answer_is_secret());
    }

    #[test]
    fn a_trial_for_another_user_is_a_mismatch() {
        assert_eq!(status(Some("User@Example.com"), USER), Ok(()));
        assert_eq!(status(Some("other@example.com"), USER), Err(Status::Mismatch));
        assert_eq!(status(None, USER), Ok(()));
        // A key-based product asks for no email, and names no user.
        assert_eq!(status(Some("other@example.com"), KEY), Ok(()));
    }

    #[test]
    fn a_trial_of_another_product_than_the_pinned_one_is_a_mismatch() {
        let mut ids = ProductIds::default();
        ids.pin("example", 1_700_000_000_000_001);
        assert!(read(None, &ids, KEY).is_ok());
        assert!(read(None, &ids, r#"{"license":"k","is_trial":true}"#).is_ok(), "none is named");
        ids.pin("example", 7);
        assert_eq!(read(None, &ids, KEY).unwrap_err().status(), Status::Mismatch);
    }

    #[test]
    fn an_answer_that_hands_nothing_out_is_none_and_its_error_repeats_nothing() {
        for json in ["[]", "null", "{}", r#"{"license_user":"","initial_password":"MARKER"}"#] {
            let error = read(None, &ProductIds::default(), json).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{json}");
            assert!(!format!("{error:?}").contains("MARKER"));
        }
    }
}
