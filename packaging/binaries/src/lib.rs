//! The platforms of `make binaries`, and what the files that it makes say of themselves: the names that they
//! export and import, the system that they ask for, how they are hardened. Nothing is loaded or run.

mod elf;
mod library;
mod macho;
mod pe;
mod signature;
mod table;

pub use library::{Library, read, read_archive};
pub use pe::{Description, describe};
pub use table::{Platform, System, platforms, table};
