//! Each binding against the header: every function with the kinds of what it takes and returns, every
//! number of every enum.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use support::{constants, declarations};

/// What a function takes and returns: words for what crosses the boundary, by which languages can be
/// compared. The first is what it returns.
type Signature = Vec<&'static str>;
type Functions = BTreeMap<String, Signature>;
/// The constants of each enum, by names without prefix, case and underscores.
type Enums = BTreeMap<String, BTreeMap<String, i64>>;

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sources in a folder, one after the other.
fn sources(folder: &str, extension: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files = files.map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension() == Some(extension.as_ref()));
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', "")
}

// ---- The header ----

fn header_functions() -> Functions {
    let function = |name: String, text: &str| {
        let (before, rest) = text.split_once('(').unwrap();
        let returned = before.strip_suffix(&name).unwrap().trim();
        let parameters = rest.strip_suffix(')').unwrap();
        let mut signature = vec![returned_kind(returned)];
        if parameters != "void" {
            signature
                .extend(parameters.split(',').map(|parameter| parameter_kind(parameter.trim())));
        }
        (name, signature)
    };
    let functions = declarations().into_iter().map(|declaration| {
        let text = declaration.text.clone();
        function(declaration.name, &text)
    });
    functions.collect()
}

fn returned_kind(c: &str) -> &'static str {
    match c {
        "void" => "void",
        "const char *" => "text",
        "char *" => "owned text",
        pointer if pointer.ends_with('*') => "object",
        value => number_kind(value),
    }
}

fn parameter_kind(c: &str) -> &'static str {
    let at = c.rfind([' ', '*']).unwrap() + 1;
    match c[..at].trim() {
        "const char *" => "text",
        "char *" => "owned text",
        "char **" => "out owned text",
        "const char *const *" => "texts",
        "void *" => "user data",
        "bool *" => "out bool",
        "int64_t *" => "out i64",
        pointer if pointer.ends_with("**") => "out object",
        pointer if pointer.ends_with('*') => "object",
        callback if callback.ends_with("_callback") => "callback",
        value => number_kind(value),
    }
}

/// Enums are passed as the integers that they are.
fn number_kind(c: &str) -> &'static str {
    match c {
        "bool" => "bool",
        "int32_t" | "ls_status" | "ls_decision" | "ls_source" => "i32",
        "int64_t" => "i64",
        "uint16_t" => "u16",
        "uint32_t" => "u32",
        "uint64_t" => "u64",
        "size_t" => "usize",
        other => panic!("{other}: what is that?"),
    }
}

fn header_enums() -> Enums {
    let mut enums = Enums::new();
    for (kind, name, number) in constants() {
        let prefix = match &kind[..] {
            "ls_log_level" => "LS_LOG_".to_owned(),
            "ls_status" => if name.starts_with("LS_ERR_") { "LS_ERR_" } else { "LS_" }.to_owned(),
            other => other.to_uppercase() + "_",
        };
        let short = name.strip_prefix(&prefix).unwrap_or_else(|| panic!("{name} in {kind}"));
        let kind = plain(kind.strip_prefix("ls_").unwrap());
        enums.entry(kind).or_default().insert(plain(short), number);
    }
    enums
}

// ---- Comparing ----

/// What a binding does not have, and what it has of its own, or otherwise.
fn compare<T: PartialEq + std::fmt::Debug>(
    header: &BTreeMap<String, T>,
    binding: &BTreeMap<String, T>,
    agree: impl Fn(&T, &T) -> bool,
) -> String {
    let mut differences = String::new();
    for (name, wanted) in header {
        match binding.get(name) {
            None => writeln!(differences, "{name} is missing"),
            Some(is) if !agree(wanted, is) => {
                writeln!(differences, "{name}: {is:?}; in the header {wanted:?}")
            }
            Some(_) => Ok(()),
        }
        .unwrap();
    }
    for name in binding.keys().filter(|name| !header.contains_key(*name)) {
        writeln!(differences, "{name} is not in the header").unwrap();
    }
    differences
}

fn assert_same_functions(
    header: &Functions,
    binding: &Functions,
    agree: impl Fn(&Signature, &Signature) -> bool,
) {
    assert!(header.len() > 200, "only {} functions were found", header.len());
    let differences = compare(header, binding, agree);
    assert!(differences.is_empty(), "{differences}");
}

/// What is declared can still be forgotten by what an application sees.
fn assert_used(functions: impl IntoIterator<Item = String>, code: &str) {
    let lines = code.lines().map(|line| line.split("//").next().unwrap());
    let words: BTreeSet<&str> =
        lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let unused: Vec<String> =
        functions.into_iter().filter(|name| !words.contains(&name[..])).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

fn assert_same_enums(binding: &Enums) {
    let header = header_enums();
    assert!(header["status"].len() > 15, "{header:?}");
    let differences = compare(&header, binding, |wanted, is| wanted == is);
    assert!(differences.is_empty(), "{differences}");
}

/// Enums in the manner of C: a word before the name, then `NAME = NUMBER` within braces.
fn braced_enums(text: &str, keyword: &str) -> Enums {
    let mut enums = Enums::new();
    for rest in text.split(keyword).skip(1) {
        let (head, rest) = rest.split_once('{').expect("an enum has a body");
        let (body, _) = rest.split_once('}').expect("a body ends");
        let name = head.split([':', ' ', '\n']).find(|word| !word.is_empty()).unwrap();
        let lines = body.lines().map(|line| line.split("//").next().unwrap().trim());
        let constants = lines.filter_map(|line| line.trim_end_matches(',').split_once(" = "));
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{name}: {text:?}"));
        let constants = constants.map(|(constant, text)| (plain(constant), number(text)));
        enums.insert(plain(name), constants.collect());
    }
    enums
}

// ---- Python ----

fn python_functions() -> Functions {
    let table = source("bindings/python/src/lsagent/_abi.py");
    let lines = table.lines().filter_map(|line| line.trim().strip_prefix("\"ls_"));
    let function = |line: &str| {
        let (name, rest) = line.split_once("\": (").expect("a name, and a tuple");
        let (returned, taken) = rest.split_once(", (").expect("what it returns, what it takes");
        let taken = taken.split(')').next().unwrap();
        let taken = taken.split(',').map(str::trim).filter(|word| !word.is_empty());
        let signature = [returned].into_iter().chain(taken).map(python_kind).collect();
        (format!("ls_{name}"), signature)
    };
    lines.map(function).collect()
}

fn python_kind(name: &str) -> &'static str {
    match name {
        "VOID" => "void",
        "STATUS" | "ENUM" | "I32" => "i32",
        "BOOL" => "bool",
        "I64" => "i64",
        "U16" => "u16",
        "U32" => "u32",
        "U64" => "u64",
        "SIZE" => "usize",
        "TEXT" => "text",
        "OWNED_TEXT" => "owned text",
        "OBJECT" => "object",
        "USER_DATA" => "user data",
        "TEXTS" => "texts",
        "OUT_OBJECT" => "out object",
        "OUT_OWNED_TEXT" => "out owned text",
        "OUT_I64" => "out i64",
        "OUT_BOOL" => "out bool",
        callback if callback.ends_with("_CALLBACK") => "callback",
        other => panic!("{other}: what is that?"),
    }
}

/// Classes derived from IntEnum, to the first line that is not indented.
fn python_enums() -> Enums {
    let text = sources("bindings/python/src/lsagent", "py");
    let mut enums = Enums::new();
    for class in text.split("\nclass ").skip(1) {
        let (head, body) = class.split_once(":\n").unwrap();
        let Some(name) = head.strip_suffix("(IntEnum)").or(head.strip_suffix("(enum.IntEnum)"))
        else {
            continue;
        };
        let lines = body.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
        let constants = lines.filter_map(|line| {
            let (constant, number) = line.strip_prefix("    ")?.split_once(" = ")?;
            let number = number.split('#').next().unwrap().trim();
            Some((plain(constant), number.parse().ok()?))
        });
        enums.insert(plain(name), constants.collect());
    }
    enums
}

#[test]
fn python_declares_every_function_as_the_header_does() {
    assert_same_functions(&header_functions(), &python_functions(), PartialEq::eq);
}

#[test]
fn python_has_the_numbers_of_the_header() {
    assert_same_enums(&python_enums());
}

// ---- C# ----

const CSHARP: &str = "bindings/csharp/src/LsAgent";

fn csharp_functions() -> Functions {
    let text = source(&format!("{CSHARP}/NativeMethods.cs"));
    let mut functions = Functions::new();
    for import in text.split("[DllImport(").skip(1) {
        let (attributes, rest) = import.split_once("static extern ").expect("an extern function");
        assert!(attributes.contains("CallingConvention.Cdecl"), "{import}");
        let (declaration, _) = rest.split_once(';').expect("a declaration ends");
        let declaration = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
        let (head, parameters) = declaration.split_once('(').unwrap();
        let (returned, name) = head.split_once(' ').unwrap();
        let parameters = parameters.strip_suffix(')').unwrap();
        let one_byte = "MarshalAs(UnmanagedType.I1)";
        let returned_marshalled = attributes.contains(&format!("[return: {one_byte}]"));
        let mut signature = vec![csharp_kind(returned, returned_marshalled)];
        for parameter in parameters.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            let (marshal, parameter) = match parameter.strip_prefix('[') {
                Some(rest) => rest.split_once("] ").expect("an attribute ends"),
                None => ("", parameter),
            };
            let (kind, _) = parameter.rsplit_once(' ').expect("a type and a name");
            signature.push(csharp_kind(kind, marshal.contains(one_byte)));
        }
        functions.insert(name.to_owned(), signature);
    }
    functions
}

/// All but the one that waits for a task: a Task of .NET has means of its own.
fn functions_for_csharp() -> Functions {
    let mut functions = header_functions();
    functions.remove("ls_task_wait").expect("it is in the header");
    functions
}

/// A bool that nobody says is one byte would be four.
fn csharp_kind(name: &str, one_byte: bool) -> &'static str {
    match name {
        "void" => "void",
        "bool" if one_byte => "bool",
        "out bool" if one_byte => "out bool",
        "int" | "Status" | "Decision" | "Source" => "i32",
        "long" => "i64",
        "ushort" => "u16",
        "uint" => "u32",
        "ulong" => "u64",
        "UIntPtr" => "usize",
        "out long" => "out i64",
        "out IntPtr" => "out pointer",
        "byte[]" => "text",
        "IntPtr[]" => "texts",
        "IntPtr" => "pointer",
        handle if handle.starts_with("out ") && handle.ends_with("Handle") => "out object",
        handle if handle.ends_with("Handle") => "object",
        callback if callback.ends_with("Callback") => "callback",
        other => panic!("{other}: what is that?"),
    }
}

/// A pointer of C# may be any of C, except one that is written to.
fn same_for_csharp(header: &Signature, csharp: &Signature) -> bool {
    const POINTERS: [&str; 4] = ["text", "owned text", "object", "user data"];
    let same = |(c, cs): (&&str, &&str)| match *cs {
        "pointer" => POINTERS.contains(c),
        "out pointer" => c.starts_with("out o"),
        cs => *c == cs,
    };
    header.len() == csharp.len() && header.iter().zip(csharp).all(same)
}

#[test]
fn csharp_declares_every_function_as_the_header_does() {
    assert_same_functions(&functions_for_csharp(), &csharp_functions(), same_for_csharp);
}

#[test]
fn csharp_uses_every_function_that_it_declares() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CSHARP);
    let files = fs::read_dir(path).unwrap().map(|file| file.unwrap().path());
    let code = files.filter(|file| {
        file.extension() == Some("cs".as_ref()) && !file.ends_with("NativeMethods.cs")
    });
    let code: String = code.map(|file| fs::read_to_string(file).unwrap()).collect();
    assert_used(csharp_functions().into_keys(), &code);
}

#[test]
fn csharp_has_the_numbers_of_the_header() {
    assert_same_enums(&braced_enums(&source(&format!("{CSHARP}/Enums.cs")), "public enum "));
}

// ---- C++ ----

/// It is compiled against the header, and so has the right types; what can be missing is a function.
#[test]
fn cpp_uses_every_function_of_the_header() {
    assert_used(header_functions().into_keys(), &source("bindings/cpp/lsagent.hpp"));
}

#[test]
fn cpp_has_the_numbers_of_the_header() {
    assert_same_enums(&braced_enums(&source("bindings/cpp/lsagent.hpp"), "enum class "));
}
