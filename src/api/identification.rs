//! Who asks, and on which device: the block that each call about a license of this device carries.
//!
//! Source: <https://docs.licensespring.com/license-api>.

use super::person::{MAX_NAME, mismatch, must_be};
use super::{Identity, Parameters, ProductIds};
use crate::error::Error;
use crate::model::License;
use crate::person::same_person;
use crate::secret::Secret;

/// For whom a call is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The holder of a license of a key-based product: the key is all there is.
    LicenseKey(Secret),
    /// A user, with what proves who they are.
    SignIn(Identity),
    /// The user whose license this device has: the name is enough.
    Username(String),
}

impl Who {
    fn add_to<'a>(&'a self, parameters: Parameters<'a>) -> Parameters<'a> {
        match self {
            Self::LicenseKey(key) => parameters.secret("license_key", key),
            Self::SignIn(identity) => identity.add_to(parameters),
            Self::Username(username) => parameters.text("username", username),
        }
    }

    /// Whether it is used up by a request, so that the request must not be sent twice.
    pub fn is_used_up(&self) -> bool {
        match self {
            Self::SignIn(identity) => identity.is_used_up(),
            Self::LicenseKey(_) | Self::Username(_) => false,
        }
    }

    /// How later calls about this license name its holder; `None`: the license does not say who that is.
    /// No password, token or code is in it.
    pub fn holder_of(&self, license: &License) -> Option<Self> {
        match self {
            Self::LicenseKey(_) | Self::Username(_) => Some(self.clone()),
            Self::SignIn(_) => email_of(license).map(|email| Self::Username(email.to_owned())),
        }
    }

    /// The same, as far as it is known before an answer.
    pub fn known_holder(&self) -> Option<Self> {
        match self {
            Self::LicenseKey(_) | Self::Username(_) => Some(self.clone()),
            Self::SignIn(Identity::Password { username, .. }) => {
                Some(Self::Username(username.clone()))
            }
            Self::SignIn(
                Identity::IdToken { .. } | Identity::Code { .. } | Identity::Remembered { .. },
            ) => None,
        }
    }

    /// Whether both name one holder of an activated license.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::LicenseKey(one), Self::LicenseKey(other)) => {
                is_same_key(one.expose(), other.expose())
            }
            (Self::Username(one), Self::Username(other)) => same_person(one, other),
            (Self::LicenseKey(_) | Self::Username(_) | Self::SignIn(_), _) => false,
        }
    }

    /// Makes sure that a license is this holder's.
    fn must_hold(&self, license: &License) -> Result<(), Error> {
        const OTHER: &str = "the license of the answer belongs to somebody else";
        match self {
            Self::LicenseKey(key) => {
                let found = license.fields.license_key.0.as_str();
                let is_this = |found: &str| is_same_key(found, key.expose());
                if found.is_some_and(is_this) { Ok(()) } else { Err(mismatch(OTHER)) }
            }
            Self::Username(username) | Self::SignIn(Identity::Password { username, .. }) => {
                must_be(email_of(license), address(username), OTHER)
            }
            Self::SignIn(
                Identity::IdToken { .. } | Identity::Code { .. } | Identity::Remembered { .. },
            ) => match email_of(license) {
                Some(email) if email.len() <= MAX_NAME => Ok(()),
                Some(_) | None => Err(mismatch(OTHER)),
            },
        }
    }
}

/// Keys are typed by hand.
fn is_same_key(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// The email of the user whom a license is assigned to.
fn email_of(license: &License) -> Option<&str> {
    license.holder.as_ref()?.email.as_str().map(address)
}

/// An email as the service has it may go on behind a bar.
fn address(email: &str) -> &str {
    email.split_once('|').map_or(email, |(address, _)| address)
}

/// A license on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identification {
    /// The product's short code.
    pub product: String,
    pub hardware_id: String,
    pub who: Who,
    /// `None`: whichever the server takes.
    pub license_id: Option<i64>,
}

impl Identification {
    /// The parameters that all calls about it begin with. A key is one license, so its id is not sent along.
    pub fn parameters(&self) -> Parameters<'_> {
        let parameters = Parameters::default().text("product", &self.product);
        let parameters = self.who.add_to(parameters.text("hardware_id", &self.hardware_id));
        match (&self.who, self.license_id) {
            (Who::SignIn(_) | Who::Username(_), Some(id)) => parameters.number("license_id", id),
            (Who::LicenseKey(_), _) | (_, None) => parameters,
        }
    }

    /// Makes sure that a license is the one asked about: of this product, this holder and this device. A recorded
    /// answer to another question is genuine too. Not all answers name the device.
    pub fn must_match(&self, license: &License, ids: &ProductIds) -> Result<(), Error> {
        let product = license.fields.product_details.as_deref();
        ids.must_be_for(&self.product, product, "the license of the answer")?;
        self.who.must_hold(license)?;
        let hardware_id = license.fields.hardware_id.as_str();
        if hardware_id.is_some_and(|found| found != self.hardware_id) {
            return Err(mismatch("the license of the answer is activated on another device"));
        }
        if self.license_id.is_some() && license.fields.id.get() != self.license_id {
            return Err(mismatch("the answer is about another license"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identification(who: Who) -> Identification {
        let (product, hardware_id) = ("up".into(), "h".into());
        Identification { product, hardware_id, who, license_id: Some(1_719_215_304_208_059) }
    }

    fn password() -> Identity {
        Identity::Password { username: "a@b.c".into(), password: Secret::new("p") }
    }

    #[test]
    fn each_holder_is_named_in_its_own_way_and_a_key_needs_no_id() {
        let query = |who| identification(who).parameters().query().expose().to_owned();
        assert_eq!(
            query(Who::LicenseKey(Secret::new("A-B"))),
            "product=up&hardware_id=h&license_key=A-B"
        );
        assert_eq!(
            query(Who::SignIn(password())),
            "product=up&hardware_id=h&username=a%40b.c&password=p&license_id=1719215304208059"
        );
        assert_eq!(
            query(Who::Username("a+x@b.c".into())),
            "product=up&hardware_id=h&username=a%2Bx%40b.c&license_id=1719215304208059"
        );
    }

    #[test]
    fn later_calls_name_a_holder_without_what_proved_it() {
        let license = |email: &str| {
            let json = format!(r#"{{"user":{{"email":"{email}"}}}}"#);
            crate::model::Licenses::parse_one(&std::sync::Arc::new(json)).unwrap()
        };
        let holder = |who: Who, email: &str| who.holder_of(&license(email).0[0]);
        let username = Some(Who::Username("a@b.c".into()));
        assert_eq!(holder(Who::SignIn(password()), "a@b.c|x"), username);
        let account = "a".to_owned();
        let token =
            Identity::IdToken { id_token: Secret::new("t"), customer_account_code: account };
        assert_eq!(holder(Who::SignIn(token.clone()), "a@b.c"), username);
        assert_eq!(Who::SignIn(token).known_holder(), None);
        assert_eq!(Who::SignIn(password()).known_holder(), username);
    }
}
