//! Who asks: how a user proves who they are.

use super::{Parameters, Subject};
use crate::error::Error;
use crate::secret::Secret;

/// The user that a call is made for, with what proves it. Writes itself into the parameters of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
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
    /// No secret in hand: as this user, or as the one who signed in last on this device.
    Remembered {
        username: Option<String>,
    },
}

impl Identity {
    /// Adds what the services call it. A remembered one adds nothing: it is not sent.
    pub fn add_to<'a>(&'a self, parameters: Parameters<'a>) -> Parameters<'a> {
        match self {
            Self::Password { username, password } => {
                parameters.text("username", username).secret("password", password)
            }
            Self::IdToken { id_token, customer_account_code } => parameters
                .secret("id_token", id_token)
                .text("customer_account_code", customer_account_code),
            Self::Code { code, customer_account_code, redirect_uri } => parameters
                .secret("code", code)
                .text("customer_account_code", customer_account_code)
                .optional("redirect_uri", redirect_uri.as_deref()),
            Self::Remembered { .. } => parameters,
        }
    }

    /// What earns an answer.
    pub fn secret(&self) -> Option<&Secret> {
        match self {
            Self::Password { password: secret, .. }
            | Self::IdToken { id_token: secret, .. }
            | Self::Code { code: secret, .. } => Some(secret),
            Self::Remembered { .. } => None,
        }
    }

    /// An error for one without a secret: the server cannot be asked.
    pub fn require_secret(&self) -> Result<(), Error> {
        match self {
            Self::Password { .. } | Self::IdToken { .. } | Self::Code { .. } => Ok(()),
            Self::Remembered { .. } => Err(Error::invalid(
                "credentials",
                "remembered ones hold no secret, so they are answered from the store and not by the server",
            )),
        }
    }

    /// Whether it is used up by a request, so that the request must not be sent twice.
    pub fn is_used_up(&self) -> bool {
        match self {
            Self::Code { .. } => true,
            Self::Password { .. } | Self::IdToken { .. } | Self::Remembered { .. } => false,
        }
    }

    /// Whether it is good for minutes or hours only, so that it is to be used soon.
    pub fn expires(&self) -> bool {
        match self {
            Self::IdToken { .. } | Self::Code { .. } => true,
            Self::Password { .. } | Self::Remembered { .. } => false,
        }
    }

    /// The person, as far as they are known before an answer.
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::Password { username, .. } | Self::Remembered { username: Some(username) } => {
                Subject::Person(username)
            }
            Self::IdToken { customer_account_code, .. }
            | Self::Code { customer_account_code, .. } => {
                Subject::SomebodyOf(customer_account_code)
            }
            Self::Remembered { username: None } => Subject::LastUser,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_identity_sends_its_own_parameters() {
        let query = |identity: Identity| {
            let parameters = identity.add_to(Parameters::default().text("product", "u p"));
            parameters.query().expose().to_owned()
        };
        let account = || "acme".to_owned();
        assert_eq!(
            query(Identity::Password { username: "a@b.c".into(), password: Secret::new("p&s=1") }),
            "product=u%20p&username=a%40b.c&password=p%26s%3D1"
        );
        assert_eq!(
            query(Identity::IdToken {
                id_token: Secret::new("t"),
                customer_account_code: account()
            }),
            "product=u%20p&id_token=t&customer_account_code=acme"
        );
        assert_eq!(
            query(Identity::Code {
                code: Secret::new("c"),
                customer_account_code: account(),
                redirect_uri: Some("http://127.0.0.1/x".into())
            }),
            "product=u%20p&code=c&customer_account_code=acme&redirect_uri=http%3A%2F%2F127.0.0.1%2Fx"
        );
        assert_eq!(query(Identity::Remembered { username: Some("a@b.c".into()) }), "product=u%20p");
    }

    #[test]
    fn the_secret_of_each_identity_is_one_of_the_parameters_that_are_scrubbed() {
        for identity in [
            Identity::Password { username: "u".into(), password: Secret::new("1") },
            Identity::IdToken { id_token: Secret::new("2"), customer_account_code: "a".into() },
            Identity::Code {
                code: Secret::new("3"),
                customer_account_code: "a".into(),
                redirect_uri: None,
            },
            Identity::Remembered { username: None },
        ] {
            let parameters = identity.add_to(Parameters::default());
            let scrubbed: Vec<_> = parameters.secrets().collect();
            assert_eq!(scrubbed, Vec::from_iter(identity.secret()));
        }
    }
}
