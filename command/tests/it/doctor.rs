//! `doctor`: progress, colours, JSON, the exit status, and a machine without a network.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::*;

#[test]
fn its_exit_status_is_its_outcome() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let good = device.run_as("valid", &["doctor"]);
    assert_eq!((good.status, good.err.as_str()), (Some(0), ""), "{good:?}");
    assert!(good.out.ends_with("Everything works.\n"), "{good:?}");
    let names =
        ["settings", "environment", "names", "tls", "user", "signature", "store", "versions"];
    assert!(names.iter().all(|name| good.out.contains(&format!("  {name} "))), "{good:?}");
    let warned = Sandbox::with(&["--clock-offset", "-7200"]);
    let warned = Device::of(&warned).run(&["doctor"]);
    assert_eq!(warned.status, Some(4), "{warned:?}");
    sandbox.fault(json!({"fault": "html"}));
    let bad = device.run(&["doctor"]);
    assert_eq!(bad.status, Some(1), "{bad:?}");
    assert!(bad.out.contains("begin with the step http."), "{bad:?}");
}

/// Its value may hold a password, and is not repeated.
#[test]
fn a_proxy_variable_that_is_no_address_is_a_warning_by_its_name() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let settings = std::fs::read_to_string(device.config()).unwrap();
    std::fs::write(device.config(), settings.replace("proxy = \"\"\n", "")).unwrap();
    let mut command = device.command(&["doctor"]);
    let ended = Ended::of(command.env("https_proxy", "ftp://user:MARKER@proxy.example/"));
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.out.contains("The variable https_proxy is set"), "{ended:?}");
    assert!(!ended.out.contains("MARKER"), "{ended:?}");
}

#[test]
fn its_json_is_the_report_alone() {
    let sandbox = Sandbox::start();
    let ended = Device::of(&sandbox).run_as("valid", &["doctor", "--json"]);
    let report = ended.json();
    assert_eq!((&report["form"], &report["outcome"]), (&json!(1), &json!("ok")), "{report}");
    assert_eq!(ended.out.lines().count(), 1);
}

/// On a terminal alone, and not where the person wants none.
#[cfg(target_os = "linux")]
#[test]
fn colours_are_for_a_terminal() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let at_a_terminal = |no_color: &str| {
        let inside = format!("{} doctor", program().display());
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", &inside, "/dev/null"]);
        command
            .env("LSAGENT_CONFIG", device.config())
            .env("NO_COLOR", no_color)
            .env("TERM", "xterm");
        Ended::of(&mut command)
    };
    let coloured = at_a_terminal("");
    assert_eq!(coloured.status, Some(0), "{coloured:?}");
    assert!(coloured.out.contains("\x1b[32mok "), "{coloured:?}");
    assert!(!at_a_terminal("1").out.contains('\x1b'));
    assert!(!device.run(&["doctor"]).out.contains('\x1b'));
}

/// No interface at all, not even that of the machine itself. Needs the right to make a namespace: as root, or as a
/// user who may have one of their own.
#[cfg(target_os = "linux")]
#[test]
fn without_a_network_it_ends_in_ten_seconds_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--net"]).arg(program()).args([
        "doctor",
        "up",
        "--user",
        "a@b.example",
    ]);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", folder.path());
    command.env("LSAGENT_API_KEY", "k").env("LSAGENT_SHARED_KEY", "s").env("LSAGENT_PASSWORD", "p");
    let ended = Ended::of(&mut command);
    assert!(begun.elapsed() <= Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(ended.status, Some(1), "is unshare allowed here? {ended:?}");
    assert!(ended.out.contains("FAILED   names"), "{ended:?}");
    assert!(ended.out.contains("Check that this device is online"), "{ended:?}");
    assert!(ended.out.contains("ok       store"), "{ended:?}");
    assert!(ended.out.contains("begin with the step names."), "{ended:?}");
}
