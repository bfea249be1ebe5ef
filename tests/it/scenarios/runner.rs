//! What translates a line into calls of the library, and what came of them into a line.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub trait Runner {
    /// The answer to a line, each without its end.
    fn ask(&mut self, line: &str) -> String;

    /// A path of this machine as the runner's system writes it.
    fn path(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// A program in another language.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// In the project's folder, without what the environment says of proxies.
    pub fn start(command: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let mut words = command.into_iter();
        let program = words.next().expect("a command has a name");
        let mut command = Command::new(&program);
        command.args(words).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            command.env_remove(name).env_remove(name.to_uppercase());
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.as_ref().display()));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        Self { child, input, output }
    }

    /// Lets it come to its end, which has to be a good one.
    pub fn finish(mut self) {
        drop(self.input.take());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the runner ended with {status}");
    }
}

impl Runner for Program {
    fn ask(&mut self, line: &str) -> String {
        let input = self.input.as_mut().expect("it is not finished");
        input.write_all(format!("{line}\n").as_bytes()).expect("the runner reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("the runner answers in UTF-8");
        let answer = answer.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        answer.unwrap_or_else(|| panic!("the runner is gone; asked: {line}")).to_owned()
    }

    /// Wine shows the root as the drive Z.
    fn path(&self, path: &str) -> String {
        match std::env::var("LSAGENT_SCENARIO_PATHS").as_deref() {
            Ok("windows") => format!("Z:{}", path.replace('/', "\\")),
            Ok(other) => panic!("LSAGENT_SCENARIO_PATHS: {other} is unknown"),
            Err(_) => path.to_owned(),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
