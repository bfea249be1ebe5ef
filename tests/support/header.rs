//! The functions that the header declares.

use std::fs;
use std::path::Path;

/// A function with the comment above it.
pub struct Declaration {
    pub name: String,
    pub comment: String,
    /// On one line, without the semicolon.
    pub text: String,
}

pub fn declarations() -> Vec<Declaration> {
    let header = text();
    let (_, functions) = header.split_once("extern \"C\" {").expect("functions come last");
    functions.split("/**").skip(1).map(declaration).collect()
}

pub fn declared_functions() -> Vec<String> {
    let names = declarations().into_iter();
    names.map(|declaration| declaration.name).collect()
}

/// The constants of the enums: each with its enum's name, its own and its number.
pub fn constants() -> Vec<(String, String, i64)> {
    let text = text();
    let mut constants = Vec::new();
    for block in text.split("\nenum ").skip(1) {
        let (head, rest) = block.split_once(" {\n").expect("an enum has a body");
        let name = head.split_whitespace().next().expect("an enum has a name");
        let (body, _) = rest.split_once("\n};").expect("a body ends");
        for (constant, number) in body.lines().filter_map(|line| line.trim().split_once(" = ")) {
            let number = number.strip_suffix(',').and_then(|number| number.parse().ok());
            let number = number.unwrap_or_else(|| panic!("{constant} has no number"));
            constants.push((name.to_owned(), constant.to_owned(), number));
        }
    }
    constants
}

fn text() -> String {
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/lsagent.h");
    fs::read_to_string(header).expect("the header is there")
}

/// From the text between two comments' beginnings. A function without a comment would be found here.
fn declaration(text: &str) -> Declaration {
    let (comment, rest) = text.split_once("*/").expect("a comment ends");
    let (declaration, rest) = rest.split_once(';').expect("a declaration follows");
    assert!(!rest.contains(';'), "without a comment:{rest}");
    let (before, _) = declaration.split_once('(').expect("it is a function");
    let name = before.rsplit([' ', '*', '\n']).next().unwrap();
    assert!(name.starts_with("ls_"), "{name}");
    Declaration {
        name: name.to_owned(),
        comment: comment.to_owned(),
        text: declaration.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
