//! The certificates that the operating system trusts.

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;

use super::tls;
use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::platform::trust;

/// Reads all of the trust store, where it is files.
pub fn verifier(environment: &Environment) -> Result<Arc<dyn ServerCertVerifier>, Error> {
    trust::verifier(environment, tls::provider(), tls::verifier_of).ok_or_else(unusable)
}

fn unusable() -> Error {
    Error::new(
        Status::Tls,
        "no secure connection can be made: the operating system's trust store (where they are set, what \
         SSL_CERT_FILE and SSL_CERT_DIR name) has no certificate that can be used",
    )
}
