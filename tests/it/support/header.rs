//! The functions and statuses that the header declares.

use std::path::Path;

use lsagent_abi::{Function, Header};

fn header() -> Header {
    lsagent_abi::header(Path::new(env!("CARGO_MANIFEST_DIR")))
}

pub fn declarations() -> Vec<Function> {
    header().functions
}

/// The statuses: the name and the number of each.
pub fn statuses() -> Vec<(String, i32)> {
    let enums = header().enums.into_iter().filter(|kind| kind.name == "ls_status");
    let constants = enums.flat_map(|kind| kind.constants);
    constants.map(|it| (it.name, i32::try_from(it.number).unwrap())).collect()
}

pub fn declared_functions() -> Vec<String> {
    declarations().into_iter().map(|function| function.name).collect()
}
