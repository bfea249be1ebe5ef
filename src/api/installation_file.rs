//! `GET /api/v4/installation_file`: what the vendor says of the installer of one release.
//!
//! Where the installer is is the vendor's word, signed by the licensing service; it is handed on, and never opened.
//!
//! Source: <https://docs.licensespring.com/license-api/get-installation-file>.

use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Releases, is_too_deep};
use crate::transport::Method;

pub struct InstallationFile {
    pub device: Identification,
    pub version: String,
    pub environment: Option<String>,
    pub channel: Option<String>,
}

impl Call for InstallationFile {
    /// One release.
    type Answer = Releases;
    const NAME: &'static str = "installation_file";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device
            .parameters()
            .text("version", &self.version)
            .optional("env", self.environment.as_deref())
            .optional("channel", self.channel.as_deref())
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Releases, Error> {
        if is_too_deep(answer.text()) {
            return Err(answer.unreadable("it is nested too deeply"));
        }
        let releases = Releases::parse_one(answer.share())
            .map_err(|_| answer.unreadable("it is not an object"))?;
        // All that the answer can be matched with. An environment may be named in another way than it was asked for.
        let is_other = |version: &str| version != self.version;
        if releases.releases.iter().any(|one| one.version.as_str().is_none_or(is_other)) {
            return Err(mismatch("the release of the answer is of another version"));
        }
        Ok(releases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::device;
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/installation_file.200.json");

    fn call(version: &str) -> InstallationFile {
        let (environment, channel) = (Some("win64".to_owned()), None);
        InstallationFile { device: device(), version: version.into(), environment, channel }
    }

    fn read(version: &str, json: &str) -> Result<Releases, Status> {
        let answer = Trusted::by_a_signature(json.into());
        call(version).read(answer, &ProductIds::default()).map_err(|error| error.status())
    }

    #[test]
    fn the_request_is_the_documented_one() {
        let query = call("2.0").parameters().query().expose().to_owned();
        let expected =
            "product=up&hardware_id=h&username=a%40b.c&license_id=7&version=2.0&env=win64";
        assert_eq!(query, expected);
    }

    #[test]
    fn only_the_release_that_was_asked_about_is_an_answer() {
        let release = read("2.0", EXAMPLE).unwrap();
        let link = release.releases[0].installation_file.as_str();
        assert_eq!(link, Some("https://downloads.example.com/example-2.0.exe"));
        assert_eq!(read("2.1", EXAMPLE).unwrap_err(), Status::Mismatch);
        assert_eq!(read("2.0", "{}").unwrap_err(), Status::Mismatch);
        assert_eq!(read("2.0", "[]").unwrap_err(), Status::Response);
    }
}
