//! The committed header is the one that the source gives.

use std::path::Path;
use std::{env, fs};

use lsagent_abi::{Function, Header, LOCK, lock};

fn generate() -> String {
    lsagent_abi::manual::header(Path::new(env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn the_header_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/lsagent.h");
    let header = generate();
    if env::var_os("LSAGENT_WRITE_HEADER").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &header).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == header,
        "include/lsagent.h is not what the source gives: run `make generate`"
    );
}

/// A header shares its names with everything else that an application includes.
#[test]
fn every_macro_of_the_header_is_named_after_the_library() {
    let header = generate();
    let names: Vec<&str> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define ")?.split(' ').next())
        .collect();
    assert!(names.contains(&"LS_VERSION_MAJOR"), "{names:?}");
    let foreign = names.iter().filter(|name| !name.starts_with("LS_") && **name != "LSAGENT_H");
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&&str>::new());
}

/// How the comment of a function falls short of a manual.
fn faults(function: &Function) -> Vec<String> {
    let Function { name, comment, returned, parameters } = function;
    let is_callback = name.ends_with("_callback");
    let mut wanted: Vec<String> =
        parameters.iter().map(|(_, name)| format!("\n@param {name} ")).collect();
    wanted.extend((returned != "void").then(|| "\n@return ".to_owned()));
    wanted.push("\n@since ".to_owned());
    let places: Vec<_> = wanted.iter().map(|mark| comment.find(mark)).collect();
    let missing = wanted.iter().zip(&places).filter(|(_, place)| place.is_none());
    let mut faults: Vec<String> =
        missing.map(|(mark, _)| format!("{name}: no {}", mark.trim())).collect();
    if !places.is_sorted() || comment.starts_with('@') {
        faults.push(format!("{name}: another order"));
    }
    let reads_or_frees = parameters.first().is_some_and(|(kind, _)| kind.ends_with('*'))
        && (returned != "ls_status" || name.ends_with("_status"))
        && !name.starts_with("ls_agent_");
    let says = ["Blocks ", "Does not block"].iter().any(|says| comment.contains(says));
    if !is_callback && !reads_or_frees && !says {
        faults.push(format!("{name}: does it block?"));
    }
    if returned == "ls_status" && !comment.contains("LS_") {
        faults.push(format!("{name}: which statuses?"));
    }
    faults
}

/// The same for a whole header, and what it says of threads and versions.
fn faults_of_all(text: &str) -> Vec<String> {
    let header = Header::parse(text);
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(LOCK)).unwrap();
    let functions = header.callbacks.iter().chain(&header.functions);
    let mut found: Vec<String> = functions.flat_map(faults).collect();
    let enums = header.enums.iter().map(|it| (&it.name, &it.comment));
    let objects = header.objects.iter().map(|it| (&it.name, &it.comment));
    let functions = header.callbacks.iter().chain(&header.functions);
    let functions = functions.map(|it| (&it.name, &it.comment));
    for (name, comment) in enums.chain(objects).chain(functions) {
        let since = format!("\n@since {}", lock::since(&lock, &header, name));
        if !comment.ends_with(&since) {
            found.push(format!("{name}: not {}", since.trim()));
        }
    }
    let silent = header.objects.iter().filter(|it| !it.comment.contains("thread"));
    found.extend(silent.map(|it| format!("{}: on which threads?", it.name)));
    for rule in ["- Blocking: ", "- Threads: ", "- Since: ", "256 KiB of stack", "user_data"] {
        let guide = text.split("*/").next().unwrap();
        if !guide.contains(rule) {
            found.push(format!("the guide has no rule on {rule}"));
        }
    }
    found
}

#[test]
fn every_function_documents_its_parameters_its_result_blocking_threads_and_version() {
    assert_eq!(faults_of_all(&generate()), Vec::<String>::new());
}

#[test]
fn a_comment_that_is_no_manual_is_found() {
    let header = generate();
    for (from, to, fault) in [
        (" * @param enabled false", " * false", "ls_config_set_cache_enabled: no @param enabled"),
        (" * @return The text, static.\n", "", "ls_version: no @return"),
        (
            " * @param level The least",
            " * @since 0.1\n * @param level The least",
            "ls_config_set_log_callback: another order",
        ),
        ("Blocks until the callbacks have returned.", "", "ls_agent_free: does it block?"),
        (
            " * @since 0.1\n */\nls_status ls_check(",
            " */\nls_status ls_check(",
            "ls_check: no @since",
        ),
        (
            " * @since 0.2\n */\nenum ls_remember",
            " * @since 0.1\n */\nenum ls_remember",
            "ls_remember: not @since 0.2",
        ),
        (
            "for one vendor key. May be used from any number of threads at once.",
            "",
            "ls_agent: on which threads?",
        ),
        ("256 KiB of stack", "some stack", "the guide has no rule on 256 KiB of stack"),
    ] {
        assert!(header.contains(from), "{from}");
        let faults = faults_of_all(&header.replacen(from, to, 1));
        assert!(faults.iter().any(|it| it == fault), "{fault}: {faults:?}");
    }
}

/// The first of the calls, and named at the top: what an application is there for.
#[test]
fn ls_check_is_the_first_of_the_calls() {
    let header = Header::parse(&generate());
    let mut calls = header.functions.iter().filter(|function| {
        let receiver = function.parameters.first().is_some_and(|it| it.0 == "const ls_agent *");
        receiver && !function.name.starts_with("ls_agent_")
    });
    assert_eq!(calls.next().unwrap().name, "ls_check");
    let guide = generate().split("*/").next().unwrap().to_owned();
    assert!(guide.contains(" ls_check "), "{guide}");
}
