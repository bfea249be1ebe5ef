//! `POST /api/v4/track_device_variables`: sets variables of this device.
//!
//! A name that is there is overwritten, so the same request may be sent twice.
//!
//! Source: <https://docs.licensespring.com/license-api/track-device-variables>.

use super::get_device_variables::variables_in;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::Variables;
use crate::transport::Method;

pub struct TrackDeviceVariables {
    pub device: Identification,
    /// The number that the server has given this device, if it has named one.
    pub device_id: Option<i64>,
    /// Names and values.
    pub variables: Vec<(String, String)>,
}

impl Call for TrackDeviceVariables {
    type Answer = Variables;
    const NAME: &'static str = "track_device_variables";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters().members("variables", &self.variables)
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Variables, Error> {
        variables_in(&answer, self.device_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::device;
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/track_device_variables.200.json");

    fn call() -> TrackDeviceVariables {
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let variables = vec![variable("locale", "de"), variable("a \"b\"", "")];
        TrackDeviceVariables { device: device(), device_id: Some(1_700_000_000_000_301), variables }
    }

    #[test]
    fn the_request_has_the_variables_as_an_object_and_may_be_sent_twice() {
        assert_eq!(
            call().parameters().json().expose(),
            r#"{"product":"up","hardware_id":"h","username":"a@b.c","license_id":7,"variables":{"locale":"de","a \"b\"":""}}"#
        );
        assert!(!call().once());
    }

    #[test]
    fn the_published_example_answers_its_question() {
        let read = |json: &str| {
            let answer = Trusted::by_a_signature(json.into());
            call().read(answer, &ProductIds::default()).map_err(|error| error.status())
        };
        assert_eq!(read(EXAMPLE).unwrap().variables.len(), 2);
        assert_eq!(read(&EXAMPLE.replace("301", "302")).unwrap_err(), Status::Mismatch);
        assert_eq!(read("\"ok\"").unwrap_err(), Status::Response);
    }
}
