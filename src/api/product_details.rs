//! `GET /api/v4/product_details`: a product as the licensing service has it.
//!
//! Source: <https://docs.licensespring.com/license-api/product-details>.

use super::{Call, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{ProductDetails, parse_object};
use crate::transport::Method;

/// Neither a user nor a license is needed.
pub struct FetchProduct {
    pub product: String,
}

impl Call for FetchProduct {
    type Answer = ProductDetails;
    const NAME: &'static str = "product_details";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        // Left out by the service unless they are asked for.
        Parameters::default()
            .text("product", &self.product)
            .flag("include_latest_version", true)
            .flag("include_custom_fields", true)
    }

    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<ProductDetails, Error> {
        let (product, _): (ProductDetails, _) =
            parse_object(answer.share()).map_err(|_| answer.unreadable("it is not an object"))?;
        ids.must_be_for(&self.product, Some(&product), "the answer")?;
        Ok(product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    const EXAMPLE: &str = include_str!("../../tests/data/product_details.200.json");

    fn read(product: &str, ids: &ProductIds, json: &str) -> Result<ProductDetails, Status> {
        let call = FetchProduct { product: product.into() };
        call.read(Trusted::by_a_signature(json.into()), ids).map_err(|error| error.status())
    }

    #[test]
    fn the_published_example_answers_its_question() {
        let product = read("example", &ProductIds::default(), EXAMPLE).unwrap();
        assert_eq!(product.product_id.get(), Some(1_700_000_000_000_001));
        assert_eq!(product.product_name.as_str(), Some("Example Product"));
        assert_eq!(product.authorization_method.as_str(), Some("license-key"));
        assert_eq!(product.company.unwrap().id.get(), Some(40));
        assert_eq!(product.latest_version.unwrap().version.as_str(), Some("2.0"));
        let [field] = &product.custom_fields.0[..] else { panic!("one was sent") };
        assert_eq!(field.id.get(), Some(311));
        assert_eq!(field.name.as_str(), Some("seat_class"));
        assert_eq!(field.default_value.as_str(), Some("gold"));
    }

    #[test]
    fn what_the_service_leaves_out_by_default_is_asked_for() {
        let call = FetchProduct { product: "up".into() };
        assert_eq!(
            call.parameters().query().expose(),
            "product=up&include_latest_version=true&include_custom_fields=true"
        );
    }

    #[test]
    fn a_genuine_answer_about_another_product_is_a_mismatch() {
        let none = ProductIds::default();
        for product in ["other", "EXAMPLE", "example2"] {
            assert_eq!(read(product, &none, EXAMPLE).unwrap_err(), Status::Mismatch, "{product}");
        }
        assert_eq!(read("example", &none, "{}").unwrap_err(), Status::Mismatch);
    }

    #[test]
    fn a_pinned_product_is_known_by_its_id() {
        let mut ids = ProductIds::default();
        ids.pin("other", 7);
        ids.pin("example", 1_700_000_000_000_001);
        assert!(read("example", &ids, EXAMPLE).is_ok());
        ids.pin("example", 7);
        assert_eq!(read("example", &ids, EXAMPLE).unwrap_err(), Status::Mismatch);
        let without = EXAMPLE.replace("\"product_id\": 1700000000000001", "\"x\": 7");
        assert_eq!(read("example", &ids, &without).unwrap_err(), Status::Mismatch);
    }

    #[test]
    fn a_signed_answer_that_is_no_object_is_not_blamed_on_the_network() {
        let call = FetchProduct { product: "example".into() };
        for json in ["[]", "null", "1", "[{}]"] {
            let answer = Trusted::by_a_signature(json.into());
            let error = call.read(answer, &ProductIds::default()).unwrap_err();
            assert_eq!(error.status(), Status::Response, "{json}");
            assert!(!error.message().contains("proxy"), "{error}");
        }
    }
}
