//! The examples and the C test programs: how each is called, and what must come of it, with any
//! compiler and on any platform.

use std::process::Output;

use super::programs::text;

const FEATURES: &str = "features@example.com";
const NOBODY: &str = "https://127.0.0.1:1";

/// One run of an example: what goes in, and what must come out.
pub struct Case {
    pub arguments: &'static [&'static str],
    pub surroundings: &'static [(&'static str, &'static str)],
    pub input: &'static str,
    pub exit: i32,
    pub printed: &'static [&'static str],
    pub complained: &'static [&'static str],
}

pub const CASE: Case = Case {
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

/// With and without a browser it has tests of its own.
const SIGN_IN_WITH_BROWSER: &[Case] = &[
    Case { exit: 2, complained: &["Usage: sign_in_with_browser"], ..CASE },
    Case {
        arguments: &["up", "nobody"],
        exit: 1,
        complained: &["LS_ERR_REFUSED: ", "code: customer_account_not_found"],
        ..CASE
    },
    Case {
        arguments: &["up", "acme", "code", "0", "no-path"],
        exit: 2,
        complained: &["LS_ERR_INVALID_ARGUMENT: ls_sso_options_set_path failed: path: "],
        ..CASE
    },
];

pub type Example = (&'static str, &'static [Case]);

pub const EXAMPLES: [Example; 6] = [
    ("examples-c/check_at_startup.c", CHECK_AT_STARTUP),
    ("examples-c/check_in_background.c", CHECK_IN_BACKGROUND),
    ("examples-c/list_licenses.c", LIST_LICENSES),
    ("examples-c/list_license_users.c", LIST_LICENSE_USERS),
    ("examples-c/allocate_licenses.c", ALLOCATE_LICENSES),
    ("examples-c/sign_in_with_browser.c", SIGN_IN_WITH_BROWSER),
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
