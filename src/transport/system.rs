//! The certificates that the operating system trusts.

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;

use crate::error::{Error, Status};

/// Windows and macOS verify by themselves, with what their administrators have set.
#[cfg(any(windows, target_os = "macos"))]
pub fn verifier() -> Result<Arc<dyn ServerCertVerifier>, Error> {
    let verifier = rustls_platform_verifier::Verifier::new(super::tls::provider());
    Ok(Arc::new(verifier.map_err(|_| unusable())?))
}

/// Elsewhere the store is a file, or folders of files.
#[cfg(not(any(windows, target_os = "macos")))]
pub fn verifier() -> Result<Arc<dyn ServerCertVerifier>, Error> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    super::trust::verifier_of(roots).ok_or_else(unusable)
}

fn unusable() -> Error {
    Error::new(
        Status::Tls,
        "no secure connection can be made: the operating system's trust store has no certificate \
         that can be used; where SSL_CERT_FILE or SSL_CERT_DIR is set, it names the store",
    )
}
