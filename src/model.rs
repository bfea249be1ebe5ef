//! What the services say, as immutable data. Knows no I/O and no C.
//!
//! Parsing is lenient field by field: a field that is missing, null or of another kind than
//! documented reads as absent, unknown fields are passed over, and the JSON itself is kept whole.

mod allocation;
mod date;
mod field;
mod json;
mod license;
mod license_user;

pub use self::allocation::{Allocation, Allocations};
pub use self::date::Date;
pub(crate) use self::field::record;
pub use self::field::{Int, Key, Lenient, Record, Skip, Text};
pub use self::json::{Members, blank_members, is_too_deep, quote};
pub use self::license::{
    CustomField, Customer, Feature, Holder, License, Licenses, ProductDetails,
};
pub use self::license_user::{LicenseUser, LicenseUsers};
