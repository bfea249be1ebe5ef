//! The life of a license on a device without a network: by files that a person carries to the vendor's portal and
//! back.
//!
//! ```text
//! request ── a note of its id is stored, and the file written ── (a person) ── activate: the answer to that request
//!                                                                     refresh: a newer answer about the license
//! leave ── a note with the request is stored, the license forgotten, the file put in its place, the note removed
//! ```
//!
//! An answer counts if it is signed, for this device and this product; one that activates also has to answer the
//! last request, so that none can be used twice. What is stored is what online activations store, and is
//! checked in the same way; but it needs no answer of the server ever again.
//!
//! | file | holds |
//! |---|---|
//! | `request`, `answer`, `leave` | the request to activate; what answers bring; the request to deactivate |
//! | `note` | what is on its way, in the store |
//! | `path` | failures of the person's files |

mod answer;
mod leave;
mod note;
mod path;
mod request;

pub use self::answer::{activate_by_file, refresh_by_file};
pub use self::leave::{forget_left, left, write_deactivation};
pub use self::request::write_request;
