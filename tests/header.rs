//! The committed header is the one that the source gives.

use std::path::Path;
use std::{env, fs};

fn generate() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config =
        cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml is read");
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_crate(root)
        .generate()
        .expect("the header is generated");
    let mut header = Vec::new();
    bindings.write(&mut header);
    String::from_utf8(header).expect("the header is UTF-8")
}

#[test]
fn the_header_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/lsagent.h");
    let header = generate();
    if env::var_os("LSAGENT_WRITE_HEADER").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &header).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == header,
        "include/lsagent.h is not what the source gives: run `make header`"
    );
}

/// A header shares its names with everything else that an application includes.
#[test]
fn every_macro_of_the_header_is_named_after_the_library() {
    let header = generate();
    let names: Vec<&str> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define ")?.split(' ').next())
        .collect();
    assert!(names.contains(&"LS_VERSION_MAJOR"), "{names:?}");
    let foreign = names.iter().filter(|name| !name.starts_with("LS_") && **name != "LSAGENT_H");
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&&str>::new());
}
