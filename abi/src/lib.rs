//! The C ABI is described once, in Rust; its header is made from that by cbindgen. This crate reads the
//! header and generates the code that repeats it; README.md lists the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

mod cpp;
mod csharp;
mod errors;
mod fields;
mod header;
mod lists;
pub mod lock;
mod python;
mod types;
mod words;

pub use header::{Constant, Enum, Function, Header};

/// Where the lock is.
pub const LOCK: &str = "abi/0.1.txt";
const PYTHON: &str = "bindings/python/src/lsagent";
const CSHARP: &str = "bindings/csharp/src/LsAgent";
const CPP: &str = "bindings/cpp/lsagent.hpp";
/// Ends the line above a generated part, which goes to `END` or to the end of the file.
const BEGIN: &str = "Generated from include/lsagent.h; `make generate` writes it.\n";
const END: &str = "End of the generated part.";

/// The header of the repository in a folder.
pub fn header(root: &Path) -> Header {
    Header::parse(&read(root, "include/lsagent.h"))
}

/// Each file with a generated part, and its text as it must be. `Err` has the lines of the lock that the
/// header breaks.
pub fn generated(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let header = &header(root);
    let lock = fs::read_to_string(root.join(LOCK)).unwrap_or_default();
    let package = format!("{PYTHON}/__init__.py");
    let mut files = BTreeMap::from([
        (LOCK.to_owned(), lock::extended(&lock, header)?),
        (package.clone(), python::package(header, &read(root, &package))),
    ]);
    let mut part = |path: String, begin: &str, text: String| {
        let file = files.entry(path).or_insert_with_key(|path| read(root, path));
        *file = words::replaced(file, &format!("{begin} {BEGIN}"), &text, END);
    };
    part(format!("{PYTHON}/_abi.py"), "#", python::functions(header));
    part(format!("{PYTHON}/_enums.py"), "#", python::enums(header));
    part(format!("{PYTHON}/_errors.py"), "#", python::errors(header));
    part(format!("{CSHARP}/NativeMethods.cs"), "//", csharp::native_methods(header));
    part(format!("{CSHARP}/Enums.cs"), "//", csharp::enums(header));
    part(format!("{CSHARP}/Exceptions.cs"), "//", csharp::exceptions(header));
    part(CPP.to_owned(), "//", cpp::enums(header));
    for object in fields::OBJECTS {
        let fields = fields::of(header, object);
        let begin = format!("The fields of {object}.");
        part(format!("{PYTHON}/_records.py"), &begin, python::fields(&fields));
        part(format!("{CSHARP}/{}.cs", words::class_name(object)), &begin, csharp::fields(&fields));
        part(CPP.to_owned(), &begin, cpp::fields(&fields));
        part("tests/it/support/fields.rs".to_owned(), &begin, lists::rust(&fields));
        part("tests/cpp/accessors.cpp".to_owned(), &begin, lists::cpp(object, &fields));
        part("tests/c/absent.c".to_owned(), &begin, lists::c(&fields));
    }
    Ok(files)
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
