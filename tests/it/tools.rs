//! The tools that are fetched: each one from a registry is locked with its whole tree and its hashes, and
//! nothing is installed past a lock. Debian keeps no old versions; those that were tested are named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is built or cached, and git's own.
const NOT_SOURCES: [&str; 4] = ["target", "dist", ".git", "__pycache__"];

/// All files of the project that a rule is about.
fn files(is_meant: fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut folders = vec![root().to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name());
            let is_source = !NOT_SOURCES.iter().any(|other| name == *other);
            if entry.file_type().unwrap().is_dir() && is_source {
                folders.push(path);
            } else if entry.file_type().unwrap().is_file() && is_meant(&path) {
                files.push(path);
            }
        }
    }
    files
}

fn ends_with(path: &Path, end: &str) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(end))
}

// ---- The locks of Python's packages ----

/// As the registry compares names.
fn normalised(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

/// Lines without comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The name and the version of `name[extra]==version ; marker \`.
fn name_and_version(line: &str) -> Option<(String, &str)> {
    let (name, rest) = line.split_once("==")?;
    let name = name.split('[').next()?;
    Some((normalised(name.trim()), rest.split_whitespace().next()?))
}

fn is_hash(line: &str) -> bool {
    let hash = line.strip_prefix("--hash=sha256:").map(|hash| hash.trim_end_matches([' ', '\\']));
    hash.is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The packages of a lock; an error is what is wrong with it.
fn packages(lock: &str) -> Result<Vec<(String, &str)>, String> {
    let mut packages: Vec<((String, &str), usize)> = Vec::new();
    for line in lines(lock) {
        match (name_and_version(line), packages.last_mut()) {
            (None, Some((_, hashes))) if is_hash(line) => *hashes += 1,
            (Some(package), _) => packages.push((package, 0)),
            (None, _) => return Err(format!("neither a package nor a hash: {line}")),
        }
    }
    match packages.iter().find(|(_, hashes)| *hashes == 0) {
        Some((package, _)) => Err(format!("{} has no hash", package.0)),
        None => Ok(packages.into_iter().map(|(package, _)| package).collect()),
    }
}

/// What is wrong with a lock of these requirements.
fn lock_fault(requirements: &str, lock: &str) -> Option<String> {
    let packages = match packages(lock) {
        Ok(packages) => packages,
        Err(fault) => return Some(fault),
    };
    let missing = lines(requirements).find(|line| match name_and_version(line) {
        Some(wanted) => !packages.contains(&wanted),
        None => true,
    });
    missing.map(|line| format!("{line} is not in the lock"))
}

#[test]
fn every_requirement_is_locked_with_hashes() {
    let all = files(|path| ends_with(path, "requirements.in"));
    assert!(all.len() >= 5, "{all:?}");
    for requirements in all {
        let lock = read(&requirements.with_extension("txt"));
        let fault = lock_fault(&read(&requirements), &lock);
        assert_eq!(fault, None, "{}: make lock", requirements.display());
    }
}

/// No other file says what is to be installed, and every lock has its requirements.
#[test]
fn no_list_of_requirements_stands_beside_the_locks() {
    let lists = files(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.contains("requirements") && (name.ends_with(".txt") || name.ends_with(".in"))
    });
    for list in lists {
        assert!(list.with_extension("in").exists(), "{}: of no requirements.in", list.display());
    }
}

#[test]
fn what_is_wrong_with_a_lock_is_found() {
    let hash = format!("    --hash=sha256:{}", "0a".repeat(32));
    let good =
        format!("# By a tool.\nA-b==1.0 ; os_name == 'nt' \\\n{hash} \\\n{hash}\n    # via c\n");
    let wanted = "a_b[c]==1.0 # Why.\n";
    assert_eq!(lock_fault(wanted, &good), None);
    for bad in ["A-b==1.0\n", "A-b==1.0 \\\n    --hash=sha256:0a\n", &good.replace("1.0", "1.1")] {
        assert!(lock_fault(wanted, bad).is_some(), "{bad}");
    }
    for line in ["--index-url https://example.com", "--find-links x", "c>=1", "d @ https://e"] {
        assert!(lock_fault(wanted, &format!("{line}\n{good}")).is_some(), "{line}");
    }
    for line in ["c==1", "c>=1", "c", "-r other.txt"] {
        assert!(lock_fault(&format!("{wanted}{line}\n"), &good).is_some(), "{line}");
    }
}

/// Nothing is fetched for a build of the wheel here, so its tools must be among those that are locked.
#[test]
fn what_builds_the_wheel_is_locked() {
    let project = read(&root().join("bindings/python/pyproject.toml"));
    let (_, requires) = project.split_once("\nrequires = [\n").expect("it has a build system");
    let (requires, _) = requires.split_once("\n]").unwrap();
    let lock = read(&root().join("bindings/python/requirements.txt"));
    let locked = packages(&lock).unwrap();
    let names: Vec<_> = requires.split('"').skip(1).step_by(2).collect();
    assert!(names.len() >= 2, "{names:?}");
    for name in names {
        let name = normalised(name.split(['>', '=', '<', '~', ' ']).next().unwrap());
        assert!(locked.iter().any(|(locked, _)| *locked == name), "{name} is not locked");
    }
}

// ---- What installs ----

/// The commands of a script, each on one line, without comments and what the shell's grammar puts around.
fn commands(script: &str) -> Vec<Vec<String>> {
    let joined = script.replace("\\\n", " ");
    let lines = joined.lines().filter(|line| !line.trim_start().starts_with('#'));
    let around = ['"', '\'', ',', '[', ']', '(', ')', '`', ';', '@'];
    let words = |line: &str| {
        let words = line.split_whitespace().map(|word| word.trim_matches(around).to_owned());
        words.collect()
    };
    lines.map(words).collect()
}

/// What is wrong with a command that installs something from a registry; nothing, if it installs nothing.
fn installer_fault(command: &[String]) -> Option<&'static str> {
    let says = |wanted: &str| command.iter().any(|word| word == wanted);
    let tool =
        |wanted: &str| command.iter().position(|word| word.rsplit('/').next() == Some(wanted));
    let behind = |tool: Option<usize>, action: &str| {
        tool.is_some_and(|at| command[at..].iter().any(|word| word == action))
    };
    let pip = tool("pip").or(tool("pip3"));
    if behind(pip, "install") && !says("--require-hashes") && !says("--no-index") {
        return Some("pip without --require-hashes");
    }
    if behind(pip, "install")
        && says("--require-hashes")
        && !command.join(" ").contains("--only-binary :all:")
    {
        return Some("pip that builds, with tools that are not locked");
    }
    let installs = |cargo: usize| command[cargo..].iter().take(3).any(|word| word == "install");
    let cargo = tool("cargo").or(tool("$(CARGO)")).is_some_and(installs);
    if cargo && !(says("--locked") && says("--version")) {
        return Some("cargo install without --locked and --version");
    }
    let npm = ["install", "i", "add"].iter().any(|action| behind(tool("npm"), action));
    if npm || says("npx") || says("pipx") || says("easy_install") {
        return Some("a tool that knows no lock: npm ci, or pip with hashes");
    }
    None
}

fn is_script(path: &Path) -> bool {
    let named = [".sh", ".mk", ".py", "Makefile", ".ci/run"];
    named.iter().any(|end| ends_with(path, end))
}

#[test]
fn nothing_is_installed_past_a_lock() {
    let mut installers = 0;
    for script in files(is_script) {
        for command in commands(&read(&script)) {
            let fault = installer_fault(&command);
            assert_eq!(fault, None, "{}: {}", script.display(), command.join(" "));
            installers += usize::from(command.iter().any(|word| word == "--require-hashes"));
        }
    }
    assert!(installers >= 1, "the scripts were read");
}

#[test]
fn a_command_that_installs_past_a_lock_is_found() {
    let fault = |script: &str| commands(script).iter().find_map(|command| installer_fault(command));
    for good in [
        "# pip install x",
        "x/bin/pip install --require-hashes --only-binary :all: -r lock.txt",
        "pip install --quiet --no-index x.whl",
        "cargo install --locked --version =1.0.0 x",
        "npm ci",
        "install -m 644 pip x",
        "apt-get install x",
    ] {
        assert_eq!(fault(good), None, "{good}");
    }
    for bad in [
        "x/bin/pip install x",
        "python3 -m pip --quiet \\\n    install x",
        "pip install --require-hashes -r lock.txt",
        "subprocess.run([sys.executable, \"-m\", \"pip\", \"install\", \"x\"])",
        "\t@$(in_root) $(python)/bin/pip3 install x",
        "cargo install --locked x",
        "npm install x",
        "npx x",
    ] {
        assert!(fault(bad).is_some(), "{bad}");
    }
}

// ---- Debian's packages ----

/// A line of the list: package, version that was tested, groups, and what is looked for.
fn is_whole(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    let version =
        words.get(1).is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    version && words.len() >= 4
}

#[test]
fn every_debian_package_is_named_with_the_version_that_was_tested() {
    let list = read(&root().join("scripts/debian-packages.txt"));
    assert!(lines(&list).count() > 20);
    for line in lines(&list) {
        assert!(is_whole(line), "{line}");
    }
    assert!(!is_whole("gcc build gcc") && !is_whole("gcc 12 build"));
}

/// There is one list, so nothing else calls Debian's installer.
#[test]
fn debian_packages_are_installed_from_the_list_alone() {
    for script in files(is_script) {
        let installs = commands(&read(&script)).iter().any(|command| {
            let calls = command.iter().any(|word| word == "apt-get" || word == "apt");
            calls && !command.iter().any(|word| word == "echo")
        });
        assert!(!installs || ends_with(&script, "scripts/setup.sh"), "{}", script.display());
    }
}

/// The crates that a lock of cargo has for a package, by their names; `None`: it has no such package.
fn locked_crates(lock: &str, package: &str) -> Option<BTreeSet<String>> {
    let entry =
        lock.split("[[package]]").find(|it| it.contains(&format!("\nname = \"{package}\"\n")))?;
    let (_, crates) = entry.split_once("dependencies = [").unwrap_or_default();
    let crates = crates.lines().filter_map(|line| line.trim().strip_prefix('"'));
    // A version follows where there are several.
    Some(crates.filter_map(|name| name.split(['"', ' ']).next()).map(str::to_owned).collect())
}

/// What the packages of a manifest always need; their tests may need more.
fn needed_crates(manifest: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline", "--manifest-path"]);
    let printed = cargo.arg(root().join(manifest)).output().unwrap().stdout;
    let metadata: serde_json::Value = serde_json::from_slice(&printed).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let all = package["dependencies"].as_array().unwrap().iter();
        let needed = all.filter(|it| it["kind"] != "dev" && it["optional"] == false);
        let names = needed.map(|it| it["name"].as_str().unwrap().to_owned());
        (package["name"].as_str().unwrap().to_owned(), names.collect())
    });
    packages.collect()
}

/// Those of the workspace are held by `--locked`, which `cargo fuzz` does not have.
#[test]
fn the_lock_of_the_fuzz_targets_is_up_to_date() {
    let lock = read(&root().join("fuzz/Cargo.lock"));
    let packages = ["Cargo.toml", "fuzz/Cargo.toml"].map(needed_crates).concat();
    let mut found = Vec::new();
    for (name, needed) in packages {
        if let Some(locked) = locked_crates(&lock, &name) {
            let missing = &needed - &locked;
            assert!(missing.is_empty(), "{name}: {missing:?}: make fuzz SECONDS=1");
            found.push(name);
        }
    }
    assert_eq!(found, ["lsagent", "lsagent-fuzz"]);
}

#[cfg(unix)]
mod setup {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    /// A machine whose only programs are these.
    fn said(programs: &[(&str, &str)], group: &str) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bash", "sed", "env", "dirname"] {
            let real = ["/usr/bin", "/bin"].iter().map(|folder| Path::new(folder).join(name));
            let real = real.into_iter().find(|path| path.exists()).unwrap();
            symlink(real, folder.path().join(name)).unwrap();
        }
        for (name, script) in programs {
            let program = folder.path().join(name);
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut setup = Command::new(root().join("scripts/setup.sh"));
        let output = setup.arg(group).env_clear().env("PATH", folder.path()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    const RUST: [(&str, &str); 2] = [("cargo", ""), ("rustc", "echo rustc 1.95.0")];

    #[test]
    fn another_version_than_the_tested_one_is_named() {
        let tools = [("python3", ""), ("doxygen", ""), ("dpkg-query", "printf 1:99")];
        let (done, words) = said(&[&RUST[..], &tools].concat(), "docs");
        assert!(done, "{words}");
        assert!(words.contains("setup: doxygen is 1:99, tested with 1.9"), "{words}");
        let newer = [("rustc", "echo rustc 1.99.0"), ("cargo", "")];
        let (done, words) = said(&[&newer[..], &tools].concat(), "docs");
        assert!(done && words.contains("rustc 1.99.0, tested with 1."), "{words}");
    }

    #[test]
    fn a_package_that_cannot_be_installed_is_named_with_its_version() {
        let tools = [("python3", ""), ("apt-get", "exit 100"), ("sudo", "exec \"$@\"")];
        let harmless = [("tee", "exec >/dev/null"), ("chmod", ""), ("rm", ""), ("cat", "")];
        let (done, words) = said(&[&RUST[..], &tools, &harmless].concat(), "docs");
        assert!(!done);
        assert!(words.contains("apt-get install doxygen did not work"), "{words}");
        assert!(words.contains("tested with doxygen=1.9"), "{words}");
    }
}
