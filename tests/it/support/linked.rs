//! The crates that become a part of the library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cargo::cargo;

/// What a crate says about itself.
pub struct Linked {
    pub license: String,
    /// Where its source is.
    pub folder: PathBuf,
}

/// Every crate that is linked on some platform, by its name and version, lsagent itself among them. With
/// the features of the whole workspace, so it may be a few more than those of the library alone.
pub fn linked_crates() -> BTreeMap<String, Linked> {
    linked_crates_of("lsagent")
}

/// The same for another package of the workspace.
pub fn linked_crates_of(package: &str) -> BTreeMap<String, Linked> {
    let metadata = metadata();
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = packages.values().find(|one| one["name"] == package);
    let mut waiting = vec![root.expect("the package is listed")["id"].as_str().unwrap()];
    let mut linked = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        let of = |field: &str| packages[id][field].as_str().unwrap_or_default();
        let license = of("license").to_owned();
        let folder = Path::new(of("manifest_path")).parent().unwrap().to_owned();
        let crate_ = Linked { license, folder };
        if linked.insert(format!("{} {}", of("name"), of("version")), crate_).is_some() {
            continue;
        }
        for dependency in list(&nodes[id]["deps"]) {
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                waiting.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    linked
}

fn metadata() -> Value {
    let mut metadata = cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1"]);
    let output = metadata.output().expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn by_id(items: &Value) -> BTreeMap<&str, &Value> {
    list(items).iter().map(|item| (item["id"].as_str().unwrap(), item)).collect()
}
