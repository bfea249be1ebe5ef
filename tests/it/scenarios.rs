//! One table of scenarios, the same for every language: `table.rs` says what is in it.
//!
//! Each language has a runner: a program that reads a call from a line, makes it by that language's
//! own means, and writes what came of it in a line. What is expected is judged here, for all of them
//! alike; beyond that, every answer must be the one that Rust gets.

mod compiled;
mod native;
mod runner;
mod table;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use runner::{Program, Runner};
use serde_json::Value;
use table::{Fields, Scenario, Step, differences, now, scenarios, string};
use tempfile::TempDir;

use crate::support::{Sandbox, each_case};

/// The calls that can be made without blocking.
const IN_BACKGROUND: [&str; 7] =
    ["check", "licenses", "users", "sign_in", "activate", "check_activation", "acquire_seat"];

/// Where a scenario is played.
struct Stage {
    sandbox: Sandbox,
    store: TempDir,
    files: TempDir,
    began: i64,
    mode: &'static str,
}

impl Stage {
    fn set(scenario: &Scenario, mode: &'static str) -> Self {
        let arguments: Vec<&str> = scenario.sandbox.iter().map(String::as_str).collect();
        let sandbox = Sandbox::with(&arguments);
        let [store, files] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        Self { sandbox, store, files, began: now(), mode }
    }

    /// The answers to the scenario's calls.
    fn play(&mut self, scenario: &Scenario, runner: &mut dyn Runner) -> Vec<Fields> {
        let mut answers = Vec::new();
        for step in &scenario.steps {
            match step {
                Step::Call { name, fields, expect } => {
                    let line = self.line(name, fields, runner);
                    let answer = parse(name, &runner.ask(&line));
                    let wrong = differences(expect, &answer, self.began);
                    assert!(wrong.is_empty(), "{}: {line:?}: {wrong:#?}", scenario.name);
                    answers.push(answer);
                }
                Step::Requests(count) => {
                    let (_, seen) = self.sandbox.traffic();
                    assert_eq!(seen, *count, "{}: requests", scenario.name);
                }
                Step::Fault(fault) => self.sandbox.fault(fault.clone()),
                Step::NoFaults => self.sandbox.no_faults(),
                Step::Control { method, path, body } => {
                    self.sandbox.control(method, path, body);
                }
                Step::Seconds(count) => thread::sleep(Duration::from_secs(*count)),
                Step::Gone => self.sandbox.kill(),
                Step::Portal { request, answer } => self.carry(request, answer),
            }
        }
        answers
    }

    /// Carries a request file to the service, as a person would, and what it answers back.
    fn carry(&self, request: &str, answer: &str) {
        let request = std::fs::read_to_string(self.file(request)).expect("a request was written");
        std::fs::write(self.file(answer), self.sandbox.control_text("POST", "/portal", &request))
            .unwrap();
    }

    /// The file that a name with an @ stands for.
    fn file(&self, name: &str) -> PathBuf {
        let name = name.strip_prefix('@').unwrap_or_else(|| panic!("{name} is no file"));
        self.files.path().join(name)
    }

    fn line(&self, name: &str, fields: &Fields, runner: &dyn Runner) -> String {
        let mut line = self.defaults(name, runner);
        for (key, value) in fields {
            line.remove(key);
            if !value.is_null() {
                line.insert(key.clone(), self.stands_for(value, runner));
            }
        }
        let fields = line.iter().map(|(key, value)| format!("\t{key}={}", string(value)));
        name.to_owned() + &fields.collect::<String>()
    }

    /// `$NAME` stands for what the sandbox says of itself under that name, `@NAME` for a file.
    fn stands_for(&self, value: &Value, runner: &dyn Runner) -> Value {
        let text = value.as_str().unwrap_or_default();
        match text.strip_prefix('$') {
            Some(name) => self.sandbox.said(name).into(),
            None if text.starts_with('@') => {
                runner.path(self.file(text).to_str().expect("a path in UTF-8")).into()
            }
            None => value.clone(),
        }
    }

    fn defaults(&self, name: &str, runner: &dyn Runner) -> Fields {
        let said = |name: &str| Value::from(self.sandbox.said(name));
        let path = |name: &str| Value::from(runner.path(self.sandbox.said(name)));
        let store = self.store.path().to_str().expect("a path in UTF-8");
        let fields = match name {
            "agent" => vec![
                ("base_url", said("base_url")),
                ("api_key", said("api_key")),
                ("shared_key", said("shared_key")),
                ("ca_file", path("ca_file")),
                ("public_key_file", path("public_key_file")),
                ("cache_dir", runner.path(store).into()),
                ("device_id", "a scenario's device".into()),
                ("proxy", "".into()),
                ("timeout_ms", "20000".into()),
            ],
            "allocate" => vec![("base_url", said("base_url")), ("token", said("uipath_token"))],
            name if IN_BACKGROUND.contains(&name) => vec![("mode", self.mode.into())],
            _ => Vec::new(),
        };
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

fn parse(name: &str, answer: &str) -> Fields {
    let mut words = answer.split('\t');
    assert_eq!(words.next(), Some(name), "an answer begins with the call's name: {answer:?}");
    let field = |word: &str| {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("{word:?} in {answer:?}"));
        (key.to_owned(), Value::from(value))
    };
    words.map(field).collect()
}

/// What of an answer is the same whenever and wherever it is given.
fn lasting(answer: &Fields, sandbox: &Sandbox) -> Fields {
    let mut answer = answer.clone();
    for time in ["fetched_at", "seat_ends", "borrowed_until"] {
        answer.remove(time);
    }
    if answer.get("status") == Some(&"LS_ERR_TIMEOUT".into()) {
        // Who noticed it first: the caller, or the request.
        answer.remove("message");
    }
    let port = format!(":{}", sandbox.port());
    for value in answer.values_mut() {
        let text = value.as_str().expect("a text").replace(&port, ":PORT");
        let text = without_number(&text, "\"fetched_at\":", "");
        let text = OF_A_FILE.iter().fold(text, |text, name| without_text(&text, name));
        let text = if cfg!(feature = "foreign-runner") { without_system_error(text) } else { text };
        *value = without_number(&text, "the stored answer is ", " s old").into();
    }
    answer
}

/// What is another in each answer file: it belongs to one request.
const OF_A_FILE: [&str; 4] = ["request_id", "date", "offline_signature", "license_signature_v2"];

/// The text of a member of a JSON text is taken out.
fn without_text(text: &str, name: &str) -> String {
    let begin = format!("\"{name}\":\"");
    let Some((before, rest)) = text.split_once(&begin) else { return text.to_owned() };
    let (_, after) = rest.split_once('"').unwrap_or_else(|| panic!("{text:?}"));
    format!("{before}{begin}\"{after}")
}

/// Each system words its own errors, behind a colon, and numbers them.
fn without_system_error(text: String) -> String {
    let Some((told, rest)) = text.split_once(" (os error ") else { return text };
    let (told, _) = told.rsplit_once(": ").unwrap_or_else(|| panic!("{text:?}"));
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{told}: (os error{rest}")
}

/// A number between two texts is taken out.
fn without_number(text: &str, before: &str, after: &str) -> String {
    let Some((start, rest)) = text.split_once(before) else { return text.to_owned() };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    assert!(rest.starts_with(after), "{text:?}");
    format!("{start}{before}{rest}")
}

/// Every scenario, with calls that block and with those that do not.
fn cases() -> Vec<(String, (Scenario, &'static str))> {
    let modes = ["call", "background"];
    let all = modes.into_iter().flat_map(|mode| {
        let named =
            move |scenario: Scenario| (format!("{}, {mode}", scenario.name), (scenario, mode));
        scenarios().into_iter().map(named)
    });
    all.collect()
}

fn run<R: Runner>(start: impl Fn() -> R + Sync, finish: impl Fn(R) + Sync) {
    each_case(&cases(), |(scenario, mode)| {
        let mut stage = Stage::set(scenario, mode);
        let mut runner = start();
        let answers = stage.play(scenario, &mut runner);
        finish(runner);
        let mut other = Stage::set(scenario, mode);
        let wanted = other.play(scenario, &mut native::Native::default());
        for (is, wanted) in answers.iter().zip(&wanted) {
            let (is, wanted) = (lasting(is, &stage.sandbox), lasting(wanted, &other.sandbox));
            assert_eq!(is, wanted, "{}: not what Rust gets", scenario.name);
        }
    });
}

fn run_program(command: &[&str]) {
    run(|| Program::start(command), Program::finish);
}

mod languages {
    use super::*;

    #[test]
    fn rust() {
        run(native::Native::default, drop);
    }

    #[test]
    fn c() {
        let program = compiled::c("tests/scenarios/runner.c");
        run_program(&[program.to_str().unwrap()]);
    }

    #[test]
    fn cpp() {
        let program = compiled::cpp("tests/scenarios/runner.cpp");
        run_program(&[program.to_str().unwrap()]);
    }

    /// The package as it was installed from its wheel.
    #[test]
    fn python() {
        const PYTHON: &str = "target/python/venv/bin/python";
        made(PYTHON, "python-venv");
        run_program(&[PYTHON, "-X", "dev", "bindings/python/tests/scenario_runner.py"]);
    }

    #[test]
    fn csharp_on_mono() {
        csharp("bindings/csharp/run-mono.sh");
    }

    #[test]
    fn csharp_on_dotnet() {
        csharp("bindings/csharp/run-dotnet.sh");
    }

    fn csharp(runtime: &str) {
        made("target/csharp/bin/ScenarioRunner.exe", "csharp");
        run_program(&[runtime, "ScenarioRunner.exe"]);
    }

    fn made(path: &str, target: &str) {
        let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists();
        assert!(there, "{path} is missing: `make {target}` makes it");
    }
}

/// A runner for another system, which `LSAGENT_SCENARIO_RUNNER` names, with what it is started by:
/// an emulator, say. Words are separated by spaces.
#[cfg(feature = "foreign-runner")]
#[test]
fn foreign() {
    let command = std::env::var("LSAGENT_SCENARIO_RUNNER");
    let command = command.expect("LSAGENT_SCENARIO_RUNNER says how to start the runner");
    run_program(&command.split(' ').collect::<Vec<_>>());
}
