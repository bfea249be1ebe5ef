//! The rooms of the library, and which may use which: no arrow goes up, and none in a circle. What only one
//! room may do is done nowhere else.

mod systems;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use crate::support::arrows::{Crate, File, Names, circles};

/// Each room, and those that it may use, from above to below. There is no arrow between network, answers
/// and passwords, which only the use cases in agent know together; run knows the clock, the error and its
/// locks, and nothing of licensing.
const ALLOWED: &[(&str, &str)] = &[
    ("ffi", "agent api config error log model passwords platform results rules run secret uipath"),
    (
        "fuzzing",
        "agent api config environment error log model redact redirect rules run secret store transport",
    ),
    (
        "agent",
        "answers api clock config error log model network os_problem passwords platform \
               random redirect results rules run secret store sync transport",
    ),
    ("uipath", "api clock config error log model network run sync transport"),
    ("config", "api environment error log passwords platform results rules secret store transport"),
    ("network", "api clock error log random run secret sync transport"),
    ("answers", "api error log model person random rules run secret store sync"),
    ("passwords", "clock environment error log person platform run secret store sync"),
    ("results", "clock error model rules"),
    ("rules", "clock error model"),
    ("redirect", "api clock encode error os_problem platform random secret"),
    ("api", "clock der encode error model person redact secret transport"),
    ("transport", "clock der environment error log os_problem platform run secret sync"),
    ("store", "clock environment error log os_problem person platform random secret sync"),
    ("redact", "encode model secret"),
    ("model", "platform"),
    ("log", "clock run sync"),
    ("run", "clock error sync"),
    ("sync", "clock"),
    ("clock", "platform"),
    ("os_problem", "platform"),
    ("platform", "environment error secret"),
    ("random", "error"),
];

/// The longest file, in lines.
const MAX_LINES: usize = 400;

fn library() -> &'static Crate {
    static LIBRARY: OnceLock<Crate> = OnceLock::new();
    LIBRARY.get_or_init(|| Crate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")))
}

fn allowed() -> BTreeSet<(String, String)> {
    let arrow = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let rooms = ALLOWED.iter();
    rooms.flat_map(|(from, to)| to.split(' ').map(move |to| arrow(from, to))).collect()
}

/// The files in which something holds that may hold in some rooms only.
fn elsewhere(rooms: &[&str], holds: impl Fn(&File) -> bool) -> Vec<String> {
    let may = |names: &Names| {
        let file = names.join("/");
        rooms.iter().any(|room| file == *room || file.starts_with(&format!("{room}/")))
    };
    let files = library().files().filter(|(names, file)| !may(names) && holds(file));
    files.map(|(names, _)| names.join("::")).collect()
}

/// Whether a path ends with these names.
fn names(file: &File, ends: &[&[&str]]) -> bool {
    file.mentioned.iter().any(|path| ends.iter().any(|end| path.ends_with(&owned(end))))
}

/// Whether one of these is brought in under another name, by which no other rule would know it.
fn renames(file: &File, types: &[&str]) -> bool {
    types.iter().any(|name| file.text.contains(&format!("{name} as ")))
}

/// Whether a path goes through this name.
fn mentions(file: &File, name: &str) -> bool {
    file.mentioned.iter().any(|path| path.iter().any(|each| each == name))
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Whether no person wrote it: nobody reads it in one piece.
fn is_generated(file: &File) -> bool {
    file.text.lines().next().is_some_and(|line| line.contains("Generated from"))
}

/// The text of a file without its tests.
fn shipped(file: &File) -> &str {
    let until = |text: &'_ str, mark| text.find(mark).unwrap_or(text.len());
    let marks = ["#[cfg(test)]\nmod tests", "#[cfg(all(test, "];
    let end = marks.iter().map(|mark| until(&file.text, mark)).min();
    &file.text[..end.unwrap_or_default()]
}

/// The checker itself: what it is to find is found, and what only tests do is not read.
#[test]
fn an_arrow_a_circle_and_methods_elsewhere_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod up; mod down; mod store;");
    write("up.rs", "use crate::down::helper as other; pub struct Up; fn f() { other(); }");
    write("down.rs", "pub fn helper() { log!(crate::store::kept()) } fn g(_: crate::up::Up) {}");
    write("store.rs", "mod inner; #[cfg(test)] mod tests; pub use self::inner::kept;");
    write("store/inner.rs", "use crate::up::Up; pub fn kept() {} impl Up { fn more(&self) {} }");
    write("store/tests.rs", "use crate::down::helper;");
    let read = Crate::read(folder.path());
    let arrow = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let expected =
        [arrow("down", "store"), arrow("down", "up"), arrow("store", "up"), arrow("up", "down")];
    assert_eq!(read.rooms(), BTreeSet::from(expected));
    let circle =
        ["down", "store::inner", "up"].map(|file| owned(&file.split("::").collect::<Vec<_>>()));
    assert_eq!(read.circles(), [circle.to_vec()]);
    assert_eq!(read.extended_elsewhere(), ["Up in store::inner"]);
}

#[test]
fn rooms_use_those_below_them_alone() {
    let used = library().rooms();
    assert!(used.len() > 50, "the sources were read");
    let allowed = allowed();
    let more: Vec<_> = used.difference(&allowed).collect();
    assert!(more.is_empty(), "arrows that nobody has allowed: {more:?}");
    let unused: Vec<_> = allowed.difference(&used).collect();
    assert!(unused.is_empty(), "arrows that are allowed and gone: {unused:?}");
}

#[test]
fn no_allowed_arrow_leads_back_up() {
    assert_eq!(circles(&allowed()), Vec::<Vec<String>>::new());
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    assert_eq!(library().circles(), Vec::<Vec<Names>>::new());
}

/// Nor in the sandbox, whose state is many files'.
#[test]
fn no_files_of_the_sandbox_use_each_other_in_a_circle() {
    let sandbox = Crate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sandbox/src"));
    assert!(sandbox.files().count() > 30, "the sandbox is elsewhere");
    assert_eq!(sandbox.circles(), Vec::<Vec<Names>>::new());
}

#[test]
fn a_type_has_its_methods_in_its_own_file() {
    assert_eq!(library().extended_elsewhere(), [""; 0]);
}

#[test]
fn no_file_is_long() {
    let long = library().files().filter(|(_, file)| file.lines > MAX_LINES && !is_generated(file));
    let long: Vec<_> = long.map(|(names, file)| (names.join("::"), file.lines)).collect();
    assert!(long.is_empty(), "above {MAX_LINES} lines: {long:?}");
}

#[test]
fn only_the_boundary_and_the_platform_are_unsafe() {
    // Whether it is allowed or expected, alone or among others.
    let allows = |file: &File| file.text.contains("unsafe_code");
    assert_eq!(elsewhere(&["ffi", "platform"], allows), [""], "the root allows it to ffi");
    let root = std::fs::read_to_string(env!("CARGO_MANIFEST_DIR").to_owned() + "/src/lib.rs");
    let root = root.unwrap();
    assert_eq!(root.matches("allow(unsafe_code)").count(), 1);
    assert!(
        root.contains("#[allow(unsafe_code)]\npub mod ffi;")
            && root.contains("#![deny(unsafe_code)]")
    );
}

#[test]
fn only_the_clock_reads_the_time() {
    let reads = |file: &File| {
        names(file, &[&["Instant", "now"], &["SystemTime", "now"]])
            || renames(file, &["Instant", "SystemTime"])
    };
    assert_eq!(elsewhere(&["clock"], reads), [""; 0]);
}

#[test]
fn only_transport_opens_a_socket_and_only_the_redirect_a_port() {
    let connects = |file: &File| {
        ["UdpSocket", "UnixStream", "ToSocketAddrs"].iter().any(|name| mentions(file, name))
            || names(file, &[&["TcpStream", "connect"], &["TcpStream", "connect_timeout"]])
            || renames(file, &["TcpStream"])
    };
    assert_eq!(elsewhere(&["transport"], connects), [""; 0]);
    assert_eq!(elsewhere(&["redirect", "platform"], |file| mentions(file, "TcpListener")), [""; 0]);
}

#[test]
fn only_the_store_touches_the_disk_but_for_the_file_of_a_ca() {
    let touches = |file: &File| {
        mentions(file, "fs") || mentions(file, "File") || mentions(file, "OpenOptions")
    };
    assert_eq!(elsewhere(&["store/file", "platform", "transport/trust"], touches), [""; 0]);
    // A path has methods that look at the disk.
    let looks =
        |file: &File| LOOKS.iter().any(|method| shipped(file).contains(&format!(".{method}()")));
    assert_eq!(elsewhere(&["store/file", "platform", "transport/trust"], looks), [""; 0]);
}

/// Methods of a path that look at the disk.
const LOOKS: [&str; 10] = [
    "exists",
    "try_exists",
    "is_file",
    "is_dir",
    "is_symlink",
    "metadata",
    "symlink_metadata",
    "canonicalize",
    "read_dir",
    "read_link",
];

#[test]
fn messages_of_the_core_name_no_function_of_c() {
    let functions = lsagent_abi::lock::functions(
        &std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(lsagent_abi::LOCK))
            .unwrap(),
    )
    .collect::<Vec<_>>();
    assert!(functions.len() > 100, "the lock was read");
    let named = |file: &File| {
        let code = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<_> = code.collect();
        functions.iter().any(|function| code.iter().any(|line| line.contains(function.as_str())))
    };
    assert_eq!(elsewhere(&["ffi"], named), [""; 0]);
}
