//! Public keys that a server may have, in the form of curl's option CURLOPT_PINNEDPUBLICKEY.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use rustls::pki_types::CertificateDer;
use webpki::EndEntityCert;

const PREFIX: &str = "sha256//";

/// SHA-256 over a certificate's SubjectPublicKeyInfo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin([u8; SHA256_OUTPUT_LEN]);

/// One of these must be the key of the server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedKeys(Vec<Pin>);

impl PinnedKeys {
    /// The error is the expectation, in words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        text.split(';').map(Pin::parse).collect::<Option<_>>().map(Self).ok_or(
            "expected \"sha256//\" and the base64 of a SHA-256 over the key, several separated by \";\"",
        )
    }

    /// The error is the key that was seen; none if the certificate cannot be read.
    pub fn check(&self, certificate: &CertificateDer) -> Result<(), Mismatch> {
        let seen = Pin::of(certificate);
        match seen {
            Some(pin) if self.0.contains(&pin) => Ok(()),
            seen => Err(Mismatch(seen)),
        }
    }
}

impl Pin {
    fn parse(text: &str) -> Option<Self> {
        let decoded = BASE64_STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        decoded.try_into().ok().map(Self)
    }

    fn of(certificate: &CertificateDer) -> Option<Self> {
        let certificate = EndEntityCert::try_from(certificate).ok()?;
        let key = digest(&SHA256, &certificate.subject_public_key_info());
        key.as_ref().try_into().ok().map(Self)
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", BASE64_STANDARD.encode(self.0))
    }
}

/// The server has another key, which is no secret.
#[derive(Debug)]
pub struct Mismatch(Option<Pin>);

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pin) => write!(f, "its public key is not one of the pinned ones; it is {pin}"),
            None => f.write_str("its public key is not one of the pinned ones"),
        }
    }
}

impl std::error::Error for Mismatch {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_in_curls_form() {
        let one = format!("sha256//{}", BASE64_STANDARD.encode([1; 32]));
        let two = format!("sha256//{}", BASE64_STANDARD.encode([2; 32]));
        let pins = PinnedKeys::parse(&format!("{one};{two}")).unwrap();
        assert_eq!(pins, PinnedKeys(vec![Pin([1; 32]), Pin([2; 32])]));
        assert_eq!(pins.0[1].to_string(), two);
    }

    #[test]
    fn other_texts_are_no_pins() {
        let good = format!("sha256//{}", BASE64_STANDARD.encode([1; 32]));
        let short = format!("sha256//{}", BASE64_STANDARD.encode([1; 31]));
        let url_safe = "sha256//__________________________________________8=";
        for text in [
            "",
            "sha256//",
            "key.pem",
            &short,
            url_safe,
            &good.replace("//", "/"),
            &good.replace('=', ""),
            &format!("{good};"),
            &format!(";{good}"),
            &format!("{good}; {good}"),
            &format!("{good},{good}"),
            &format!("{good};{short}"),
        ] {
            assert!(PinnedKeys::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_key_of_a_certificate_is_checked() {
        use ring::digest;
        let made = rcgen::generate_simple_self_signed(["h".to_owned()]).unwrap();
        let info = rcgen::PublicKeyData::subject_public_key_info(&made.signing_key);
        let hash = digest::digest(&digest::SHA256, &info);
        let own = format!("sha256//{}", BASE64_STANDARD.encode(hash));
        let other = format!("sha256//{}", BASE64_STANDARD.encode([7; 32]));
        let check = |text: &str| PinnedKeys::parse(text).unwrap().check(made.cert.der());
        assert!(check(&own).is_ok());
        assert!(check(&format!("{other};{own}")).is_ok());
        let mismatch = check(&other).unwrap_err().to_string();
        assert!(mismatch.contains(&own), "{mismatch}");
        assert!(PinnedKeys::parse(&own).unwrap().check(&vec![0; 9].into()).is_err());
    }
}
