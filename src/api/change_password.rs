//! `POST /api/v4/change_password`: gives a user another password.
//!
//! The answer is a text, of which it is not published whether it is signed: a signature that is there has to be
//! right, and without one the connection vouches for it. No right to use rests on it.
//!
//! Source: <https://docs.licensespring.com/license-api/change-password>.

use super::bare_text::says;
use super::{Call, Parameters, ProductIds, Trust, Trusted};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::Method;

/// What the server says to a changed password.
const DONE: &str = "password_changed";

pub struct ChangePassword {
    pub username: String,
    pub password: Secret,
    pub new_password: Secret,
}

impl Call for ChangePassword {
    type Answer = ();
    const NAME: &'static str = "change_password";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default()
            .text("username", &self.username)
            .secret("password", &self.password)
            .secret("new_password", &self.new_password)
    }

    /// A second request has the wrong old password, where the first one was done.
    fn once(&self) -> bool {
        true
    }

    fn trust(&self) -> Trust {
        Trust::SignatureIfAny
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<(), Error> {
        if says(answer.text(), DONE) {
            return Ok(());
        }
        Err(answer.unreadable("it does not say that the password was changed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::receive;
    use crate::api::{Encoding, ResponseKey};
    use crate::error::Status;
    use crate::transport::Response;

    fn call() -> ChangePassword {
        let username = "a@b.c".to_owned();
        ChangePassword {
            username,
            password: Secret::new("old&"),
            new_password: Secret::new("n\"w"),
        }
    }

    fn status(answer: Response) -> Result<(), Status> {
        receive(&call(), answer, &ResponseKey::production(), &[], 0).map_err(|error| error.status())
    }

    #[test]
    fn the_request_is_the_documented_one_and_both_passwords_are_scrubbed() {
        let call = call();
        assert_eq!(
            (call.method(), call.encoding(), call.once()),
            (Method::Post, Encoding::Json, true)
        );
        let parameters = call.parameters();
        assert_eq!(
            parameters.json().expose(),
            r#"{"username":"a@b.c","password":"old&","new_password":"n\"w"}"#
        );
        assert_eq!(parameters.secrets().map(Secret::expose).collect::<Vec<_>>(), ["old&", "n\"w"]);
    }

    #[test]
    fn a_changed_password_is_said_with_quotes_or_without() {
        for body in ["password_changed", "\"password_changed\"", " \"password_changed\"\r\n"] {
            assert_eq!(status(Response::new(200, body)), Ok(()), "{body}");
        }
    }

    #[test]
    fn anything_else_does_not_say_that_it_was_changed() {
        for body in ["", "license_deactivated", "{}", "<html>password_changed</html>", "\"", "null"]
        {
            assert_eq!(status(Response::new(200, body)), Err(Status::Response), "{body}");
        }
        let signed =
            Response::new(200, "\"password_changed\"").with_header("licensesignature", "AAAA");
        assert_eq!(status(signed), Err(Status::Signature));
    }

    #[test]
    fn an_error_repeats_neither_password() {
        let body = r#"{"status":400,"code":"brand_new","message":"old& is not n\"w"}"#;
        let answer = Response::new(400, body);
        let error = receive(&call(), answer, &ResponseKey::production(), &[], 0).unwrap_err();
        assert!(
            !error.message().contains("old&") && !error.message().contains("n\"w"),
            "{error:?}"
        );
    }
}
