//! `GET /api/v4/versions`: the releases of a product that a license on this device may have.
//!
//! The answer names neither the product nor the device, so that it can be matched with nothing: the signature says
//! that it is the licensing service's, and no right to use rests on it.
//!
//! Source: <https://docs.licensespring.com/license-api/get-versions>.

use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Releases, is_too_deep};
use crate::transport::Method;

pub struct ListVersions {
    pub device: Identification,
    /// Only those for this environment, and of this channel.
    pub environment: Option<String>,
    pub channel: Option<String>,
}

impl Call for ListVersions {
    type Answer = Releases;
    const NAME: &'static str = "versions";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device
            .parameters()
            .optional("env", self.environment.as_deref())
            .optional("channel", self.channel.as_deref())
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Releases, Error> {
        if is_too_deep(answer.text()) {
            return Err(answer.unreadable("it is nested too deeply"));
        }
        Releases::parse(answer.share()).map_err(|_| answer.unreadable("it is not a list"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::device;
    use crate::error::Status;

    fn call() -> ListVersions {
        ListVersions { device: device(), environment: None, channel: Some("a b".into()) }
    }

    fn read(json: &str) -> Result<Releases, Status> {
        let answer = Trusted::by_a_signature(json.into());
        call().read(answer, &ProductIds::default()).map_err(|error| error.status())
    }

    #[test]
    fn the_request_is_the_documented_one() {
        let query = call().parameters().query().expose().to_owned();
        assert_eq!(query, "product=up&hardware_id=h&username=a%40b.c&license_id=7&channel=a%20b");
        let all = ListVersions { environment: Some("win64".into()), ..call() };
        assert!(all.parameters().query().expose().ends_with("&env=win64&channel=a%20b"));
    }

    #[test]
    fn no_release_is_an_answer_and_an_object_is_none() {
        assert!(read("[]").unwrap().releases.is_empty());
        for json in ["{}", "null", &format!("{}{}", "[".repeat(500), "]".repeat(500))] {
            assert_eq!(read(json).unwrap_err(), Status::Response, "{json}");
        }
    }
}
