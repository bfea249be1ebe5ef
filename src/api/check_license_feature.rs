//! `GET /api/v4/check_license_feature`: a feature of the license that this device has.
//!
//! Of a feature that floats this call takes or renews a seat.
//!
//! Source: <https://docs.licensespring.com/license-api/check-license-feature>.

use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Feature, Int, Members, parse_object, read};
use crate::transport::Method;

pub struct CheckLicenseFeature {
    pub device: Identification,
    /// The feature's code.
    pub feature: String,
}

impl Call for CheckLicenseFeature {
    type Answer = Feature;
    const NAME: &'static str = "check_license_feature";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters().text("feature", &self.feature)
    }

    /// The answer names the license, and neither the product nor the device.
    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Feature, Error> {
        let (feature, text): (Feature, _) =
            parse_object(answer.share()).map_err(|_| answer.unreadable("it is not an object"))?;
        if feature.code.as_str() != Some(&self.feature) {
            return Err(mismatch("the answer is about another feature"));
        }
        if self.device.license_id.is_some() && license_id_in(&text) != self.device.license_id {
            return Err(mismatch("the answer is about a feature of another license"));
        }
        Ok(feature)
    }
}

fn license_id_in(text: &str) -> Option<i64> {
    let members: Members = serde_json::from_str(text).ok()?;
    read::<Int>(members.get("license_id")?.get()).ok()?.get()
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;
    use crate::error::Status;

    const SOLVER: &str = include_str!("../../tests/data/check_license_feature.activation.200.json");
    const RENDERS: &str =
        include_str!("../../tests/data/check_license_feature.consumption.200.json");

    fn read(feature: &str, license_id: Option<i64>, json: &str) -> Result<Feature, Status> {
        let (product, hardware_id) = ("example".into(), "h".into());
        let who = Who::Username("user@example.com".into());
        let device = Identification { product, hardware_id, who, license_id };
        let call = CheckLicenseFeature { device, feature: feature.into() };
        let answer = Trusted::by_a_signature(json.into());
        call.read(answer, &ProductIds::default()).map_err(|error| error.status())
    }

    #[test]
    fn the_published_shapes_answer_their_questions() {
        let solver = read("solver", Some(1_700_000_000_000_102), SOLVER).unwrap();
        assert_eq!(solver.is_floating_cloud.get(), Some(true));
        let renders = read("renders", Some(1_700_000_000_000_101), RENDERS).unwrap();
        assert_eq!(renders.total_consumptions.get(), Some(5));
        assert!(read("renders", None, RENDERS).is_ok());
    }

    #[test]
    fn a_genuine_answer_about_another_feature_or_license_is_a_mismatch() {
        let id = Some(1_700_000_000_000_102);
        assert_eq!(read("Solver", id, SOLVER).unwrap_err(), Status::Mismatch);
        assert_eq!(read("solver", Some(7), SOLVER).unwrap_err(), Status::Mismatch);
        let nameless = SOLVER.replace("\"license_id\"", "\"license\"");
        assert_eq!(read("solver", id, &nameless).unwrap_err(), Status::Mismatch);
        for json in ["[]", "null", "1"] {
            assert_eq!(read("solver", id, json).unwrap_err(), Status::Response);
        }
    }
}
