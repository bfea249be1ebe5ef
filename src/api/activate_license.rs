//! `POST /api/v4/activate_license`: takes a license into use on this device.
//!
//! Source: <https://docs.licensespring.com/license-api/activate-license>.

use super::check_license::license_in;
use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::Licenses;
use crate::transport::Method;

/// It must not be sent twice: each may count as an activation.
pub struct ActivateLicense {
    pub device: Identification,
}

impl Call for ActivateLicense {
    /// One license.
    type Answer = Licenses;
    const NAME: &'static str = "activate_license";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters()
    }

    fn once(&self) -> bool {
        true
    }

    /// The answer to an activation names the device, unlike those to checks.
    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Licenses, Error> {
        let licenses = license_in(&answer, &self.device, ids)?;
        let names_device = |license: &crate::model::License| license.hardware_id.as_str().is_some();
        if licenses.0.iter().all(names_device) {
            return Ok(licenses);
        }
        Err(mismatch("the answer does not say on which device the license is activated"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;
    use crate::error::Status;
    use crate::secret::Secret;

    const OF_A_KEY: &str = include_str!("../../tests/data/activate_license.key.200.json");
    const OF_A_USER: &str = include_str!("../../tests/data/activate_license.user.200.json");

    fn by_key(key: &str) -> Identification {
        Identification {
            product: "example".into(),
            hardware_id: "example-hardware-id".into(),
            who: Who::LicenseKey(Secret::new(key)),
            license_id: None,
        }
    }

    fn read(device: Identification, json: &str) -> Result<Option<i64>, Status> {
        let answer = Trusted::by_a_signature(json.into());
        let read = ActivateLicense { device }.read(answer, &ProductIds::default());
        read.map(|licenses| licenses.0[0].id.get()).map_err(|error| error.status())
    }

    #[test]
    fn the_published_shapes_answer_their_questions() {
        let id = read(by_key("AAAA-BBBB-CCCC-DDDD"), OF_A_KEY);
        assert_eq!(id, Ok(Some(1_700_000_000_000_101)));
        let who = Who::Username("User@Example.com".into());
        let of_user = Identification { product: "example-user".into(), who, ..by_key("") };
        assert_eq!(read(of_user, OF_A_USER), Ok(Some(1_700_000_000_000_102)));
    }

    #[test]
    fn a_genuine_answer_to_another_question_is_a_mismatch() {
        let key = "AAAA-BBBB-CCCC-DDDD";
        let other_key = by_key("AAAA-BBBB-CCCC-DDDE");
        let other_device = Identification { hardware_id: "other".into(), ..by_key(key) };
        let other_product = Identification { product: "other".into(), ..by_key(key) };
        let other_license = Identification { license_id: Some(7), ..by_key(key) };
        let user = Identification { who: Who::Username("user@example.com".into()), ..by_key(key) };
        for device in [other_key, other_device, other_product, other_license, user] {
            assert_eq!(read(device.clone(), OF_A_KEY), Err(Status::Mismatch), "{device:?}");
        }
        let nameless = OF_A_KEY.replace("\"hardware_id\"", "\"hardware\"");
        assert_eq!(read(by_key(key), &nameless), Err(Status::Mismatch));
    }
}
