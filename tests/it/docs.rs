//! The guides and the API reference: that they say what the sources say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn guides() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let guides: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    assert!(guides.len() >= 3, "{guides:?}");
    guides
}

/// The reference of the sources in a folder, with what Doxygen complained about.
fn reference(sources: &Path) -> (TempDir, Output) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let output = Command::new(sources.join("docs/build.sh")).arg(folder.path()).output().unwrap();
    (folder, output)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn the_reference_is_made_without_a_warning_and_has_every_function() {
    let (folder, output) = reference(root());
    assert!(output.status.success(), "is doxygen installed? {}", said(&output));
    assert!(output.stderr.is_empty(), "{}", said(&output));
    let pages =
        fs::read_dir(folder.path().join("html")).unwrap().map(|entry| entry.unwrap().path());
    let groups =
        pages.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("group__"));
    let groups: String = groups.map(|path| fs::read_to_string(path).unwrap()).collect();
    for function in crate::support::declared_functions() {
        let title = format!("</span>{function}()</h2>");
        assert!(groups.contains(&title), "{function} is in no group");
    }
}

/// The threat model names a test for each guarantee.
#[test]
fn the_tests_that_the_threat_model_names_are_there() {
    let model = read("docs/security.md");
    let named = model.split('`').filter_map(|code| code.rsplit_once("::")).map(|(_, name)| name);
    let named: BTreeSet<&str> = named.filter(|name| name.contains('_')).collect();
    assert!(named.len() > 40, "{named:?}");
    let sources = rust_sources(&[root().join("src"), root().join("tests"), root().join("models")]);
    let is_there = |name: &&str| sources.contains(&format!("fn {name}("));
    let missing: Vec<_> = named.into_iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn rust_sources(folders: &[PathBuf]) -> String {
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let (below, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    let files = files.iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let own: String = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    if below.is_empty() { own } else { own + &rust_sources(&below) }
}

/// What the test above relies on.
#[test]
fn what_is_not_documented_is_found() {
    let faults = [
        // Nothing, to begin with.
        ("", ""),
        ("/**\n * The major version of this header.\n *\n * @since 0.1\n */\n", ""),
        ("@param api_key ", "@param unheard_of "),
        ("     * It succeeded.\n", "     * It succeeded \\unknowncommand.\n"),
        ("ls_error_free(ls_error *error);", "ls_error_free(ls_error *error);\nint ls_new(void);"),
    ];
    for (right, wrong) in faults {
        let copy = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for folder in ["docs", "include"] {
            fs::create_dir(copy.path().join(folder)).unwrap();
            for entry in fs::read_dir(root().join(folder)).unwrap().map(Result::unwrap) {
                fs::copy(entry.path(), copy.path().join(folder).join(entry.file_name())).unwrap();
            }
        }
        for file in ["README.md", "Cargo.toml"] {
            fs::copy(root().join(file), copy.path().join(file)).unwrap();
        }
        let header = read("include/lsagent.h");
        assert!(header.contains(right), "{right}");
        fs::write(copy.path().join("include/lsagent.h"), header.replacen(right, wrong, 1)).unwrap();
        let (_folder, output) = reference(copy.path());
        assert_eq!(output.status.success(), right == wrong, "{wrong:?}: {}", said(&output));
    }
}

/// Programs in a guide are those of the file that the line above them names. To bring them up to date:
/// LSAGENT_WRITE_DOCS=1 cargo test --features system-tests --test it docs::
#[test]
fn the_programs_in_the_guides_are_those_that_are_tested() {
    let mut shown = 0;
    for guide in guides() {
        let text = read(&guide);
        let mut parts = text.split("<!-- ");
        let mut current = parts.next().unwrap().to_owned();
        for part in parts {
            let (file, rest) = part.split_once(" -->\n```c\n").expect("a program follows");
            let (_, after) = rest.split_once("\n```\n").expect("a program ends");
            let program = if file == "README.md" { program_in_readme() } else { read(file) };
            current += &format!("<!-- {file} -->\n```c\n{program}```\n{after}");
            shown += 1;
        }
        if std::env::var_os("LSAGENT_WRITE_DOCS").is_some() {
            fs::write(&guide, &current).unwrap();
        }
        assert!(read(&guide) == current, "{} shows another program", guide.display());
    }
    assert!(shown >= 4, "{shown} programs were compared");
}

/// The first program in README.md.
fn program_in_readme() -> String {
    let readme = read("README.md");
    let (_, program) = readme.split_once("```c\n").expect("README.md has a program");
    format!("{}\n", program.split_once("\n```").expect("it ends").0)
}

/// What `docs/timelines.py --check` says of the pictures beside it.
fn pictures_are_drawn(docs: &Path) -> bool {
    let script = docs.join("timelines.py");
    let output = Command::new("python3").arg(script).arg("--check").output().unwrap();
    let is_same = output.status.success();
    assert!(is_same || said(&output).contains("is another than"), "{}", said(&output));
    is_same
}

#[test]
fn the_timelines_are_those_that_their_program_draws() {
    assert!(pictures_are_drawn(&root().join("docs")), "run docs/timelines.py");
    let copy = tempfile::tempdir().unwrap();
    for name in ["timelines.py", "seat.svg", "consumption.svg", "lost-answer.svg"] {
        fs::copy(root().join("docs").join(name), copy.path().join(name)).unwrap();
    }
    assert!(pictures_are_drawn(copy.path()));
    fs::write(copy.path().join("seat.svg"), "<svg/>").unwrap();
    assert!(!pictures_are_drawn(copy.path()));
}

#[test]
fn links_between_the_guides_lead_somewhere() {
    let others = ["README", "packaging/README", "sandbox/README", "fuzz/README"];
    let others = others.map(str::to_owned);
    let bindings = ["cpp", "python", "csharp"].map(|name| format!("bindings/{name}/README"));
    let others = others.into_iter().chain(bindings).map(|name| root().join(name + ".md"));
    let mut followed = 0;
    for guide in guides().into_iter().chain(others) {
        let text: String = read(&guide).split("```").step_by(2).collect();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let path = guide.parent().unwrap().join(target);
            assert!(path.exists(), "{}: {target}", guide.display());
            followed += 1;
        }
    }
    assert!(followed >= 30, "{followed} links were followed");
}

/// The words of a text that look like names of the ABI.
fn names(text: &str, prefix: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(prefix)).map(str::to_owned).collect()
}

#[test]
fn the_guides_name_nothing_that_is_not_in_the_header() {
    let header = read("include/lsagent.h");
    for guide in guides() {
        let text = read(&guide);
        for name in names(&text, "ls_").union(&names(&text, "LS_")) {
            // "ls_..." stands for several, as does a name that is cut off.
            let known = header.contains(name.as_str()) || name == "ls_" || name == "ls_x";
            assert!(known || name == "ls_x_free", "{}: {name}", guide.display());
        }
    }
}

#[test]
fn every_status_has_its_advice_and_every_policy_its_column() {
    let header = read("include/lsagent.h");
    let guide = read("docs/c.md");
    for status in names(&header, "LS_ERR_") {
        assert!(guide.contains(&format!("\n| `{status}` | ")), "{status} is not in docs/c.md");
    }
    let policies = read("docs/policies.md");
    for policy in names(&header, "LS_POLICY_") {
        let short = policy.trim_start_matches("LS_POLICY_");
        assert!(policies.contains(&format!("\n| `{policy}` | ")), "{policy} is not described");
        assert!(policies.contains(&format!(" | `{short}`")), "{policy} has no column");
    }
}
