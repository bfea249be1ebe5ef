//! The certificates that the operating system trusts: as files, or by a verifier of its own.

mod common;

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;

pub use self::common::Verifier;
use crate::environment::Environment;

#[cfg_attr(any(windows, target_os = "macos"), path = "trust/own_verifier.rs")]
#[cfg_attr(not(any(windows, target_os = "macos")), path = "trust/files.rs")]
mod sys;

/// What verifies a server's certificate: with this provider, or, where the system only has a list of
/// authorities, as `of_roots` does. `None` where there is nothing that could be trusted.
pub fn verifier(
    environment: &Environment,
    provider: Arc<CryptoProvider>,
    of_roots: fn(RootCertStore) -> Option<Verifier>,
) -> Option<Verifier> {
    sys::verifier(environment, provider, of_roots)
}
