//! What several devices share: the seats of what floats, and the counter of what is metered.

use super::Step::*;
use super::*;

const SOLVER: Case = Case { arguments: &["key-product", "solver"], ..START };
const NO_SEAT: Case = Case {
    exit: 1,
    complained: &["LS_ERR_NO_SEAT: ", "code: floating_not_available\n", "wait, or ask a colleague"],
    ..SOLVER
};

/// The one seat of a feature goes from hand to hand.
pub const SEATS: Story = &[
    Run("floating_seat", Case { exit: 2, complained: &["Usage: floating_seat PRODUCT"], ..CASE }),
    Run("floating_seat", Case { exit: 1, complained: &["LS_ERR_NOT_ACTIVATED: "], ..START }),
    Run(
        "activate",
        Case {
            input: "FEAT-AAAA-BBBB-CCCC\n",
            printed: &["Activated on this device (laptop...):\n"],
            ..START
        },
    ),
    Sent(&["activate_license"]),
    // Without a seat it is a no, and nobody is asked.
    Run(
        "start_activated",
        Case {
            arguments: &["key-product", "network-first", "solver"],
            exit: 1,
            printed: &["Start: no\n", "seat"],
            ..START
        },
    ),
    Run(
        "floating_seat",
        Case {
            printed: &[
                "Start: yes\n",
                "Seat: held until ",
                ", and renewed before.",
                "Seat: released. Another device can take it.\n",
            ],
            ..SOLVER
        },
    ),
    Control(
        "PUT",
        "/state/seats",
        r#"{"license_key":"FEAT-AAAA-BBBB-CCCC","feature":"solver","take":["tower"]}"#,
    ),
    Run("floating_seat", NO_SEAT),
    Control(
        "PUT",
        "/state/seats",
        r#"{"license_key":"FEAT-AAAA-BBBB-CCCC","feature":"solver","free":["tower"]}"#,
    ),
    Run("floating_seat", Case { printed: &["Start: yes\n"], ..SOLVER }),
    // The license itself does not float.
    Run("floating_seat", Case { exit: 1, complained: &["LS_ERR_NOT_ALLOWED: "], ..START }),
];

const RENDERS: Case = Case { arguments: &["key-product", "3", "renders"], ..START };

/// What a device counts without a network is settled later.
pub const METERED: Story = &[
    Run("metered", Case { exit: 2, complained: &["Usage: metered PRODUCT"], ..CASE }),
    Run("metered", Case { exit: 1, complained: &["LS_ERR_NOT_ACTIVATED: "], ..RENDERS }),
    Run(
        "activate",
        Case {
            input: "FEAT-AAAA-BBBB-CCCC\n",
            printed: &["Activated on this device (laptop...):\n"],
            ..START
        },
    ),
    Sent(&["activate_license"]),
    Run(
        "metered",
        Case {
            printed: &[
                "Counted: 3, on the disk of this device\n",
                "Balance: 5 of 13 at the server, 3 not sent yet\n",
            ],
            ..RENDERS
        },
    ),
    Run(
        "metered",
        Case {
            arguments: &["key-product", "6", "renders"],
            exit: 1,
            printed: &["Balance: 5 of 13 at the server, 3 not sent yet\n"],
            complained: &["LS_ERR_QUOTA: ", "use less, or buy more.\n"],
            ..RENDERS
        },
    ),
    Sent(&[]),
    Run(
        "metered",
        Case {
            arguments: &["key-product", "sync", "renders"],
            surroundings: &[LAPTOP, NOBODY],
            exit: 3,
            printed: &["Balance: 5 of 13 at the server, 3 not sent yet\n"],
            complained: &["LS_ERR_NETWORK: ", "stays on this device and is sent later.\n"],
            ..START
        },
    ),
    Run(
        "metered",
        Case {
            arguments: &["key-product", "sync", "renders"],
            printed: &[
                "Sent: all that was counted here\n",
                "Balance: 8 of 13 at the server, 0 not sent yet\n",
            ],
            ..START
        },
    ),
    Sent(&["add_feature_consumption"]),
];
