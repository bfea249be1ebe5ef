//! The way to the service: names, connections, the proxy, TLS.

use std::net::{IpAddr, SocketAddr};

use super::super::report::{Details, Finding, Value};
use super::super::text::{Harmless, Host, Label, Text};
use super::failed;
use super::interception::{Interception, interception};
use crate::error::Error;
use crate::transport::{Attempted, Presented, ProxyFacts, Trace, X500Name};

/// So many days before its end a certificate should have been replaced.
const EXPIRES_SOON: i64 = 14;
const DAY: i64 = 86_400;

pub fn names(host: &Host, found: &Result<Vec<SocketAddr>, Error>) -> Finding {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            return failed("The name cannot be looked up", error)
                .with(Details::default().and("host", Value::shown(host)));
        }
    };
    let of_family = |is_ipv6| found.iter().filter(|address| address.is_ipv6() == is_ipv6).count();
    let details = Details::default()
        .and("host", Value::shown(host))
        .and("ipv4", of_family(false))
        .and("ipv6", of_family(true))
        .and("addresses", Value::list(found.iter().map(|found| Value::shown(&found.ip()))));
    Finding::ok(Text::of("The name {} leads to {} addresses.", &[host, &found.len()])).with(details)
}

/// To the service, or to the proxy that leads to it.
pub fn connection(host: &Host, attempted: &[Attempted]) -> Finding {
    let good = attempted.iter().filter(|one| one.result.is_ok()).count();
    let attempts = Value::list(attempted.iter().map(attempt));
    let details = Details::default().and("host", Value::shown(host)).and("attempts", attempts);
    let finding = match (good, attempted.len()) {
        (0, _) => none(host, attempted),
        (good, all) if good == all => {
            Finding::ok(Text::of("All {} addresses of {} can be connected to.", &[&all, host]))
        }
        (good, all) => Finding::warning(
            Text::of("{} of {} addresses of {} can be connected to.", &[&good, &all, host]),
            "Nothing, if the others are of a family that this network does not have (IPv6, mostly); else ask who runs it.",
        ),
    };
    finding.with(details)
}

fn none(host: &Host, attempted: &[Attempted]) -> Finding {
    let why = attempted.iter().find_map(|one| one.result.as_ref().err());
    let why = why.map_or(Text::from("it has no address"), |error| Text::of("{}", &[error]));
    Finding::failed(
        Text::of("No address of {} can be connected to: {}.", &[host, &why]),
        "Check that this device is online, and that no firewall stands between it and that address.",
    )
}

fn attempt(attempted: &Attempted) -> Details {
    let Attempted { address, after, result } = attempted;
    let ms = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
    let problem = result.as_ref().err().map(|error| Text::of("{}", &[error]));
    Details::default()
        .and("address", Value::shown(address))
        .and("family", family(&address.ip()))
        .and("milliseconds", ms)
        .and("problem", problem)
}

fn family(address: &IpAddr) -> &'static str {
    match address {
        IpAddr::V4(_) => "ipv4",
        IpAddr::V6(_) => "ipv6",
    }
}

/// `failure`: the call ended there.
pub fn proxy(proxy: Option<&ProxyFacts>, trace: &Trace, failure: Option<&Error>) -> Finding {
    let Some(facts) = proxy else {
        return match failure {
            Some(error) => failed("A proxy that is not set has answered", error),
            None => Finding::skipped("No proxy stands on the way."),
        };
    };
    let host = host_of(facts);
    let details = proxy_details(facts).and("http_status", trace.proxy_status.map(i64::from));
    let finding = match failure {
        Some(error) => failed("The proxy does not lead to the license server", error),
        None => Finding::ok(Text::of("The proxy {} leads to the license server.", &[&host])),
    };
    finding.with(details)
}

pub fn host_of(proxy: &ProxyFacts) -> Host {
    Host::named(&format!("{}:{}", proxy.host, proxy.port))
}

pub fn proxy_details(proxy: &ProxyFacts) -> Details {
    Details::default()
        .and("scheme", proxy.scheme)
        .and("host", Value::shown(&host_of(proxy)))
        .and("has_user", proxy.has_user)
        .and("resolves_names", proxy.resolves)
}

/// By which authorities the device judges, and what was found of them.
#[derive(Clone, Copy)]
pub struct Tls<'a> {
    pub trace: &'a Trace,
    pub failure: Option<&'a Error>,
    /// In Unix seconds.
    pub now: i64,
    pub has_ca_file: bool,
}

impl Tls<'_> {
    pub fn finding(self) -> Finding {
        let interception = self.interception();
        let details = self.details(interception);
        let finding = match self.failure {
            Some(error) => failed("No secure connection to the license server stands", error),
            None => self.good(interception),
        };
        finding.with(details)
    }

    fn interception(self) -> Interception {
        interception(&self.trace.presented, self.trace.distrust)
    }

    fn good(self, interception: Interception) -> Finding {
        if interception == Interception::Likely {
            return Finding::warning(
                "TLS stands, but the certificate is not the license server's own: something on the way reads along.",
                "Ask whoever runs this network to let the license server pass unread.",
            );
        }
        match self.days_left() {
            Some(days) if days < EXPIRES_SOON => Finding::warning(
                Text::of("The certificate of the license server ends in {} days.", &[&days]),
                "Tell the vendor, unless this device's clock is wrong.",
            ),
            Some(_) | None => {
                Finding::ok("TLS stands, and the license server has proven who it is.")
            }
        }
    }

    fn days_left(self) -> Option<i64> {
        let end = self.trace.presented.first()?.not_after?;
        Some(end.saturating_sub(self.now).div_euclid(DAY))
    }

    fn details(self, interception: Interception) -> Details {
        let (tls, chain) = (self.trace.tls, &self.trace.presented);
        Details::default()
            .and("version", tls.map(|tls| tls.version))
            .and("cipher_suite", tls.map(|tls| tls.suite))
            .and("issuer", chain.first().and_then(|own| named(&own.issuer)))
            .and("days_left", self.days_left())
            .and("intercepted", interception.name())
            .and("trusted_by", if self.has_ca_file { "ca_file" } else { "system" })
            .and("chain", Value::list(chain.iter().map(certificate)))
    }
}

fn certificate(presented: &Presented) -> Details {
    Details::default()
        .and("subject", named(&presented.subject))
        .and("issuer", named(&presented.issuer))
        .and("not_before", presented.not_before)
        .and("not_after", presented.not_after)
}

fn named(name: &X500Name) -> Option<Text> {
    let label = |text: &Option<String>| Label::of(text.as_deref()?);
    let names: Vec<Label> =
        [&name.common_name, &name.organization].into_iter().filter_map(label).collect();
    match &names[..] {
        [] => None,
        [one] => Some(Text::of("{}", &[one])),
        [name, organization, ..] => {
            Some(Text::of("{}, {}", &[name as &dyn Harmless, organization]))
        }
    }
}
