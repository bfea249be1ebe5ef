//! What a certificate says of itself, for a person who looks for what is in the way. Nothing is decided by it: that is
//! `verifier`'s, and the system's.

#![allow(clippy::arithmetic_side_effects, reason = "dates are of the years 0 to 9999")]

use rustls::pki_types::CertificateDer;

use crate::der;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// Of text: UTF8String, PrintableString, IA5String.
const TEXTS: [u8; 3] = [0x0c, 0x13, 0x16];

/// The attributes of X.520 that are looked at.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

/// A certificate that was presented; any text in it is the issuer's, and may say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presented {
    pub subject: X500Name,
    pub issuer: X500Name,
    /// In Unix seconds.
    pub not_before: Option<i64>,
    pub not_after: Option<i64>,
}

/// Who a certificate is of, or from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct X500Name {
    pub common_name: Option<String>,
    pub organization: Option<String>,
}

impl Presented {
    /// `None`: it cannot be read.
    pub fn read(certificate: &CertificateDer) -> Option<Self> {
        let (certificate, _) = der::value(certificate, SEQUENCE)?;
        let (mut rest, _) = der::value(certificate, SEQUENCE)?;
        if let Some((_, after)) = der::value(rest, VERSION) {
            rest = after;
        }
        let (_, rest) = der::value(rest, INTEGER)?;
        let (_, rest) = der::value(rest, SEQUENCE)?;
        let (issuer, rest) = der::value(rest, SEQUENCE)?;
        let (validity, rest) = der::value(rest, SEQUENCE)?;
        let (subject, _) = der::value(rest, SEQUENCE)?;
        let (tag, before, validity) = der::any(validity)?;
        let (not_before, not_after) = (time(tag, before), der::any(validity));
        let not_after = not_after.and_then(|(tag, after, _)| time(tag, after));
        Some(Self { subject: name(subject), issuer: name(issuer), not_before, not_after })
    }
}

/// The attributes of a distinguished name; the first of each kind.
fn name(mut der: &[u8]) -> X500Name {
    let mut name = X500Name::default();
    while let Some((set, rest)) = der::value(der, SET) {
        der = rest;
        let Some((kind, text)) = attribute(set) else {
            continue;
        };
        let place = match kind {
            COMMON_NAME => &mut name.common_name,
            ORGANIZATION => &mut name.organization,
            _ => continue,
        };
        place.get_or_insert(text);
    }
    name
}

fn attribute(set: &[u8]) -> Option<(&[u8], String)> {
    let (pair, _) = der::value(set, SEQUENCE)?;
    let (kind, rest) = der::value(pair, OBJECT_ID)?;
    let (tag, text, _) = der::any(rest)?;
    let text = TEXTS.contains(&tag).then(|| str::from_utf8(text).ok()).flatten()?;
    Some((kind, text.to_owned()))
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` (RFC 5280, 4.1.2.5), in Unix seconds.
fn time(tag: u8, text: &[u8]) -> Option<i64> {
    let (year, rest) = text.split_at_checked(if tag == GENERALIZED_TIME { 4 } else { 2 })?;
    let century = match (tag, number(year)?) {
        (GENERALIZED_TIME, _) => 0,
        (UTC_TIME, 0..50) => 2000,
        (UTC_TIME, _) => 1900,
        _ => return None,
    };
    let parts: Vec<i64> = rest.strip_suffix(b"Z")?.chunks(2).map(number).collect::<Option<_>>()?;
    let [month, day, hour, minute, second] = parts.try_into().ok()?;
    let days = days_since_1970(century + number(year)?, month, day);
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

fn number(digits: &[u8]) -> Option<i64> {
    let are_digits = digits.iter().all(u8::is_ascii_digit);
    str::from_utf8(digits).ok()?.parse().ok().filter(|_| are_digits)
}

/// By the calendar of today; years that begin in March have their odd day last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9).rem_euclid(12)) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};

    use super::*;

    fn certificate(change: impl FnOnce(&mut CertificateParams)) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(["x.example".to_owned()]).unwrap();
        params.distinguished_name = DistinguishedName::new();
        change(&mut params);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()
    }

    #[test]
    fn names_and_dates_of_a_certificate_are_read() {
        let read = Presented::read(&certificate(|params| {
            params.distinguished_name.push(DnType::CountryName, "XX");
            params.distinguished_name.push(DnType::OrganizationName, "Prüfer & Co");
            params.distinguished_name.push(DnType::CommonName, "An authority");
            params.not_before = date_time_ymd(1999, 12, 31);
            params.not_after = date_time_ymd(2096, 2, 29);
        }))
        .unwrap();
        let name = X500Name {
            common_name: Some("An authority".into()),
            organization: Some("Prüfer & Co".into()),
        };
        assert_eq!((&read.subject, &read.issuer), (&name, &name));
        // By `date -d 1999-12-31Z +%s` and so on.
        assert_eq!((read.not_before, read.not_after), (Some(946_598_400), Some(3_981_312_000)));
    }

    #[test]
    fn a_certificate_without_names_has_none() {
        let read = Presented::read(&certificate(|_| ())).unwrap();
        assert_eq!(read.subject, X500Name::default());
    }

    #[test]
    fn what_is_no_certificate_is_not_read_and_panics_nowhere() {
        let whole = certificate(|params| params.distinguished_name.push(DnType::CommonName, "c"));
        for end in 0..whole.len() {
            let cut = CertificateDer::from(whole[..end].to_vec());
            assert_eq!(Presented::read(&cut), None);
            let mut altered = whole.to_vec();
            altered[end] ^= 0x41;
            let _ = Presented::read(&CertificateDer::from(altered));
        }
    }

    #[test]
    fn days_are_counted_as_time_counts_them() {
        for (date, seconds) in [
            (b"700101000000Z".as_slice(), 0),
            (b"000229235959Z", 951_868_799),
            (b"491231235959Z", 2_524_607_999),
        ] {
            assert_eq!(time(UTC_TIME, date), Some(seconds));
        }
        assert_eq!(time(GENERALIZED_TIME, b"99991231235959Z"), Some(253_402_300_799));
        for wrong in [b"".as_slice(), b"70", b"7001010000Z", b"700101000000", b"7001010000+1Z"] {
            assert_eq!(time(UTC_TIME, wrong), None);
        }
    }
}
