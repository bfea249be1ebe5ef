//! The settings, the environment, and the versions of everything.

use std::time::Duration;

use super::super::report::{Details, Finding, Value};
use super::super::text::{Host, Label, Text};
use super::failed;
use super::way::{host_of, proxy_details};
use crate::error::Error;
use crate::transport::{ProxyFacts, ProxySource};

/// Less than this is not enough for a slow network.
const SHORT: Duration = Duration::from_secs(1);

/// The settings, as far as anybody may know them.
pub struct Settings {
    pub server: Host,
    pub is_https: bool,
    /// `api_key` or `oauth_client`.
    pub application: &'static str,
    pub timeout: Duration,
    pub connect_timeout: Option<Duration>,
    /// `production` or `own`.
    pub response_key: &'static str,
    pub is_product_pinned: Option<bool>,
    pub has_ca_file: bool,
    pub is_key_pinned: bool,
    pub offline_grace: i64,
    pub refresh_after: i64,
    pub remember: &'static str,
    /// Whether the certificates that are trusted can be read.
    pub trust: Result<(), Error>,
}

impl Settings {
    pub fn finding(&self) -> Finding {
        let finding = match &self.trust {
            Err(error) if self.has_ca_file => {
                failed("The CA file that is set cannot be used", error)
            }
            _ if self.timeout < SHORT => Finding::warning(
                "The time that is set for a call is shorter than a second.",
                "Give calls some seconds (timeout_ms): a slow network needs them.",
            ),
            Ok(()) | Err(_) => Finding::ok("The settings go together."),
        };
        finding.with(self.details())
    }

    fn details(&self) -> Details {
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Details::default()
            .and("host", Value::shown(&self.server))
            .and("https", self.is_https)
            .and("application", self.application)
            .and("timeout_ms", ms(self.timeout))
            .and("connect_timeout_ms", self.connect_timeout.map(ms))
            .and("response_key", self.response_key)
            .and("product_id_is_pinned", self.is_product_pinned)
            .and("ca_file", self.has_ca_file)
            .and("public_key_is_pinned", self.is_key_pinned)
            .and("offline_grace_seconds", self.offline_grace)
            .and("refresh_after_seconds", self.refresh_after)
            .and("remember", self.remember)
    }
}

/// What was taken from the environment.
pub struct Surroundings {
    pub proxy: Option<ProxyFacts>,
    pub source: ProxySource,
    /// Names a proxy, and cannot be read.
    pub unusable: Option<&'static str>,
    pub is_past_the_proxy: bool,
    /// The variables that are set, of those that count.
    pub variables: Vec<&'static str>,
    pub is_privileged: bool,
    pub has_ca_file: bool,
    pub trust: Result<(), Error>,
}

impl Surroundings {
    pub fn finding(&self) -> Finding {
        let finding = match (&self.trust, self.unusable) {
            (Err(error), _) if !self.has_ca_file => {
                failed("The system's trust store cannot be used", error)
            }
            (_, Some(variable)) => Finding::warning(
                Text::of(
                    "The variable {} is set, and is not the address of a proxy.",
                    &[&variable],
                ),
                "Correct it, or remove it: http://host:port is what it should look like.",
            ),
            (_, None) => Finding::ok(self.sentence()),
        };
        finding.with(self.details())
    }

    fn sentence(&self) -> Text {
        match (&self.proxy, self.source) {
            (Some(proxy), ProxySource::Setting) => {
                Text::of("The proxy {} is set by the application.", &[&host_of(proxy)])
            }
            (Some(proxy), ProxySource::Environment(variable)) => Text::of(
                "The proxy {} is set by {}.",
                &[&host_of(proxy), &variable.unwrap_or("the environment")],
            ),
            (None, _) if self.is_past_the_proxy => {
                "A proxy is set, and the license server is reached past it.".into()
            }
            (None, _) => "No proxy is set.".into(),
        }
    }

    fn details(&self) -> Details {
        let (by, variable) = match self.source {
            ProxySource::Setting => ("setting", None),
            ProxySource::Environment(variable) => ("environment", variable),
        };
        Details::default()
            .and("variables", Value::list(self.variables.iter().copied()))
            .and("proxy", self.proxy.as_ref().map(proxy_details))
            .and("proxy_by", by)
            .and("proxy_variable", variable)
            .and("past_the_proxy", self.is_past_the_proxy)
            .and("privileged", self.is_privileged)
    }
}

/// The versions of the library, of what it was built with, and of the system.
pub fn versions(release: Option<&str>) -> Finding {
    let release = release.and_then(Label::of).map(|release| Value::shown(&release));
    let details = Details::default()
        .and("lsagent", env!("CARGO_PKG_VERSION"))
        .and("system", std::env::consts::OS)
        .and("release", release)
        .and("processor", std::env::consts::ARCH)
        .and("built_with", Value::list(built_with()));
    Finding::ok(concat!("This is lsagent ", env!("CARGO_PKG_VERSION"), ".")).with(details)
}

/// Names and versions, as Cargo.lock has them.
fn built_with() -> impl Iterator<Item = &'static str> {
    env!("LSAGENT_BUILT_WITH").split(',').filter(|one| !one.is_empty())
}
