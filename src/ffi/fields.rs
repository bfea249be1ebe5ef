//! The objects of answers, a file each. Generated from abi/fields.toml; `make generate` writes it.

pub mod allocation;
pub mod custom_field;
pub mod customer;
pub mod feature;
pub mod license;
pub mod license_user;
pub mod product;
pub mod product_custom_field;
pub mod release;
pub mod trial;
pub mod user;
pub mod variable;
