//! The names of the files of entries, worked out once for each: they are keyed hashes, and cost more than to find
//! out that a file has not changed.

use super::seal::Seal;
use super::slot::Slot;
use crate::sync::{Arc, Mutex};

/// The most entries whose names are in memory.
const MAX_KNOWN: usize = 16;

#[derive(Default)]
pub struct FileNames(Mutex<Vec<(OwnedSlot, Arc<Names>)>>);

/// What an entry's file may be called.
pub struct Names {
    pub name: String,
    /// By version 0.1.0, if that differs.
    pub former: Option<String>,
}

struct OwnedSlot {
    kind: String,
    product: String,
    who: String,
}

impl FileNames {
    pub fn of(&self, slot: Slot, seal: &Seal) -> Arc<Names> {
        let mut known = self.0.lock();
        if let Some((_, names)) = known.iter().find(|(known, _)| known.is(slot)) {
            return names.clone();
        }
        let names = Arc::new(Names { name: seal.file_name(slot), former: seal.former_name(slot) });
        known.insert(0, (OwnedSlot::of(slot), names.clone()));
        known.truncate(MAX_KNOWN);
        names
    }

    /// Also of the people in them.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

impl OwnedSlot {
    fn of(slot: Slot) -> Self {
        let Slot { kind, product, who } = slot;
        Self { kind: kind.to_owned(), product: product.to_owned(), who: who.to_owned() }
    }

    /// To the letter: one person in two spellings is known twice.
    fn is(&self, slot: Slot) -> bool {
        self.who == slot.who && self.product == slot.product && self.kind == slot.kind
    }
}
