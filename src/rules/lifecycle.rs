//! The life of a license on this device: what is known of it, what the server's word changes in that, and what
//! follows from it.
//!
//! ```text
//! NotActivated ── an activation is sent ── Activating ── a signed answer ── Active
//!       └──────────── it is not known ─────────┘                              │ │
//! Refused ── nothing but a signed answer ── Active ── a refusal ── Refused ───┘ │
//! Deactivating ── done, or not known ── NotActivated                            │
//!       └──────── a deactivation is sent ───────────────────────────────────────┘
//! ```
//!
//! Time is judged with the license (`entitlement`): no state changes by itself as time goes by, so that no
//! refusal is lifted by waiting, nor by turning a clock.

use super::entitlement::Decision;
use crate::model::{Feature, Flag, License};

/// What is known of a license on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    NotActivated,
    /// An activation may have reached the server, and nobody has heard what became of it.
    Activating,
    Active,
    /// The server has refused it since.
    Refused(Refusal),
    /// A deactivation may have reached the server.
    Deactivating,
}

/// A refusal that speaks of the license on this device. It holds until a signed answer lifts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Inactive,
    Disabled,
    Blacklisted,
    Expired,
    TrialExpired,
    UnknownDevice,
}

impl Refusal {
    pub(crate) const ALL: [Self; 6] = [
        Self::Inactive,
        Self::Disabled,
        Self::Blacklisted,
        Self::Expired,
        Self::TrialExpired,
        Self::UnknownDevice,
    ];

    /// The server's word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Inactive => "license_not_active",
            Self::Disabled => "license_not_enabled",
            Self::Blacklisted => "blacklisted",
            Self::Expired => "license_expired",
            Self::TrialExpired => "trial_expired",
            Self::UnknownDevice => "device_not_found",
        }
    }

    /// `None`: the code says nothing about the license on this device.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }

    pub fn decision(self) -> Decision {
        match self {
            Self::Inactive => Decision::DeniedInactive,
            Self::Disabled | Self::Blacklisted => Decision::DeniedDisabled,
            Self::Expired | Self::TrialExpired => Decision::DeniedExpired,
            Self::UnknownDevice => Decision::DeniedNotActivated,
        }
    }

    /// Whether it says that this device holds no license: after a write whose answer was lost that settles what
    /// became of it.
    pub fn says_not_held(self) -> bool {
        match self {
            Self::Inactive | Self::UnknownDevice => true,
            Self::Disabled | Self::Blacklisted | Self::Expired | Self::TrialExpired => false,
        }
    }
}

/// What was heard of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// A signed answer about this very license.
    Answer,
    /// A definite no, in the documented shape, with this code.
    No(&'a str),
    /// Nothing that can be relied on.
    Silence,
}

/// What is known after something was heard.
pub fn hear(state: State, heard: Heard) -> State {
    let refusal = match heard {
        Heard::Answer => return if state == State::NotActivated { state } else { State::Active },
        Heard::No(code) => Refusal::of(code),
        Heard::Silence => None,
    };
    match (state, refusal) {
        (State::Active | State::Refused(_), Some(refusal)) => State::Refused(refusal),
        (State::Activating | State::Deactivating, Some(refusal)) if refusal.says_not_held() => {
            State::NotActivated
        }
        (
            State::NotActivated
            | State::Activating
            | State::Active
            | State::Refused(_)
            | State::Deactivating,
            _,
        ) => state,
    }
}

/// What the license itself says, judged at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub decision: Decision,
    /// It, or the feature asked for, floats, and this device holds no seat.
    pub lacks_seat: bool,
}

/// What follows for the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Decided(Decision),
    /// This device has no license.
    NotActivated,
    /// Only the server knows whether it has one.
    Uncertain,
    /// It has one, but no answer about it that may be used.
    NothingUsable,
}

/// What follows from a state, and from the license as it was last heard of, if that may still be used.
pub fn decide(state: State, license: Option<Judged>) -> Outcome {
    match (state, license) {
        (State::NotActivated, _) => Outcome::NotActivated,
        (State::Activating | State::Deactivating, _) => Outcome::Uncertain,
        (State::Refused(refusal), _) => Outcome::Decided(refusal.decision()),
        (State::Active, None) => Outcome::NothingUsable,
        (State::Active, Some(Judged { decision, lacks_seat })) => {
            let lacks_only_a_seat = decision.is_allowed() && lacks_seat;
            let without_seat = Decision::DeniedNoSeat;
            Outcome::Decided(if lacks_only_a_seat { without_seat } else { decision })
        }
    }
}

/// When the server is asked next about a license, of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// As soon as the answer is old enough (`refresh`).
    WhenDue,
    /// Not by a check: to ask would take a seat, or there is nothing to ask about.
    Never,
}

/// `takes_seat` is whether the question would: the license floats, as it was last heard of, and its seat is not held.
pub fn refresh(state: State, takes_seat: bool) -> Refresh {
    match (state, takes_seat) {
        (State::NotActivated | State::Activating, _) | (_, true) => Refresh::Never,
        (State::Active | State::Refused(_) | State::Deactivating, false) => Refresh::WhenDue,
    }
}

/// Whether use of a license needs a seat. What cannot be read counts as yes.
pub fn license_floats(license: &License) -> bool {
    [license.is_floating, license.is_floating_cloud].into_iter().any(may_be)
}

/// The same of a feature.
pub fn feature_floats(feature: &Feature) -> bool {
    [feature.is_floating, feature.is_floating_cloud].into_iter().any(may_be)
}

fn may_be(flag: Flag) -> bool {
    matches!(flag, Flag::Read(true) | Flag::Unreadable)
}

#[cfg(test)]
mod tests;
