//! Changes what is stored with answers, whatever they are about.

use super::{Entry, Store};
use crate::error::Error;

/// Writes each answer anew that `change` makes another one of. Where one cannot be written, the others are.
pub fn change(store: &Store, change: impl Fn(Entry) -> Option<Entry>) -> Result<(), Error> {
    let mut result = Ok(());
    for name in store.names_of(Entry::is_answer) {
        let bytes = store.folder.read(&name).ok().flatten();
        let entry = bytes.and_then(|bytes| store.open_entry(&name, bytes));
        if let Some(plain) = entry.and_then(&change).and_then(Entry::encode) {
            let sealed = store.seal.seal(&name, plain);
            result = result.and(sealed.and_then(|file| store.folder.write(&name, &file, true)));
        }
    }
    result
}
