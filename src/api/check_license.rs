//! `GET /api/v4/check_license`: the license that this device has, as the licensing service knows it now.
//!
//! On a license that floats this call takes or renews a seat.
//!
//! Source: <https://docs.licensespring.com/license-api/check-license>.

use super::{Call, EntryKey, Identification, Parameters, ProductIds, Stored, Subject, Trusted};
use crate::error::Error;
use crate::model::{AnyModel, Licenses, is_too_deep};
use crate::secret::Secret;
use crate::transport::Method;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLicense {
    pub device: Identification,
    /// Where the answer is stored: the activation's own name.
    pub entry: String,
    /// Whether the stored answer may be used without end: it came by a file, to a device without a network.
    pub lasts: bool,
}

impl Call for CheckLicense {
    /// One license.
    type Answer = Licenses;
    const NAME: &'static str = "check_license";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters()
    }

    /// Reads the stored answer to an activation too: it is about the same license.
    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Licenses, Error> {
        license_in(&answer, &self.device, ids)
    }
}

impl Stored for CheckLicense {
    fn key(&self) -> EntryKey<'_> {
        let (product, subject) = (&self.device.product, Subject::Device(&self.entry));
        EntryKey { kind: Self::NAME, product, subject }
    }

    fn grants_use(&self) -> bool {
        true
    }

    /// The activation has earned it, and is bound to the device as the store is.
    fn secret(&self) -> Option<&Secret> {
        None
    }

    fn person_in<'a>(&self, _: &'a AnyModel) -> Option<&'a str> {
        None
    }

    fn device(&self) -> Option<&Identification> {
        Some(&self.device)
    }

    fn lasts(&self) -> bool {
        self.lasts
    }
}

/// The one license of an answer, if it is the one asked about.
pub(super) fn license_in(
    answer: &Trusted,
    device: &Identification,
    ids: &ProductIds,
) -> Result<Licenses, Error> {
    if is_too_deep(answer.text()) {
        return Err(answer.unreadable("it is nested too deeply"));
    }
    let licenses = Licenses::parse_one(answer.share())
        .map_err(|_| answer.unreadable("it is not a license"))?;
    for license in &licenses.0 {
        device.must_match(license, ids)?;
    }
    Ok(licenses)
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;
    use crate::error::Status;

    const OF_A_KEY: &str = include_str!("../../tests/data/check_license.key.200.json");
    const OF_A_USER: &str = include_str!("../../tests/data/check_license.user.200.json");
    const ACTIVATED: &str = include_str!("../../tests/data/activate_license.key.200.json");

    fn by_key() -> CheckLicense {
        let device = Identification {
            product: "example".into(),
            hardware_id: "example-hardware-id".into(),
            who: Who::LicenseKey(Secret::new("aaaa-bbbb-cccc-dddd")),
            license_id: Some(1_700_000_000_000_101),
        };
        CheckLicense { device, entry: String::new(), lasts: false }
    }

    fn read(call: &CheckLicense, json: &str) -> Result<Licenses, Status> {
        let answer = Trusted::by_a_signature(json.into());
        call.read(answer, &ProductIds::default()).map_err(|error| error.status())
    }

    #[test]
    fn a_check_and_an_activation_are_read_alike() {
        for json in [OF_A_KEY, ACTIVATED] {
            let licenses = read(&by_key(), json).unwrap();
            assert_eq!(licenses.0.len(), 1);
            assert_eq!(licenses.0[0].device_id.get(), Some(1_700_000_000_000_301));
        }
        let who = Who::Username("user@example.com".into());
        let (product, id) = ("example-user".to_owned(), Some(1_700_000_000_000_102));
        let device = Identification { product, who, license_id: id, ..by_key().device };
        let user = CheckLicense { device, ..by_key() };
        assert_eq!(read(&user, OF_A_USER).unwrap().0[0].is_borrowed.get(), Some(true));
    }

    #[test]
    fn a_genuine_answer_about_another_device_license_or_product_is_a_mismatch() {
        let other = |change: fn(&mut Identification)| {
            let mut call = by_key();
            change(&mut call.device);
            read(&call, ACTIVATED).unwrap_err()
        };
        assert_eq!(other(|device| device.hardware_id = "x".into()), Status::Mismatch);
        assert_eq!(other(|device| device.license_id = Some(1)), Status::Mismatch);
        assert_eq!(other(|device| device.product = "x".into()), Status::Mismatch);
        assert_eq!(other(|device| device.who = Who::Username("a@b.c".into())), Status::Mismatch);
    }

    #[test]
    fn what_is_no_license_is_not_blamed_on_the_network() {
        for json in ["[]", "null", "1", "[{}]"] {
            assert_eq!(read(&by_key(), json).unwrap_err(), Status::Response, "{json}");
        }
    }
}
