//! What the platforms' places for secrets have in common.

/// Why there is no such place, or it does not do what it is asked; in a few words, without a secret.
pub type Unavailable = String;

/// Under which name the platform shows a secret.
pub const LABEL: &str = "lsagent";
