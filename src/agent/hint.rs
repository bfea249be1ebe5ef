//! A hint for the vendor in the log: which id a product has, where none is set.

use std::any::Any;

use crate::api::ProductIds;
use crate::log::Log;
use crate::model::Licenses;
use crate::sync::Mutex;

/// Names the id of a product once. It is of use where the response key signs for all customers of the
/// licensing service: then nothing but the id distinguishes this vendor's answers from theirs.
pub struct ProductIdHint {
    /// `None`: the key signs for this vendor alone.
    ids: Option<ProductIds>,
    logged: Mutex<Vec<String>>,
    log: Log,
}

impl ProductIdHint {
    pub fn new(response_key_is_shared: bool, ids: &ProductIds, log: Log) -> Self {
        let ids = response_key_is_shared.then(|| ids.clone());
        Self { ids, logged: Mutex::default(), log }
    }

    /// To be called with each answer. One that is not about licenses has no product.
    pub fn note(&self, product: &str, answer: &dyn Any) {
        if let Some(ids) = &self.ids
            && ids.of(product).is_none()
            && let Some(id) = answer.downcast_ref().and_then(product_id)
            && self.is_first(product)
        {
            self.log.warning(format_args!(
                "{product}: its product_id is {id}, but none is set; set it, so that no other customer of the licensing service can answer for a product of the same short code"
            ));
        }
    }

    /// Of several threads one logs it.
    fn is_first(&self, product: &str) -> bool {
        let mut logged = self.logged.lock();
        let is_first = !logged.iter().any(|known| known == product);
        if is_first {
            logged.push(product.to_owned());
        }
        is_first
    }
}

fn product_id(licenses: &Licenses) -> Option<i64> {
    let details = licenses.0.iter().filter_map(|license| license.fields.product_details.as_ref());
    details.filter_map(|details| details.product_id.get()).next()
}
