//! What is on its way by files, in the store: the id of the request that waits for an answer, and the request of a
//! license that was given up. Sealed, and bound to this device as all of the store is.

use zeroize::Zeroizing;

use crate::agent::activation::record::Record;
use crate::error::Error;
use crate::secret::Secret;
use crate::store::{Entry, Slot, Store, of_device};

/// What a note is about. A product has one of each at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A request to activate: the word is its id, and the record has it as pending.
    Request,
    /// A license that was given up, whose file may not have been written yet: the word is the file's text, and the
    /// record has it as held.
    Leaving,
}

impl About {
    fn kind(self) -> &'static str {
        match self {
            Self::Request => "offline request",
            Self::Leaving => "offline deactivation",
        }
    }
}

/// A word without line breaks, and whose license it is about.
pub struct Note {
    pub word: Secret,
    pub record: Record,
}

/// What sealing and the entry add to a note, in bytes.
const OVERHEAD: usize = 2048;

/// `None` also for one that cannot be read.
pub fn read(store: &Store, product: &str, about: About) -> Result<Option<Note>, Error> {
    let who = of_device(about.kind());
    let entry = store.get(slot(product, about, &who))?;
    let body = entry.map(|entry| Zeroizing::new(entry.body));
    let text = body.as_ref().and_then(|body| str::from_utf8(body).ok());
    Ok(text.and_then(|text| {
        let (word, json) = text.split_once('\n')?;
        Some(Note { word: Secret::new(word), record: Record::decode(product, json)? })
    }))
}

/// Writes a note through to the disk, in the place of a former one. `now` is in Unix seconds.
pub fn write(
    store: &Store,
    product: &str,
    about: About,
    note: &Note,
    now: i64,
) -> Result<(), Error> {
    let (who, json) = (of_device(about.kind()), note.record.encode());
    let parts = [note.word.expose(), "\n", json.expose()];
    // With room for what is added to it, so that no copy of a license key is left behind.
    let length = parts.iter().fold(OVERHEAD, |sum, part| sum.saturating_add(part.len()));
    let mut body = Vec::with_capacity(length);
    parts.iter().for_each(|part| body.extend_from_slice(part.as_bytes()));
    store.put(slot(product, about, &who), Entry::of_device(&who, now, body))
}

/// Nothing to remove is no failure.
pub fn remove(store: &Store, product: &str, about: About) -> Result<(), Error> {
    let who = of_device(about.kind());
    store.remove(slot(product, about, &who))
}

fn slot<'a>(product: &'a str, about: About, who: &'a str) -> Slot<'a> {
    Slot { kind: about.kind(), product, who }
}
