//! The ids that the licensing service gives products: unlike a short code, nobody else can choose one.

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
}
