//! The fuzz targets over their seeds: what was found once stays found. `make fuzz` looks for more.

#[path = "../fuzz/src/lib.rs"]
#[allow(dead_code, reason = "the fuzzers call the targets by themselves as well")]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use targets::{TARGETS, Target};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn seeds(name: &str) -> Vec<PathBuf> {
    let folder = fuzz().join("seeds").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut seeds: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds
}

/// The seeds that something does not hold for.
fn failing(target: Target, seeds: &[PathBuf]) -> Vec<String> {
    let fails = |seed: &&PathBuf| {
        let data = fs::read(seed).unwrap();
        catch_unwind(|| target(&data)).is_err()
    };
    seeds.iter().filter(fails).map(|seed| seed.display().to_string()).collect()
}

#[test]
fn what_must_hold_holds_for_every_seed() {
    let mut faults = Vec::new();
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        assert!(seeds.len() >= 3, "{name} has hardly any seeds: {seeds:?}");
        faults.extend(failing(target, &seeds));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A target that is run nowhere finds nothing.
#[test]
fn every_target_has_its_program_for_the_fuzzer() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        let program = fs::read_to_string(fuzz().join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("::{name}(data)")), "{name}: {program}");
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name} is not listed");
    }
    let programs = fs::read_dir(fuzz().join("fuzz_targets")).unwrap().count();
    assert_eq!(programs, TARGETS.len(), "one program each");
}

#[test]
fn a_seed_that_something_does_not_hold_for_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let seed = |name: &str| {
        let path = folder.path().join(name);
        fs::write(&path, name).unwrap();
        path
    };
    let target: Target = |data| assert_ne!(data, b"bad");
    let seeds = [seed("good"), seed("bad")];
    assert_eq!(failing(target, &seeds), [seeds[1].display().to_string()]);
}
