//! The lists of fields that the tests go through.

use crate::fields::{Field, Kind};

/// For a constant of `tests/it/support/fields.rs`.
pub fn rust(fields: &[Field]) -> String {
    let line = |field: &Field| {
        let kind = match field.kind {
            Kind::Text if field.prose.ends_with("as a JSON text.") => "json",
            Kind::Text => "text",
            Kind::Number => "int",
            Kind::Flag => "flag",
            Kind::Time => "time",
        };
        let path = field.path.unwrap_or(field.name);
        format!("    {kind} \"{path}\" {},\n", field.function)
    };
    fields.iter().map(line).collect()
}

/// For a function of `tests/cpp/accessors.cpp`.
pub fn cpp(object: &str, fields: &[Field]) -> String {
    let object = object.trim_start_matches("ls_");
    let line = |field: &Field| {
        let kind = match field.kind {
            Kind::Text => "TEXT",
            Kind::Number => "NUMBER",
            Kind::Flag => "FLAG",
            Kind::Time => "TIME",
        };
        format!("    {kind}({object}, {});\n", field.name)
    };
    fields.iter().map(line).collect()
}

/// For a function of `tests/c/absent.c`.
pub fn c(fields: &[Field]) -> String {
    let line = |field: &Field| {
        let kind = match field.kind {
            Kind::Text => "ABSENT",
            Kind::Number | Kind::Time => "ABSENT_NUMBER",
            Kind::Flag => "ABSENT_FLAG",
        };
        format!("    {kind}({});\n", field.function)
    };
    fields.iter().map(line).collect()
}
