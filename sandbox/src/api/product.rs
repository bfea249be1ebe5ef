//! The products that the licensing service knows.

use super::refusal::Refusal;
use crate::cast;
use crate::http::request::Request;

const KEY_PRODUCT: &str = "key-product";

/// The rules the licensing calls have for `product`.
pub fn check(request: &Request) -> Result<(), Refusal> {
    if known(request)? == KEY_PRODUCT {
        return Err(Refusal::api(
            "invalid_product_auth_method",
            "Licenses of this product are key-based, not user-based.",
        ));
    }
    Ok(())
}

/// The `product` of a request, if there is one of this name.
pub fn known(request: &Request) -> Result<String, Refusal> {
    let product = request.parameter("product");
    match product.as_deref() {
        Some(product @ (cast::PRODUCT | KEY_PRODUCT)) => Ok(product.to_owned()),
        None => Err(Refusal::missing("product is missing.")),
        Some("disabled-product") => {
            Err(Refusal::api("disabled_product", "The product is disabled."))
        }
        Some(_) => Err(unknown()),
    }
}

/// There is none of this name.
pub fn unknown() -> Refusal {
    Refusal::api("unknown_product", "There is no such product.")
}
