//! Programs in C and C++: how they are linked to the library that belongs to a test, and run.

use std::env;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::Sandbox;

#[derive(Clone, Copy, PartialEq)]
pub enum Checker {
    Nobody,
    Sanitizers,
    Valgrind,
}

/// Runs a tool; where there is none, says what to install.
pub fn run_tool(command: &mut Command, package: &str) -> Output {
    command.output().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. It is in the Debian package {package}: apt-get install {package}")
    })
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where cargo has put the libraries that belong to this test.
pub fn built() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let folder = test.parent().expect("it lies in a folder").to_owned();
    for library in ["liblsagent.so", "liblsagent.a"] {
        let library = folder.join(library);
        assert!(library.exists(), "no {}", library.display());
    }
    folder
}

/// The shared library under the names by which it is linked and loaded.
pub fn shared_library() -> &'static Path {
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
pub const NATIVE: [&str; 6] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

pub fn text(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    format!("{}\n{}", output.status, String::from_utf8_lossy(&text))
}

/// A sandbox, and a folder for a store.
pub struct Stage {
    pub sandbox: Sandbox,
    pub store: TempDir,
}

impl Stage {
    pub fn set(arguments: &[&str]) -> Self {
        Self { sandbox: Sandbox::with(arguments), store: tempfile::tempdir().unwrap() }
    }

    /// What a program finds in its surroundings.
    pub fn surroundings(&self, command: &mut Command) {
        self.surroundings_as(command, str::to_owned);
    }

    /// `path` says how the program names a file of this machine.
    pub fn surroundings_as(&self, command: &mut Command, path: impl Fn(&str) -> String) {
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
            .env("LSAGENT_CA_FILE", path(said("ca_file")))
            .env("LSAGENT_PUBLIC_KEY_FILE", path(said("public_key_file")))
            .env("LSAGENT_CACHE_DIR", path(self.store.path().to_str().unwrap()))
            .env("LSAGENT_CONTROL_URL", said("control_url"))
            .env("LSAGENT_UIPATH_URL", said("base_url"))
            .env("LSAGENT_UIPATH_TOKEN", said("uipath_token"));
    }
}

/// The program itself, or valgrind with it.
pub fn command(program: &Path, checker: Checker) -> Command {
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
        // It runs a program fifty times slower, and an example is no test of what a deadline does.
        .env("LSAGENT_TIMEOUT_MS", "60000")
        .current_dir(root());
    command
}

pub fn run(command: &mut Command, input: &str) -> Output {
    let mut child = started(command);
    // A program that reads nothing may have ended by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Runs a program that writes a line and then waits for one: it gets that once the act is done. The output is
/// what comes after the program's line.
pub fn run_answered(command: &mut Command, line: &str, act: impl FnOnce()) -> Output {
    let mut child = started(command);
    let output = child.stdout.as_mut().unwrap();
    let (mut said, mut byte) = (Vec::new(), [0]);
    while said.last() != Some(&b'\n') && output.read(&mut byte).unwrap() == 1 {
        said.push(byte[0]);
    }
    if said.trim_ascii() == line.as_bytes() {
        act();
    }
    let _ = child.stdin.take().unwrap().write_all(b"\n");
    child.wait_with_output().unwrap()
}

fn started(command: &mut Command) -> Child {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. If it is not installed: apt-get install {tool}")
    })
}
