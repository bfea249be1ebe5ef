//! Elsewhere the trust store is a file, or folders of files.

use std::env::split_paths;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls_native_certs::load_certs_from_paths;

use super::common::Verifier;
use crate::environment::Environment;

/// Where distributions keep the certificates of all authorities in one file; the first that exists
/// counts. The crates that know them look into the environment as well, which is ours to read.
const BUNDLES: [&str; 7] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/opt/etc/ssl/certs/ca-certificates.crt",
    "/usr/local/etc/ssl/cert.pem",
];

/// Reads all of it.
pub fn verifier(
    environment: &Environment,
    _: Arc<CryptoProvider>,
    of_roots: fn(RootCertStore) -> Option<Verifier>,
) -> Option<Verifier> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(Places::of(environment).certificates());
    of_roots(roots)
}

struct Places {
    file: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Places {
    /// What the environment names; if nothing of it exists, the system's own places.
    fn of(environment: &Environment) -> Self {
        let named = Self::named(environment);
        if named.file.is_some() || !named.folders.is_empty() { named } else { Self::usual() }
    }

    fn named(environment: &Environment) -> Self {
        let folders = environment.get("SSL_CERT_DIR").map(split_paths).into_iter().flatten();
        Self {
            file: environment.get("SSL_CERT_FILE").map(PathBuf::from).filter(exists),
            folders: folders.filter(exists).collect(),
        }
    }

    fn usual() -> Self {
        Self {
            file: BUNDLES.iter().map(PathBuf::from).find(exists),
            folders: openssl_probe::candidate_cert_dirs().map(Path::to_owned).collect(),
        }
    }

    /// A file that cannot be read costs its certificates alone.
    fn certificates(&self) -> Vec<CertificateDer<'static>> {
        let mut folders = self.folders.iter().map(|folder| Some(folder.as_path()));
        // With the first folder, so that files which are links to each other are read once.
        let mut found = load_certs_from_paths(self.file.as_deref(), folders.next().flatten()).certs;
        found.extend(folders.flat_map(|folder| load_certs_from_paths(None, folder).certs));
        found
    }
}

#[expect(clippy::ptr_arg, reason = "it filters paths")]
fn exists(path: &PathBuf) -> bool {
    !path.as_os_str().is_empty() && path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many certificates count with these variables, and whether they are the system's.
    fn found(file: &str, folders: &str) -> (usize, bool) {
        let variables = [("SSL_CERT_FILE", file), ("SSL_CERT_DIR", folders)];
        let places = Places::of(&Environment::with(&variables));
        let usual = Places::usual();
        let is_usual = places.file == usual.file && places.folders == usual.folders;
        (if is_usual { 0 } else { places.certificates().len() }, is_usual)
    }

    #[test]
    fn the_environment_names_the_store_unless_it_names_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let pem = || rcgen::generate_simple_self_signed(["h".to_owned()]).unwrap().cert.pem();
        let (file, full, empty) = (path("file.pem"), path("full"), path("empty"));
        std::fs::write(&file, pem()).unwrap();
        for folder in [&full, &empty] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(path("full/one.pem"), pem()).unwrap();
        std::fs::write(path("full/two.pem"), pem()).unwrap();
        std::fs::write(path("empty/.keep"), "").unwrap();
        let missing = path("missing");
        assert_eq!(found(&file, ""), (1, false));
        assert_eq!(found("", &full), (2, false));
        assert_eq!(found(&file, &full), (3, false));
        assert_eq!(found(&file, &empty), (1, false));
        assert_eq!(found(&missing, &full), (2, false));
        assert_eq!(found("", &format!("{empty}:{missing}::{full}")), (2, false));
        assert_eq!(found("", &empty), (0, false));
        assert_eq!(found(&missing, ""), (0, true));
        assert_eq!(found("", &missing), (0, true));
        assert_eq!(found("", ""), (0, true));
    }
}
