//! Which certificates are trusted, and the settings of TLS that follow.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::pins::PinnedKeys;
use super::verifier::Verifier;
use super::{NetSettings, system, tls};
use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::os_problem::os_problem;
use crate::sync::Mutex;

/// The trust of one client. The certificates are read when the first connection is made, and again
/// after a server's was refused: what was missing may have been installed.
pub struct Trust {
    /// Instead of the operating system's store.
    ca_file: Option<PathBuf>,
    pins: Option<PinnedKeys>,
    environment: Environment,
    read: Mutex<Option<Settings>>,
}

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// The service itself; pinned keys are for it.
    Service,
    /// A token endpoint elsewhere, or a proxy.
    Other,
}

/// Settings of TLS. A session of one is never resumed under the other.
#[derive(Clone)]
struct Settings {
    service: Arc<ClientConfig>,
    other: Arc<ClientConfig>,
}

impl Trust {
    pub fn new(settings: &NetSettings) -> Self {
        Self {
            ca_file: settings.ca_file.clone(),
            pins: settings.pinned_keys.clone(),
            environment: settings.environment.clone(),
            read: Mutex::default(),
        }
    }

    /// Reads the certificates, unless they have been read.
    pub fn settings(&self, peer: Peer) -> Result<Arc<ClientConfig>, Error> {
        let mut read = self.read.lock();
        let settings = match &*read {
            Some(settings) => settings.clone(),
            None => read.insert(self.read()?).clone(),
        };
        Ok(match peer {
            Peer::Service => settings.service,
            Peer::Other => settings.other,
        })
    }

    /// A certificate was refused under these settings: the next connection reads the trusted ones anew.
    pub fn forget(&self, refused_by: &Arc<ClientConfig>) {
        let mut read = self.read.lock();
        let is_same = |settings: &Settings| {
            Arc::ptr_eq(&settings.service, refused_by) || Arc::ptr_eq(&settings.other, refused_by)
        };
        if read.as_ref().is_some_and(is_same) {
            *read = None;
        }
    }

    fn read(&self) -> Result<Settings, Error> {
        let (chain, trusted): (_, Arc<[_]>) = match &self.ca_file {
            None => (system::verifier(&self.environment)?, Arc::new([])),
            Some(path) => {
                let certificates = read_certificates(path)?;
                (verifier_for(&certificates)?, certificates.into())
            }
        };
        let settings = |pins: Option<&PinnedKeys>| {
            let (chain, trusted) = (chain.clone(), trusted.clone());
            client_config(Verifier { chain, trusted, pins: pins.cloned() })
        };
        let other = settings(None)?;
        let pinned = self.pins.as_ref().map(|pins| settings(Some(pins))).transpose()?;
        Ok(Settings { service: pinned.unwrap_or_else(|| other.clone()), other })
    }
}

fn client_config(verifier: Verifier) -> Result<Arc<ClientConfig>, Error> {
    let unfit = |_| Error::new(Status::Internal, "TLS cannot be set up");
    let config = ClientConfig::builder_with_provider(tls::provider())
        .with_safe_default_protocol_versions()
        .map_err(unfit)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn verifier_for(
    certificates: &[CertificateDer<'static>],
) -> Result<Arc<dyn ServerCertVerifier>, Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates.iter().cloned());
    tls::verifier_of(roots).ok_or_else(|| wrong("no certificate in it can be read"))
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let pem = fs::read(path)
        .map_err(|error| wrong(&format!("cannot be read ({})", os_problem(&error))))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem).flatten().collect();
    if certificates.is_empty() {
        return Err(wrong("expected at least one certificate in PEM form"));
    }
    Ok(certificates)
}

/// Without the path, which may name a person.
fn wrong(why: &str) -> Error {
    Error::harmless(Status::Config, format_args!("ca_file: {why}"))
}
