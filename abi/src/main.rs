//! Writes everything that is made from `include/lsagent.h`, in the repository of the working directory.

use std::fs;
use std::path::Path;

fn main() {
    let files = lsagent_abi::generated(Path::new(".")).unwrap_or_else(|refusal| {
        eprintln!("{refusal}");
        std::process::exit(1);
    });
    // An unchanged file is left alone: a compiler may be reading it.
    let is_same = |path: &String, text: &str| fs::read_to_string(path).is_ok_and(|is| is == text);
    for (path, text) in files.iter().filter(|(path, text)| !is_same(path, text)) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}
