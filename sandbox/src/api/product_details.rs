//! `GET /api/v4/product_details`

use super::product;
use super::refusal::Refusal;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

/// The members that are left out unless `include_` and their name is true.
const ON_DEMAND: [&str; 2] = ["latest_version", "custom_fields"];

/// A product as it is documented. No license is needed.
pub fn answer(key: &ResponseKey, request: &Request) -> Result<Answer, Refusal> {
    let mut product = product::known(request.parameter("product").as_deref())?.clone();
    if let Some(members) = product.as_object_mut() {
        members.retain(|member, _| !ON_DEMAND.contains(&&**member) || is_wanted(request, member));
    }
    Ok(key.answer(product.to_string().into()))
}

fn is_wanted(request: &Request, member: &str) -> bool {
    request.parameter(&format!("include_{member}")).is_some_and(|value| value == "true")
}
