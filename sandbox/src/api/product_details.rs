//! `GET /api/v4/product_details`

use serde_json::Value;

use super::product;
use super::refusal::Refusal;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

const PRODUCTS: &str = include_str!("../../data/products.json");

/// A product as it is documented. No license is needed.
pub fn answer(key: &ResponseKey, request: &Request) -> Result<Answer, Refusal> {
    let name = product::known(request)?;
    let products: Value = serde_json::from_str(PRODUCTS).unwrap_or_default();
    let product = products.get(name).ok_or_else(product::unknown)?;
    Ok(key.answer(product.to_string().into()))
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
