//! The declarations of `lsagent.h`. cbindgen writes each in one form: a comment, then the declaration.

use serde::Serialize;

/// The whole header, each list in its order.
#[derive(Debug, Default, Serialize)]
pub struct Header {
    /// The macros, with their numbers.
    pub macros: Vec<(String, String)>,
    /// The enums.
    pub enums: Vec<Enum>,
    /// The objects.
    pub objects: Vec<Object>,
    /// The types of the functions that an application hands over.
    pub callbacks: Vec<Function>,
    /// The functions of the library.
    pub functions: Vec<Function>,
}

/// An enum with its constants.
#[derive(Debug, Serialize)]
pub struct Enum {
    /// Such as `ls_status`.
    pub name: String,
    /// The lines above it, without their stars.
    pub comment: String,
    /// The constants in the header's order.
    pub constants: Vec<Constant>,
}

/// A constant of an enum.
#[derive(Debug, Serialize)]
pub struct Constant {
    /// Such as `LS_ERR_TIMEOUT`.
    pub name: String,
    /// The lines above it, without their stars.
    pub comment: String,
    /// Its number.
    pub number: i64,
}

/// An object, of which an application has pointers only.
#[derive(Debug, Serialize)]
pub struct Object {
    /// Such as `ls_agent`.
    pub name: String,
    /// The lines above it, without their stars.
    pub comment: String,
}

/// A function, or the type of a callback.
#[derive(Debug, Serialize)]
pub struct Function {
    /// Such as `ls_check`.
    pub name: String,
    /// The lines above it, without their stars.
    pub comment: String,
    /// The type that it returns, such as `const char *`.
    pub returned: String,
    /// The type and the name of each parameter.
    pub parameters: Vec<(String, String)>,
}

impl Header {
    /// Reads the text of the header. Panics on text that it does not understand, so that no part
    /// of the ABI is passed over.
    pub fn parse(text: &str) -> Self {
        let mut header = Self::default();
        for block in text.split("/**\n").skip(1) {
            let (comment, code) = block.split_once("*/").expect("a comment ends");
            // `/** @} */` ends a section.
            let code = code.split("/** @").next().unwrap_or_default();
            header.add(without_stars(comment), code.trim());
        }
        header
    }

    fn add(&mut self, comment: String, code: &str) {
        let words: Vec<&str> = code.split_whitespace().collect();
        match words[..] {
            // The guide at the top, and the beginning of a section.
            ["#ifndef", ..] | [] => {}
            ["#define", name, number, ..] => self.macros.push((name.into(), number.into())),
            ["enum", name, ..] => {
                assert!(code.contains(" : int32_t\n"), "{name} is another integer");
                self.enums.push(Enum { name: name.into(), comment, constants: Vec::new() });
            }
            [name, "=", number, ..] => {
                assert_eq!(code.matches(" = ").count(), 1, "without a comment: {code}");
                let number = number.trim_end_matches(',').parse().expect("a constant is a number");
                let kind = self.enums.last_mut().expect("a constant is in an enum");
                kind.constants.push(Constant { name: name.into(), comment, number });
            }
            ["typedef", "struct", name, _] => {
                self.objects.push(Object { name: name.into(), comment });
            }
            ["typedef", ..] => self.callbacks.push(function(comment, code)),
            _ => self.functions.push(function(comment, code)),
        }
    }
}

fn without_stars(comment: &str) -> String {
    let lines = comment.trim_end().lines();
    let lines: Vec<&str> = lines.map(|line| line.trim().trim_start_matches('*').trim()).collect();
    lines.join("\n").trim().to_owned()
}

fn function(comment: String, code: &str) -> Function {
    let (code, rest) = code.split_once(';').expect("a declaration ends");
    assert!(!rest.contains(';'), "without a comment: {rest}");
    let text = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = text.trim_start_matches("typedef ").replace("(*", "").replace(")(", "(");
    let (head, parameters) =
        plain.trim_end_matches(')').split_once('(').expect("it takes something");
    let (returned, name) = typed(head);
    let parameters = parameters.split(", ").filter(|parameter| *parameter != "void");
    Function { name, comment, returned, parameters: parameters.map(typed).collect() }
}

/// From `const char *name`, or `int32_t name`.
fn typed(text: &str) -> (String, String) {
    let at = text.rfind([' ', '*']).expect("a type and a name") + 1;
    (text[..at].trim().to_owned(), text[at..].to_owned())
}
