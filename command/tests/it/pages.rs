//! The man pages and the completions are those of the arguments. To bring them up to date: `make command-pages`.

#[path = "../../src/cli.rs"]
#[allow(dead_code, reason = "the program needs more of it")]
mod cli;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use clap_complete::aot::generate_to;

/// What is generated, by its path below this package.
fn generated() -> BTreeMap<PathBuf, String> {
    let folder = tempfile::tempdir().unwrap();
    let (man, completions) = (folder.path().join("man"), folder.path().join("completions"));
    for folder in [&man, &completions] {
        fs::create_dir(folder).unwrap();
    }
    clap_mangen::generate_to(cli::command(), &man).unwrap();
    for shell in [Shell::Bash, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
        generate_to(shell, &mut cli::command(), "lsagent", &completions).unwrap();
    }
    below(folder.path())
}

fn below(folder: &Path) -> BTreeMap<PathBuf, String> {
    let folders = ["man", "completions"].map(|name| folder.join(name));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            (path.strip_prefix(folder).unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn the_man_pages_and_the_completions_are_up_to_date() {
    let (root, generated) = (Path::new(env!("CARGO_MANIFEST_DIR")), generated());
    if std::env::var_os("LSAGENT_WRITE_PAGES").is_some() {
        for (path, text) in &generated {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
    }
    let committed = below(root);
    assert!(committed.len() > 10, "there are pages and completions");
    let names: Vec<_> = generated.keys().collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), names, "run `make command-pages`");
    let old: Vec<_> = names.iter().filter(|path| committed[**path] != generated[**path]).collect();
    assert!(old.is_empty(), "run `make command-pages`: {old:?}");
}

#[test]
fn every_command_has_a_page_that_names_its_options() {
    let pages = generated();
    let page = |name: &str| &pages[Path::new("man").join(name).as_path()];
    assert!(page("lsagent.1").contains("Exit status"));
    assert!(page("lsagent-doctor.1").contains("\\-\\-timeout"));
    assert!(page("lsagent-store-forget.1").contains("\\-\\-all"));
}
