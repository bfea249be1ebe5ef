//! The examples in the order of a license's life: what one does another finds, and meanwhile the vendor and the
//! network do their part.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::examples::{CASE, Case, check};
use super::programs::{Stage, run};

mod away;
mod online;
mod shared;

pub use away::{BY_FILES, LOST_ANSWERS, REFUSED};
pub use online::{BY_KEY, BY_SIGN_IN, FEATURES};
pub use shared::{METERED, SEATS};

pub enum Step {
    /// An example, by the name of its file.
    Run(&'static str, Case),
    /// The sandbox's control port: method, path, body.
    Control(&'static str, &'static str, &'static str),
    /// The vendor's portal answers a request file with another file.
    Portal(&'static str, &'static str),
    /// The vendor sends a newer answer file, for what the text names.
    Refresh(&'static str, &'static str),
    /// The calls that the server has seen since the last step of this kind.
    Sent(&'static [&'static str]),
}

pub type Story = &'static [Step];

/// In an argument: a file that people carry from device to device.
const CARRIED: &str = "carried/";

const NOBODY: (&str, &str) = ("LSAGENT_BASE_URL", "https://127.0.0.1:1");
const LAPTOP: (&str, &str) = ("LSAGENT_DEVICE_ID", "laptop");

const START: Case =
    Case { arguments: &["key-product"], surroundings: &[LAPTOP], input: "", ..CASE };
const NOT_ACTIVATED: Case = Case {
    exit: 1,
    complained: &["LS_ERR_NOT_ACTIVATED: ", "Activate a license: activate PRODUCT"],
    ..START
};
const DEACTIVATED: Case =
    Case { printed: &["Deactivated. Another device can use the license now.\n"], ..START };

pub const STORIES: [Story; 8] =
    [BY_KEY, FEATURES, BY_SIGN_IN, REFUSED, LOST_ANSWERS, BY_FILES, SEATS, METERED];

/// The source files that stories run.
pub fn sources() -> impl Iterator<Item = String> {
    let steps = STORIES.into_iter().flatten();
    steps.filter_map(|step| match step {
        Step::Run(name, _) => Some(source(name)),
        Step::Control(..) | Step::Portal(..) | Step::Refresh(..) | Step::Sent(..) => None,
    })
}

fn source(name: &str) -> String {
    format!("examples-c/{name}.c")
}

/// `sandbox` is what the sandbox is started with, `start` makes the command for a source file, and `path` says how a
/// program names a file of this machine.
pub fn play(
    story: Story,
    sandbox: &[&str],
    path: impl Fn(&str) -> String,
    mut start: impl FnMut(&str, &Stage) -> Command,
) {
    let scene = Scene { stage: Stage::set(sandbox), carried: tempfile::tempdir().unwrap() };
    for step in story {
        match step {
            Step::Run(name, case) => {
                let command = start(&source(name), &scene.stage);
                scene.run(name, case, command, &path);
            }
            Step::Sent(calls) => scene.must_have_sent(calls),
            Step::Control(method, path, body) => {
                scene.stage.sandbox.control(method, path, body);
            }
            Step::Portal(request, answer) => {
                let request = fs::read_to_string(scene.file(request)).unwrap();
                scene.receive("/portal", &request, answer);
            }
            Step::Refresh(what, answer) => scene.receive("/portal/refresh", what, answer),
        }
    }
}

struct Scene {
    stage: Stage,
    carried: TempDir,
}

impl Scene {
    fn file(&self, name: &str) -> PathBuf {
        self.carried.path().join(name)
    }

    fn run(&self, name: &str, case: &Case, mut command: Command, path: impl Fn(&str) -> String) {
        for argument in case.arguments {
            match argument.strip_prefix(CARRIED) {
                Some(name) => command.arg(path(self.file(name).to_str().unwrap())),
                None => command.arg(argument),
            };
        }
        command.envs(case.surroundings.to_vec());
        check(&source(name), case, &run(&mut command, case.input));
    }

    fn must_have_sent(&self, calls: &[&str]) {
        let requests = self.stage.sandbox.requests();
        let paths = requests.iter().map(|request| request["path"].as_str().unwrap());
        let sent: Vec<_> = paths.map(|path| path.rsplit('/').next().unwrap()).collect();
        assert_eq!(sent, calls);
        self.stage.sandbox.forget_traffic();
    }

    fn receive(&self, path: &str, body: &str, answer: &str) {
        let text = self.stage.sandbox.control_text("POST", path, body);
        fs::write(self.file(answer), text).unwrap();
    }
}
