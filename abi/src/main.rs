//! Writes `include/lsagent.h` and everything that is generated, in the repository of the working directory.

use std::fs;
use std::path::Path;

fn main() {
    // The source of the header is generated too, and the rest is generated from the header.
    write_generated();
    write("include/lsagent.h", &lsagent_abi::manual::header(Path::new(".")));
    write_generated();
}

fn write_generated() {
    let files = lsagent_abi::generated(Path::new(".")).unwrap_or_else(|refusal| {
        eprintln!("{refusal}");
        std::process::exit(1);
    });
    files.iter().for_each(|(path, text)| write(path, text));
}

/// An unchanged file is left alone: a compiler may be reading it.
fn write(path: &str, text: &str) {
    if fs::read_to_string(path).is_ok_and(|is| is == text) {
        return;
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
}
