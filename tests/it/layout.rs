//! That every test is a part of a program: a file which nobody names is compiled by nobody, and says nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of the Rust files of a folder, without their ending.
fn files(folder: &Path) -> BTreeSet<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    sources.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// What stands between the two in lines of a text.
fn named(text: &str, before: &str, after: &str) -> BTreeSet<String> {
    let names = text.lines().filter_map(|line| line.strip_prefix(before)?.strip_suffix(after));
    names.map(str::to_owned).collect()
}

/// The files of a project that none of its test programs has: `NAME.rs` in `tests`, `it/NAME.rs` below it.
fn forgotten(project: &Path) -> Vec<String> {
    let read = |path: &str| fs::read_to_string(project.join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let (_, tests) = manifest.split_once("\n[[test]]\n").expect("there is a test program");
    let programs = named(tests, "name = \"", "\"");
    let mut modules = named(&read("tests/it/main.rs"), "mod ", ";");
    modules.insert("main".to_owned());
    let missing = |folder: &str, known: &BTreeSet<String>| -> Vec<String> {
        files(&project.join(folder)).difference(known).cloned().collect()
    };
    let apart = missing("tests", &programs).into_iter().map(|name| name + ".rs");
    let below = missing("tests/it", &modules).into_iter().map(|name| format!("it/{name}.rs"));
    apart.chain(below).collect()
}

#[test]
fn every_file_is_a_part_of_a_test_program() {
    assert_eq!(forgotten(Path::new(env!("CARGO_MANIFEST_DIR"))), Vec::<String>::new());
}

#[test]
fn a_file_that_is_a_part_of_no_program_is_found() {
    let project = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| fs::write(project.path().join(path), text).unwrap();
    fs::create_dir_all(project.path().join("tests/it")).unwrap();
    write("Cargo.toml", "[package]\nname = \"apart\"\n[[test]]\nname = \"it\"\n");
    write("tests/it/main.rs", "mod here;\n");
    for file in ["tests/apart.rs", "tests/it/here.rs", "tests/it/forgotten.rs"] {
        write(file, "");
    }
    assert_eq!(forgotten(project.path()), ["apart.rs", "it/forgotten.rs"]);
}
