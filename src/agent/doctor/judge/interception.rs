//! Whether something ends TLS on the way: a filter of a company, or a program on this device.
//!
//! That a certificate is good says that the device trusts who signed it, and not that this is a public authority. Of those
//! that sign for a server in its place many say so in their names.

use crate::transport::{Distrust, Presented, X500Name};

/// Each a part of the name of an authority that inspects what goes by, in small letters. In one text, which is smaller
/// than a list of them.
const KNOWN: &str = "adguard|avast|avg |barracuda|bitdefender|blue coat|bluecoat|burp|charles proxy\
    |check point|cisco umbrella|cloudflare for teams|eset ssl|fiddler|forcepoint|fortigate\
    |fortinet|gateway ca|iboss|kaspersky|lightspeed|mcafee|menlo security|mitmproxy|netskope\
    |palo alto|portswigger|securly|skyhigh|smoothwall|sonicwall|sophos|squid|trend micro\
    |watchguard|websense|zscaler";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interception {
    NoSign,
    /// Nobody here trusts who has signed the certificate: its owner may be such a box.
    Possible,
    /// The name is one of those, or another key than the pinned one answers.
    Likely,
}

impl Interception {
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSign => "no_sign",
            Self::Possible => "possible",
            Self::Likely => "likely",
        }
    }
}

/// By the certificates that were presented, and why they did not count, if that is known.
pub fn interception(chain: &[Presented], distrust: Option<Distrust>) -> Interception {
    let names = chain.iter().flat_map(|one| [&one.issuer, &one.subject]);
    match distrust {
        _ if names.into_iter().any(is_known) => Interception::Likely,
        Some(Distrust::OtherKey) => Interception::Likely,
        Some(Distrust::UnknownIssuer) => Interception::Possible,
        None => Interception::NoSign,
    }
}

fn is_known(name: &X500Name) -> bool {
    let names = [&name.common_name, &name.organization].into_iter().flatten();
    let mut names = names.map(|name| name.to_lowercase());
    names.any(|name| KNOWN.split('|').any(|known| name.contains(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(issuer: &str) -> [Presented; 1] {
        let issuer = X500Name { common_name: Some(issuer.into()), organization: None };
        [Presented { issuer, ..Presented::default() }]
    }

    #[test]
    fn boxes_that_say_their_name_are_known() {
        for name in ["Zscaler Intermediate Root CA (zscalerthree.net)", "NetSkope CA", "Fortinet"] {
            assert_eq!(interception(&chain(name), None), Interception::Likely, "{name}");
        }
        for name in ["Amazon RSA 2048 M02", "DigiCert Inc", "Let's Encrypt", "ISRG Root X1", ""] {
            for (distrust, judged) in [
                (None, Interception::NoSign),
                (Some(Distrust::UnknownIssuer), Interception::Possible),
                (Some(Distrust::OtherKey), Interception::Likely),
            ] {
                assert_eq!(interception(&chain(name), distrust), judged, "{name}");
            }
        }
        let known: Vec<_> = KNOWN.split('|').collect();
        assert!(known.len() > 30 && known.is_sorted());
    }
}
