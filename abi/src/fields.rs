//! The fields of objects, as `abi/fields.toml` describes them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// An object whose fields are read one by one; fields.toml says what its values mean.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Such as `license_user`.
    #[serde(default)]
    pub name: String,
    model: String,
    record: Option<String>,
    doc: String,
    owner: Option<String>,
    owned: Option<String>,
    source: String,
    fields: IndexMap<String, Field>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Field {
    kind: Kind,
    doc: String,
    json: Option<String>,
    /// Another name that some answers have for it.
    also: Option<String>,
    of: Option<String>,
    model: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Text,
    Word,
    Json,
    Secret,
    Number,
    Flag,
    Time,
    Object,
    List,
    Texts,
    Whole,
}

/// The objects in the order of the file. Panics on a value that it does not understand.
pub fn read(text: &str) -> Vec<Object> {
    let objects: IndexMap<String, Object> =
        toml::from_str(text).unwrap_or_else(|it| panic!("{it}"));
    objects.into_iter().map(|(name, object)| Object { name, ..object }).collect()
}
