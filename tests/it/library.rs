//! What is shipped: the size, the symbols and the dependencies of the release library, and the house
//! rules of its C ABI, which no compiler checks. Looks at a library of Linux; tests/it/platforms.rs looks
//! at the others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{build_library, linked_crates, target};

/// The most that the stripped library may have.
const MOST_BYTES: u64 = 2_600_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a tool prints; a panic says where to find it if it is missing.
fn printed(command: &mut Command, package: &str) -> String {
    let tool = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| {
        panic!("{tool}: {error}. It is in the Debian package {package}: apt-get install {package}")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool}: {said}");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// The release library, built as `make build` does.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        printed(build_library().arg("--quiet"), "rustup");
        target().join("release/liblsagent.so")
    })
}

#[test]
fn the_library_is_small() {
    let bytes = fs::metadata(library()).unwrap().len();
    println!("{}: {bytes} bytes", library().display());
    assert!(bytes <= MOST_BYTES, "{bytes} bytes, at most {MOST_BYTES} are wanted");
}

/// Written by `make startup-order`, which has to be done again once much of the library has other names.
#[test]
fn what_a_start_up_runs_lies_side_by_side() {
    let order = fs::read_to_string(root().join("scripts/startup.ld")).unwrap();
    let names = order.lines().filter_map(|line| line.trim().strip_prefix("*(\".text."));
    let names: Vec<_> = names.filter_map(|name| name.split(['*', '"']).next()).collect();
    let own: Vec<_> = names.into_iter().filter(|name| name.starts_with("_ZN7lsagent")).collect();
    let sections = printed(Command::new("readelf").args(["-SW"]).arg(library()), "binutils");
    assert!(sections.contains(" .text.startup_order "), "{sections}");
    let built = printed(Command::new("nm").arg(library().with_extension("a")), "binutils");
    let built: BTreeSet<_> = built.lines().filter_map(|line| line.split(' ').next_back()).collect();
    let is_there =
        |name: &&&str| built.range(**name..).next().is_some_and(|one| one.starts_with(**name));
    let found = own.iter().filter(is_there).count();
    println!("{found} of {} functions that a start-up ran are still there", own.len());
    assert!(own.len() > 50 && 2 * found > own.len(), "make startup-order");
}

/// Whether the bytes hold the text.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Where it was built is nobody's business, and would make each machine's library another.
#[test]
fn the_library_tells_no_path_of_the_machine_that_built_it() {
    let home = std::env::var("HOME").expect("who builds has a home");
    let cargo_home = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let checkout = root().to_str().unwrap();
    for library in [library().to_owned(), library().with_extension("a")] {
        let bytes = fs::read(&library).unwrap();
        for path in [&format!("{home}/"), &cargo_home, checkout] {
            assert!(!holds(&bytes, path), "{} holds {path}", library.display());
        }
        assert!(holds(&bytes, "crates/"), "the places of panics are there: {}", library.display());
    }
}

/// The HTTP and the TLS crates would log what is asked of whom. None of it is in the library, nor the
/// words in which it would be said.
#[test]
fn the_library_holds_nothing_that_others_would_log() {
    let bytes = fs::read(library()).unwrap();
    for words in
        ["Resuming session", "Not resuming any session", "Using ciphersuite", "ALPN protocol"]
    {
        assert!(!holds(&bytes, words), "{words}");
    }
}

#[test]
fn the_library_exports_what_the_header_declares() {
    let nm = printed(Command::new("nm").args(["-D", "--defined-only"]).arg(library()), "binutils");
    let exported: BTreeSet<_> = nm.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    let declared = crate::support::declared_functions();
    let declared: BTreeSet<_> = declared.iter().map(String::as_str).collect();
    let only_exported: Vec<_> = exported.difference(&declared).collect();
    let only_declared: Vec<_> = declared.difference(&exported).collect();
    assert!(only_exported.is_empty(), "not declared: {only_exported:?}");
    assert!(only_declared.is_empty(), "not exported: {only_declared:?}");
    assert!(declared.len() > 100, "the header was read");
    let lock = fs::read_to_string(root().join(lsagent_abi::LOCK)).unwrap();
    let promised: Vec<String> = lsagent_abi::lock::functions(&lock).collect();
    let promised: BTreeSet<_> = promised.iter().map(String::as_str).collect();
    assert_eq!(exported, promised, "what is exported, and what {} promises", lsagent_abi::LOCK);
}

#[test]
fn the_library_has_its_name_and_needs_the_c_library_alone() {
    let dynamic = printed(Command::new("readelf").arg("-dW").arg(library()), "binutils");
    let named = |kind: &str| -> Vec<&str> {
        let lines = dynamic.lines().filter(|line| line.contains(kind));
        lines
            .filter_map(|line| line.split_once('[')?.1.split_once(']'))
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(named("(SONAME)"), ["liblsagent.so.0"]);
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
    let needed = named("(NEEDED)");
    let usual = ["libc.so.", "libgcc_s.so.", "libm.so.", "libpthread.so.", "libdl.so.", "ld-linux"];
    for library in &needed {
        let known = usual.iter().any(|usual| library.starts_with(usual));
        assert!(known, "{library} is needed: {needed:?}");
    }
    assert!(!needed.is_empty());
}

/// Where panics stop: the helpers of src/ffi/{call,panic,read}.rs, and `set` of src/ffi/config.rs, which calls one.
const HELPERS: [&str; 13] = [
    "call",
    "make",
    "make_number",
    "make_text",
    "create",
    "free",
    "value",
    "text",
    "part",
    "read",
    "owned",
    "guard",
    "set",
];

/// An exported function in the source.
struct Export<'a> {
    name: &'a str,
    /// The lines right above it.
    above: &'a str,
    body: &'a str,
}

/// In the form that rustfmt gives them: a body ends with the first line that is only a brace.
fn exports(source: &str) -> Vec<Export<'_>> {
    let marks = source.match_indices("extern \"C\" fn ");
    let functions = marks.filter_map(|(at, mark)| {
        let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
        let text = &source[at + mark.len()..];
        let name = text.split(['(', '<']).next()?;
        let body = &text[..text.find("\n}\n")?];
        let (_, body) = body.split_once(" {\n")?;
        let above = &source[..line];
        let above = &above[above.rfind("\n\n").unwrap_or(0)..];
        // What is declared within a function, such as a test's callback, is indented.
        (source[line..].starts_with("pub ")).then_some(Export { name, above, body })
    });
    functions.collect()
}

/// What is wrong with the body of an exported function: all of it must be one call of a helper, which
/// nothing but constants, names and closures may come before.
fn fault(body: &str) -> Option<&'static str> {
    let code: String = body
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut code = code.trim();
    while code.starts_with("let ") || code.starts_with("const ") {
        let (start, rest) = code.split_at(end_of_statement(code)?);
        if start.starts_with("let ") && start.contains('(') && !start.contains(" = || ") {
            return Some("works before it calls a helper");
        }
        code = rest.trim();
    }
    let code = code.trim_end_matches(';');
    let Some((helper, _)) = code.split_once('(') else {
        return Some("calls no helper");
    };
    if !HELPERS.contains(&helper.trim_start_matches("call::")) {
        return Some("calls no helper");
    }
    match closing(code, helper.len()) {
        Some(end) if end + 1 == code.len() => None,
        _ => Some("works after it has called a helper"),
    }
}

/// Behind the semicolon that ends a statement.
fn end_of_statement(code: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => depth -= 1,
            b';' if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Where the parenthesis at `open` is closed.
fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn sources() -> Vec<(PathBuf, String)> {
    sources_below(&root().join("src/ffi"))
}

#[test]
fn panics_stop_at_every_exported_function() {
    let mut seen = BTreeSet::new();
    for (path, source) in sources() {
        for export in exports(&source) {
            let (path, name) = (path.display(), export.name);
            if let Some(fault) = fault(export.body) {
                panic!("{path}: {name} {fault}");
            }
            seen.insert(export.name.to_owned());
        }
    }
    let declared: BTreeSet<_> = crate::support::declared_functions().into_iter().collect();
    assert_eq!(seen, declared, "this test reads all that is exported");
}

/// Signals must not reach the library's threads, so all are started in one place.
#[test]
fn threads_are_started_in_one_place() {
    let place = root().join("src/platform/threads.rs");
    let mut seen = false;
    for (path, source) in sources_below(&root().join("src")) {
        let shipped = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        let shipped = shipped.split("\n#[cfg(all(test").next().unwrap_or_default();
        let starts = ["thread::spawn", "thread::scope", "thread::Builder", "thread::{Builder"]
            .iter()
            .any(|start| shipped.contains(start));
        let is_test = path.components().any(|part| part.as_os_str() == "tests")
            || path.file_name().is_some_and(|name| name == "tests.rs");
        assert!(!starts || is_test || path == place, "{} starts a thread", path.display());
        seen |= starts && path == place;
    }
    assert!(seen, "this test reads where threads are started");
}

fn sources_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources.extend(sources_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push((path.clone(), fs::read_to_string(path).unwrap()));
        }
    }
    sources
}

#[test]
fn every_exported_function_is_documented() {
    for (path, source) in sources() {
        for export in exports(&source) {
            let (path, name) = (path.display(), export.name);
            assert!(export.above.contains("\n/// "), "{path}: {name}");
            assert!(export.above.contains("#[unsafe(no_mangle)]"), "{name}");
        }
    }
}

/// The rule above has been seen to find what it is for.
#[test]
fn an_exported_function_without_a_helper_is_found() {
    let of = |body: &str| {
        let source = format!(
            "/// A.\n#[unsafe(no_mangle)]\npub extern \"C\" fn ls_a(a: u8) -> u8 {{\n{body}\n}}\n"
        );
        let found = exports(&source);
        assert_eq!(found.len(), 1, "{source}");
        assert_eq!(found[0].name, "ls_a");
        fault(found[0].body)
    };
    assert_eq!(of("    guard(0, || a)"), None);
    assert_eq!(of("    // Why.\n    call::call(None, || {\n        f(a);\n    });"), None);
    assert_eq!(of("    let f = || g(a, (1));\n    create(f)"), None);
    assert!(of("    a + 1").is_some());
    assert!(of("    f(a)").is_some());
    assert!(of("    let b = f(a);\n    guard(0, || b)").is_some());
    assert!(of("    guard(0, || a) + f(a)").is_some());
    assert!(of("    guard(0, || a);\n    f(a)").is_some());
}

#[test]
fn the_helpers_are_where_this_test_thinks() {
    let read = |file: &str| fs::read_to_string(root().join("src/ffi").join(file)).unwrap();
    let (call, config) =
        (read("call.rs") + &read("panic.rs") + &read("read.rs"), read("config.rs"));
    for helper in HELPERS {
        let place = if helper == "set" { &config } else { &call };
        let found = [format!("fn {helper}<"), format!("fn {helper}(")];
        assert!(found.iter().any(|found| place.contains(found)), "{helper}");
    }
}

/// Licenses under which the library may be linked into an application of any kind, without a
/// condition but to name the authors.
const LICENSES: [&str; 9] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
];

/// Whether an SPDX expression leaves a choice that is on the list.
fn permits(expression: &str) -> bool {
    // The old way to write OR.
    let expression = expression.replace('/', " OR ");
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let (permitted, rest) = any_of(&words);
    permitted && rest.is_empty()
}

fn any_of<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut permitted, mut rest) = all_of(words);
    while let ["OR", after @ ..] = rest {
        let (other, left) = all_of(after);
        (permitted, rest) = (permitted || other, left);
    }
    (permitted, rest)
}

fn all_of<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut permitted, mut rest) = one(words);
    while let ["AND", after @ ..] = rest {
        let (other, left) = one(after);
        (permitted, rest) = (permitted && other, left);
    }
    (permitted, rest)
}

fn one<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => match any_of(inner) {
            (permitted, [")", rest @ ..]) => (permitted, rest),
            (_, rest) => (false, rest),
        },
        [license, "WITH", exception, rest @ ..] => {
            let both = format!("{license} WITH {exception}");
            (LICENSES.contains(&both.as_str()), rest)
        }
        [license, rest @ ..] => (LICENSES.contains(license), rest),
        [] => (false, &["more"]),
    }
}

#[test]
fn every_linked_crate_has_a_permissive_license() {
    let linked = linked_crates();
    assert!(linked.len() > 20, "the tree was walked: {:?}", linked.keys());
    for (name, linked) in linked {
        assert!(permits(&linked.license), "{name}: {:?}", linked.license);
    }
}

#[test]
fn a_license_expression_is_understood() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "Apache-2.0 AND ISC",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0",
    ] {
        assert!(permits(good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR Apache-2.0) AND MPL-2.0",
        "MIT OR",
        "MIT Apache-2.0",
        "(MIT",
    ] {
        assert!(!permits(bad), "{bad}");
    }
}
