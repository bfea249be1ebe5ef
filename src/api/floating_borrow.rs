//! `POST /api/v4/floating/borrow`: takes the seat of a license along, so that it is held without the server until a
//! moment.
//!
//! Source: <https://docs.licensespring.com/license-api/floating-borrow>.

use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Date, Int, Members, read};
use crate::transport::Method;

/// Sent once: whether borrowing again lengthens it is not published.
pub struct FloatingBorrow {
    /// With what proves who the user is.
    pub device: Identification,
    /// Unix seconds; `None`: for as long as the vendor allows.
    pub until: Option<i64>,
}

impl Call for FloatingBorrow {
    /// Until when it is borrowed, in Unix seconds.
    type Answer = i64;
    const NAME: &'static str = "floating/borrow";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters().moment("borrowed_until", self.until)
    }

    fn once(&self) -> bool {
        true
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<i64, Error> {
        borrowed_until(&answer, &self.device)
    }
}

/// The answer names the license, and neither the product nor the holder.
pub(super) fn borrowed_until(answer: &Trusted, device: &Identification) -> Result<i64, Error> {
    let members: Members = serde_json::from_str(answer.text())
        .map_err(|_| answer.unreadable("it is not an object"))?;
    let license_id = members.get("license_id").and_then(|id| read::<Int>(id.get()).ok());
    if device.license_id.is_some() && license_id.and_then(Int::get) != device.license_id {
        return Err(mismatch("the answer is about a borrowing of another license"));
    }
    let until = members.get("borrowed_until").and_then(|date| read::<Date>(date.get()).ok());
    let until = until.and_then(Date::seconds);
    until.ok_or_else(|| answer.unreadable("it does not say until when it is borrowed"))
}

#[cfg(test)]
mod tests {
    use super::super::{Identity, Who};
    use super::*;
    use crate::error::Status;
    use crate::secret::Secret;

    const BORROWED: &str = include_str!("../../tests/data/floating_borrow.200.json");
    const ID: Option<i64> = Some(1_700_000_000_000_102);

    fn call(license_id: Option<i64>, until: Option<i64>) -> FloatingBorrow {
        let identity = Identity::Password { username: "a@b.c".into(), password: Secret::new("p") };
        let (product, hardware_id) = ("up".into(), "h".into());
        let who = Who::SignIn(identity);
        FloatingBorrow { device: Identification { product, hardware_id, who, license_id }, until }
    }

    fn read(license_id: Option<i64>, json: &str) -> Result<i64, Status> {
        let answer = Trusted::by_a_signature(json.into());
        let read = call(license_id, None).read(answer, &ProductIds::default());
        read.map_err(|error| error.status())
    }

    #[test]
    fn a_moment_or_the_longest_time_is_asked_for() {
        let sent = |until| call(None, until).parameters().json().expose().to_owned();
        let until = r#""borrowed_until":"2026-12-01 18:00:07"}"#;
        assert!(sent(Some(1_796_148_007)).ends_with(until), "{}", sent(Some(1_796_148_007)));
        assert!(sent(None).ends_with(r#""password":"p","borrowed_until":null}"#));
    }

    #[test]
    fn the_answer_says_until_when_and_of_which_license() {
        assert_eq!(read(ID, BORROWED), Ok(1_796_148_000));
        assert_eq!(read(None, BORROWED), Ok(1_796_148_000));
        assert_eq!(read(Some(1), BORROWED), Err(Status::Mismatch));
        for (from, to) in [("borrowed_until", "x"), ("2026-12-01", "2026-13-01"), ("{", "[")] {
            assert_eq!(read(None, &BORROWED.replace(from, to)), Err(Status::Response), "{from}");
        }
    }
}
