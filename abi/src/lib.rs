//! The C ABI is described once, in Rust; its header is made from that by cbindgen. This crate reads the
//! header and makes what else repeats it: README.md says what.

use std::fs;
use std::path::Path;

mod cpp;
mod csharp;
mod errors;
mod header;
pub mod lock;
mod python;
mod rust;
mod types;
mod words;

pub use header::{Constant, Enum, Function, Header};

/// Where the lock is.
pub const LOCK: &str = "abi/0.1.txt";
/// What follows is generated, up to the end of the file or of the part.
const BEGIN: &str = "Generated from include/lsagent.h; `make generate` writes it.\n";
const END: &str = "End of what is generated.";

/// The header of the repository in a folder.
pub fn header(root: &Path) -> Header {
    Header::parse(&read(root, "include/lsagent.h"))
}

/// Each file that has something made from the header, with what it must hold. `Err` says what the lock
/// forbids.
pub fn generated(root: &Path) -> Result<Vec<(String, String)>, String> {
    let header = &header(root);
    let lock = fs::read_to_string(root.join(LOCK)).unwrap_or_default();
    let package = "bindings/python/src/lsagent/__init__.py";
    let mut files = vec![
        (LOCK.to_owned(), lock::extended(&lock, header)?),
        (package.to_owned(), python::package(header, &read(root, package))),
    ];
    let parts = [
        ("src/ffi/names.rs", rust::names(header)),
        ("bindings/python/src/lsagent/_abi.py", python::functions(header)),
        ("bindings/python/src/lsagent/_enums.py", python::enums(header)),
        ("bindings/python/src/lsagent/_errors.py", python::errors(header)),
        ("bindings/csharp/src/LsAgent/NativeMethods.cs", csharp::native_methods(header)),
        ("bindings/csharp/src/LsAgent/Enums.cs", csharp::enums(header)),
        ("bindings/csharp/src/LsAgent/Exceptions.cs", csharp::exceptions(header)),
        ("bindings/cpp/lsagent.hpp", cpp::enums(header)),
    ];
    for (path, text) in parts {
        files.push((path.to_owned(), words::replaced(&read(root, path), BEGIN, &text, END)));
    }
    Ok(files)
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
