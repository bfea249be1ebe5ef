//! The transport on ureq: pooled connections, one deadline, a cap on the body, no redirects.

mod way;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use once_cell::sync::OnceCell;
use ureq::config::Config;
use ureq::{Agent, Proxy, http};

use super::body::{self, Coding, Unreadable};
use super::dial::Dial;
use super::exchange::Pool;
use super::failure::{self, Route};
use super::proxy::Proxies;
use super::resolver::DeadlineResolver;
use super::trace;
use super::trust::Trust;
use super::watch::{self, Outgoing, Watch};
use super::way::Way;
use super::{BaseUrl, Method, NetSettings, Request, Response, Target, Transport};
use crate::error::{Error, Status};
use crate::log::Log;
use crate::run::Wait;
use crate::secret::Secret;
use crate::sync::Mutex;

/// Idle connections in the pool, and for how long at most.
const MAX_IDLE: usize = 4;
const MAX_IDLE_TIME: Duration = Duration::from_secs(60);
/// What a head has besides its URL and the headers that are set here.
const REST_OF_HEAD: usize = 1 << 10;

/// The body of an answer from a [`Target::Endpoint`], after inflating.
const MAX_ENDPOINT_ANSWER: usize = 64 << 10;

/// Talks to one server, and posts forms to others.
pub struct HttpTransport {
    base: BaseUrl,
    settings: NetSettings,
    proxies: Proxies,
    resolver: DeadlineResolver,
    trust: Arc<Trust>,
    agent: OnceCell<Agent>,
}

impl HttpTransport {
    /// Opens nothing.
    pub fn new(base: BaseUrl, settings: NetSettings, log: &Log) -> Self {
        let proxies = settings.proxy.resolve(&settings.environment, log);
        let trust = Arc::new(Trust::new(&settings));
        let (resolver, agent) = (DeadlineResolver::default(), OnceCell::new());
        Self { base, settings, proxies, resolver, trust, agent }
    }

    /// Talks to a server in memory, whatever address it is told.
    #[cfg(feature = "fuzzing")]
    pub fn with_server(self, server: Arc<super::Server>) -> Self {
        let dial = super::scripted::ScriptedDial { server, pool: Pool::default() };
        let agent = Agent::with_parts(self.config(), dial, DeadlineResolver::default());
        Self { agent: OnceCell::with_value(agent), ..self }
    }

    fn agent(&self) -> &Agent {
        self.agent
            .get_or_init(|| Agent::with_parts(self.config(), self.dial(), self.resolver.clone()))
    }

    fn config(&self) -> Config {
        Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(self.proxies.to(&self.base))
            .accept_encoding("gzip")
            .max_idle_connections(MAX_IDLE)
            .max_idle_connections_per_host(MAX_IDLE)
            .max_idle_age(MAX_IDLE_TIME)
            .user_agent(self.settings.user_agent.clone())
            .build()
    }

    fn dial(&self) -> Dial {
        Dial {
            trust: self.trust.clone(),
            service: self.base.host().to_owned(),
            connect_timeout: self.settings.connect_timeout,
            user_agent: self.settings.user_agent.clone(),
            winners: Mutex::default(),
            pool: Pool::default(),
        }
    }

    /// A request that is not idempotent never goes on a pooled connection: one that died unnoticed would
    /// leave it open whether the request arrived.
    fn attempt(&self, call: &Call, may_be_pooled: bool) -> Result<Response, Failed> {
        let wire = call.wire().map_err(|error| Failed::Ureq(error.into()))?;
        let answer = if may_be_pooled && call.proxy == self.proxies.to(&self.base) {
            self.agent().run(wire)
        } else {
            let idle = if may_be_pooled { MAX_IDLE_TIME } else { Duration::ZERO };
            let config = self.agent().configure_request(wire).proxy(call.proxy.clone());
            self.agent().run(config.max_idle_age(idle).build())
        };
        let (parts, body) = answer.map_err(Failed::Ureq)?.into_parts();
        watch::note_answered();
        let body = match body::read(body, Coding::of(&parts.headers), call.max_bytes) {
            Ok(body) => body,
            Err(why) if parts.status == 200 => return Err(Failed::Body(why)),
            // The status says what there is to say.
            Err(_) => Vec::new(),
        };
        let text = |name: &str| parts.headers.get(name)?.to_str().ok();
        let answer = Response::new(parts.status.as_u16(), body);
        Ok(call.request.answer_headers.iter().fold(answer, |answer, name| match text(name) {
            Some(value) => answer.with_header(name, value),
            None => answer,
        }))
    }

    fn call<'a>(&'a self, request: &'a Request) -> Call<'a> {
        let (server, url, max_bytes, limit) = match &request.to {
            Target::Path(path) => {
                let url = self.base.join(path, "");
                (&self.base, url, self.settings.max_response_bytes, "max_response_bytes")
            }
            Target::Endpoint(endpoint) => {
                let (server, url) = (endpoint.server(), endpoint.url());
                (server, url, MAX_ENDPOINT_ANSWER, "an answer to a form may be")
            }
        };
        let proxy = self.proxies.to(server);
        let unusable = self.proxies.unusable.filter(|_| server.is_https());
        Call { request, server, proxy, unusable, url: Secret::new(url), max_bytes, limit }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &Request, wait: &Wait) -> Result<Response, Error> {
        let call = self.call(request);
        let current = watch::begin(wait, call.outgoing());
        let may_be_pooled = request.idempotent && !trace::wants_a_new_connection();
        let (mut result, mut watch) = (self.attempt(&call, may_be_pooled), current.end());
        let is_stale =
            matches!(&result, Err(Failed::Ureq(error)) if is_stale(error, &watch, &call));
        if is_stale && !wait.deadline.is_over() && !wait.is_cancelled() {
            let current = watch::begin(wait, call.outgoing());
            (result, watch) = (self.attempt(&call, false), current.end());
        }
        result.map_err(|failed| call.explain(failed, &watch))
    }

    fn shut_down(&self) {
        if let Some(agent) = self.agent.get() {
            agent.clone().shutdown();
        }
    }

    fn way(&self) -> Option<&dyn Way> {
        Some(self)
    }
}

/// One call to one server, with all that it takes to make it.
struct Call<'a> {
    request: &'a Request,
    server: &'a BaseUrl,
    proxy: Option<Proxy>,
    unusable: Option<&'static str>,
    /// Without the query that holds secrets.
    url: Secret,
    /// The largest body of an answer, and what that limit is called.
    max_bytes: usize,
    limit: &'static str,
}

impl<'a> Call<'a> {
    fn wire(&self) -> http::Result<http::Request<&'a [u8]>> {
        let method = match self.request.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
        };
        let mut builder = http::Request::builder().method(method).uri(self.url.expose());
        for (name, value) in &self.request.headers {
            builder = builder.header(*name, value.expose());
        }
        builder.body(self.request.body.expose().as_bytes())
    }

    #[allow(
        clippy::arithmetic_side_effects,
        reason = "all of it is in memory already, so it can be counted"
    )]
    fn outgoing(&self) -> Outgoing {
        let headers = self.request.headers.iter();
        let headers = headers.map(|(name, value)| name.len() + value.expose().len() + 4);
        let head = self.url.expose().len() + headers.sum::<usize>() + REST_OF_HEAD;
        let query = Some(&self.request.query).filter(|query| !query.is_empty());
        Outgoing { query: query.cloned(), head }
    }

    fn route(&self) -> Route<'_> {
        Route {
            server: self.server.authority(),
            proxy: self.proxy.as_ref().map(|proxy| format!("{}:{}", proxy.host(), proxy.port())),
            unusable: self.unusable,
        }
    }

    fn explain(&self, failed: Failed, watch: &Watch) -> Error {
        let may_have_arrived = watch.connected && !failed.before_sending();
        let error = self.name(failed, watch).with_request_sent(may_have_arrived);
        if may_have_arrived && !self.request.idempotent {
            return error.and("the request may have reached the server, so it is not sent again");
        }
        error
    }

    fn name(&self, failed: Failed, watch: &Watch) -> Error {
        let server = self.server.authority();
        let why = match failed {
            Failed::Ureq(error) => return failure::explain(error, watch, &self.route()),
            Failed::Body(Unreadable::Connection(error)) => {
                return failure::explain(error.into(), watch, &self.route());
            }
            Failed::Body(Unreadable::TooLarge) => {
                format!("is larger than {} ({})", self.limit, self.max_bytes)
            }
            Failed::Body(Unreadable::UnknownCoding) => {
                "is coded in a way that was not asked for".to_owned()
            }
        };
        Error::harmless(Status::Response, format_args!("the answer of {server} {why}"))
    }
}

enum Failed {
    Ureq(ureq::Error),
    Body(Unreadable),
}

impl Failed {
    /// The request could not even be written down.
    fn before_sending(&self) -> bool {
        use ureq_proto::Error::OutputOverflow;
        matches!(self, Self::Ureq(ureq::Error::Protocol(OutputOverflow) | ureq::Error::Http(_)))
    }
}

/// A pooled connection turned out to be closed, or dead, before any byte of an answer came.
fn is_stale(error: &ureq::Error, watch: &Watch, call: &Call) -> bool {
    let gone = matches!(error, ureq::Error::Io(error) if matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::TimedOut
    ));
    call.request.idempotent && gone && !watch.dialled && !watch.answered
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a call that must not be sent twice says to this failure on a new connection.
    fn said(error: ureq::Error) -> String {
        let server = BaseUrl::parse("https://example.com").unwrap();
        let request = Request {
            method: Method::Post,
            to: Target::Path(String::new()),
            query: Secret::default(),
            headers: Vec::new(),
            body: Secret::default(),
            idempotent: false,
            answer_headers: &[],
        };
        let call = Call {
            request: &request,
            server: &server,
            proxy: None,
            unusable: None,
            url: Secret::default(),
            max_bytes: 0,
            limit: "",
        };
        let wait = Wait::new(Duration::ZERO, &crate::run::Cancel::default());
        let current = watch::begin(&wait, call.outgoing());
        watch::note_dialled();
        watch::note_connected();
        let watch = current.end();
        call.explain(Failed::Ureq(error), &watch).message().to_owned()
    }

    #[test]
    fn a_request_that_was_too_long_has_not_reached_anybody() {
        let overflow = said(ureq_proto::Error::OutputOverflow.into());
        assert!(overflow.contains("nothing was sent"), "{overflow}");
        assert!(!overflow.contains("may have reached"), "{overflow}");
        let lost = said(io::Error::from(io::ErrorKind::ConnectionReset).into());
        assert!(lost.contains("may have reached"), "{lost}");
    }
}
