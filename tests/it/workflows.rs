//! The workflows of .github, which no machine of this project runs: actionlint reads them, and they call targets that
//! are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{make, target};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn workflows() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(root().join(".github/workflows")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let workflows: Vec<_> =
        paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    assert!(workflows.len() >= 2, "{workflows:?}");
    workflows
}

/// What a workflow runs with make, a step each.
fn called(workflow: &str) -> BTreeSet<&str> {
    workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: make ")).collect()
}

/// Whether actionlint complains; it is where `make lint-workflows` has put it, or is put there.
fn complaints(workflow: &Path) -> Option<String> {
    let mut lint = Command::new(root().join("scripts/workflows/lint.sh"));
    let output = lint.arg(target().join("workflows")).arg(workflow).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (!output.status.success()).then_some(said)
}

#[test]
fn actionlint_finds_nothing_in_the_workflows_and_something_in_a_wrong_one() {
    for (path, text) in workflows() {
        assert_eq!(complaints(&path), None);
        let folder = tempfile::tempdir().unwrap();
        let wrong = folder.path().join("wrong.yml");
        fs::write(&wrong, text.replacen("runs-on:", "runs-no:", 1)).unwrap();
        let said = complaints(&wrong).unwrap_or_else(|| panic!("{}", path.display()));
        assert!(said.contains("runs-no"), "{said}");
    }
}

#[test]
fn workflows_call_targets_that_are_there() {
    let mut targets = BTreeSet::new();
    for (path, workflow) in workflows() {
        for call in called(&workflow) {
            let mut dry = make();
            let output = dry.args(["--dry-run", "--silent", call]).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                !said.contains("No rule to make target"),
                "{}: make {call}: {said}",
                path.display()
            );
            assert!(output.status.success(), "{}: make {call}: {said}", path.display());
            targets.insert(call.to_owned());
        }
    }
    for wanted in ["test", "test-native", "binaries", "release"] {
        assert!(targets.contains(wanted), "nothing calls make {wanted}: {targets:?}");
    }
}

/// A tag can be moved to other code, a commit cannot.
#[test]
fn actions_of_others_are_named_by_their_commit() {
    let mut used = 0;
    for (path, workflow) in workflows() {
        for line in workflow
            .lines()
            .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            if line.starts_with("./") {
                continue;
            }
            let (_, rest) = line.split_once('@').unwrap_or_else(|| panic!("{line}"));
            let (commit, version) = rest.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
            let is_commit =
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{}: {line}", path.display());
            used += 1;
        }
    }
    assert!(used >= 4, "{used} uses were read");
}
