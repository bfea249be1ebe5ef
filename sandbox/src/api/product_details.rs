//! `GET /api/v4/product_details`

use std::mem::take;

use serde_json::Value;

use super::product;
use super::refusal::Refusal;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

const PRODUCTS: &str = include_str!("../../data/products.json");
/// The members that are left out unless `include_` and their name is true.
const ON_DEMAND: [&str; 2] = ["latest_version", "custom_fields"];

/// A product as it is documented. No license is needed.
pub fn answer(key: &ResponseKey, request: &Request) -> Result<Answer, Refusal> {
    let name = product::known(request)?;
    let mut products: Value = serde_json::from_str(PRODUCTS).unwrap_or_default();
    let product = products.get_mut(name).and_then(Value::as_object_mut);
    let product = product.ok_or_else(product::unknown)?;
    product.retain(|member, _| !ON_DEMAND.contains(&&**member) || is_wanted(request, member));
    Ok(key.answer(Value::from(take(product)).to_string().into()))
}

fn is_wanted(request: &Request, member: &str) -> bool {
    request.parameter(&format!("include_{member}")).is_some_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_goes_by_its_short_code() {
        let products: Value = serde_json::from_str(PRODUCTS).unwrap();
        for (name, product) in products.as_object().unwrap() {
            assert_eq!(product["short_code"], **name);
        }
    }
}
