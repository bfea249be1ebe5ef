//! The ids that the licensing service gives products: unlike a short code, nobody else can choose one.

use super::person::mismatch;
use crate::error::Error;
use crate::model::ProductDetails;

/// The products whose id is known to the application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductIds(Vec<(String, i64)>);

impl ProductIds {
    /// Of a product that is pinned twice the later id counts.
    pub fn pin(&mut self, product: &str, id: i64) {
        self.0.retain(|(pinned, _)| pinned != product);
        self.0.push((product.to_owned(), id));
    }

    /// The id that an answer about this product must name; `None`: any, or none.
    pub fn of(&self, product: &str) -> Option<i64> {
        self.0.iter().find(|(pinned, _)| pinned == product).map(|(_, id)| *id)
    }

    /// Makes sure that `what` is for the product that was asked about. A recorded answer for another one is
    /// genuine too, and so is one for another customer of the licensing service, whose product may have the
    /// same short code.
    pub fn must_be_for(
        &self,
        product: &str,
        found: Option<&ProductDetails>,
        what: &str,
    ) -> Result<(), Error> {
        if found.and_then(|found| found.short_code.as_str()) != Some(product) {
            let why = format!("{what} is not for the product that was asked about");
            return Err(mismatch(&why));
        }
        let id = found.and_then(|found| found.product_id.get());
        if self.of(product).is_some_and(|pinned| id != Some(pinned)) {
            let why = format!(
                "{what} is for another product of this short code: its product_id is not the one that is set"
            );
            return Err(mismatch(&why));
        }
        Ok(())
    }
}
