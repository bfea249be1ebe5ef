//! The command in the release archive, and what is said about it there.

use super::*;
use crate::support::linked_crates_of;

/// `name version`, by the list at the head of the notices.
fn listed(notices: &str) -> BTreeSet<String> {
    let (list, _) = notices.split_once("\nThe texts follow").expect("there is a list");
    let lines = list.lines().filter_map(|line| Some(line.split_once(": ")?.0.to_owned()));
    lines.filter(|name| !name.contains("Rust's standard library")).collect()
}

#[test]
fn the_command_is_in_the_archive_with_the_notices_of_what_it_is_made_of() {
    let tree = Tree::unpacked();
    let mut command = alone(Command::new(tree.prefix.join("bin/lsagent")), tree.folder.path());
    assert!(printed(command.arg("--version")).contains(VERSION));
    let read = |file: &str| fs::read_to_string(tree.prefix.join(ABOUT_COMMAND).join(file)).unwrap();
    let notices = read("THIRD-PARTY-LICENSES");
    let listed = listed(&notices);
    // With the features of the whole workspace and for all systems there are more.
    let linked: BTreeSet<_> = linked_crates_of("lsagent-command").into_keys().collect();
    assert!(listed.is_subset(&linked), "{:?}", listed.difference(&linked));
    let of_the_library =
        self::listed(&fs::read_to_string(tree.prefix.join("THIRD-PARTY-LICENSES")).unwrap());
    // Where the library is portable, its linker has brought more.
    let crates = of_the_library.iter().filter(|name| !name.contains('('));
    assert!(crates.clone().count() > 20 && crates.clone().all(|name| listed.contains(name)));
    for direct in ["clap ", "rpassword ", "toml ", "zeroize "] {
        assert!(listed.iter().any(|name| name.starts_with(direct)), "{direct}: {listed:?}");
    }
    for name in &listed {
        let texts = [
            format!("For {name}:"),
            format!("For {name},"),
            format!(", {name}:"),
            format!(", {name},"),
        ];
        assert!(texts.iter().any(|text| notices.contains(text)), "there is no text for {name}");
    }
}

#[test]
fn the_bill_of_the_command_lists_what_its_notices_do() {
    let tree = Tree::unpacked();
    let read = |file: &str| fs::read_to_string(tree.prefix.join(ABOUT_COMMAND).join(file)).unwrap();
    let bill: Value = serde_json::from_str(&read("lsagent-command.cdx.json")).unwrap();
    assert_eq!(bill["metadata"]["component"]["name"], "lsagent-command");
    let components = bill["components"].as_array().unwrap().iter();
    let name = |one: &Value| {
        format!("{} {}", one["name"].as_str().unwrap(), one["version"].as_str().unwrap())
    };
    let of_others = components.map(name).filter(|name| !name.starts_with("rust-std "));
    let mut expected = listed(&read("THIRD-PARTY-LICENSES"));
    expected.insert(format!("lsagent {VERSION}"));
    assert_eq!(of_others.collect::<BTreeSet<_>>(), expected);
}
