//! Writes everything that is made from `include/lsagent.h`, in the repository of the working directory.

use std::fs;
use std::path::Path;

fn main() {
    let files = lsagent_abi::generated(Path::new(".")).unwrap_or_else(|refusal| {
        eprintln!("{refusal}");
        std::process::exit(1);
    });
    for (path, text) in files {
        fs::write(&path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}
