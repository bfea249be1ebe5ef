//! What is wrong with a certificate, or a handshake, in words.
//!
//! Nothing of rustls's own text is passed on: names of its variants say nothing to a user, and some
//! of its sentences hold URLs.

use rustls::{AlertDescription, CertificateError, Error, OtherError};

use super::pins::Mismatch;

/// What the peer did, or has; a sentence about "it".
pub fn problem(error: &Error) -> String {
    let words = match error {
        Error::InvalidCertificate(certificate) => return certificate_problem(certificate),
        Error::NoCertificatesPresented => "it presented no certificate",
        Error::InvalidMessage(_)
        | Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. } => "what answered does not speak TLS",
        Error::AlertReceived(alert) => return alert_words(*alert),
        Error::PeerIncompatible(_) => {
            "it speaks no TLS version or cipher suite that is still considered secure"
        }
        Error::UnsupportedNameType => "its name is none that a certificate can be for",
        Error::PeerMisbehaved(_) => "it broke the rules of TLS",
        _ => "the handshake failed",
    };
    words.into()
}

/// The number is that of RFC 8446, 6.
fn alert_words(alert: AlertDescription) -> String {
    let why = match alert {
        AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity => {
            "it supports none of the cipher suites, curves and signatures that are used here"
        }
        AlertDescription::ProtocolVersion => "it wants another version of TLS",
        AlertDescription::UnrecognisedName => "it does not know the name it was called by",
        AlertDescription::CertificateRequired => "it wants a client's certificate",
        AlertDescription::InternalError => "it has a fault of its own",
        _ => "it gave no reason that is known here",
    };
    format!("it broke off the handshake: {why} (alert {})", u8::from(alert))
}

fn certificate_problem(error: &CertificateError) -> String {
    let words = match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired, or this device's clock is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or this device's clock is wrong"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another host"
        }
        CertificateError::UnknownIssuer => {
            "its certificate is from an authority that is not trusted here; behind a proxy that inspects \
             TLS, its authority must be in the trust store or the CA file"
        }
        CertificateError::Revoked => "its certificate has been revoked",
        CertificateError::BadSignature => {
            "its certificate, or one above it, is not signed by the authority it names, or another authority \
             of that name is trusted here"
        }
        CertificateError::BadEncoding => "its certificate is damaged",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "its certificate is for another purpose than a server's"
        }
        CertificateError::UnhandledCriticalExtension => UNKNOWN_EXTENSION,
        error if is_unsupported_signature(error) => UNSUPPORTED_SIGNATURE,
        CertificateError::Other(OtherError(inner)) => return other_problem(&**inner),
        _ => "its certificate is not acceptable",
    };
    words.into()
}

const UNKNOWN_EXTENSION: &str =
    "its certificate, or one above it, has a critical extension that is not known here";
const UNSUPPORTED_SIGNATURE: &str = "its certificate, or one above it, is signed in a way that is not \
                                     supported here (RSA, and ECDSA over P-256 or P-384 are)";

fn is_unsupported_signature(error: &CertificateError) -> bool {
    #[expect(deprecated, reason = "older verifiers still say so")]
    let older = matches!(error, CertificateError::UnsupportedSignatureAlgorithm);
    older
        || matches!(
            error,
            CertificateError::UnsupportedSignatureAlgorithmContext { .. }
                | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. }
        )
}

/// The reasons that rustls passes on unnamed.
fn other_problem(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    if let Some(mismatch) = error.downcast_ref::<Mismatch>() {
        return mismatch.to_string();
    }
    match error.downcast_ref::<webpki::Error>() {
        Some(error) => webpki_problem(error),
        None => "its certificate is not acceptable to the operating system",
    }
    .into()
}

fn webpki_problem(error: &webpki::Error) -> &'static str {
    use webpki::Error::*;
    match error {
        CaUsedAsEndEntity => {
            "its certificate is an authority's (CA:TRUE) used as a server's, and is not itself in the CA file"
        }
        EndEntityUsedAsCa => {
            "its certificate is signed with one that is not an authority's (CA:FALSE)"
        }
        UnsupportedCertVersion => {
            "its certificate, or one above it, is of an old version of X.509 (1 or 2), where version 3 is needed"
        }
        NameConstraintViolation => {
            "its certificate is for a host that the authority above it may not vouch for (name constraints)"
        }
        MalformedNameConstraint
        | InvalidNetworkMaskConstraint
        | MaximumNameConstraintComparisonsExceeded => {
            "the name constraints of an authority above its certificate cannot be read"
        }
        UnsupportedCriticalExtension => UNKNOWN_EXTENSION,
        PathLenConstraintViolated => {
            "there are more authorities above its certificate than one of them allows"
        }
        MaximumPathBuildCallsExceeded
        | MaximumPathDepthExceeded
        | MaximumSignatureChecksExceeded => {
            "there are too many certificates between it and a trusted authority"
        }
        SignatureAlgorithmMismatch => {
            "its certificate, or one above it, contradicts itself about how it is signed"
        }
        ExtensionValueInvalid
        | MalformedExtensions
        | MalformedDnsIdentifier
        | InvalidSerialNumber
        | EmptyEkuExtension => "its certificate, or one above it, is malformed",
        _ => "its certificate, or one above it, is not acceptable",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn other(error: webpki::Error) -> Error {
        CertificateError::Other(OtherError(Arc::new(error))).into()
    }

    #[test]
    fn what_is_wrong_is_said_in_words() {
        let unsupported = CertificateError::UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id: vec![6, 8],
            supported_algorithms: Vec::new(),
        };
        let curve = CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id: vec![6, 8],
            public_key_algorithm_id: vec![6, 5],
        };
        for (error, words) in [
            (other(webpki::Error::CaUsedAsEndEntity), "CA:TRUE"),
            (other(webpki::Error::EndEntityUsedAsCa), "CA:FALSE"),
            (other(webpki::Error::UnsupportedCertVersion), "old version of X.509"),
            (other(webpki::Error::NameConstraintViolation), "name constraints"),
            (other(webpki::Error::UnsupportedCriticalExtension), "critical extension"),
            (other(webpki::Error::PathLenConstraintViolated), "more authorities"),
            (other(webpki::Error::MalformedExtensions), "malformed"),
            (unsupported.into(), "not supported here"),
            (curve.into(), "not supported here"),
            (CertificateError::BadSignature.into(), "not signed by the authority"),
            (CertificateError::Revoked.into(), "revoked"),
            (Error::AlertReceived(AlertDescription::HandshakeFailure), "(alert 40)"),
            (Error::General("see https://example.com/".into()), "the handshake failed"),
        ] {
            let said = problem(&error);
            assert!(said.contains(words), "{error:?}: {said}");
        }
    }

    #[test]
    fn no_name_of_a_variant_and_no_url_is_said() {
        for error in [
            other(webpki::Error::BadDer),
            other(webpki::Error::CertDistrusted),
            CertificateError::ApplicationVerificationFailure.into(),
            Error::General("hunter2 https://docs.rs/".into()),
            Error::DecryptError,
        ] {
            let said = problem(&error);
            let name = format!("{error:?}");
            let name = name.split(['(', '{']).next().unwrap();
            assert!(!said.contains("://") && !said.contains(name), "{said}");
        }
    }
}
