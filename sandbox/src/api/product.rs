//! The products that the licensing service knows.

use super::refusal::Refusal;
use crate::cast;
use crate::http::request::Request;

/// The rules the licensing calls have for `product`.
pub fn check(request: &Request) -> Result<(), Refusal> {
    let product = request.parameter("product");
    match product.as_deref() {
        Some(cast::PRODUCT) => Ok(()),
        None => Err(Refusal::missing("product is missing.")),
        Some("disabled-product") => {
            Err(Refusal::api("disabled_product", "The product is disabled."))
        }
        Some("key-product") => Err(Refusal::api(
            "invalid_product_auth_method",
            "Licenses of this product are key-based, not user-based.",
        )),
        Some(_) => Err(Refusal::api("unknown_product", "There is no such product.")),
    }
}
