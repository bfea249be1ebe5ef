//! `POST /api/v4/floating/release`: gives back the seat of a license that this device holds or has borrowed.
//!
//! Source: <https://docs.licensespring.com/license-api/floating-release>.

use super::bare_text::is_nothing;
use super::{Call, Identification, Parameters, ProductIds, Trust, Trusted};
use crate::error::Error;
use crate::transport::Method;

/// Idempotent: a seat that is not held any more is refused with codes that say so.
pub struct FloatingRelease {
    pub device: Identification,
}

impl Call for FloatingRelease {
    type Answer = ();
    const NAME: &'static str = "floating/release";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters()
    }

    /// No right to use rests on it.
    fn trust(&self) -> Trust {
        Trust::SignatureIfAny
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<(), Error> {
        must_be_nothing(&answer)
    }
}

/// A page of somebody between is no answer.
pub(super) fn must_be_nothing(answer: &Trusted) -> Result<(), Error> {
    if is_nothing(answer.text()) {
        return Ok(());
    }
    Err(answer.unreadable("it is not empty, as the answer to a release is"))
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;

    fn read(text: &str) -> bool {
        let who = Who::Username("a@b.c".into());
        let (product, hardware_id) = ("up".into(), "h".into());
        let device = Identification { product, hardware_id, who, license_id: Some(7) };
        let call = FloatingRelease { device };
        let sent = call.parameters().json().expose().to_owned();
        assert_eq!(sent, r#"{"product":"up","hardware_id":"h","username":"a@b.c","license_id":7}"#);
        let answer = Trusted::by_the_connection(text.into()).unwrap();
        call.read(answer, &ProductIds::default()).is_ok()
    }

    #[test]
    fn nothing_is_the_answer_and_a_page_of_somebody_between_is_none() {
        for text in ["", " \r\n", "\"\"", "null", "{}", "\u{FEFF}"] {
            assert!(read(text), "{text:?}");
        }
        for text in ["<html>", "{\"a\":1}", "0", "released", "\"", "[]"] {
            assert!(!read(text), "{text:?}");
        }
    }
}
