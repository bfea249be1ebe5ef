//! Gives the shared library the name under which it is found at run time.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    match (target("OS").as_str(), target("FAMILY").as_str()) {
        ("macos", _) => link("-Wl,-install_name,@rpath/liblsagent.0.dylib"),
        (_, "unix") => {
            link("-Wl,-soname,liblsagent.so.0");
            // A name look-up that the system does not give up on may outlive the last dlclose.
            link("-Wl,-z,nodelete");
        }
        _ => {}
    }
}

fn link(argument: &str) {
    println!("cargo::rustc-cdylib-link-arg={argument}");
}
