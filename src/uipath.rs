//! A client of UiPath's Automation Suite.

use std::time::Duration;

use crate::api::{Allocate, AllocateBy, AllocateRequest, ProductIds, Token};
use crate::clock::{Clock, Stopwatch};
use crate::config::Config;
use crate::error::{Error, Meaning, Status};
use crate::log::Log;
use crate::model::Allocations;
use crate::network::{Server, ServerSettings};
use crate::run::{Cancel, Wait};
use crate::sync::Mutex;
use crate::transport::{BaseUrl, HttpTransport, Method};

const METHOD_NOT_ALLOWED: u16 = 405;

/// Talks to one suite with one access token, which can be exchanged.
pub struct UiPath {
    server: Server,
    timeout: Duration,
    token: Mutex<Token>,
    method: Mutex<AllocateBy>,
    log: Log,
}

impl UiPath {
    /// Takes the transport's settings and the log from the configuration. Opens nothing.
    pub fn new(config: &Config, base_url: BaseUrl, token: Token) -> Self {
        let (net, log) = (config.net(), config.log().clone());
        let timeout = net.timeout;
        let transport = HttpTransport::new(base_url.clone(), net, &log);
        let settings = ServerSettings {
            host: base_url,
            timeout,
            application: None,
            response_key: config.response_key(),
            product_ids: ProductIds::default(),
            log: log.clone(),
        };
        let server = Server::new(settings, Box::new(transport), Clock::System);
        Self { server, timeout, token: Mutex::new(token), method: Mutex::default(), log }
    }

    /// For the calls that begin after it.
    pub fn set_access_token(&self, token: Token) {
        *self.token.lock() = token;
    }

    /// For the calls that begin after it.
    pub fn set_method(&self, method: AllocateBy) {
        *self.method.lock() = method;
    }

    /// Sends the allocation once, or a second time if the first is known to have done nothing. A failure
    /// after it may have arrived says so.
    pub fn allocate(&self, allocate: &Allocate) -> Result<Allocations, Error> {
        let token = self.token.lock().clone();
        let method = *self.method.lock();
        let watch = Stopwatch::start();
        let wait = Wait::new(self.timeout, &Cancel::default());
        let result = Allocation { server: &self.server, allocate, token, wait }.by(method);
        let outcome = match &result {
            Ok(_) => "done".to_owned(),
            Err(error) => format!("{:?}: HTTP {}", error.status(), error.http_status()),
        };
        self.log.info(format_args!("allocate licenses: {outcome} after {} ms", watch.elapsed_ms()));
        result
    }
}

/// One call of the application, which may take two requests.
struct Allocation<'a> {
    server: &'a Server,
    allocate: &'a Allocate,
    token: Token,
    wait: Wait,
}

impl Allocation<'_> {
    fn by(&self, method: AllocateBy) -> Result<Allocations, Error> {
        match method {
            AllocateBy::Post => self.send(Method::Post),
            AllocateBy::Put => self.send(Method::Put),
            AllocateBy::Auto => match self.send(Method::Post) {
                Err(post) if post.meaning() == Meaning::OtherMethod => self.put_after(&post),
                outcome => outcome,
            },
        }
    }

    /// After a POST that allocated nothing.
    fn put_after(&self, post: &Error) -> Result<Allocations, Error> {
        self.send(Method::Put).map_err(|put| {
            if put.meaning() != Meaning::OtherMethod {
                put
            } else if put.http_status() == METHOD_NOT_ALLOWED {
                // A suite without PUT allocates by POST, and meant what it said to that.
                post.clone().and(format_args!("PUT: {}", put.message()))
            } else {
                put.and(format_args!("before it, POST: {}", post.message()))
            }
        })
    }

    fn send(&self, method: Method) -> Result<Allocations, Error> {
        let call = AllocateRequest { allocate: self.allocate, method, token: &self.token };
        self.server.call(&call, &self.wait, &|| ()).map(|fetched| fetched.data)
    }
}

/// An access token as a header can carry it.
pub fn parse_token(token: &str) -> Result<Token, Error> {
    if token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Token::new(token));
    }
    Err(Error::new(
        Status::InvalidArgument,
        "access_token: expected letters, digits and punctuation, without spaces",
    ))
}
