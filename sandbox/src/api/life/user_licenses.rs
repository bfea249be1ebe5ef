//! `GET /api/v4/user_licenses`

use super::call::Call;
use crate::api::product;
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;

/// The licenses of the user who signs in.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let product = call.parameters.text("product");
    product::check(product.as_deref())?;
    let email = call.tools.sign_ins.member(&call.parameters, &call.state.accounts)?;
    let body = call.state.user_licenses(&email, &product.unwrap_or_default(), call.now);
    Ok(call.key.answer(body))
}
