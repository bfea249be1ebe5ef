//! An error answer of the licensing service.

use crate::http::answer::Answer;

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    status: u16,
    /// The code clients decide on.
    pub code: &'static str,
    message: String,
}

impl Refusal {
    /// Any refusal.
    pub fn new(status: u16, code: &'static str, message: &str) -> Self {
        let message = message.to_owned();
        Self { status, code, message }
    }

    /// The usual one: status 400.
    pub fn api(code: &'static str, message: &str) -> Self {
        Self::new(400, code, message)
    }

    /// There is no such call.
    pub fn nothing_here() -> Self {
        Self::new(404, "not_found", "There is nothing at this path.")
    }

    /// A parameter is missing, or there is one too many.
    pub fn missing(message: &str) -> Self {
        Self::api("missing_parameters", message)
    }

    /// User, password, token or code are wrong; which of them is nobody's business.
    pub fn sign_in() -> Self {
        Self::new(401, "authentication_failed", "The sign-in was refused.")
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::api_error(refusal.status, refusal.code, &refusal.message)
    }
}
