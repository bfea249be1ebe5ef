//! A trial, as `GET /api/v4/trial_key` hands one out.
//!
//! Source of the fields: <https://docs.licensespring.com/license-api/trial-key>.

use std::ops::Deref;
use std::sync::Arc;

use zeroize::Zeroize;

use super::field::{Text, record};
use super::fields::TrialFields;
use super::json::{NotThis, parse_object};
use super::reading::{Flag, Int};

record! {
    /// What says more about a trial than applications read.
    Besides { id: Int, license: Text, product_id: Int }
}

/// A trial: for whom it is, and the password of a new user.
#[derive(Debug)]
pub struct Trial {
    pub fields: TrialFields,
    /// Only an answer about a new trial names it.
    pub product_id: Int,
}

impl Deref for Trial {
    type Target = TrialFields;

    fn deref(&self) -> &TrialFields {
        &self.fields
    }
}

impl Trial {
    /// Parses an answer. A copy of it that has to be made for that is overwritten; the answer itself is its
    /// owner's.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        let (mut fields, readable) = parse_object::<TrialFields>(answer)?;
        let (Besides { id, license, product_id }, same) = parse_object(&readable)?;
        drop(same);
        if let Some(mut copy) = Arc::into_inner(readable) {
            copy.zeroize();
        }
        if fields.license_key.as_str().is_none() {
            fields.license_key = license;
        }
        // A trial that is there already is described in three words, and only a new user has a password.
        let is_new = id.get().is_some() || fields.initial_password.0.as_str().is_some();
        fields.is_new = Flag::Read(is_new);
        Ok(Self { fields, product_id })
    }

    /// Whether it says for whom it is.
    pub fn names_somebody(&self) -> bool {
        let named = |text: &Text| text.as_str().is_some_and(|text| !text.is_empty());
        named(&self.license_key) || named(&self.username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Trial {
        Trial::parse(&Arc::new(json.to_owned())).unwrap()
    }

    #[test]
    fn the_four_published_answers_are_read() {
        let new_key = parse(include_str!("../../tests/data/trial_key.key_new.200.json"));
        assert_eq!(new_key.license_key.as_str(), Some("AAAA-BBBB-CCCC-EEEE"));
        assert_eq!((new_key.is_new.get(), new_key.days.get()), (Some(true), Some(30)));
        let key = parse(include_str!("../../tests/data/trial_key.key_existing.200.json"));
        assert_eq!(key.license_key.as_str(), Some("AAAA-BBBB-CCCC-EEEE"));
        assert_eq!(
            (key.is_new.get(), key.days.get(), key.username.as_str()),
            (Some(false), None, None)
        );
        let new_user = parse(include_str!("../../tests/data/trial_key.user_new.200.json"));
        assert_eq!(new_user.username.as_str(), Some("user@example.com"));
        assert_eq!(new_user.initial_password.0.as_str(), Some("example-initial-1"));
        let user = parse(include_str!("../../tests/data/trial_key.user_existing.200.json"));
        assert_eq!(user.username.as_str(), Some("user@example.com"));
        assert_eq!((user.is_new.get(), user.initial_password.0.as_str()), (Some(false), None));
        assert!([new_key, key, new_user, user].iter().all(Trial::names_somebody));
    }

    #[test]
    fn what_the_answer_says_of_being_new_does_not_count() {
        assert_eq!(parse(r#"{"is_new":true,"license":"k"}"#).is_new.get(), Some(false));
        assert_eq!(parse(r#"{"is_new":false,"id":7,"license":"k"}"#).is_new.get(), Some(true));
    }

    #[test]
    fn debug_output_holds_no_password() {
        let trial = parse(r#"{"license_user":"u","initial_password":"MARKER"}"#);
        assert!(!format!("{trial:?}").contains("MARKER"));
        assert_eq!(trial.is_new.get(), Some(true));
    }

    #[test]
    fn a_trial_for_nobody_is_recognised() {
        for json in ["{}", r#"{"license":"","license_user":null}"#, r#"{"license_key":[]}"#] {
            assert!(!parse(json).names_somebody(), "{json}");
        }
        assert!(Trial::parse(&Arc::new("[]".to_owned())).is_err());
    }
}
