//! What a person carries between a device without a network and the vendor's portal: request files, and the files
//! that answer them. Texts alone: the store reads and writes the files.
//!
//! | file | holds |
//! |---|---|
//! | `request` | the text of a request file, schema 1 |
//! | `answer` | the reader of an answer file |
//!
//! Source: <https://docs.licensespring.com/license-api/activate-offline>. Nobody has tried these files with the
//! vendor's own portal: the texts are held against published vectors and against `lsagent-sandbox`.

mod answer;
mod request;

pub use self::answer::{OfflineAnswer, made_at, read_offline_answer};
pub use self::request::{OfflineHolder, OfflineKind, OfflineRequest};
