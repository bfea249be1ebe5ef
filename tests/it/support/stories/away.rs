//! What holds without the server, and what is found out once it is there again.

use super::Step::*;
use super::*;

/// What the vendor takes away holds without a network too.
pub const REFUSED: Story = &[
    Run(
        "activate",
        Case { input: "PERP-AAAA-BBBB-CCCC\n", printed: &["Activated on this device ("], ..START },
    ),
    Control(
        "PUT",
        "/state/licenses",
        r#"{"license_key":"PERP-AAAA-BBBB-CCCC","set":{"license_enabled":false}}"#,
    ),
    Run("start_activated", Case { printed: &["Start: yes\n", "from the store, "], ..START }),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first"],
            exit: 1,
            printed: &["Start: no\n", "disabled by the vendor", "Ask the vendor\n"],
            ..START
        },
    ),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first"],
            surroundings: &[LAPTOP, NOBODY],
            exit: 1,
            printed: &["Start: no\n", "disabled by the vendor", "from the store, "],
            ..START
        },
    ),
    Control(
        "PUT",
        "/state/licenses",
        r#"{"license_key":"PERP-AAAA-BBBB-CCCC","set":{"license_enabled":true}}"#,
    ),
    Run(
        "start_activated",
        Case { arguments: &["key-product", "network-first"], printed: &["Start: yes\n"], ..START },
    ),
    Control(
        "PUT",
        "/state/licenses",
        r#"{"license_key":"PERP-AAAA-BBBB-CCCC","set":{"validity_period":"2026-01-31"}}"#,
    ),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first"],
            exit: 1,
            printed: &["Start: no\n", "has expired", "Renew it; then start once while online\n"],
            ..START
        },
    ),
    Control(
        "PUT",
        "/state/licenses",
        r#"{"license_key":"PERP-AAAA-BBBB-CCCC","set":{"validity_period":null}}"#,
    ),
    Control("PUT", "/state/devices", r#"{"hardware_id":"laptop","are":"forgotten"}"#),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first"],
            exit: 1,
            printed: &["Start: no\n", "Activate it again: activate PRODUCT\n"],
            ..START
        },
    ),
];

/// The answers to an activation and to a deactivation get lost.
pub const LOST_ANSWERS: Story = &[
    Control("POST", "/faults", r#"{"fault":"lost","times":1,"path":"activate_license"}"#),
    Control("POST", "/faults", r#"{"fault":"reset","when":"request","path":"check_license"}"#),
    Run(
        "activate",
        Case {
            input: "LIM1-AAAA-BBBB-CCCC\n",
            exit: 3,
            complained: &["LS_ERR_UNCERTAIN: ", "Run this again: it finds out before"],
            ..START
        },
    ),
    Run(
        "start_activated",
        Case { exit: 3, complained: &["LS_ERR_UNCERTAIN: ", "online: that finds out"], ..START },
    ),
    Control("DELETE", "/faults", ""),
    Run(
        "activate",
        Case {
            input: "LIM1-AAAA-BBBB-CCCC\n",
            printed: &["Activated on this device (", ", in use on 1 of 1 devices"],
            ..START
        },
    ),
    Control("POST", "/faults", r#"{"fault":"lost","times":1,"path":"deactivate_license"}"#),
    Control("POST", "/faults", r#"{"fault":"reset","when":"request","path":"check_license"}"#),
    Run(
        "deactivate",
        Case {
            exit: 3,
            complained: &["LS_ERR_UNCERTAIN: ", "not used here until that is known"],
            ..START
        },
    ),
    Control("DELETE", "/faults", ""),
    Run("deactivate", DEACTIVATED),
];

/// On a device that is never online.
pub const BY_FILES: Story = &[
    Run("activate_offline", Case { exit: 2, complained: &["Usage: activate_offline"], ..CASE }),
    Run(
        "activate_offline",
        Case {
            arguments: &["ask", "key-product", "carried/x"],
            exit: 2,
            complained: &["Usage: activate_offline"],
            ..CASE
        },
    ),
    Run(
        "activate_offline",
        Case {
            arguments: &["request", "key-product", "carried/license.req"],
            surroundings: &[LAPTOP, NOBODY],
            input: "LIM1-AAAA-BBBB-CCCC\n",
            printed: &[
                "license.req to the vendor's portal, then remove it: the license key can be read",
            ],
            ..CASE
        },
    ),
    Portal("license.req", "license.lic"),
    Run(
        "activate_offline",
        Case {
            arguments: &["answer", "key-product", "carried/license.lic"],
            surroundings: &[LAPTOP, NOBODY],
            printed: &["Activated on this device (laptop...):\n  License 1719215304210007, "],
            ..CASE
        },
    ),
    Run(
        "start_activated",
        Case { surroundings: &[LAPTOP, NOBODY], printed: &["Start: yes\n"], ..START },
    ),
    // It counts once.
    Run(
        "activate_offline",
        Case {
            arguments: &["answer", "key-product", "carried/license.lic"],
            surroundings: &[LAPTOP, NOBODY],
            exit: 1,
            complained: &["LS_ERR_MISMATCH: "],
            ..CASE
        },
    ),
    Refresh(
        r#"{"product":"key-product","license_key":"LIM1-AAAA-BBBB-CCCC","hardware_id":"laptop"}"#,
        "newer.lic",
    ),
    Run(
        "activate_offline",
        Case {
            arguments: &["refresh", "key-product", "carried/newer.lic"],
            surroundings: &[LAPTOP, NOBODY],
            printed: &["Activated on this device (laptop...):\n"],
            ..CASE
        },
    ),
    Run(
        "activate_offline",
        Case {
            arguments: &["deactivate", "key-product", "carried/back.req"],
            surroundings: &[LAPTOP, NOBODY],
            printed: &["Deactivated. Upload ", "back.req to the vendor's portal: only then"],
            ..CASE
        },
    ),
    Run("start_activated", Case { surroundings: &[LAPTOP, NOBODY], ..NOT_ACTIVATED }),
    Sent(&[]),
    Portal("back.req", "back.txt"),
    Run(
        "activate_offline",
        Case {
            arguments: &["request", "up", "carried/person.req"],
            input: "limit@example.com\nsecret\n",
            printed: &[
                "person.req to the vendor's portal, then remove it: your password can be read",
            ],
            ..CASE
        },
    ),
];
