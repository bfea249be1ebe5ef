//! The integration tests: one program, so that what they share is compiled once, and a helper that nobody
//! needs any more is a warning.
//!
//! They run side by side in one process. A test that changes what a process has only once (its environment,
//! its limits, its log, its memory) does so in a child: see `Part` and `apart` in `support`.

// What one platform or one set of features leaves unused, the whole set on Linux may need.
#![cfg_attr(
    not(all(
        target_os = "linux",
        feature = "system-tests",
        feature = "foreign",
        feature = "soak"
    )),
    allow(dead_code, unused_imports, reason = "each set of features needs a part of `support`")
)]

mod accessors;
mod activation;
#[cfg(all(target_os = "linux", feature = "system-tests"))]
mod addresses;
mod answers;
mod arguments;
mod arrows;
mod bindings;
#[cfg(feature = "system-tests")]
mod c_programs;
#[cfg(feature = "system-tests")]
mod c_stories;
mod change_password;
mod consumption;
#[cfg(feature = "system-tests")]
mod cpp;
mod deadline;
#[cfg(feature = "system-tests")]
mod docs;
mod doctor;
#[cfg(target_os = "linux")]
mod environment;
mod failures;
#[cfg(all(target_os = "linux", feature = "system-tests"))]
mod file_systems;
#[cfg(feature = "system-tests")]
mod install;
mod layout;
#[cfg(target_os = "linux")]
mod library;
mod log;
mod logging;
mod memory;
#[cfg(target_os = "linux")]
mod memory_scan;
#[cfg(feature = "system-tests")]
mod msvc;
mod network;
mod oauth;
mod offline;
#[cfg(feature = "foreign")]
mod platforms;
mod products;
#[cfg(feature = "system-tests")]
mod proxies;
mod releases;
mod remember;
#[cfg(feature = "system-tests")]
mod sandbox_page;
#[cfg(feature = "system-tests")]
mod scenarios;
mod seats;
mod secrets;
#[cfg(feature = "soak")]
mod soak;
mod sso;
#[cfg(feature = "system-tests")]
mod sso_browser;
mod startup;
#[cfg(unix)]
mod store_faults;
mod support;
mod threads;
mod tools;
mod trial;
mod trust;
mod uipath;
mod variables;
#[cfg(windows)]
mod windows;
#[cfg(feature = "system-tests")]
mod workflows;
