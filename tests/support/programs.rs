//! The examples and the C test programs: how each is called, and what must come of it. Whatever
//! they were compiled with and wherever they run.

use std::env;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::Sandbox;

const FEATURES: &str = "features@example.com";
const NOBODY: &str = "https://127.0.0.1:1";

/// Runs a tool; where there is none, says what to install.
pub fn run_tool(command: &mut Command, package: &str) -> Output {
    command.output().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. It is in the Debian package {package}: apt-get install {package}")
    })
}

/// A sandbox, and a folder for a store.
pub struct Stage {
    sandbox: Sandbox,
    store: TempDir,
}

impl Stage {
    pub fn set(arguments: &[&str]) -> Self {
        Self { sandbox: Sandbox::with(arguments), store: tempfile::tempdir().unwrap() }
    }

    /// What a program finds in its surroundings; `path` says how it names a file of this machine.
    pub fn surroundings(&self, command: &mut Command, path: impl Fn(&str) -> String) {
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().to_lowercase();
            if name.starts_with("lsagent_") || name.ends_with("_proxy") {
                command.env_remove(name.to_uppercase()).env_remove(name);
            }
        }
        let said = |name| self.sandbox.said(name);
        command
            .env("LSAGENT_BASE_URL", said("base_url"))
            .env("LSAGENT_API_KEY", said("api_key"))
            .env("LSAGENT_SHARED_KEY", said("shared_key"))
            .env("LSAGENT_CA_FILE", path(said("ca_file")))
            .env("LSAGENT_PUBLIC_KEY_FILE", path(said("public_key_file")))
            .env("LSAGENT_CACHE_DIR", path(self.store.path().to_str().unwrap()))
            .env("LSAGENT_UIPATH_URL", said("base_url"))
            .env("LSAGENT_UIPATH_TOKEN", said("uipath_token"));
    }
}

pub fn run(command: &mut Command, input: &str) -> Output {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| {
        let tool = command.get_program().to_string_lossy();
        panic!("{tool}: {error}. If it is not installed: apt-get install {tool}")
    });
    // A program that reads nothing may have ended by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// One run of an example: what goes in, and what must come out.
pub struct Case {
    pub arguments: &'static [&'static str],
    pub surroundings: &'static [(&'static str, &'static str)],
    pub input: &'static str,
    exit: i32,
    printed: &'static [&'static str],
    complained: &'static [&'static str],
}

const CASE: Case = Case {
    arguments: &[],
    surroundings: &[],
    input: "secret\n",
    exit: 0,
    printed: &[],
    complained: &[],
};

/// In this order: what is stored by one is read by another.
const LIST_LICENSES: &[Case] = &[
    Case { exit: 2, complained: &["Usage: list_licenses", "LSAGENT_API_KEY"], ..CASE },
    Case {
        arguments: &["up", FEATURES],
        printed: &[
            "Answer: from the server, ",
            "Licenses: 1\nLicense 1719215304208170\n  type: perpetual\n  state: usable\n  end: none\n",
            "  feature: export\n  feature: render\n  feature: cloud\n  feature: old, ended ",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-first"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &[
            "Answer: from the store, as of ",
            "The server was asked first: LS_ERR_NETWORK: ",
            "feature: export",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-only"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "cache-only"],
        surroundings: &[("LSAGENT_PASSWORD", "secret")],
        input: "not read\n",
        printed: &["Answer: from the store, as of "],
        ..CASE
    },
    Case {
        arguments: &["up", "valid@example.com", "cache-only"],
        exit: 1,
        complained: &["LS_ERR_NOT_CACHED: "],
        ..CASE
    },
    Case {
        arguments: &["up", "several@example.com"],
        printed: &[
            "Licenses: 4\n",
            "not usable: it has expired",
            "not usable: the vendor has disabled it",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", "grace@example.com"],
        printed: &["usable: it has ended, but the server still counts it as valid"],
        ..CASE
    },
    Case {
        arguments: &["up", "inactive@example.com"],
        printed: &["not usable: it is not activated"],
        ..CASE
    },
    Case {
        arguments: &["up", "not-started@example.com"],
        printed: &["not usable: it has not begun"],
        ..CASE
    },
    Case {
        arguments: &["up", "sparse@example.com"],
        printed: &["Licenses: 6\n", "23:59:59 UTC"],
        ..CASE
    },
    Case { arguments: &["up", "none@example.com"], printed: &["Licenses: 0\n"], ..CASE },
    Case {
        arguments: &["up", FEATURES],
        input: "wrong\n",
        exit: 1,
        complained: &["LS_ERR_CREDENTIALS: ", "HTTP status: 401", "code: authentication_failed"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        input: "",
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: password: is empty"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "sometimes"],
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: policy: "],
        ..CASE
    },
    Case {
        arguments: &["nothing", FEATURES],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "code: unknown_product"],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        surroundings: &[("LSAGENT_PUBLIC_KEY_FILE", "/nowhere/key.pem")],
        exit: 2,
        complained: &[
            "/nowhere/key.pem: cannot be read",
            "LS_ERR_INVALID_ARGUMENT: ls_config_set_response_public_key failed",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-only"],
        surroundings: &[("LSAGENT_CA_FILE", "/nowhere/ca.pem")],
        exit: 2,
        complained: &["LS_ERR_CONFIG: "],
        ..CASE
    },
];

const LIST_LICENSE_USERS: &[Case] = &[
    Case { exit: 2, complained: &["Usage: list_license_users"], ..CASE },
    Case {
        arguments: &["up", "test@example.com"],
        printed: &[
            "Answer: from the server, ",
            "Customer: test@example.com, ",
            "Users: 2\nUser test1@example.com\n  state: active\n  license: 34524352345\n",
            "password: still the one that the server made",
        ],
        ..CASE
    },
    Case {
        arguments: &["up", "test@example.com"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &["Answer: from the store, as of ", "LS_ERR_NETWORK: ", "Users: 2\n"],
        ..CASE
    },
    Case { arguments: &["up", "empty@example.com"], printed: &["Users: 0\n"], ..CASE },
    Case {
        arguments: &["up", "test@example.com", "network-only"],
        surroundings: &[("LSAGENT_API_KEY", "revoked-api-key")],
        exit: 1,
        complained: &["LS_ERR_API_KEY: ", "HTTP status: "],
        ..CASE
    },
];

const ALLOCATE_LICENSES: &[Case] = &[
    Case { exit: 2, complained: &["Usage: allocate_licenses"], ..CASE },
    Case {
        arguments: &["account", "--", "RPADEVNU"],
        exit: 2,
        complained: &["Usage: allocate_licenses"],
        ..CASE
    },
    Case {
        arguments: &["an account", "one", "two", "--", "RPADEVNU", "ATTUNU"],
        printed: &[
            "User one of organization an account now has RPADEVNU ATTUNU\n",
            "User two of organization an account now has RPADEVNU ATTUNU\n",
        ],
        ..CASE
    },
    Case {
        arguments: &["full", "one", "--", "TSTNU"],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "no units left", "HTTP status: 409"],
        ..CASE
    },
    Case {
        arguments: &["account", "one", "--", "TSTNU"],
        surroundings: &[("LSAGENT_UIPATH_TOKEN", "stale")],
        exit: 1,
        complained: &["LS_ERR_CREDENTIALS: ", "HTTP status: 401"],
        ..CASE
    },
    Case {
        arguments: &["account", "one", "--", "TSTNU"],
        surroundings: &[("LSAGENT_UIPATH_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: ", "before you repeat this"],
        ..CASE
    },
];

const CHECK_AT_STARTUP: &[Case] = &[
    Case { exit: 2, complained: &["Usage: check_at_startup"], ..CASE },
    Case {
        arguments: &["up", FEATURES, "network-first"],
        printed: &["Start: yes\n", "license 1719215304208170", "Answer: from the server, "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        printed: &["Start: yes\n", "Answer: from the store, as of "],
        ..CASE
    },
    Case {
        arguments: &["up", FEATURES, "network-first", "old"],
        exit: 1,
        printed: &["Start: no\n", "Answer: from the server, "],
        ..CASE
    },
    Case {
        arguments: &["up", "expired@example.com", "network-only"],
        exit: 1,
        printed: &["Start: no\n", "expired"],
        ..CASE
    },
    Case {
        arguments: &["up", "valid@example.com", "network-only"],
        surroundings: &[("LSAGENT_BASE_URL", NOBODY)],
        exit: 3,
        complained: &["LS_ERR_NETWORK: "],
        ..CASE
    },
];

const CHECK_IN_BACKGROUND: &[Case] = &[
    Case { exit: 2, complained: &["Usage: check_in_background"], ..CASE },
    Case {
        arguments: &["up", "trial@example.com"],
        printed: &["Frames drawn meanwhile: ", "Start: yes\n"],
        ..CASE
    },
    Case {
        arguments: &["up", "disabled@example.com"],
        exit: 1,
        printed: &["Frames drawn meanwhile: ", "Start: no\n"],
        ..CASE
    },
    Case {
        arguments: &["up", "trial@example.com"],
        input: "wrong\n",
        exit: 1,
        printed: &["Frames drawn meanwhile: "],
        complained: &["LS_ERR_CREDENTIALS: "],
        ..CASE
    },
];

pub type Example = (&'static str, &'static [Case]);

pub const EXAMPLES: [Example; 5] = [
    ("examples-c/check_at_startup.c", CHECK_AT_STARTUP),
    ("examples-c/check_in_background.c", CHECK_IN_BACKGROUND),
    ("examples-c/list_licenses.c", LIST_LICENSES),
    ("examples-c/list_license_users.c", LIST_LICENSE_USERS),
    ("examples-c/allocate_licenses.c", ALLOCATE_LICENSES),
];

/// Programs that check by themselves, with what they print at their end.
pub const PROGRAMS: [(&str, &str); 6] = [
    ("tests/c/header.c", "header "),
    ("tests/c/absent.c", "NULL reads as nothing"),
    ("tests/c/arguments.c", "what is wrong is refused by name"),
    ("tests/c/scenario.c", "every service was heard"),
    ("tests/c/threads.c", "eight threads got along"),
    ("tests/c/load.c", "nothing is left behind"),
];

pub fn check(source: &str, case: &Case, output: &Output) {
    let said = || format!("{source} {:?}: {}", case.arguments, text(output));
    assert_eq!(output.status.code(), Some(case.exit), "{}", said());
    for (stream, wanted) in [(&output.stdout, case.printed), (&output.stderr, case.complained)] {
        // Windows ends its lines in its own way.
        let stream = String::from_utf8_lossy(stream).replace("\r\n", "\n");
        for part in wanted {
            assert!(stream.contains(part), "no {part:?}: {}", said());
        }
        assert!(!wanted.is_empty() || stream.is_empty(), "{}", said());
    }
}

pub fn text(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    format!("{}\n{}", output.status, String::from_utf8_lossy(&text))
}
