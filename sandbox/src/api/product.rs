//! The products that the licensing service knows.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::refusal::Refusal;

const PRODUCTS: &str = include_str!("../../data/products.json");

/// The products, by short code. A test reads the file.
static ALL: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(PRODUCTS).unwrap_or_default());

/// The rules that the calls for users have for `product`.
pub fn check(product: Option<&str>) -> Result<(), Refusal> {
    if is_key_based(known(product)?) {
        return Err(Refusal::api(
            "invalid_product_auth_method",
            "Licenses of this product are key-based, not user-based.",
        ));
    }
    Ok(())
}

/// The product of this short code, if there is one.
pub fn known(product: Option<&str>) -> Result<&'static Value, Refusal> {
    match product {
        None => Err(Refusal::missing("product is missing.")),
        Some("disabled-product") => {
            Err(Refusal::api("disabled_product", "The product is disabled."))
        }
        Some(product) => ALL
            .get(product)
            .ok_or_else(|| Refusal::api("unknown_product", "There is no such product.")),
    }
}

/// Is a license of it identified by its key?
pub fn is_key_based(product: &Value) -> bool {
    product["authorization_method"] == "license-key"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_goes_by_its_short_code() {
        assert!(ALL.len() > 2);
        for (name, product) in &*ALL {
            assert_eq!(product["short_code"], **name);
        }
    }
}
