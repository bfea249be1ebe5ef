//! The functions that the header declares.

use std::path::Path;

use lsagent_abi::Function;

pub fn declarations() -> Vec<Function> {
    lsagent_abi::header(Path::new(env!("CARGO_MANIFEST_DIR"))).functions
}

pub fn declared_functions() -> Vec<String> {
    declarations().into_iter().map(|function| function.name).collect()
}
