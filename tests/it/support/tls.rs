//! A server of a test's own that speaks TLS, with certificates that the sandbox does not have.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::raw::{RawServer, read_head, read_on};

/// A certificate and its key.
pub struct Identity {
    pub der: CertificateDer<'static>,
    pub pem: String,
    pub key: KeyPair,
}

impl Identity {
    /// Signed by itself.
    pub fn own(params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { der: certificate.der().clone(), pem: certificate.pem(), key }
    }

    /// One of `tests/data/certificates`, which openssl has made: rcgen knows neither old versions nor
    /// P-521.
    pub fn of_file(name: &str) -> Self {
        let read = |name: &str| certificate_file(name);
        let (pem, key) = (read(name), read("server-key"));
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        Self { der, pem, key: KeyPair::from_pem(&key).unwrap() }
    }

    /// The pin of the key, as curl has it.
    pub fn pin(&self) -> String {
        let info = self.key.subject_public_key_info();
        let hash = ring::digest::digest(&ring::digest::SHA256, &info);
        format!("sha256//{}", BASE64_STANDARD.encode(hash))
    }

    /// Does not look at the certificate, which may be one that no server should have.
    fn config(&self) -> Arc<ServerConfig> {
        let key = PrivatePkcs8KeyDer::from(self.key.serialize_der()).into();
        let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
        let certified = CertifiedKey::new(vec![self.der.clone()], key);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        Arc::new(config)
    }
}

/// The text of a file of `tests/data/certificates`.
pub fn certificate_file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/certificates");
    std::fs::read_to_string(format!("{folder}/{name}.pem")).unwrap()
}

/// Answers each connection's first request with these bytes.
pub fn tls_server(identity: &Identity, answer: &str) -> RawServer {
    let (config, answer) = (identity.config(), answer.as_bytes().to_vec());
    RawServer::start(move |stream: TcpStream| {
        let connection = ServerConnection::new(config.clone()).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        if read_head(&mut stream).is_empty() {
            return;
        }
        let _ = stream.write_all(&answer);
        stream.conn.send_close_notify();
        let _ = stream.flush();
        read_on(&mut stream);
    })
}
