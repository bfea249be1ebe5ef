//! The Python package.

use crate::errors::{self, Failure};
use crate::fields::{Field, Kind};
use crate::header::{Constant, Enum, Function, Header};
use crate::types::Type;
use crate::words::{Language, class_name, fill, member, replaced, wrapped};

/// For `_abi.py`: the types of the callbacks, and the table.
pub fn functions(header: &Header) -> String {
    let callbacks: String = (0..header.callbacks.len()).map(|at| callback(header, at)).collect();
    let mut lines: Vec<String> = header.functions.iter().map(function).collect();
    lines.sort();
    let functions = lines.concat();
    fill!("functions.py", callbacks, functions)
}

/// Those that differ in the type of an object alone are the same to ctypes.
fn callback(header: &Header, at: usize) -> String {
    let (callback, before) = (&header.callbacks[at], &header.callbacks[..at]);
    let same = before.iter().find(|it| kinds(it) == kinds(callback)).map(|it| kind(&it.name));
    let value = same.unwrap_or_else(|| format!("ctypes.CFUNCTYPE({})", kinds(callback).join(", ")));
    format!("{} = {value}\n", kind(&callback.name))
}

fn function(function: &Function) -> String {
    let kinds = kinds(function);
    let comma = if kinds.len() == 2 { "," } else { "" };
    let taken = kinds[1..].join(", ");
    format!("    \"{}\": ({}, ({taken}{comma})),\n", function.name, kinds[0])
}

/// The kind of the result, then those of the parameters.
fn kinds(function: &Function) -> Vec<String> {
    let taken = function.parameters.iter().map(|(taken, _)| taken);
    [&function.returned].into_iter().chain(taken).map(|c| kind(c)).collect()
}

fn kind(c: &str) -> String {
    match Type::of(c) {
        Type::Plain(ctypes, _) => ctypes.to_owned(),
        Type::Object(_) => "OBJECT".to_owned(),
        Type::OutObject(_) => "OUT_OBJECT".to_owned(),
        Type::Enum(_) => "ENUM".to_owned(),
        Type::Callback(name) => name.trim_start_matches("ls_").to_uppercase(),
    }
}

/// For `_enums.py`.
pub fn enums(header: &Header) -> String {
    let class = |kind: &Enum| {
        let comment = documented(&Language::Python.prose(kind, &kind.comment));
        let members = kind.constants.iter().map(|constant: &Constant| {
            let comment = documented(&Language::Python.prose(kind, &constant.comment));
            format!("    {} = {}\n{comment}\n", member(kind, constant), constant.number)
        });
        let (name, members) = (class_name(&kind.name), members.collect::<String>());
        format!("\n\nclass {name}(IntEnum):\n{comment}\n\n{members}")
    };
    header.enums.iter().map(class).collect()
}

fn documented(prose: &str) -> String {
    wrapped(&format!("\"\"\"{prose}\"\"\""), "    ")
}

/// For `_errors.py`.
pub fn errors(header: &Header) -> String {
    let class = |failure: &Failure| {
        let Failure { kind, constant, name, python, python_bases, .. } = failure;
        let comment = documented(&Language::Python.prose(kind, &constant.comment));
        format!("\n\nclass {python}({python_bases}):\n{comment}\n\n    status = Status.{name}\n")
    };
    errors::of(header).iter().map(class).collect::<String>() + "\n\n"
}

/// `__init__.py`, whose two lists name every exception.
pub fn package(header: &Header, file: &str) -> String {
    let file = listed(header, file, "from ._errors import (\n", ")\n", "    ", ",");
    listed(header, &file, "__all__ = [\n", "]\n", "    \"", "\",")
}

/// Adds the missing exceptions to a sorted list, an element on each line.
fn listed(header: &Header, file: &str, begin: &str, end: &str, left: &str, right: &str) -> String {
    let list = file.split(begin).nth(1).and_then(|rest| rest.split(end).next());
    let mut lines: Vec<String> = list.unwrap_or_default().lines().map(str::to_owned).collect();
    lines.extend(errors::of(header).iter().map(|it| format!("{left}{}{right}", it.python)));
    lines.sort();
    lines.dedup();
    replaced(file, begin, &(lines.join("\n") + "\n"), end)
}

/// For a class of `_records.py`.
pub fn fields(fields: &[Field]) -> String {
    let field = |field: &Field| {
        let (kind, ending) = match field.kind {
            Kind::Text => ("str", ""),
            Kind::Number => ("int", ""),
            Kind::Flag => ("bool", ""),
            Kind::Time => ("datetime", " None also if it cannot be read."),
        };
        // It is a secret.
        let hidden = if field.name == "initial_password" { " = field(repr=False)" } else { "" };
        let comment = documented(&format!("{}{ending}", field.prose));
        format!("    {}: {kind} | None{hidden}\n{comment}\n", field.name)
    };
    format!("\n{}\n", fields.iter().map(field).collect::<String>())
}
