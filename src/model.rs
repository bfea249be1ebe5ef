//! The services' answers, as immutable data. No I/O. Texts are kept in the form that C reads, so that its
//! getters can lend them; nothing else here knows C.
//!
//! Parsing is lenient field by field: a field that is missing or null reads as absent, one of another
//! kind than documented as absent or, where a decision may rest on it, as unreadable; unknown fields
//! are passed over, and the JSON itself is kept whole.

mod allocation;
mod blank;
mod counter;
mod cut;
mod date;
mod depth;
mod field;
mod fields;
mod json;
mod lenient;
mod license;
mod license_user;
mod list;
mod offline;
mod reader;
mod reading;
mod release;
mod scan;
mod text;
mod trial;
mod variable;

use std::any::Any;

pub use self::allocation::Allocations;
pub use self::blank::blank_members;
pub use self::counter::Counter;
pub use self::cut::Parts;
pub use self::date::Date;
pub use self::depth::is_too_deep;
pub use self::field::{Place, Placed, Record, Text, read};
pub use self::fields::{
    Allocation, CustomField, Customer, Feature, Holder, LicenseUser, ProductCustomField,
    ProductDetails, Release, Variable,
};
pub use self::json::{Members, parse_object, quote, readable};
pub use self::license::{License, Licenses};
pub use self::license_user::LicenseUsers;
pub use self::list::Texts;
pub use self::offline::{OfflineFacts, offline_facts, offline_facts_of};
pub use self::reading::{Flag, Int};
pub use self::release::Releases;
pub use self::trial::Trial;
pub use self::variable::Variables;

/// A model of whatever type.
pub type AnyModel = dyn Any + Send + Sync;
