//! What a server has to prove on top of a chain to a trusted authority.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use super::pins::PinnedKeys;
use super::trace::{self, Distrust};

/// Verifies as `chain` does, with one exception and one addition.
#[derive(Debug)]
pub struct Verifier {
    pub chain: Arc<dyn ServerCertVerifier>,
    /// Certificates that were trusted by name of file. A server may present one of them itself, even
    /// if it is an authority's: that is what a self-signed certificate is by default.
    pub trusted: Arc<[CertificateDer<'static>]>,
    /// Keys that the server must have; `None`: any.
    pub pins: Option<PinnedKeys>,
}

impl Verifier {
    /// webpki checks the dates of a certificate before it complains of an authority's, so they have
    /// been found good; the name has not been looked at.
    fn is_trusted_itself(
        &self,
        error: &Error,
        certificate: &CertificateDer,
        name: &ServerName,
    ) -> Result<bool, Error> {
        if !is_authority(error) || !self.trusted.contains(certificate) {
            return Ok(false);
        }
        verify_server_name(&ParsedCertificate::try_from(certificate)?, name)?;
        Ok(true)
    }
}

fn note_unknown(error: &Error) {
    if matches!(error, Error::InvalidCertificate(CertificateError::UnknownIssuer)) {
        trace::note_distrust(Distrust::UnknownIssuer);
    }
}

fn is_authority(error: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(OtherError(inner))) = error else {
        return false;
    };
    matches!(inner.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        trace::note_presented(end_entity, intermediates);
        let chain = &self.chain;
        chain
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .or_else(|error| match self.is_trusted_itself(&error, end_entity, server_name)? {
                true => Ok(ServerCertVerified::assertion()),
                false => Err(error),
            })
            .inspect_err(note_unknown)?;
        if let Some(pins) = &self.pins {
            let check = pins.check(end_entity);
            check.map_err(|mismatch| {
                trace::note_distrust(Distrust::OtherKey);
                CertificateError::Other(OtherError(Arc::new(mismatch)))
            })?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chain.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chain.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}
