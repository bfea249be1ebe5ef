//! The C ABI is described once: its functions in src/ffi, the fields of its objects in fields.toml. This
//! crate makes the header from them, and the code that repeats either; README.md lists the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

mod fields;
mod header;
pub mod lock;
pub mod manual;
mod text;
mod types;

pub use header::{Constant, Enum, Function, Header, Object};

/// Where the lock is.
pub const LOCK: &str = "abi/0.1.txt";
/// For each file with generated code, a template under its path that prints it or the generated part of it. A
/// name in braces stands for a file for each object.
const TEMPLATES: &str = "abi/templates";
/// Ends the line above a generated part, which goes to the line with `END`, or to the end of the file.
const BEGIN: &str = "`make generate` writes it.\n";
const END: &str = "End of the generated part.";
/// The package of Python, and the two lists in it that name each exception: what begins and ends a list, and
/// each line.
const PACKAGE: &str = "bindings/python/src/lsagent/__init__.py";
const ERRORS: &str = "bindings/python/src/lsagent/_errors.py";
const LISTS: [[&str; 4]; 2] =
    [["from ._errors import (\n", ")\n", "    ", ","], ["__all__ = [\n", "]\n", "    \"", "\","]];

/// The header of the repository in a folder.
pub fn header(root: &Path) -> Header {
    Header::parse(&read(root, "include/lsagent.h"))
}

/// Each file with a generated part, but the header, and its text as it must be. `Err` has the lines of the
/// lock that the header breaks.
pub fn generated(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let header = Arc::new(header(root));
    let mut files = BTreeMap::from([(LOCK.to_owned(), lock::extended(&lock(root), &header)?)]);
    let objects = fields::read(&read(root, "abi/fields.toml"));
    let environment = environment(root, &header);
    let all = context! { header => Serde(&*header), objects => Serde(&objects) };
    for (name, template) in environment.templates() {
        for object in objects.iter().take(if name.contains('{') { objects.len() } else { 1 }) {
            let class = text::class_name(&object.name);
            let path = name.replace("{object}", &object.name).replace("{Object}", &class);
            let printed = template.render(context! { object => Serde(object), ..all.clone() });
            let printed = printed.unwrap_or_else(|error| panic!("{error}"));
            // A template that has the line above a generated part prints the whole file.
            let is_whole = printed.contains(BEGIN);
            let part = || text::replaced(&read(root, &path), BEGIN, &printed, END);
            let text = if is_whole { printed.clone() } else { part() };
            files.insert(path, text);
        }
    }
    let package = read(root, PACKAGE);
    let package =
        LISTS.iter().fold(package, |package, list| listed(&package, &files[ERRORS], *list));
    files.insert(PACKAGE.to_owned(), package);
    Ok(files)
}

/// A file with a sorted list, to which the missing classes of another file are added.
fn listed(file: &str, classes: &str, [begin, end, left, right]: [&str; 4]) -> String {
    let list = file.split(begin).nth(1).and_then(|rest| rest.split(end).next());
    let mut lines: Vec<String> =
        list.expect("it has the list").lines().map(str::to_owned).collect();
    let classes = classes.lines().filter_map(|line| line.strip_prefix("class ")?.split('(').next());
    lines.extend(classes.map(|class| format!("{left}{class}{right}")));
    lines.sort();
    lines.dedup();
    text::replaced(file, begin, &(lines.join("\n") + "\n"), end)
}

fn environment(root: &Path, header: &Arc<Header>) -> Environment<'static> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("it is that of Jinja"));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    add_templates(&mut environment, &root.join(TEMPLATES), "");
    let header = header.clone();
    environment.add_filter("class", |c: &str| text::class_name(c));
    environment.add_filter("fit", |code: &str, width: usize| text::fitted(code, width) + "\n");
    environment.add_filter("member", |constant: &str, kind: &str| text::member(constant, kind));
    environment.add_filter("prose", move |comment: &str, kind: &str, language: &str| {
        text::prose(&header, comment, kind, language)
    });
    environment.add_filter("to", |c: &str, language: &str| types::translated(c, language));
    environment.add_filter("uncapitalised", |prose: &str| text::uncapitalised(prose));
    environment.add_filter("wrap", |prose: &str, begin: &str| text::wrapped(prose, begin));
    environment
}

fn add_templates(environment: &mut Environment<'_>, folder: &Path, path: &str) {
    for entry in fs::read_dir(folder).expect("there are templates") {
        let entry = entry.expect("a file or a folder").path();
        let name = entry.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let name = format!("{path}{name}");
        if entry.is_dir() {
            add_templates(environment, &entry, &(name + "/"));
        } else {
            let template = fs::read_to_string(entry).expect("a template is UTF-8");
            environment.add_template_owned(name, template).unwrap_or_else(|it| panic!("{it}"));
        }
    }
}

fn lock(root: &Path) -> String {
    fs::read_to_string(root.join(LOCK)).unwrap_or_default()
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
