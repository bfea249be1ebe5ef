//! What the systems' ways to verify have in common.

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;

pub type Verifier = Arc<dyn ServerCertVerifier>;
