//! A server of a test's own that speaks TLS, with certificates that the sandbox does not have.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
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

    /// The pin of the key, as curl has it.
    pub fn pin(&self) -> String {
        let info = self.key.subject_public_key_info();
        let hash = ring::digest::digest(&ring::digest::SHA256, &info);
        format!("sha256//{}", BASE64_STANDARD.encode(hash))
    }

    fn config(&self) -> Arc<ServerConfig> {
        let key = PrivatePkcs8KeyDer::from(self.key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.der.clone()], key.into())
            .unwrap();
        Arc::new(config)
    }
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
