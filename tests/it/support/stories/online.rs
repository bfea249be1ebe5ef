//! A license that is taken into use and given up while the server can be asked.

use super::Step::*;
use super::*;

/// With a key, on one device and then on another.
pub const BY_KEY: Story = &[
    Run("activate", Case { exit: 2, complained: &["Usage: activate PRODUCT"], ..CASE }),
    Run("start_activated", Case { exit: 2, complained: &["Usage: start_activated"], ..CASE }),
    Run("deactivate", Case { exit: 2, complained: &["Usage: deactivate PRODUCT"], ..CASE }),
    Run("start_activated", NOT_ACTIVATED),
    Run("deactivate", Case { exit: 1, complained: &["LS_ERR_NOT_ACTIVATED: "], ..START }),
    Sent(&[]),
    Run(
        "activate",
        Case {
            input: "LIM1-AAAA-BBBB-CCCC\n",
            printed: &[
                "Activated on this device (laptop...):\n  License 1719215304210007, ",
                ", in use on 1 of 1 devices",
            ],
            ..START
        },
    ),
    Sent(&["activate_license"]),
    Run(
        "start_activated",
        Case { printed: &["Start: yes\n", "Answer: from the store, "], ..START },
    ),
    Sent(&[]),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-only"],
            printed: &["Start: yes\n", "Answer: from the server, "],
            ..START
        },
    ),
    Sent(&["check_license"]),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first"],
            surroundings: &[LAPTOP, NOBODY],
            printed: &["Start: yes\n", "from the store, ", "asked first: LS_ERR_NETWORK: "],
            ..START
        },
    ),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first", "unheard-of"],
            exit: 1,
            printed: &["Start: no\n", "Start without the feature", "from the server, "],
            ..START
        },
    ),
    // The license says that there is no such feature, so that the server is not asked about it.
    Sent(&["check_license"]),
    // The same store on another device.
    Run(
        "start_activated",
        Case { surroundings: &[("LSAGENT_DEVICE_ID", "tower")], ..NOT_ACTIVATED },
    ),
    Run(
        "activate",
        Case {
            input: "LIM1-AAAA-BBBB-CCCC\n",
            surroundings: &[("LSAGENT_DEVICE_ID", "tower")],
            exit: 1,
            complained: &[
                "LS_ERR_ACTIVATION_LIMIT: ",
                "code: license_activated_max_times\n",
                "as many devices as it may be. Deactivate it on one of them.\n",
            ],
            ..START
        },
    ),
    Run(
        "deactivate",
        Case {
            surroundings: &[LAPTOP, NOBODY],
            exit: 3,
            complained: &["LS_ERR_NETWORK: "],
            ..START
        },
    ),
    Run("start_activated", Case { printed: &["Start: yes\n"], ..START }),
    Run("deactivate", DEACTIVATED),
    Sent(&["activate_license", "deactivate_license"]),
    Run("start_activated", NOT_ACTIVATED),
    Run(
        "activate",
        Case {
            input: "LIM1-AAAA-BBBB-CCCC\n",
            surroundings: &[("LSAGENT_DEVICE_ID", "tower")],
            printed: &["Activated on this device (tower...):\n"],
            ..START
        },
    ),
];

/// A feature is asked about, too.
pub const FEATURES: Story = &[
    Run(
        "activate",
        Case {
            input: "FEAT-AAAA-BBBB-CCCC\n",
            printed: &["features: export renders solver\n"],
            ..START
        },
    ),
    Sent(&["activate_license"]),
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-only", "export"],
            printed: &["Start: yes\n"],
            ..START
        },
    ),
    Sent(&["check_license", "check_license_feature"]),
];

/// With a sign-in.
pub const BY_SIGN_IN: Story = &[
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "two@example.com\nwrong\n",
            exit: 1,
            complained: &["LS_ERR_CREDENTIALS: ", "HTTP status: 401"],
            ..CASE
        },
    ),
    // Which of the two, nobody says.
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "two@example.com\nsecret\n",
            exit: 2,
            printed: &["  1. License 17192153042200", "  2. License 17192153042200"],
            complained: &["LS_ERR_INVALID_ARGUMENT: license_id"],
            ..CASE
        },
    ),
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "two@example.com\nsecret\n1\n",
            printed: &["  2. License ", "Activated on this device ("],
            ..CASE
        },
    ),
    Run(
        "start_activated",
        Case { arguments: &["up", "cache-only"], printed: &["Start: yes\n"], ..CASE },
    ),
    Run("deactivate", Case { arguments: &["up"], printed: &["Deactivated."], ..CASE }),
    // A person's own limit, and that of moving from device to device.
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "user-limit@example.com\nsecret\n",
            printed: &["Activated on this device ("],
            ..CASE
        },
    ),
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "user-limit@example.com\nsecret\n",
            surroundings: &[LAPTOP],
            exit: 1,
            complained: &["code: licenseUserActivatedMaxTimes\n", "as many devices as you may."],
            ..CASE
        },
    ),
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "no-transfers@example.com\nsecret\n",
            surroundings: &[LAPTOP],
            printed: &["Activated on this device ("],
            ..CASE
        },
    ),
    Run(
        "deactivate",
        Case { arguments: &["up"], surroundings: &[LAPTOP], printed: &["Deactivated."], ..CASE },
    ),
    Run(
        "activate",
        Case {
            arguments: &["up"],
            input: "no-transfers@example.com\nsecret\n",
            surroundings: &[("LSAGENT_DEVICE_ID", "tower")],
            exit: 1,
            complained: &["code: license_transferred_max_times\n", "Ask the vendor."],
            ..CASE
        },
    ),
];
