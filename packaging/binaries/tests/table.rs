//! The table of platforms, and what else names them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lsagent_binaries::{Platform, System, platforms};

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_platform_is_in_the_table_once() {
    let all = platforms();
    let folders: BTreeSet<_> = all.iter().map(|platform| &platform.folder).collect();
    let targets: BTreeSet<_> = all.iter().flat_map(|platform| &platform.targets).collect();
    assert_eq!(folders.len(), all.len());
    assert_eq!(targets.len(), all.iter().map(|platform| platform.targets.len()).sum::<usize>());
    for system in ["linux-gnu", "linux-musl", "apple-darwin", "windows-gnu"] {
        assert!(targets.iter().any(|target| target.contains(system)), "{system}");
    }
}

/// A linker of the table is a group of packages, and build.sh knows how to call it.
#[test]
fn the_tools_of_every_linker_are_known() {
    let (packages, script) =
        (file("scripts/debian-packages.txt"), file("packaging/binaries/build.sh"));
    for linker in platforms().into_iter().map(|platform| platform.linker) {
        let mut groups = packages.lines().filter_map(|line| line.split_whitespace().nth(2));
        assert!(groups.any(|groups| groups.split(',').any(|group| group == linker)), "{linker}");
        assert!(script.contains(&format!("\nwith_{linker}() {{")), "{linker}");
    }
}

/// What is linked for a platform is looked at for its license.
#[test]
fn the_crates_of_every_target_are_looked_at() {
    let deny = file("deny.toml");
    for target in platforms().into_iter().flat_map(|platform| platform.targets) {
        assert!(deny.contains(&format!("\n    \"{target}\",\n")), "{target}");
    }
}

/// The cells of the rows of a table in a document, that has this heading above its first column.
fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, table) = document.split_once(&format!("\n| {heading} |")).expect("the table is there");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cell = |cell: &str| cell.trim().trim_matches('`').to_owned();
    rows.map(|row| row.trim_matches('|').split('|').map(cell).collect()).collect()
}

fn in_words(system: &System) -> String {
    match system {
        System::Glibc(version) => format!("glibc {version}"),
        System::Musl(version) => format!("musl {version}"),
        System::MacOs(version) => format!("macOS {}", version.trim_end_matches(".0")),
        System::Windows(version) => format!("Windows {version}"),
    }
}

/// How far the tests of a platform go on this kind of machine.
const REACHED: [&str; 3] = ["run", "linked", "nothing"];

fn fault(rows: &[Vec<String>], platforms: &[Platform]) -> Option<String> {
    let described = rows.iter().map(|row| (row[0].clone(), row[1].clone()));
    let known = platforms.iter().map(|it| (it.folder.clone(), in_words(&it.oldest)));
    let (described, known) = (described.collect::<Vec<_>>(), known.collect::<Vec<_>>());
    if described != known {
        return Some(format!("{described:?}, and not {known:?}"));
    }
    let reached = |row: &&Vec<String>| REACHED.iter().any(|word| row[2].starts_with(word));
    rows.iter().find(|row| !reached(row)).map(|row| format!("{row:?} is none of {REACHED:?}"))
}

#[test]
fn the_guide_says_of_every_platform_how_far_it_was_tested() {
    let rows = rows(&file("docs/platforms.md"), "in `dist/binaries`");
    assert_eq!(fault(&rows, &platforms()), None);
}

#[test]
fn a_platform_that_the_guide_leaves_out_is_found() {
    let platforms = platforms();
    let row = |it: &Platform| vec![it.folder.clone(), in_words(&it.oldest), "run: here".to_owned()];
    let all: Vec<_> = platforms.iter().map(row).collect();
    assert_eq!(fault(&all, &platforms), None);
    assert!(fault(&all[1..], &platforms).is_some());
    let mut silent = all.clone();
    silent[0][2] = String::new();
    assert!(fault(&silent, &platforms).is_some());
    let mut newer = all;
    newer[0][1] = "glibc 2.34".to_owned();
    assert!(fault(&newer, &platforms).is_some());
}

#[test]
fn the_front_page_names_the_target_of_make() {
    assert!(file("README.md").contains("`make binaries`"));
}
