//! `GET /api/v4/user_licenses`

use super::refusal::Refusal;
use super::{check_product, sign_in};
use crate::cast;
use crate::clock::Calendar;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::Sandbox;

/// The licenses of the user who signs in.
pub fn answer(sandbox: &Sandbox, request: &Request) -> Result<Answer, Refusal> {
    check_product(request)?;
    let email = sign_in::member(sandbox, request)?;
    let calendar = Calendar::at(sandbox.clock.now());
    let body = cast::licenses(&email, calendar).ok_or_else(Refusal::sign_in)?;
    Ok(sandbox.signed(body))
}
