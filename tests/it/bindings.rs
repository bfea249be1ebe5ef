//! The generated code is up to date, and each binding uses all of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::declared_functions;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first line of a file that is not what it should be.
fn difference(path: &str, wanted: &str) -> Option<String> {
    let is = fs::read_to_string(root().join(path)).unwrap_or_default();
    let lines = is.lines().chain(["(the end)"]).zip(wanted.lines().chain(["(the end)"]));
    let mut differing = lines.enumerate().filter(|(_, (is, wanted))| is != wanted);
    let (number, (is, wanted)) = differing.next().or((is != wanted).then_some((0, ("", ""))))?;
    Some(format!("{path}:{}: it is {is:?}, and should be {wanted:?}\n", number + 1))
}

/// The lock among it: a promise that the header breaks is an error of its own.
#[test]
fn generated_code_is_up_to_date() {
    let files = lsagent_abi::generated(root()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let differences: String =
        files.iter().filter_map(|(path, wanted)| difference(path, wanted)).collect();
    assert!(differences.is_empty(), "run `make generate`:\n{differences}");
}

#[test]
fn a_line_that_differs_is_found() {
    let header = source(&root().join("include/lsagent.h"));
    let path = "include/lsagent.h";
    assert_eq!(difference(path, &header), None);
    assert!(difference(path, &header.replacen("LS_OK = 0", "LS_OK = 1", 1)).is_some());
    assert!(difference(path, &(header.clone() + "more\n")).is_some());
    assert!(difference(path, header.trim_end()).is_some());
}

/// The functions of the header that are in none of the sources of a language.
fn unused<'a>(sources: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lines = sources.flat_map(|text| text.lines().map(|line| line.split("//").next().unwrap()));
    let words: BTreeSet<&str> =
        lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let functions = declared_functions();
    assert!(functions.len() > 200, "only {} functions were found", functions.len());
    functions.into_iter().filter(|name| !words.contains(&name[..])).collect()
}

/// Compilers check the types, against the header or the code generated from it; not that a function is used.
#[test]
fn cpp_uses_every_function_of_the_header() {
    let texts = ["lsagent.hpp", "lsagent_fields.hpp"];
    let texts = texts.map(|name| source(&root().join("bindings/cpp").join(name)));
    assert_eq!(unused(texts.iter().map(String::as_str)), Vec::<String>::new());
}

#[test]
fn csharp_uses_every_function_of_the_header() {
    let files =
        fs::read_dir(root().join("bindings/csharp/src/LsAgent")).expect("there are sources");
    let files = files.map(|file| file.unwrap().path());
    let is_written = |path: &std::path::PathBuf| {
        path.extension() == Some("cs".as_ref()) && !path.ends_with("NativeMethods.cs")
    };
    let texts: Vec<String> = files.filter(is_written).map(|path| source(&path)).collect();
    // A Task of .NET is waited for by means of its own.
    assert_eq!(unused(texts.iter().map(String::as_str)), ["ls_task_wait"]);
}
