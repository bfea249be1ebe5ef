//! What the vcpkg port installs, with stand-ins for vcpkg's functions: vcpkg itself is not asked.

use super::cmake::{PLATFORMS, Platform, cmake_says, package};
use super::*;

/// Runs the port that lies in a tree; its packages' folder is made in the work folder.
fn port(tree: &Path, work: &Path, linkage: &str, version: &str, platform: &str) -> Output {
    let mut port = alone(Command::new("cmake"), work);
    for (name, value) in [
        ("PORT_DIR", tree.join("packaging/vcpkg/ports/lsagent").to_str().unwrap()),
        ("WORK", work.to_str().unwrap()),
        ("BUILT", root().join("dist").to_str().unwrap()),
        ("LINKAGE", linkage),
        ("VERSION", version),
        ("FOR", platform),
    ] {
        port.arg(format!("-D{name}={value}"));
    }
    output(port.arg("-P").arg(root().join("tests/install/vcpkg.cmake")))
}

const X64_LINUX: &str =
    "TARGET_TRIPLET=x64-linux;VCPKG_TARGET_ARCHITECTURE=x64;VCPKG_TARGET_IS_LINUX=1";

#[test]
fn programs_are_built_from_what_the_vcpkg_port_installs() {
    archives();
    // Of the second version there is no archive: the port builds it.
    for version in [VERSION, "0.0.0"] {
        for (linkage, linked, other) in [
            ("dynamic", Linked::Shared, "lib/liblsagent.a"),
            ("static", Linked::Static, "lib/liblsagent.so.0"),
        ] {
            let folder = new_folder();
            let done = port(root(), folder.path(), linkage, version, X64_LINUX);
            assert!(done.status.success(), "{}", text(&done));
            let prefix = folder.path().join("packages");
            assert!(!prefix.join(other).exists(), "{other} is not for {linkage}");
            let copyright = fs::read_to_string(prefix.join("share/lsagent/copyright")).unwrap();
            assert!(copyright.contains("Rust's standard library"), "the licenses are there");
            assert!(prefix.join("share/lsagent/usage").exists());
            let tree = Tree { lib: prefix.join("lib"), prefix, folder };
            let target = if linked == Linked::Shared { "shared" } else { "static" };
            let sandbox = Sandbox::start();
            let (build, files) = configure(&tree, &[&format!("-DONLY={target}")]);
            assert_eq!(files, tree.prefix.join("share/lsagent"));
            run_built(&tree, build.path(), linked, target, &sandbox);
        }
    }
}

/// What vcpkg says of a platform, and how it links unless it is told otherwise.
const TRIPLETS: [(&str, &str, &str); 7] = [
    ("x86_64-unknown-linux-gnu", X64_LINUX, "dynamic"),
    (
        "aarch64-unknown-linux-gnu",
        "TARGET_TRIPLET=arm64-linux;VCPKG_TARGET_ARCHITECTURE=arm64;VCPKG_TARGET_IS_LINUX=1",
        "dynamic",
    ),
    (
        "x86_64-unknown-linux-musl",
        "TARGET_TRIPLET=x64-linux-musl;VCPKG_TARGET_ARCHITECTURE=x64;VCPKG_TARGET_IS_LINUX=1",
        "static",
    ),
    (
        "aarch64-unknown-linux-musl",
        "TARGET_TRIPLET=arm64-linux-musl;VCPKG_TARGET_ARCHITECTURE=arm64;VCPKG_TARGET_IS_LINUX=1",
        "dynamic",
    ),
    (
        "universal-apple-darwin",
        "TARGET_TRIPLET=arm64-osx;VCPKG_TARGET_ARCHITECTURE=arm64;VCPKG_TARGET_IS_OSX=1",
        "static",
    ),
    (
        "x86_64-pc-windows-gnu",
        "TARGET_TRIPLET=x64-windows;VCPKG_TARGET_ARCHITECTURE=x64;VCPKG_TARGET_IS_WINDOWS=1",
        "dynamic",
    ),
    // There is a DLL alone, whatever is asked for.
    (
        "aarch64-pc-windows-gnullvm",
        "TARGET_TRIPLET=arm64-windows-static;VCPKG_TARGET_ARCHITECTURE=arm64;VCPKG_TARGET_IS_WINDOWS=1",
        "static",
    ),
];

/// A tree with the port and the archive of a platform, whose libraries are made up.
fn tree_with_archive(platform: &Platform) -> TempDir {
    let tree = new_folder();
    let to = tree.path().join("packaging/vcpkg/ports/lsagent");
    fs::create_dir_all(&to).unwrap();
    for file in ["portfile.cmake", "usage", "vcpkg.json"] {
        fs::copy(root().join("packaging/vcpkg/ports/lsagent").join(file), to.join(file)).unwrap();
    }
    let dist = tree.path().join("dist");
    let name = format!("lsagent-{VERSION}-{}", platform.triple);
    let content = dist.join(&name);
    package(platform, &content);
    for text in ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-LICENSES"] {
        fs::write(content.join(text), text).unwrap();
    }
    let is_windows = platform.triple.contains("windows");
    let mut pack = Command::new("cmake");
    if is_windows {
        pack.args(["-E", "tar", "cf", &format!("{name}.zip"), "--format=zip", "--", &name]);
    } else {
        pack.args(["-E", "tar", "czf", &format!("{name}.tar.gz"), "--", &name]);
    }
    printed(pack.current_dir(&dist));
    tree
}

#[test]
fn the_vcpkg_port_takes_the_archive_of_each_platform() {
    for ((triple, settings, linkage), platform) in TRIPLETS.into_iter().zip(&PLATFORMS) {
        assert_eq!(triple, platform.triple);
        let (tree, work) = (tree_with_archive(platform), new_folder());
        let done = port(tree.path(), work.path(), linkage, VERSION, settings);
        assert!(done.status.success(), "{triple}: {}", text(&done));
        let prefix = work.path().join("packages");
        let is_dll = triple.contains("windows");
        let shared = prefix.join(platform.shared);
        assert_eq!(
            shared.exists(),
            is_dll || linkage == "dynamic",
            "{triple}: {:?}",
            files(&prefix)
        );
        let archived = prefix.join("lib/liblsagent.a");
        assert_eq!(archived.exists(), !is_dll && linkage == "static", "{:?}", files(&prefix));
        // What it was moved to is found there.
        let said = cmake_says(platform, std::slice::from_ref(&prefix));
        let file = if shared.exists() { shared } else { archived };
        assert!(
            said.contains(&format!("IMPORTED_LOCATION: {}\n", file.display())),
            "{triple}: {said}"
        );
        assert!(said.contains(&format!("found: {}/share/lsagent\n", prefix.display())), "{said}");
    }
}

#[test]
fn the_vcpkg_port_says_which_archive_is_missing() {
    for (triple, settings, linkage) in TRIPLETS {
        if triple.contains("linux") {
            continue;
        }
        let work = new_folder();
        let done = port(root(), work.path(), linkage, "0.0.0", settings);
        let missing = format!("lsagent-0.0.0-{triple}.");
        assert!(!done.status.success() && text(&done).contains(&missing), "{}", text(&done));
    }
}
