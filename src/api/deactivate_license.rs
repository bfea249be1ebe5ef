//! `POST /api/v4/deactivate_license`: gives up a license on this device.
//!
//! Source: <https://docs.licensespring.com/license-api/deactivate-license>.

use super::bare_text::says;
use super::{Call, Identification, Parameters, ProductIds, Trust, Trusted};
use crate::error::Error;
use crate::transport::Method;

/// Sent once: whether an earlier attempt was the one that did it, the failure of a later one would not tell.
pub struct DeactivateLicense {
    pub device: Identification,
}

/// What the server says when it is done.
const DONE: &str = "license_deactivated";

impl Call for DeactivateLicense {
    type Answer = ();
    const NAME: &'static str = "deactivate_license";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters()
    }

    fn once(&self) -> bool {
        true
    }

    /// No right to use rests on it.
    fn trust(&self) -> Trust {
        Trust::SignatureIfAny
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<(), Error> {
        if says(answer.text(), DONE) {
            return Ok(());
        }
        Err(answer.unreadable("it does not say that the license is deactivated"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;

    fn read(text: &str) -> bool {
        let who = Who::Username("a@b.c".into());
        let (product, hardware_id) = ("up".into(), "h".into());
        let device = Identification { product, hardware_id, who, license_id: None };
        let answer = Trusted::by_the_connection(text.into()).unwrap();
        DeactivateLicense { device }.read(answer, &ProductIds::default()).is_ok()
    }

    #[test]
    fn the_word_counts_with_and_without_quotation_marks() {
        for text in ["license_deactivated", "\"license_deactivated\"\n", " license_deactivated\r\n"]
        {
            assert!(read(text), "{text}");
        }
        for text in ["", "{}", "license_activated", "\"license_deactivated", "<html>", "null"] {
            assert!(!read(text), "{text}");
        }
    }
}
