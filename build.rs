//! Gives the shared library the name under which it is found at run time, and on Windows the
//! version that its properties show.

use std::env;

use winresource::{VersionInfo, WindowsResource};

/// The VFT_DLL of a version resource.
const DLL: u64 = 2;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    name_versions();
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    match (target("OS").as_str(), target("FAMILY").as_str()) {
        ("windows", _) => describe(),
        ("macos", _) => link("-Wl,-install_name,@rpath/liblsagent.0.dylib"),
        (_, "unix") => {
            link("-Wl,-soname,liblsagent.so.0");
            // A name look-up that the system does not give up on may outlive the last dlclose.
            link("-Wl,-z,nodelete");
            if target("OS") == "linux" {
                put_startup_together();
            }
        }
        _ => {}
    }
}

/// The crates that decide how a connection is made, for reports of what is wrong with one.
const NAMED: [&str; 6] = ["mio", "ring", "rustls", "rustls-webpki", "serde_json", "ureq"];

/// Where there is no lock of our own (this crate is another one's dependency) there is nothing to name.
fn name_versions() {
    let path = format!("{}/Cargo.lock", env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let lock = std::fs::read_to_string(&path).unwrap_or_default();
    if !lock.is_empty() {
        println!("cargo::rerun-if-changed={path}");
    }
    let version = |name: &str| {
        let (_, package) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
        Some(format!("{name} {}", package.split_once('"')?.0))
    };
    let named: Vec<String> = NAMED.into_iter().filter_map(version).collect();
    println!("cargo::rustc-env=LSAGENT_BUILT_WITH={}", named.join(","));
}

/// Of a library whose start-up is scattered all over it the system brings nearly all into memory for it.
fn put_startup_together() {
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let script = format!("{folder}/scripts/startup.ld");
    println!("cargo::rerun-if-changed={script}");
    link(&format!("-Wl,-T,{script}"));
}

fn link(argument: &str) {
    println!("cargo::rustc-cdylib-link-arg={argument}");
}

/// The numbers come from the package's version; so do the names, but for these.
fn describe() {
    let package = |name: &str| env::var(format!("CARGO_PKG_{name}")).expect("cargo sets it");
    let mut resource = WindowsResource::new();
    resource.set_version_info(VersionInfo::FILETYPE, DLL);
    for (name, value) in [
        ("FileDescription", "lsagent, a licensing agent".to_owned()),
        ("ProductName", package("NAME")),
        ("FileVersion", package("VERSION")),
        ("ProductVersion", package("VERSION")),
        ("InternalName", package("NAME")),
        ("OriginalFilename", format!("{}.dll", package("NAME"))),
        (
            "LegalCopyright",
            format!("Copyright the lsagent authors. License: {}", package("LICENSE")),
        ),
    ] {
        resource.set(name, &value);
    }
    if let Err(error) = resource.compile() {
        panic!(
            "the version resource cannot be made: {error}. It takes windres (binutils) or rc.exe (Windows SDK)"
        );
    }
}
