//! The store's note of a remembered password: where it lies, or the password itself.
//!
//! There is a note also where the platform has the password: the platforms cannot list what this library has set,
//! so the notes say for whom there is something to forget.

use zeroize::Zeroizing;

use crate::error::Error;
use crate::person::same_person;
use crate::secret::Secret;
use crate::store::{ENTRY_OVERHEAD, Edition, Entry, Slot, Store};

/// The kind of the entries that are notes. The store knows them by the beginning of their bodies, so that it
/// removes answers before them.
const KIND: &str = "remembered";
/// Body of an entry whose password is in the platform's store, under the name of the entry's file.
const IN_PLATFORM: &[u8] = b"remembered by the platform";
/// Prefix of a body that holds the password.
const SEALED: &[u8] = b"remembered here:";

/// Where a password lies.
pub enum Note {
    InPlatform,
    /// In the note itself, where the platform has no place for it.
    Sealed(Secret),
}

/// Of all products: a person has one password.
pub fn key(who: &str) -> Slot<'_> {
    Slot { kind: KIND, product: "", who }
}

/// `None` if there is none that can be read. The copy that was read is overwritten.
pub fn read(store: &Store, who: &str) -> Option<Note> {
    let body = Zeroizing::new(store.get(key(who)).ok().flatten()?.body);
    if *body == IN_PLATFORM {
        return Some(Note::InPlatform);
    }
    Some(Note::Sealed(Secret::new(str::from_utf8(body.strip_prefix(SEALED)?).ok()?)))
}

/// In the place of an older note. `now` is in Unix seconds. Blocks for a file to be written.
pub fn write(store: &Store, who: &str, note: &Note, now: i64) -> Result<(), Error> {
    let (name, edition) = (who.to_owned(), Edition::default());
    let (signature, verifier) = (None, None);
    let entry =
        Entry { who: name, fetched_at: now, signature, verifier, body: encode(note), edition };
    store.put(key(who), entry)
}

/// The names of the notes whose passwords the platform has, of one person or of everybody. The platform
/// has each password under the name of its note.
pub fn in_platform(store: &Store, who: Option<&str>) -> Vec<String> {
    store.names_of(|entry| {
        entry.body == IN_PLATFORM && who.is_none_or(|who| same_person(who, &entry.who))
    })
}

/// Of a note with a password, until it is sealed.
#[allow(clippy::arithmetic_side_effects, reason = "all of it is in memory, so it can be counted")]
fn room_for(password: &[u8]) -> usize {
    SEALED.len() + password.len() + ENTRY_OVERHEAD
}

/// With room for what is added to a body before it is sealed: a list that grows leaves copies of the password
/// in memory.
fn encode(note: &Note) -> Vec<u8> {
    let Note::Sealed(password) = note else {
        return IN_PLATFORM.to_vec();
    };
    let password = password.expose().as_bytes();
    let mut body = Vec::with_capacity(room_for(password));
    body.extend(SEALED);
    body.extend(password);
    body
}
