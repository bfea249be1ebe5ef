//! The examples and the C test programs: compiled as C99 and as C++17, linked to the shared and to
//! the static library, and run as they are, under the sanitizers and under valgrind.

mod support;

use std::env;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::Sandbox;
use tempfile::TempDir;

const FEATURES: &str = "features@example.com";
const NOBODY: &str = "https://127.0.0.1:1";

#[derive(Clone, Copy, PartialEq)]
enum Language {
    C99,
    Cxx17,
}

#[derive(Clone, Copy, PartialEq)]
enum Linked {
    Shared,
    Static,
}

#[derive(Clone, Copy, PartialEq)]
enum Checker {
    Nobody,
    Sanitizers,
    Valgrind,
}

#[derive(Clone, Copy)]
struct Way {
    language: Language,
    linked: Linked,
    checker: Checker,
}

const PLAIN: Way =
    Way { language: Language::C99, linked: Linked::Shared, checker: Checker::Nobody };
const CXX: Way = Way { language: Language::Cxx17, ..PLAIN };
const STATIC: Way = Way { linked: Linked::Static, ..PLAIN };
const SANITIZED: Way = Way { checker: Checker::Sanitizers, ..PLAIN };
const VALGRIND: Way = Way { checker: Checker::Valgrind, ..PLAIN };

/// Runs a tool; where there is none, says what to install.
fn run_tool(command: &mut Command, package: &str) -> Output {
    command.output().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. It is in the Debian package {package}: apt-get install {package}")
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where cargo has put the libraries that belong to this test.
fn built() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let folder = test.parent().expect("it lies in a folder").to_owned();
    for library in ["liblsagent.so", "liblsagent.a"] {
        let library = folder.join(library);
        assert!(library.exists(), "no {}", library.display());
    }
    folder
}

/// The shared library under the names by which it is linked and loaded.
fn shared_library() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for name in ["liblsagent.so", "liblsagent.so.0"] {
            symlink(built().join("liblsagent.so"), folder.path().join(name)).unwrap();
        }
        folder
    });
    folder.path()
}

/// What the static library needs of the system, as the compiler says (`--print native-static-libs`).
const NATIVE: [&str; 6] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

fn compile(source: &str, way: Way) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c");
    fs::create_dir_all(&folder).unwrap();
    let name = Path::new(source).file_stem().unwrap().to_str().unwrap();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let program = folder.join(format!("{name}-{count}"));
    let (compiler, arguments): (_, &[_]) = match way.language {
        Language::C99 => ("gcc", &["-std=c99"]),
        Language::Cxx17 => ("g++", &["-std=c++17", "-x", "c++"]),
    };
    let mut command = Command::new(compiler);
    command
        .args(arguments)
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-gdwarf-4"])
        .args(["-I", "include"])
        .arg(source)
        .args(["-x", "none", "-pthread", "-o"])
        .arg(&program)
        .current_dir(root());
    if way.checker == Checker::Sanitizers {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover"]);
    }
    match way.linked {
        // load.c is the one that finds the library by itself.
        Linked::Shared if name == "load" => command.arg("-ldl"),
        Linked::Shared => command
            .arg("-L")
            .arg(shared_library())
            .arg(format!("-Wl,-rpath,{}", shared_library().display()))
            .arg("-llsagent"),
        Linked::Static => command.arg(built().join("liblsagent.a")).args(NATIVE),
    };
    let output = run_tool(&mut command, compiler);
    assert!(output.status.success(), "{source}: {}", text(&output));
    program
}

fn text(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    format!("{}\n{}", output.status, String::from_utf8_lossy(&text))
}

/// A sandbox, and a folder for a store.
struct Stage {
    sandbox: Sandbox,
    store: TempDir,
}

impl Stage {
    fn set(arguments: &[&str]) -> Self {
        Self { sandbox: Sandbox::with(arguments), store: tempfile::tempdir().unwrap() }
    }

    /// What a program finds in its surroundings.
    fn surroundings(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().to_lowercase();
            if name.starts_with("lsagent_") || name.ends_with("_proxy") {
                command.env_remove(name.to_uppercase()).env_remove(name);
            }
        }
        let said = |name| self.sandbox.said(name);
        command
            .env("LSAGENT_BASE_URL", said("base_url"))
            .env("LSAGENT_API_KEY", said("api_key"))
            .env("LSAGENT_SHARED_KEY", said("shared_key"))
            .env("LSAGENT_CA_FILE", said("ca_file"))
            .env("LSAGENT_PUBLIC_KEY_FILE", said("public_key_file"))
            .env("LSAGENT_CACHE_DIR", self.store.path())
            .env("LSAGENT_UIPATH_URL", said("base_url"))
            .env("LSAGENT_UIPATH_TOKEN", said("uipath_token"));
    }
}

/// The program itself, or valgrind with it.
fn command(program: &Path, checker: Checker) -> Command {
    if checker != Checker::Valgrind {
        let mut command = Command::new(program);
        let strict = "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1";
        command.env("ASAN_OPTIONS", strict);
        return command;
    }
    let mut command = Command::new("valgrind");
    command
        .args(["-q", "--error-exitcode=99", "--leak-check=full"])
        .arg("--errors-for-leak-kinds=definite,indirect,possible")
        .arg("--show-leak-kinds=definite,indirect,possible")
        .arg("--suppressions=tests/c/valgrind.supp")
        .arg(program)
        .current_dir(root());
    command
}

fn run(command: &mut Command, input: &str) -> Output {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. If it is not installed: apt-get install {tool}")
    });
    // A program that reads nothing may have ended by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// One run of an example: what goes in, and what must come out.
struct Case {
    arguments: &'static [&'static str],
    surroundings: &'static [(&'static str, &'static str)],
    input: &'static str,
    exit: i32,
    printed: &'static [&'static str],
    complained: &'static [&'static str],
}

const CASE: Case = Case {
    arguments: &[],
    surroundings: &[],
    input: "secret\n",
    exit: 0,
    printed: &[],
    complained: &[],
};

/// In this order: what is stored by one is read by another.
const LIST_LICENSES: &[Case] = &[
    Case { exit: 2, complained: &["Usage: list_licenses", "LSAGENT_API_KEY"], ..CASE },
    Case {
        arguments: &["up", FEATURES],
        printed: &[
            "Answer: from the server, ",
            "Licenses: 1\nLicense 1719215304208170\n  type: perpetual\n  state: usable\n  end: none\n",
            "  feature: export\n  feature: render\n  feature: cloud\n  feature: old, ended ",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-first"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &[
            "Answer: from the store, as of ",
            "The server was asked first: LS_ERR_NETWORK: ",
            "feature: export",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-only"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "cache-only"],
        surroundings: &[("LSAGENT_PASSWORD", "secret")],
        input: "not read\n",
        printed: &["Answer: from the store, as of "],
        ..CASE
    },
    Case {
        arguments: &["up", "valid@example.com", "cache-only"],
        exit: 1,
        complained: &["LS_ERR_NOT_CACHED: "],
        ..CASE
    },
    Case {
        arguments: &["up", "several@example.com"],
        printed: &[
            "Licenses: 4\n",
            "not usable: it has expired",
            "not usable: the vendor has disabled it",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", "grace@example.com"],
        printed: &["usable: it has ended, but the server still counts it as valid"],
        ..CASE
    },
    Case {
        arguments: &["up", "inactive@example.com"],
        printed: &["not usable: it is not activated"],
        ..CASE
    },
    Case {
        arguments: &["up", "not-started@example.com"],
        printed: &["not usable: it has not begun"],
        ..CASE
    },
    Case {
        arguments: &["up", "sparse@example.com"],
        printed: &["Licenses: 6\n", "23:59:59 UTC"],
        ..CASE
    },
    Case { arguments: &["up", "none@example.com"], printed: &["Licenses: 0\n"], ..CASE },
    Case {
        arguments: &["up", FEATURES],
        input: "wrong\n",
        exit: 1,
        complained: &["LS_ERR_CREDENTIALS: ", "HTTP status: 401", "code: authentication_failed"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        input: "",
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: password: is empty"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "sometimes"],
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: policy: "],
        ..CASE
    },
    Case {
        arguments: &["nothing", FEATURES],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "code: unknown_product"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        surroundings: &[("LSAGENT_PUBLIC_KEY_FILE", "/nowhere/key.pem")],
        exit: 2,
        complained: &[
            "/nowhere/key.pem: cannot be read",
            "LS_ERR_INVALID_ARGUMENT: ls_config_set_response_public_key failed",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-only"],
        surroundings: &[("LSAGENT_CA_FILE", "/nowhere/ca.pem")],
        exit: 2,
        complained: &["LS_ERR_CONFIG: "],
        ..CASE
    },
];

const LIST_LICENSE_USERS: &[Case] = &[
    Case { exit: 2, complained: &["Usage: list_license_users"], ..CASE },
    Case {
        arguments: &["up", "test@example.com"],
        printed: &[
            "Answer: from the server, ",
            "Customer: test@example.com, ",
            "Users: 2\nUser test1@example.com\n  state: active\n  license: 34524352345\n",
            "password: still the one that the server made",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", "test@example.com"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &["Answer: from the store, as of ", "LS_ERR_NETWORK: ", "Users: 2\n"],
        ..CASE
    },
    Case { arguments: &["up", "empty@example.com"], printed: &["Users: 0\n"], ..CASE },
    Case {
        arguments: &["up", "test@example.com", "network-only"],
        surroundings: &[("LSAGENT_API_KEY", "revoked-api-key")],
        exit: 1,
        complained: &["LS_ERR_API_KEY: ", "HTTP status: "],
        ..CASE
    },
];

const ALLOCATE_LICENSES: &[Case] = &[
    Case { exit: 2, complained: &["Usage: allocate_licenses"], ..CASE },
    Case {
        arguments: &["account", "--", "RPADEVNU"],
        exit: 2,
        complained: &["Usage: allocate_licenses"],
        ..CASE
    },
    Case {
        arguments: &["an account", "one", "two", "--", "RPADEVNU", "ATTUNU"],
        printed: &[
            "User one of organization an account now has RPADEVNU ATTUNU\n",
            "User two of organization an account now has RPADEVNU ATTUNU\n",
        ],
        ..CASE
    },
    Case {
        arguments: &["full", "one", "--", "TSTNU"],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "no units left", "HTTP status: 409"],
        ..CASE
    },
    Case {
        arguments: &["account", "one", "--", "TSTNU"],
        surroundings: &[("LSAGENT_UIPATH_TOKEN", "stale")],
        exit: 1,
        complained: &["LS_ERR_CREDENTIALS: ", "HTTP status: 401"],
        ..CASE
    },
    Case {
        arguments: &["account", "one", "--", "TSTNU"],
        surroundings: &[("LSAGENT_UIPATH_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: ", "before you repeat this"],
        ..CASE
    },
];

const CHECK_AT_STARTUP: &[Case] = &[
    Case { exit: 2, complained: &["Usage: check_at_startup"], ..CASE },
    Case {
        arguments: &["up", FEATURES, "network-first"],
        printed: &["Start: yes\n", "license 1719215304208170", "Answer: from the server, "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &["Start: yes\n", "Answer: from the store, as of "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-first", "old"],
        exit: 1,
        printed: &["Start: no\n", "Answer: from the server, "],
        ..CASE
    },
    Case {
        arguments: &["up", "expired@example.com", "network-only"],
        exit: 1,
        printed: &["Start: no\n", "expired"],
        ..CASE
    },
    Case {
        arguments: &["up", "valid@example.com", "network-only"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: "],
        ..CASE
    },
];

const CHECK_IN_BACKGROUND: &[Case] = &[
    Case { exit: 2, complained: &["Usage: check_in_background"], ..CASE },
    Case {
        arguments: &["up", "trial@example.com"],
        printed: &["Frames drawn meanwhile: ", "Start: yes\n"],
        ..CASE
    },
    Case {
        arguments: &["up", "disabled@example.com"],
        exit: 1,
        printed: &["Frames drawn meanwhile: ", "Start: no\n"],
        ..CASE
    },
    Case {
        arguments: &["up", "trial@example.com"],
        input: "wrong\n",
        exit: 1,
        printed: &["Frames drawn meanwhile: "],
        complained: &["LS_ERR_CREDENTIALS: "],
        ..CASE
    },
];

/// With and without a browser it has tests of its own.
const SIGN_IN_WITH_BROWSER: &[Case] = &[
    Case { exit: 2, complained: &["Usage: sign_in_with_browser"], ..CASE },
    Case {
        arguments: &["up", "nobody"],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "code: customer_account_not_found"],
        ..CASE
    },
    Case {
        arguments: &["up", "acme", "code", "0", "no-path"],
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: ls_sso_options_set_path failed: path: "],
        ..CASE
    },
];

type Example = (&'static str, &'static [Case]);

const EXAMPLES: [Example; 6] = [
    ("examples-c/check_at_startup.c", CHECK_AT_STARTUP),
    ("examples-c/check_in_background.c", CHECK_IN_BACKGROUND),
    ("examples-c/list_licenses.c", LIST_LICENSES),
    ("examples-c/list_license_users.c", LIST_LICENSE_USERS),
    ("examples-c/allocate_licenses.c", ALLOCATE_LICENSES),
    ("examples-c/sign_in_with_browser.c", SIGN_IN_WITH_BROWSER),
];

/// Programs that check by themselves, with what they print at their end.
const PROGRAMS: [(&str, &str); 6] = [
    ("tests/c/header.c", "header "),
    ("tests/c/absent.c", "NULL reads as nothing"),
    ("tests/c/arguments.c", "what is wrong is refused by name"),
    ("tests/c/scenario.c", "every service was heard"),
    ("tests/c/threads.c", "eight threads got along"),
    ("tests/c/load.c", "nothing is left behind"),
];

fn examples(way: Way) {
    run_examples(&EXAMPLES, way);
}

fn run_examples(examples: &[Example], way: Way) {
    for (source, cases) in examples {
        let stage = Stage::set(&[]);
        let program = compile(source, way);
        for case in *cases {
            let mut command = command(&program, way.checker);
            stage.surroundings(&mut command);
            command.args(case.arguments).envs(case.surroundings.to_vec());
            let output = run(&mut command, case.input);
            check(source, case, &output);
        }
    }
}

fn check(source: &str, case: &Case, output: &Output) {
    let said = || format!("{source} {:?}: {}", case.arguments, text(output));
    assert_eq!(output.status.code(), Some(case.exit), "{}", said());
    for (stream, wanted) in [(&output.stdout, case.printed), (&output.stderr, case.complained)] {
        let stream = String::from_utf8_lossy(stream);
        for part in wanted {
            assert!(stream.contains(part), "no {part:?}: {}", said());
        }
        assert!(!wanted.is_empty() || stream.is_empty(), "{}", said());
    }
}

fn programs(way: Way, sandbox: &[&str]) {
    let stage = Stage::set(sandbox);
    for (source, end) in PROGRAMS {
        if way.linked == Linked::Static && source.ends_with("/load.c") {
            continue;
        }
        let mut command = command(&compile(source, way), way.checker);
        stage.surroundings(&mut command);
        command.arg(shared_library().join("liblsagent.so.0"));
        let output = run(&mut command, "");
        assert!(output.status.success(), "{source}: {}", text(&output));
        assert!(text(&output).contains(end), "{source}: {}", text(&output));
    }
}

#[test]
fn the_examples_do_what_they_say() {
    examples(PLAIN);
}

#[test]
fn the_examples_are_cxx_too() {
    examples(CXX);
}

#[test]
fn the_examples_run_with_the_static_library() {
    examples(STATIC);
}

#[test]
fn the_examples_are_clean_under_the_sanitizers() {
    examples(SANITIZED);
}

/// Here they take so long that they are run in three parts.
#[test]
fn the_checking_examples_are_clean_under_valgrind() {
    run_examples(&EXAMPLES[..2], VALGRIND);
}

#[test]
fn the_listing_of_licenses_is_clean_under_valgrind() {
    run_examples(&EXAMPLES[2..3], VALGRIND);
}

#[test]
fn the_other_examples_are_clean_under_valgrind() {
    run_examples(&EXAMPLES[3..], VALGRIND);
}

/// A desktop whose `xdg-open` notes what it is given.
fn desktop() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let opener = folder.path().join("xdg-open");
    let script =
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.new\" && /bin/mv \"$0.new\" \"$0.shown\"\n";
    fs::write(&opener, script).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// Signs in with whatever the opener was given, which is all that it was given.
fn play_browser(desktop: &Path) {
    let shown = desktop.join("xdg-open.shown");
    support::until("the browser is opened", || shown.exists());
    let arguments = fs::read_to_string(&shown).unwrap();
    let url = arguments.trim_end();
    assert!(url.starts_with("http://127.0.0.1:") && !url.contains(['\n', ' ']), "{arguments}");
    let back = support::sso::fill_in(url, FEATURES, "sign-in").unwrap();
    let page = support::sso::get(&back);
    if back.contains('#') {
        assert_eq!(support::sso::post_back(&page, &back).status, 200);
    }
}

#[test]
fn the_example_with_a_browser_signs_a_person_in() {
    for way in [PLAIN, SANITIZED, VALGRIND] {
        let program = compile("examples-c/sign_in_with_browser.c", way);
        for response_type in ["code", "token"] {
            let (stage, desktop) = (Stage::set(&["--plain"]), desktop());
            let mut command = command(&program, way.checker);
            stage.surroundings(&mut command);
            let path = format!("{}:{}", desktop.path().display(), env::var("PATH").unwrap());
            command.args(["up", "acme", response_type, "0", "/signed-in"]).env("PATH", path);
            let output = std::thread::scope(|scope| {
                let browser = scope.spawn(|| play_browser(desktop.path()));
                let output = run(&mut command, "");
                browser.join().unwrap();
                output
            });
            let said = text(&output);
            assert!(output.status.success(), "{response_type}: {said}");
            assert!(said.contains("Licenses: 1\n  perpetual, for features@example.com"), "{said}");
        }
    }
}

/// Not under valgrind, which needs the path itself.
#[test]
fn the_example_without_a_browser_says_what_to_do() {
    let case = Case {
        arguments: &["up", "acme"],
        exit: 2,
        printed: &["Please sign in in your browser.\n"],
        complained: &["LS_ERR_CONFIG: no browser can be opened (xdg-open: ", "install "],
        ..CASE
    };
    for way in [PLAIN, SANITIZED] {
        let (source, stage) = ("examples-c/sign_in_with_browser.c", Stage::set(&[]));
        let mut command = command(&compile(source, way), way.checker);
        stage.surroundings(&mut command);
        let output = run(command.args(case.arguments).env("PATH", "/nowhere"), case.input);
        check(source, &case, &output);
    }
}

#[test]
fn the_programs_run() {
    programs(PLAIN, &[]);
}

#[test]
fn the_programs_are_cxx_too() {
    programs(CXX, &[]);
}

#[test]
fn the_programs_run_with_the_static_library() {
    programs(STATIC, &[]);
}

#[test]
fn the_programs_are_clean_under_the_sanitizers() {
    programs(SANITIZED, &[]);
}

#[test]
fn the_programs_are_clean_under_valgrind() {
    programs(VALGRIND, &[]);
}

/// What goes over a socket without TLS is looked at byte by byte.
#[test]
fn the_programs_are_clean_under_valgrind_without_tls() {
    programs(VALGRIND, &["--plain"]);
}

#[test]
fn the_checkers_find_a_leak() {
    let sanitizers = found_in("tests/c/leak.c", SANITIZED);
    assert!(sanitizers.contains("LeakSanitizer"), "{sanitizers}");
    let valgrind = found_in("tests/c/leak.c", VALGRIND);
    assert!(valgrind.contains("definitely lost"), "{valgrind}");
}

#[test]
fn the_checkers_find_a_use_after_free() {
    let sanitizers = found_in("tests/c/use_after_free.c", SANITIZED);
    assert!(sanitizers.contains("heap-use-after-free"), "{sanitizers}");
    let valgrind = found_in("tests/c/use_after_free.c", VALGRIND);
    assert!(valgrind.contains("Invalid read"), "{valgrind}");
}

/// What is said about a program that runs well when nobody looks.
fn found_in(source: &str, way: Way) -> String {
    let unseen = run(&mut command(&compile(source, PLAIN), PLAIN.checker), "");
    assert!(unseen.status.success(), "{}", text(&unseen));
    let seen = run(&mut command(&compile(source, way), way.checker), "");
    assert!(!seen.status.success(), "{source}: nothing was found");
    text(&seen)
}

#[test]
fn every_example_is_run_and_has_at_most_80_lines() {
    for entry in fs::read_dir(root().join("examples-c")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "c") {
            let run = EXAMPLES.iter().any(|(source, _)| root().join(source) == path);
            assert!(run, "{} is not run", path.display());
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 80, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn every_function_is_called_with_null() {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap();
    let programs = [read("tests/c/absent.c"), read("tests/c/arguments.c")].concat();
    let called: Vec<_> = programs.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    // These take no pointer.
    let exempt = ["ls_config_new", "ls_sso_options_new", "ls_version"];
    for function in support::declared_functions() {
        let covered = called.contains(&function.as_str()) || exempt.contains(&function.as_str());
        assert!(covered, "{function} is in neither program");
    }
}
