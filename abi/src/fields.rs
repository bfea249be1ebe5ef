//! The fields of objects: the functions that read one value of an object.

use crate::header::{Function, Header};

/// The objects whose fields each binding has.
pub const OBJECTS: [&str; 8] = [
    "ls_license",
    "ls_feature",
    "ls_user",
    "ls_customer",
    "ls_product",
    "ls_custom_field",
    "ls_license_user",
    "ls_allocation",
];

/// The type of a field.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Text,
    Number,
    Flag,
    Time,
}

/// A field of an object.
pub struct Field<'a> {
    /// Such as `prevent_vm`.
    pub name: &'a str,
    /// Such as `ls_license_prevent_vm`.
    pub function: &'a str,
    /// Where it is in the object of the API, if that has another name for it.
    pub path: Option<&'a str>,
    /// Its type.
    pub kind: Kind,
    /// Its description, without the words on how an absent value reads in C.
    pub prose: String,
}

/// The fields of an object, in the order of the header.
pub fn of<'a>(header: &'a Header, object: &str) -> Vec<Field<'a>> {
    header.functions.iter().filter_map(|function| field(function, object)).collect()
}

fn field<'a>(function: &'a Function, object: &str) -> Option<Field<'a>> {
    let name = function.name.strip_prefix(object)?.strip_prefix('_')?;
    let taken: Vec<&str> = function.parameters.iter().map(|(c, _)| &c[..]).collect();
    let comment = function.comment.replace('\n', " ");
    let is_time = comment.contains("Unix seconds, UTC.");
    let kind = match (&function.returned[..], &taken[..]) {
        ("const char *", [of]) if is(of, object) => Kind::Text,
        ("bool", [of, "bool *"]) if is(of, object) => Kind::Flag,
        ("bool", [of, "int64_t *"]) if is(of, object) && is_time => Kind::Time,
        ("bool", [of, "int64_t *"]) if is(of, object) => Kind::Number,
        _ => return None,
    };
    let endings = [" Borrowed; NULL ", " Unix seconds, UTC.", " Returns false "];
    let prose = endings.iter().fold(&comment[..], |prose, end| prose.split(end).next().unwrap());
    let path = function.comment.split("(`").nth(1).and_then(|rest| rest.split("`)").next());
    Some(Field { name, function: &function.name, path, kind, prose: prose.to_owned() })
}

fn is(c: &str, object: &str) -> bool {
    c.strip_prefix("const ").and_then(|c| c.strip_suffix(" *")) == Some(object)
}
