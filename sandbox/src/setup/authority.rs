//! The certificate authority and the server certificates it issues.

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CidrSubnet, DnType,
    ExtendedKeyUsagePurpose as Purpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose as Usage, NameConstraints,
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

const HERE: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
const ELSEWHERE: &str = "elsewhere.example";

/// Which certificate the server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Issued by the CA, in date, for this machine.
    Valid,
    /// Right, until a month ago.
    Expired,
    /// Right, from a month ahead.
    NotYetValid,
    /// Right, for `elsewhere.example` alone.
    WrongHost,
    /// In date, for this machine, vouched for by nobody.
    SelfSigned,
}

impl Kind {
    fn days(self) -> (i64, i64) {
        match self {
            Self::Expired => (-60, -30),
            Self::NotYetValid => (30, 60),
            Self::Valid | Self::WrongHost | Self::SelfSigned => (-1, 30),
        }
    }

    fn names(self) -> Vec<String> {
        match self {
            Self::WrongHost => vec![ELSEWHERE.to_owned()],
            Self::Valid | Self::Expired | Self::NotYetValid | Self::SelfSigned => {
                HERE.map(str::to_owned).into()
            }
        }
    }
}

/// A server certificate with its private key.
pub struct Identity {
    /// The certificate alone: clients have the CA.
    pub certificate: CertificateDer<'static>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
}

/// A new CA: its private key and its certificate, as PEM.
pub fn create() -> Result<(String, String), rcgen::Error> {
    let key = KeyPair::generate()?;
    let certificate = ca_params().self_signed(&key)?;
    Ok((key.serialize_pem(), certificate.pem()))
}

/// Issues what the server shows, with the CA whose private key is `ca_key_pem`.
pub fn issue(ca_key_pem: &str, kind: Kind) -> Result<Identity, rcgen::Error> {
    let key = KeyPair::generate()?;
    let params = leaf_params(kind)?;
    let certificate: Certificate = match kind {
        Kind::SelfSigned => params.self_signed(&key)?,
        Kind::Valid | Kind::Expired | Kind::NotYetValid | Kind::WrongHost => {
            let issuer = Issuer::new(ca_params(), KeyPair::from_pem(ca_key_pem)?);
            params.signed_by(&key, &issuer)?
        }
    };
    Ok(Identity {
        certificate: certificate.der().clone(),
        key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
    })
}

fn ca_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("lsagent sandbox CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![Usage::KeyCertSign, Usage::CrlSign];
    params.name_constraints = Some(constraints());
    (params.not_before, params.not_after) = window(-1, 3650);
    params
}

/// Somebody will put this CA into a trust store: it must be good for nothing but this machine.
fn constraints() -> NameConstraints {
    let loopback = CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8);
    let loopback_v6 = CidrSubnet::from_v6_prefix(std::net::Ipv6Addr::LOCALHOST.octets(), 128);
    NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName(HERE[0].to_owned()),
            GeneralSubtree::DnsName(ELSEWHERE.to_owned()),
            GeneralSubtree::IpAddress(loopback),
            GeneralSubtree::IpAddress(loopback_v6),
        ],
        excluded_subtrees: Vec::new(),
    }
}

fn leaf_params(kind: Kind) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(kind.names())?;
    params.distinguished_name = named("lsagent sandbox");
    params.key_usages = vec![Usage::DigitalSignature];
    params.extended_key_usages = vec![Purpose::ServerAuth];
    params.use_authority_key_identifier_extension = kind != Kind::SelfSigned;
    let (from, to) = kind.days();
    (params.not_before, params.not_after) = window(from, to);
    Ok(params)
}

fn named(name: &str) -> rcgen::DistinguishedName {
    let mut names = rcgen::DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

fn window(from: i64, to: i64) -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::now_utc();
    (now + Duration::days(from), now + Duration::days(to))
}
