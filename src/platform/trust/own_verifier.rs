//! Windows and macOS verify by themselves, with what their administrators have set.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;

use super::common::Verifier;
use crate::environment::Environment;

pub fn verifier(
    _: &Environment,
    provider: Arc<CryptoProvider>,
    _: fn(RootCertStore) -> Option<Verifier>,
) -> Option<Verifier> {
    Some(Arc::new(rustls_platform_verifier::Verifier::new(provider).ok()?))
}
