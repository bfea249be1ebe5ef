//! The C# assembly.

use crate::errors;
use crate::fields::{Field, Kind};
use crate::header::{Constant, Enum, Function, Header};
use crate::types::Type;
use crate::words::{Language, class_name, fill, member, wrapped};

/// The most that a declaration may have to stand on one line, its end among it.
const WIDTH: usize = 111;
const ONE_BYTE: &str = "MarshalAs(UnmanagedType.I1)";

/// For `NativeMethods.cs`: the types of the callbacks, and every function but the one that waits for a
/// task, which a Task of .NET does by itself.
pub fn native_methods(header: &Header) -> String {
    let callback = |function: &Function| {
        let parameters = function.parameters.iter().map(|(c, name)| parameter(&plain(c), name));
        let head = format!("delegate {} {}", plain(&function.returned), class_name(&function.name));
        declaration(
            "UnmanagedFunctionPointer(CallingConvention.Cdecl)",
            &head,
            parameters.collect(),
        )
    };
    let callbacks = header.callbacks.iter().map(callback);
    let functions = header.functions.iter().filter(|function| function.name != "ls_task_wait");
    callbacks.chain(functions.map(import)).collect::<String>() + "\n"
}

fn import(function: &Function) -> String {
    let handles = takes_handles(function);
    let parameters = function.parameters.iter().map(|(c, name)| match Type::of(c) {
        Type::Object(object) if handles => parameter(&handle(object), name),
        _ if c == "const char *" => parameter("byte[]", name),
        _ => parameter(&plain(c), name),
    });
    let returned = match Type::of(&function.returned) {
        Type::Object(object) if !function.returned.starts_with("const ") => handle(object),
        _ => plain(&function.returned),
    };
    let head = format!("static extern {returned} {}", function.name);
    let attribute =
        "DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)";
    declaration(attribute, &head, parameters.collect())
}

/// A call that can fail, or that has an agent to hold during it, takes owned objects. An accessor
/// takes pointers: the owner is held while many fields are read.
fn takes_handles(function: &Function) -> bool {
    let receiver = function.parameters.first().map_or("", |(c, _)| c);
    receiver == "const ls_agent *"
        || function.returned == "ls_status" && receiver != "const ls_error *"
}

/// On one line if it fits.
fn declaration(attribute: &str, head: &str, parameters: Vec<String>) -> String {
    let is_bool = head.contains(" bool ");
    let marshalled =
        if is_bool { format!("        [return: {ONE_BYTE}]\n") } else { String::new() };
    let mut line = format!("        internal {head}({});\n", parameters.join(", "));
    if line.len() > WIDTH {
        let parameters = parameters.join(",\n            ");
        line = format!("        internal {head}(\n            {parameters});\n");
    }
    format!("\n        [{attribute}]\n{marshalled}{line}")
}

fn parameter(kind: &str, name: &str) -> String {
    let marshalled = if kind.ends_with("bool") { format!("[{ONE_BYTE}] ") } else { String::new() };
    let name = match name {
        "out" => "value",
        "string" => "text",
        name => name,
    };
    format!("{marshalled}{kind} {name}")
}

/// Without handles.
fn plain(c: &str) -> String {
    match Type::of(c) {
        Type::Plain(_, csharp) => csharp.to_owned(),
        Type::Object(_) => "IntPtr".to_owned(),
        Type::OutObject(object) => format!("out {}", handle(object)),
        Type::Callback(name) | Type::Enum(name) => class_name(name),
    }
}

fn handle(object: &str) -> String {
    class_name(object) + "Handle"
}

/// For `Enums.cs`.
pub fn enums(header: &Header) -> String {
    let text = |kind: &Enum| {
        let summary = wrapped(&Language::CSharp.prose(kind, &kind.comment), "    /// ");
        let members = kind.constants.iter().map(|constant: &Constant| {
            let prose = uncapitalised(&Language::CSharp.prose(kind, &constant.comment));
            let summary = format!("<summary><c>{}</c>: {prose}</summary>", constant.name);
            let summary = wrapped(&summary, "        /// ");
            let name = class_name(member(kind, constant));
            format!("{summary}\n        {name} = {},\n", constant.number)
        });
        let members = members.collect::<Vec<_>>().join("\n");
        let name = class_name(&kind.name);
        fill!("enum.cs", name, summary, members)
    };
    header.enums.iter().map(text).collect::<String>() + "\n"
}

/// As it stands after a colon, unless it begins with a word like `TLS`.
fn uncapitalised(prose: &str) -> String {
    let is_word = !prose[1..].starts_with(char::is_uppercase);
    if is_word { prose[..1].to_lowercase() + &prose[1..] } else { prose.to_owned() }
}

/// For `Exceptions.cs`. A cancelled call has an exception of .NET.
pub fn exceptions(header: &Header) -> String {
    let (mut cases, mut classes) = (String::new(), String::new());
    for failure in errors::of(header).iter().filter(|failure| failure.name != "CANCELLED") {
        let (status, class, parent) =
            (class_name(failure.name), &failure.csharp, failure.csharp_parent);
        let summary = Language::CSharp.prose(failure.kind, &failure.constant.comment);
        let summary = wrapped(&format!("<summary>{summary}</summary>"), "    /// ");
        cases += &format!("                case Status.{status}: return new {class}(error);\n");
        classes += &fill!("exception.cs", status, class, parent, summary);
    }
    fill!("exceptions.cs", cases, classes)
}

/// For a class of its own.
pub fn fields(fields: &[Field]) -> String {
    let field = |field: &Field| {
        let (kind, read, ending) = match field.kind {
            Kind::Text => ("string", "Text", "Null if it was not sent."),
            Kind::Number => ("long?", "Number", "Null if it was not sent."),
            Kind::Flag => ("bool?", "Flag", "Null if it was not sent."),
            Kind::Time => {
                ("DateTimeOffset?", "Time", "In UTC. Null if it was not sent or cannot be read.")
            }
        };
        let summary = format!("<summary>{} {ending}</summary>", field.prose);
        let summary = wrapped(&summary, "        /// ");
        let (name, function) = (class_name(field.name), field.function);
        fill!("field.cs", summary, kind, name, read, function)
    };
    fields.iter().map(field).collect::<String>() + "\n"
}
