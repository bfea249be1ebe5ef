//! The transport on ureq: kept connections, one deadline, a cap on the body, no redirects.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use once_cell::sync::OnceCell;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, http};

use super::dial::Dial;
use super::failure::{self, Route};
use super::resolver::DeadlineResolver;
use super::tls;
use super::watch::{self, Watch};
use super::{BaseUrl, Endpoint, Method, NetSettings, Request, Response, Transport};
use crate::error::{Error, Status};
use crate::log::Log;
use crate::run::Wait;
use crate::secret::Secret;

/// Idle connections kept for the next call, and for how long at most.
const MOST_IDLE: usize = 4;
const MOST_IDLE_TIME: Duration = Duration::from_secs(60);
/// Each connection has two of each; they are zeroed when it is opened. A TLS record is 16 KiB.
const INPUT_BUFFER: usize = 32 << 10;
const OUTPUT_BUFFER: usize = 8 << 10;
/// A kept connection that the server has meanwhile closed costs a try; there are at most that many.
const MOST_TRIES: usize = MOST_IDLE + 1;

/// The body of an answer to a form, after inflating.
const LARGEST_FORM_ANSWER: usize = 64 << 10;

/// Talks to one server, and posts forms to others. The trust store is read when the first connection
/// is made.
pub struct HttpTransport {
    base: BaseUrl,
    settings: NetSettings,
    /// As configured; which servers it is for is another matter.
    proxy: Option<Proxy>,
    agent: OnceCell<Agent>,
}

impl HttpTransport {
    /// Reads the proxy variables of the environment, if the settings say so. Opens nothing.
    pub fn new(base: BaseUrl, settings: NetSettings, log: &Log) -> Self {
        let proxy = settings.proxy.resolve(log);
        Self { base, settings, proxy, agent: OnceCell::new() }
    }

    fn agent(&self) -> Result<&Agent, Error> {
        self.agent.get_or_try_init(|| {
            let roots = match &self.settings.ca_file {
                None => RootCerts::PlatformVerifier,
                Some(path) => RootCerts::Specific(Arc::new(read_certificates(path)?)),
            };
            let tls = TlsConfig::builder()
                .root_certs(roots)
                .unversioned_rustls_crypto_provider(tls::provider())
                .build();
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .proxy(self.proxy_to(&self.base))
                .tls_config(tls)
                .timeout_connect(Some(self.settings.connect_timeout))
                .max_idle_connections(MOST_IDLE)
                .max_idle_connections_per_host(MOST_IDLE)
                .max_idle_age(MOST_IDLE_TIME)
                .input_buffer_size(INPUT_BUFFER)
                .output_buffer_size(OUTPUT_BUFFER)
                .user_agent(self.settings.user_agent.clone())
                .build();
            Ok(Agent::with_parts(config, Dial::new(), DeadlineResolver::default()))
        })
    }

    /// The proxy on the way to a server. That one of its exceptions is reached directly is decided
    /// here, so that a failure on the direct way is not called the proxy's.
    fn proxy_to(&self, server: &BaseUrl) -> Option<Proxy> {
        // Plain http goes to this machine only; a proxy would take it elsewhere.
        let through = |proxy: &&Proxy| server.is_https() && !bypassed(proxy, server);
        self.proxy.as_ref().filter(through).cloned()
    }

    fn attempt(&self, agent: &Agent, call: &Call) -> Result<Response, Failed> {
        let wire = call.wire().map_err(|error| Failed::Ureq(error.into()))?;
        let answer = if call.repeatable && call.proxy == self.proxy_to(&self.base) {
            agent.run(wire)
        } else {
            // What is not repeatable never goes on a kept connection: one that died unnoticed would
            // leave it open whether the request arrived.
            let idle = if call.repeatable { MOST_IDLE_TIME } else { Duration::ZERO };
            let config = agent.configure_request(wire).proxy(call.proxy.clone());
            agent.run(config.max_idle_age(idle).build())
        };
        let (parts, body) = answer.map_err(Failed::Ureq)?.into_parts();
        watch::note_answered();
        let text = |name: &str| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        Ok(Response {
            status: parts.status.as_u16(),
            date: text("date"),
            retry_after: text("retry-after"),
            signature: text("licensesignature"),
            body: read_body(body, call.most)?,
        })
    }

    fn make(&self, call: &Call, wait: &Wait) -> Result<Response, Error> {
        let agent = self.agent()?;
        let mut tries = 1;
        loop {
            let (result, watch) = watch::over(wait, || self.attempt(agent, call));
            match result {
                Err(Failed::Ureq(error))
                    if tries < MOST_TRIES && is_stale(&error, &watch, call) =>
                {
                    tries += 1;
                }
                result => return result.map_err(|failed| call.explain(failed, &watch)),
            }
        }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &Request, wait: &Wait) -> Result<Response, Error> {
        let call = Call {
            method: request.method,
            server: &self.base,
            proxy: self.proxy_to(&self.base),
            url: Secret::new(self.base.join(&request.path, request.query.expose())),
            headers: &request.headers,
            body: &request.body,
            repeatable: request.repeatable,
            most: self.settings.max_response_bytes,
            limit: "max_response_bytes",
        };
        self.make(&call, wait)
    }

    fn post_form(&self, to: &Endpoint, form: &Secret, wait: &Wait) -> Result<Response, Error> {
        let call = Call {
            method: Method::Post,
            server: to.server(),
            proxy: self.proxy_to(to.server()),
            url: Secret::new(to.url()),
            headers: &[
                ("content-type", Secret::new("application/x-www-form-urlencoded")),
                ("accept", Secret::new("application/json")),
            ],
            body: form.expose().as_bytes(),
            repeatable: true,
            most: LARGEST_FORM_ANSWER,
            limit: "an answer to a form may be",
        };
        self.make(&call, wait)
    }

    fn shut_down(&self) {
        if let Some(agent) = self.agent.get() {
            agent.clone().shutdown();
        }
    }
}

/// One call to one server, with all that it takes to make it.
struct Call<'a> {
    method: Method,
    server: &'a BaseUrl,
    proxy: Option<Proxy>,
    url: Secret,
    headers: &'a [(&'static str, Secret)],
    body: &'a [u8],
    repeatable: bool,
    /// The largest body of an answer, and what that limit is called.
    most: usize,
    limit: &'static str,
}

impl<'a> Call<'a> {
    fn wire(&self) -> http::Result<http::Request<&'a [u8]>> {
        let method = match self.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
        };
        let url = Bytes::from_owner(Url(self.url.clone()));
        let uri = http::Uri::from_maybe_shared(url)?;
        let mut builder = http::Request::builder().method(method).uri(uri);
        for (name, value) in self.headers {
            builder = builder.header(*name, value.expose());
        }
        builder.body(self.body)
    }

    fn route(&self) -> Route<'_> {
        Route {
            server: self.server.authority(),
            proxy: self.proxy.as_ref().map(|proxy| format!("{}:{}", proxy.host(), proxy.port())),
        }
    }

    fn explain(&self, failed: Failed, watch: &Watch) -> Error {
        let error = self.name(failed, watch);
        if watch.connected && !self.repeatable {
            return error.and("the request may have reached the server, so it is not sent again");
        }
        error
    }

    fn name(&self, failed: Failed, watch: &Watch) -> Error {
        match failed {
            Failed::Ureq(error) => failure::explain(error, watch, &self.route()),
            Failed::TooLarge => Error::harmless(
                Status::Response,
                format_args!(
                    "the answer of {} is larger than {} ({})",
                    self.server.authority(),
                    self.limit,
                    self.most
                ),
            ),
        }
    }
}

/// The URL of a call, which the HTTP client shares and does not copy: it is overwritten when the last one
/// who has it lets it go.
struct Url(Secret);

impl AsRef<[u8]> for Url {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

fn bypassed(proxy: &Proxy, server: &BaseUrl) -> bool {
    let uri = server.to_string().parse();
    uri.is_ok_and(|uri| proxy.is_no_proxy(&uri))
}

enum Failed {
    Ureq(ureq::Error),
    TooLarge,
}

/// A kept connection turned out to be closed before any byte of an answer came.
fn is_stale(error: &ureq::Error, watch: &Watch, call: &Call) -> bool {
    let closed = matches!(error, ureq::Error::Io(error) if matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
    ));
    call.repeatable && closed && !watch.dialled && !watch.answered
}

fn read_body(mut body: Body, cap: usize) -> Result<Vec<u8>, Failed> {
    let announced = body.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > cap) {
        return Err(Failed::TooLarge);
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0));
    // One byte more than allowed tells an answer of the allowed size from a longer one.
    let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    let read = body.as_reader().take(limit).read_to_end(&mut bytes);
    read.map_err(|error| Failed::Ureq(error.into()))?;
    if bytes.len() > cap { Err(Failed::TooLarge) } else { Ok(bytes) }
}

fn read_certificates(path: &Path) -> Result<Vec<Certificate<'static>>, Error> {
    let wrong = |why: String| {
        Error::new(Status::Config, format!("ca_file {}: {why}", path.display()))
            .log_as("ca_file cannot be used")
    };
    let pem = fs::read(path).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    let certificates: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(wrong("expected at least one certificate in PEM form".into()));
    }
    Ok(certificates)
}
