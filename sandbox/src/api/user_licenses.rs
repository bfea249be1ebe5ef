//! `GET /api/v4/user_licenses`

use std::time::SystemTime;

use super::product;
use super::refusal::Refusal;
use super::sign_in::SignIns;
use crate::cast;
use crate::clock::Calendar;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

/// The licenses of the user who signs in.
pub fn answer(
    sign_ins: &SignIns,
    key: &ResponseKey,
    now: SystemTime,
    request: &Request,
) -> Result<Answer, Refusal> {
    product::check(request)?;
    let email = sign_ins.member(request)?;
    let body = cast::licenses(&email, Calendar::at(now)).ok_or_else(Refusal::sign_in)?;
    Ok(key.answer(body))
}
