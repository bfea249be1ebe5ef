//! `GET /api/v4/product_details`

use super::product;
use super::refusal::Refusal;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

/// A product as it is documented. No license is needed.
pub fn answer(key: &ResponseKey, request: &Request) -> Result<Answer, Refusal> {
    let product = product::known(request.parameter("product").as_deref())?;
    Ok(key.answer(product.to_string().into()))
}
