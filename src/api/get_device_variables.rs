//! `GET /api/v4/get_device_variables`: the variables of this device.
//!
//! Source: <https://docs.licensespring.com/license-api/get-device-variables>.

use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Variables, is_too_deep};
use crate::transport::Method;

pub struct GetDeviceVariables {
    pub device: Identification,
    /// The number that the server has given this device, if it has named one.
    pub device_id: Option<i64>,
}

impl Call for GetDeviceVariables {
    type Answer = Variables;
    const NAME: &'static str = "get_device_variables";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters()
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Variables, Error> {
        variables_in(&answer, self.device_id)
    }
}

/// The variables of an answer, if all of them are this device's, as far as both sides name one.
pub(super) fn variables_in(answer: &Trusted, device_id: Option<i64>) -> Result<Variables, Error> {
    if is_too_deep(answer.text()) {
        return Err(answer.unreadable("it is nested too deeply"));
    }
    let variables =
        Variables::parse(answer.share()).map_err(|_| answer.unreadable("it is not a list"))?;
    let named = variables.variables.iter().filter_map(|variable| variable.device_id.get());
    if device_id.is_some_and(|own| named.into_iter().any(|other| other != own)) {
        return Err(mismatch("a variable of the answer is another device's"));
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::device;
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/get_device_variables.200.json");

    fn read(device_id: Option<i64>, json: &str) -> Result<Variables, Status> {
        let call = GetDeviceVariables { device: device(), device_id };
        let answer = Trusted::by_a_signature(json.into());
        call.read(answer, &ProductIds::default()).map_err(|error| error.status())
    }

    #[test]
    fn variables_of_another_device_are_a_mismatch() {
        assert_eq!(read(Some(1_700_000_000_000_301), EXAMPLE).unwrap().variables.len(), 1);
        assert_eq!(read(Some(7), EXAMPLE).unwrap_err(), Status::Mismatch);
        assert!(read(None, EXAMPLE).is_ok());
        assert!(read(Some(7), r#"[{"variable":"a","value":"b"}]"#).is_ok(), "none is named");
        assert!(read(Some(7), "[]").unwrap().variables.is_empty());
        assert_eq!(read(None, "{}").unwrap_err(), Status::Response);
    }
}
