//! The examples and the C test programs: compiled as C99 and as C++17, linked to the shared and to
//! the static library, and run as they are, under the sanitizers and under valgrind.

use std::fs;
use std::process::Command;
use std::ptr;

use serde_json::json;

use crate::support::desktop::{Desktop, signs_a_person_in};
use crate::support::examples::*;
use crate::support::programs::*;
use crate::support::stories;
use crate::support::ways::*;

fn examples(way: Way) {
    run_examples(&EXAMPLES, way, &[]);
}

fn run_examples(examples: &[Example], way: Way, sandbox: &[&str]) {
    for (source, cases) in examples {
        let stage = Stage::set(sandbox);
        let program = compile(source, way);
        for case in cases.iter().filter(|case| is_worth_it(case, cases, way.checker)) {
            let mut command = command(&program, way.checker);
            stage.surroundings(&mut command);
            command.args(case.arguments).envs(case.surroundings.to_vec());
            let output = run(&mut command, case.input);
            check(source, case, &output);
        }
    }
}

/// A program's start costs most of the time under valgrind, which therefore sees the first of the cases that end alike,
/// and none in which nothing is asked. `tests/cpp/accessors.cpp` has it see each field.
fn is_worth_it(case: &Case, cases: &[Case], checker: Checker) -> bool {
    let is_first =
        || cases.iter().find(|each| each.exit == case.exit).is_some_and(|it| ptr::eq(it, case));
    checker != Checker::Valgrind || (case.exit != 2 && is_first())
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

/// What a program says is the library's, which is the same; here it is whether it links and starts, and a large archive
/// takes long to link.
#[test]
fn an_example_runs_with_the_static_library() {
    run_examples(&EXAMPLES[..1], STATIC, &[]);
}

#[test]
fn the_examples_are_clean_under_the_sanitizers() {
    examples(SANITIZED);
}

/// TLS costs most of the time here, and is the same for all of them: the others go without.
#[test]
fn the_check_at_startup_is_clean_under_valgrind() {
    run_examples(&EXAMPLES[..1], VALGRIND, &[]);
}

/// What goes over a socket without TLS is looked at byte by byte.
#[test]
fn the_check_in_the_background_and_the_listing_are_clean_under_valgrind() {
    run_examples(&EXAMPLES[1..3], VALGRIND, &["--plain"]);
}

#[test]
fn the_other_examples_are_clean_under_valgrind() {
    run_examples(&EXAMPLES[3..], VALGRIND, &["--plain"]);
}

/// On a desktop without one.
const WITHOUT_A_BROWSER: &[Case] = &[Case {
    arguments: &["up", "acme"],
    surroundings: &[("PATH", "/nowhere")],
    exit: 2,
    printed: &["Please sign in in your browser.\n"],
    complained: &["LS_ERR_CONFIG: no browser can be opened (xdg-open: ", "install "],
    ..CASE
}];

#[test]
fn the_example_with_a_browser_says_that_there_is_none() {
    for way in [PLAIN, SANITIZED] {
        run_examples(&[("examples-c/sign_in_with_browser.c", WITHOUT_A_BROWSER)], way, &[]);
    }
}

#[test]
fn the_example_with_a_browser_signs_a_person_in() {
    for way in [PLAIN, SANITIZED, VALGRIND] {
        let program = compile("examples-c/sign_in_with_browser.c", way);
        for response_type in ["code", "token"] {
            let stage = Stage::set(&["--plain"]);
            let mut command = command(&program, way.checker);
            stage.surroundings(&mut command);
            signs_a_person_in(&mut command, response_type);
        }
    }
}

/// Its bit in a set of signals.
const SIGPIPE: u64 = 1 << 12;

/// Started by a shell that ignores SIGPIPE and leaves two descriptors open, in these surroundings.
fn opened_from_a_bundle(surroundings: &[(&str, &str)]) -> Desktop {
    const SHELL: &str = r#"trap '' PIPE; exec "$0" "$@" 7</dev/null 9</dev/null"#;
    let program = compile("examples-c/sign_in_with_browser.c", PLAIN);
    let stage = Stage::set(&["--plain"]);
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(SHELL).arg(program).envs(surroundings.iter().copied());
    stage.surroundings(&mut shell);
    signs_a_person_in(&mut shell, "code")
}

#[test]
fn the_opener_gets_no_descriptors_and_no_signals_of_the_application() {
    let desktop = opened_from_a_bundle(&[]);
    assert_eq!(desktop.noted("descriptors"), "0\n1\n2\n3\n");
    let signals = desktop.noted("signals");
    let set = |name: &str| {
        let (_, rest) = signals.split_once(&format!("{name}:\t")).unwrap();
        u64::from_str_radix(rest.lines().next().unwrap(), 16).unwrap()
    };
    assert_eq!((set("SigBlk"), set("SigIgn") & SIGPIPE), (0, 0), "{signals}");
}

#[test]
fn the_opener_finds_the_libraries_of_the_system() {
    let found = |surroundings: &[(&str, &str)]| {
        let environment = opened_from_a_bundle(surroundings).noted("environment");
        let path = environment.lines().find_map(|line| line.strip_prefix("LD_LIBRARY_PATH="));
        path.map(str::to_owned)
    };
    let bundled = ("LD_LIBRARY_PATH", "/bundle");
    let before = ("LD_LIBRARY_PATH_ORIG", "/before");
    assert_eq!(found(&[bundled, before]).as_deref(), Some("/before"));
    assert_eq!(found(&[bundled, ("_PYI_APPLICATION_HOME_DIR", "/bundle")]), None);
    assert_eq!(found(&[bundled]).as_deref(), Some("/bundle"));
}

/// How much the header asks for: "N KiB of stack".
fn documented_stack() -> String {
    let header = fs::read_to_string("include/lsagent.h").unwrap();
    let (before, _) = header.split_once(" KiB of stack").expect("the header says how much");
    before.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn a_thread_with_the_documented_stack_gets_through_its_calls() {
    let program = compile("tests/c/stack.c", PLAIN);
    let stage = Stage::set(&[]);
    let runs = |calls: &str| {
        let mut command = Command::new(&program);
        stage.surroundings(command.args([&documented_stack(), calls]));
        let output = run(&mut command, "");
        assert!(output.status.success(), "{calls}: {}", text(&output));
    };
    runs("usual");
    stage.sandbox.fault(json!({"fault": "nested", "levels": 128}));
    runs("deep");
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
    programs(VALGRIND, &["--plain"]);
}

#[test]
fn ten_thousand_checks_leave_memory_as_it_was() {
    let output = run_program("tests/c/memory.c", PLAIN, &Stage::set(&[]), &[]);
    assert!(output.contains("memory is flat: "), "{output}");
}

#[test]
fn a_process_may_end_while_calls_are_in_flight() {
    for way in [PLAIN, STATIC] {
        for how in ["at-once", "later", "in-a-callback"] {
            let stage = Stage::set(&[]);
            stage.sandbox.fault(serde_json::json!({"fault": "silent"}));
            let output = run_program("tests/c/exit.c", way, &stage, &[how]);
            assert!(output.contains("ended in flight"), "{how}: {output}");
        }
    }
}

/// Under the checkers of memory a use of what was freed is seen; without them the times are real.
fn lifetimes(way: Way, cases: &[&str], sandbox: &[&str]) {
    let output = run_program("tests/c/lifetimes.c", way, &Stage::set(sandbox), cases);
    for case in cases {
        assert!(output.contains(&format!("{case}: nothing was used too long")), "{output}");
    }
}

/// Each frees or closes an agent at another bad moment.
const LIFETIMES: [&str; 8] = [
    "long-callback",
    "long-log-callback",
    "other-agents-callback",
    "other-agents-long-callback",
    "each-others-agents",
    "closing",
    "call-inside",
    "refresh-callback",
];

#[test]
fn callbacks_may_take_their_time_and_free_agents() {
    lifetimes(PLAIN, &LIFETIMES, &[]);
}

#[test]
fn callbacks_that_free_agents_are_clean_under_the_sanitizers() {
    lifetimes(SANITIZED, &LIFETIMES, &[]);
}

#[test]
fn callbacks_that_free_agents_are_clean_under_valgrind() {
    lifetimes(VALGRIND, &LIFETIMES, &["--plain"]);
}

#[test]
fn two_hundred_short_calls_at_a_silent_server_leave_few_threads() {
    lifetimes(PLAIN, &["many-short-calls"], &[]);
}

/// A license from its activation to its end; a person carries files to the vendor's portal and back.
fn a_license_lives(way: Way, sandbox: &[&str]) {
    let (stage, stick) = (Stage::set(sandbox), tempfile::tempdir().unwrap());
    let (program, file) = (compile("tests/c/life.c", way), stick.path().join("file"));
    let plays = |part: &str| {
        let mut command = command(&program, way.checker);
        stage.surroundings(&mut command);
        let output = run(command.env("LSAGENT_TEST_FILE", &file).arg(part), "");
        assert!(output.status.success(), "{part}: {}", text(&output));
        assert!(text(&output).contains("it has lived"), "{part}: {}", text(&output));
    };
    let portal = || {
        let request = fs::read_to_string(&file).unwrap();
        fs::write(&file, stage.sandbox.control_text("POST", "/portal", &request)).unwrap();
    };
    plays("online");
    plays("request");
    portal();
    plays("answer");
    portal();
    assert!(fs::read_to_string(&file).unwrap().contains("license_deactivated"));
}

#[test]
fn a_license_lives_in_c() {
    for way in [PLAIN, CXX, STATIC] {
        a_license_lives(way, &[]);
    }
}

#[test]
fn a_life_is_clean_under_the_sanitizers() {
    a_license_lives(SANITIZED, &[]);
}

#[test]
fn a_life_is_clean_under_valgrind() {
    a_license_lives(VALGRIND, &["--plain"]);
}

/// Seats that are shared, freed in any order, borrowed; and what is metered.
fn seats_are_held(way: Way, sandbox: &[&str]) {
    let output = run_program("tests/c/seats.c", way, &Stage::set(sandbox), &[]);
    assert!(output.contains("seats and counts are right"), "{output}");
}

/// The vendor gives the seat away while a program holds it; the program's callback frees things.
fn a_seat_is_lost(way: Way, sandbox: &[&str]) {
    const TAKEN: &str =
        r#"{"license_key":"FLOA-AAAA-BBBB-CCCC","free_all":true,"take":["first","second"]}"#;
    let program = compile("tests/c/seats.c", way);
    for part in ["lost-seat", "lost-all"] {
        let stage = Stage::set(sandbox);
        let mut command = command(&program, way.checker);
        stage.surroundings(command.arg(part));
        let taken = || drop(stage.sandbox.control("PUT", "/state/seats", TAKEN));
        let output = run_answered(&mut command, "held", taken);
        assert!(output.status.success(), "{part}: {}", text(&output));
        assert!(text(&output).contains("seats and counts are right"), "{}", text(&output));
    }
}

#[test]
fn seats_and_consumption_are_used_in_c() {
    for way in [PLAIN, STATIC] {
        seats_are_held(way, &[]);
    }
}

#[test]
fn seats_and_consumption_are_clean_under_the_sanitizers() {
    seats_are_held(SANITIZED, &[]);
}

#[test]
fn seats_and_consumption_are_clean_under_valgrind() {
    seats_are_held(VALGRIND, &["--plain"]);
}

#[test]
fn the_callback_of_a_lost_seat_may_free_seat_activation_and_agent() {
    a_seat_is_lost(PLAIN, &[]);
    a_seat_is_lost(SANITIZED, &[]);
    a_seat_is_lost(VALGRIND, &["--plain"]);
}

#[test]
fn signals_come_to_the_application() {
    let output = run_program("tests/c/signals.c", PLAIN, &Stage::set(&[]), &[]);
    assert!(output.contains("the signal came to the application"), "{output}");
}

#[test]
fn a_fork_in_the_middle_of_a_call_disturbs_nobody() {
    for way in [PLAIN, STATIC] {
        let stage = Stage::set(&[]);
        stage.sandbox.fault(serde_json::json!({"fault": "delay", "ms": 800}));
        let output = run_program("tests/c/fork.c", way, &stage, &[]);
        assert!(output.contains("the fork disturbed nobody"), "{output}");
    }
}

/// What it says; it has to end well.
fn run_program(source: &str, way: Way, stage: &Stage, arguments: &[&str]) -> String {
    let mut command = command(&compile(source, way), way.checker);
    stage.surroundings(&mut command);
    let output = run(command.args(arguments), "");
    assert!(output.status.success(), "{source} {arguments:?}: {}", text(&output));
    text(&output)
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
            let told = stories::sources().any(|source| root().join(source) == path);
            assert!(run || told, "{} is not run", path.display());
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
    for function in crate::support::declared_functions() {
        let covered = called.contains(&function.as_str()) || exempt.contains(&function.as_str());
        assert!(covered, "{function} is in neither program");
    }
}
