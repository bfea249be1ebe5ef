//! The C++ binding: compiled by two compilers in all ways it claims, its examples and test programs run
//! as they are, under the sanitizers and under valgrind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{fs, thread};

use serde_json::{Value, json};

use crate::support::desktop::Desktop;
use crate::support::made::{made_once, programs_folder};
use crate::support::programs::*;

const HEADER: &str = "bindings/cpp/lsagent.hpp";
const WARNINGS: [&str; 6] =
    ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"];
const GXX: (&str, &str) = ("g++", "g++");
const CLANG: (&str, &str) = ("clang++", "clang");
const WITHOUT: [&str; 2] = ["-fno-exceptions", "-fno-rtti"];

/// A compiler, by command and package.
type Compiler = (&'static str, &'static str);

const PLAIN: &[&str] = &["--plain"];

/// A program that checks by itself, what it prints at its end, and the sandbox that it needs, if only
/// one will do.
type Program = (&'static str, &'static str, Option<&'static [&'static str]>);

const PROGRAMS: [Program; 9] = [
    ("values", "wrong use is an error", None),
    ("calls", "a call has four ways", None),
    ("life", "a license was held", None),
    ("seats", "seats came and went", None),
    ("callbacks", "callbacks stay on their side", None),
    ("threads", "eight threads got along", None),
    ("no_exceptions", "nothing was thrown", None),
    ("oauth", "a client and a person are known", None),
    ("sso", "people signed in", Some(PLAIN)),
];

/// Those that become one program, which is told which of them to be.
const TOGETHER: [&str; 11] = [
    "accessors",
    "callbacks",
    "calls",
    "exit",
    "life",
    "memory",
    "oauth",
    "seats",
    "sso",
    "threads",
    "values",
];

fn compiler(compiler: Compiler) -> Command {
    let mut command = Command::new(compiler.0);
    command.args(WARNINGS).args(["-I", "include", "-I", "bindings/cpp"]).current_dir(root());
    command
}

/// Without linking; the compiler's complaints.
fn complaints(chosen: Compiler, arguments: &[&str], source: &Path) -> Option<String> {
    let mut command = compiler(chosen);
    command.args(arguments).arg("-fsyntax-only").arg(source);
    let output = run_tool(&mut command, chosen.1);
    (!output.status.success()).then(|| text(&output))
}

fn source(program: &str) -> String {
    root().join(format!("tests/cpp/{program}.cpp")).to_str().unwrap().to_owned()
}

/// A source that is all of `TOGETHER`, each in a namespace of its own. Most of what a program costs to compile are the
/// headers of the language and the binding's, which are read once in it.
fn together() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let texts = TOGETHER.map(|program| fs::read_to_string(source(program)).unwrap());
        let lines = texts.iter().flat_map(|text| text.lines());
        let headers: BTreeSet<_> = lines.filter(|line| line.starts_with("#include <")).collect();
        let headers = headers.into_iter().map(|line| format!("{line}\n"));
        let check = root().join("tests/cpp/check.hpp");
        let programs = TOGETHER.map(|program| {
            format!("namespace of_{program} {{\n#include \"{}\"\n}}\n", source(program))
        });
        let choices = TOGETHER.iter().zip(&texts).map(|(program, text)| {
            let takes_arguments = text.contains("int main(int argc, char **argv)");
            let arguments = if takes_arguments { "argc - 1, argv + 1" } else { "" };
            format!("    if (name == \"{program}\")\n        return of_{program}::main({arguments});\n")
        });
        let choices: String = choices.collect();
        let text = headers.chain([format!("#include \"{}\"\n", check.display())]).chain(programs);
        let main = format!(
            "int main(int argc, char **argv) {{\n    const std::string name = argc > 1 ? argv[1] : \"\";\n\
             {choices}    return 2;\n}}\n"
        );
        let file = programs_folder().join("together.cpp");
        fs::write(&file, text.chain([main]).collect::<String>()).unwrap();
        file.to_str().unwrap().to_owned()
    })
}

/// The program as this compiler makes it, with or without its sanitizers.
fn compile(chosen: Compiler, source: &str, checker: Checker) -> PathBuf {
    let is_sanitized = checker == Checker::Sanitizers;
    let way = format!("{}{}", chosen.0, if is_sanitized { "-sanitized" } else { "" });
    made_once(source, &way, |program| link(chosen, source, is_sanitized, program))
}

fn link(chosen: Compiler, source: &str, is_sanitized: bool, program: &Path) {
    let mut command = compiler(chosen);
    command.args(["-std=c++17", "-pthread", "-g1", "-gdwarf-4", source, "-o"]).arg(program);
    if source.ends_with("/no_exceptions.cpp") {
        command.args(WITHOUT);
    }
    if is_sanitized {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    }
    command
        .arg("-L")
        .arg(shared_library())
        .arg(format!("-Wl,-rpath,{}", shared_library().display()))
        .arg("-llsagent");
    let output = run_tool(&mut command, chosen.1);
    assert!(output.status.success(), "{source}: {}", text(&output));
}

/// Runs a program on a stage, where it finds nothing of the desktop of whoever runs the test.
fn played(stage: &Stage, command: &mut Command) -> Output {
    let home = tempfile::tempdir().unwrap();
    stage.surroundings(command);
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("LSAGENT_CLIENT_ID", stage.sandbox.said("client_id"))
        .env("LSAGENT_CLIENT_SECRET", stage.sandbox.said("client_secret"))
        .env("LSAGENT_TOKEN_URL", stage.sandbox.said("token_url"))
        .env("LSAGENT_PASSWORD", "secret");
    run(command, "")
}

/// Runs a program against a sandbox of its own, and looks for what it says at its end.
fn run_on(stage: &Stage, program: &str, checker: Checker, arguments: &[&str], end: &str) {
    let chosen = sanitizing(checker);
    let is_one_of_them = TOGETHER.contains(&program);
    let source = if is_one_of_them { together().to_owned() } else { source(program) };
    let mut command = command(&compile(chosen, &source, checker), checker);
    let output = played(stage, command.args(is_one_of_them.then_some(program)).args(arguments));
    let said = || format!("{program} {arguments:?}: {}", text(&output));
    assert!(output.status.success() && text(&output).contains(end), "{}", said());
}

fn programs(checker: Checker, sandbox: &[&str]) {
    for (program, end, only) in PROGRAMS {
        run_on(&Stage::set(only.unwrap_or(sandbox)), program, checker, &[], end);
    }
}

/// Of the sanitizers, those of clang find the same and take half as long to compile. Those of gcc see the programs in
/// C.
fn sanitizing(checker: Checker) -> Compiler {
    if checker == Checker::Sanitizers { CLANG } else { GXX }
}

fn accessors(checker: Checker) {
    let stage = Stage::set(&[]);
    let once = |path: &str, body: Value| {
        stage
            .sandbox
            .fault(json!({"fault": "body", "body": body.to_string(), "times": 1, "path": path}));
    };
    once("user_licenses", whole_licenses());
    once("customer_license_users", whole_users());
    once("trial_key", whole_trial());
    once("installation_file", whole_release());
    run_on(&stage, "accessors", checker, &[], "the fields read as in C: ");
}

/// An answer in which every field of a license is present, and no two texts or numbers are the same.
fn whole_licenses() -> Value {
    let read = |file: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap()
    };
    let mut entry = read("sandbox/data/license.json");
    let license = &mut entry["license"];
    license["product_features"] = json!([read("sandbox/data/feature.json")]);
    license["custom_fields"] = json!([{"name": "", "data_type": "", "value": ""}]);
    // As the license of a device has them.
    (license["license_key"], license["hardware_id"]) = (json!(""), json!(""));
    license["product_details"] = read("sandbox/data/products.json")["up"].take();
    let mut count = 0;
    distinguish(&mut entry, "", &mut count);
    json!([entry])
}

/// No trial has a key and a user; the fields are read all the same.
fn whole_trial() -> Value {
    let mut trial = json!({"id": 1, "license": "AAAA", "license_key": "AAAA", "trial_days": 30});
    trial["license_user"] = json!("test@example.com");
    trial["initial_password"] = json!("marker");
    trial
}

fn whole_release() -> Value {
    let text = include_str!("../data/installation_file.200.json");
    let mut release: Value = serde_json::from_str(text).unwrap();
    for (place, (_, value)) in release.as_object_mut().unwrap().iter_mut().enumerate() {
        if value.is_null() || value == "" {
            *value = json!(format!("text {place}"));
        }
    }
    release
}

fn whole_users() -> Value {
    let file = root().join("sandbox/data/published-customer-license-users.json");
    let mut answer: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    answer["users"].as_array_mut().unwrap().truncate(1);
    // What the published example leaves out of the published schema.
    answer["users"][0]["max_activations"] = json!(0);
    answer["users"][0]["total_activations"] = json!(0);
    let license = fs::read_to_string(root().join("sandbox/data/license.json")).unwrap();
    let mut entry: Value = serde_json::from_str(&license).unwrap();
    answer["customer"] = entry["license"]["customer"].take();
    let mut count = 0;
    distinguish(&mut answer, "", &mut count);
    answer["customer"]["email"] = json!("test@example.com");
    answer
}

fn distinguish(value: &mut Value, name: &str, count: &mut u32) {
    *count += 1;
    let dates =
        ["start_date", "validity_period", "maintenance_period", "borrowed_until", "expiry_date"];
    match value {
        Value::Object(_) if name == "metadata" => *value = json!({"number": *count}),
        Value::Object(members) => {
            members.iter_mut().for_each(|(name, member)| distinguish(member, name, count));
        }
        Value::Array(elements) => {
            elements.iter_mut().for_each(|element| distinguish(element, name, count));
        }
        _ if dates.contains(&name) => {
            *value = json!(format!("2030-01-01T00:00:{:02}Z", *count % 60))
        }
        _ if name == "short_code" => *value = json!("up"),
        Value::Bool(flag) => *flag = true,
        Value::Number(_) => *value = json!(*count),
        _ => *value = json!(format!("text {count}")),
    }
}

/// As C++17 both compilers make each program below, with the same warnings.
#[test]
fn it_compiles_without_a_warning_in_every_standard_with_and_without_exceptions() {
    let (all, no_exceptions) = (together(), source("no_exceptions"));
    let check = |chosen: Compiler| {
        for standard in ["-std=c++20", "-std=c++2b"] {
            assert_eq!(complaints(chosen, &[standard], all.as_ref()), None);
            let with_both = [standard, WITHOUT[0], WITHOUT[1]];
            assert_eq!(complaints(chosen, &with_both, no_exceptions.as_ref()), None);
        }
    };
    thread::scope(|scope| {
        for chosen in [GXX, CLANG] {
            scope.spawn(move || check(chosen));
        }
    });
}

/// With WRONG the file has lines that must not compile, each in braces of its own.
#[test]
fn what_would_dangle_or_copy_does_not_compile() {
    let source = root().join("tests/cpp/must_not_compile.cpp");
    let text = fs::read_to_string(&source).unwrap();
    let lines = text.lines().zip(1..).filter(|(line, _)| line.starts_with("    { "));
    let lines: Vec<(&str, usize)> = lines.collect();
    assert!(lines.len() >= 15, "only {} are tried", lines.len());
    for chosen in [GXX, CLANG] {
        assert_eq!(complaints(chosen, &["-std=c++17"], &source), None);
        // By itself clang++ stops at the twentieth.
        let all = if chosen == CLANG { "-ferror-limit=0" } else { "-fmax-errors=0" };
        let said = complaints(chosen, &["-std=c++17", "-w", "-DWRONG", all], &source);
        let said = said.unwrap_or_else(|| panic!("{} complains of nothing", chosen.0));
        for (line, number) in &lines {
            let place = format!("{}:{number}:", source.display());
            let is_refused = |said: &str| {
                said.starts_with(&place) && said.contains(" error: ") && said.contains("deleted")
            };
            assert!(said.lines().any(is_refused), "{} takes {line}: {said}", chosen.0);
        }
    }
}

#[test]
fn the_programs_run() {
    programs(Checker::Nobody, &[]);
}

#[test]
fn the_programs_run_without_tls() {
    programs(Checker::Sanitizers, PLAIN);
}

#[test]
fn the_programs_are_clean_under_the_sanitizers() {
    programs(Checker::Sanitizers, &[]);
}

#[test]
fn the_programs_are_clean_under_valgrind() {
    programs(Checker::Valgrind, PLAIN);
}

#[test]
fn every_field_reads_as_in_c() {
    accessors(Checker::Nobody);
    accessors(Checker::Sanitizers);
}

#[test]
fn every_field_reads_as_in_c_under_valgrind() {
    accessors(Checker::Valgrind);
}

#[test]
fn a_process_may_end_with_a_call_in_flight() {
    for checker in [Checker::Nobody, Checker::Sanitizers] {
        for how in ["local", "global", "leaked", "exit-in-callback"] {
            run_on(&Stage::set(&[]), "exit", checker, &[how], "ended in flight");
        }
    }
}

#[test]
fn a_call_that_the_system_holds_is_told_when_its_agent_goes() {
    for checker in [Checker::Nobody, Checker::Sanitizers] {
        run_on(&Stage::set(&[]), "left_behind", checker, &[], "nobody waits for ever");
    }
}

#[test]
fn ten_thousand_checks_leave_memory_as_it_was() {
    run_on(&Stage::set(&[]), "memory", Checker::Nobody, &[], "memory is flat: ");
}

/// An accessor has the name, the kind and the function of the field that it reads.
#[test]
fn every_function_is_reached_and_every_accessor_reads_its_own_field() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let header = read(HEADER) + &read("bindings/cpp/lsagent_fields.hpp");
    let words: Vec<_> = header.split_whitespace().collect();
    let header = words.join(" ");
    let names: BTreeSet<_> =
        header.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    for function in crate::support::declared_functions() {
        assert!(names.contains(function.as_str()), "{function} is not reached");
    }
    let mut accessors = 0;
    for (before, after) in
        header.match_indices("return detail::").map(|(at, _)| header.split_at(at))
    {
        let Some((_, call)) = after.split_once("::") else { continue };
        let Some(function) = call.split(['(', ',']).nth(1).filter(|name| name.starts_with("ls_"))
        else {
            continue;
        };
        let method = before.trim_end_matches([' ', '{']).trim_end_matches(" noexcept");
        let method = method.trim_end_matches(" const").trim_end_matches("()");
        let method = method.rsplit(' ').next().unwrap();
        assert!(function.ends_with(&format!("_{method}")), "{method} calls {function}");
        accessors += 1;
    }
    assert!(accessors > 100, "only {accessors} accessors were found");
}

fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_guide_shows_what_the_examples_do() {
    let guide = fs::read_to_string(root().join("bindings/cpp/README.md")).unwrap();
    let examples: Vec<_> = fs::read_dir(root().join("bindings/cpp/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    let blocks = blocks(&guide, "cpp");
    assert!(blocks.len() >= 6, "only {} blocks", blocks.len());
    for block in blocks {
        let shown = examples.iter().any(|(_, example)| contains(example, block));
        assert!(shown, "in no example:\n{block}");
    }
    for (path, _) in &examples {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(guide.contains(&format!("examples/{name}")), "{name} is not in the guide");
        let is_run = EXAMPLES.iter().any(|example| example.0 == name) || name == WITH_BROWSER;
        assert!(is_run || name.ends_with(".hpp"), "{name} is not run");
    }
}

/// Whether the lines of a block follow each other in a program, indented as may be.
fn contains(program: &str, block: &str) -> bool {
    let program: Vec<_> = program.lines().map(str::trim).collect();
    let block: Vec<_> = block.lines().map(str::trim).collect();
    program.windows(block.len()).any(|lines| lines == block)
}

/// An example, its arguments, how it exits, and what it prints.
type Example = (&'static str, &'static [&'static str], i32, &'static [&'static str]);

const EXAMPLES: &[Example] = &[
    ("first.cpp", &[], 0, &["yes: User Product is licensed."]),
    ("check_at_startup.cpp", &["features@example.com"], 0, &["Start: yes", "feature: export"]),
    ("check_at_startup.cpp", &["expired@example.com"], 1, &["Start: no", "expired"]),
    ("check_at_startup.cpp", &["nobody@example.com"], 1, &["LS_ERR_CREDENTIALS", "401"]),
    ("background.cpp", &["trial@example.com"], 0, &["Frames drawn meanwhile: ", "Start: yes"]),
    ("hold_a_license.cpp", &["key-product", "LIM1-AAAA-BBBB-CCCC"], 0, &["Start: yes"]),
    ("hold_a_license.cpp", &["key-product"], 0, &["Start: yes"]),
    ("hold_a_license.cpp", &["key-product", "-", "give-up"], 0, &["Another device may"]),
    ("hold_a_license.cpp", &["key-product"], 1, &["LS_ERR_NOT_ACTIVATED"]),
    ("hold_a_license.cpp", &["key-product", "NONE-AAAA-BBBB-CCCC"], 1, &["LS_ERR_REFUSED"]),
    ("no_exceptions.cpp", &["trial@example.com"], 0, &["Start: yes"]),
    ("no_exceptions.cpp", &["nobody@example.com"], 1, &["LS_ERR_CREDENTIALS"]),
    ("list.cpp", &["features@example.com", "test@example.com"], 0, &["feature render", "user "]),
    ("allocate.cpp", &["acme", "u-1"], 0, &["u-1 now has RPADEVNU"]),
    ("allocate.cpp", &["full", "u-1"], 1, &["409"]),
];

const WITH_BROWSER: &str = "sign_in_with_browser.cpp";

fn example(name: &str, checker: Checker) -> Command {
    let source = format!("bindings/cpp/examples/{name}");
    command(&compile(sanitizing(checker), &source, checker), checker)
}

#[test]
fn the_examples_do_what_they_say() {
    let stage = Stage::set(&[]);
    for checker in [Checker::Nobody, Checker::Sanitizers] {
        for (name, arguments, exit, wanted) in EXAMPLES {
            let output = played(&stage, example(name, checker).args(*arguments));
            let said = format!("{name} {arguments:?}: {}", text(&output));
            assert_eq!(output.status.code(), Some(*exit), "{said}");
            assert!(wanted.iter().all(|part| said.contains(part)), "{said}");
        }
    }
}

#[test]
fn the_example_with_a_browser_asks_a_person_once() {
    for (checker, response_type) in
        [(Checker::Nobody, None), (Checker::Sanitizers, Some("token")), (Checker::Valgrind, None)]
    {
        let (stage, desktop) = (Stage::set(PLAIN), Desktop::set());
        let start = || {
            let mut command = example(WITH_BROWSER, checker);
            desktop.surround(command.arg("acme").args(response_type));
            let output = played(&stage, &mut command);
            assert!(output.status.success(), "{}", text(&output));
            text(&output)
        };
        let first = thread::scope(|scope| {
            let browser = scope.spawn(|| desktop.sign_in("trial@example.com"));
            let said = start();
            browser.join().unwrap();
            said
        });
        assert!(first.contains("Please sign in") && first.contains("Start: yes"), "{first}");
        let second = start();
        assert!(!second.contains("Please sign in") && second.contains("Start: yes"), "{second}");
    }
}
