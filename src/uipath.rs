//! A client of UiPath's Automation Suite.

use crate::api::{Allocate, AllocateBy, Allocated, Token};
use crate::clock::{Clock, Stopwatch};
use crate::config::Config;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::model::Allocations;
use crate::run::{Cancel, Wait};
use crate::sync::Mutex;
use crate::transport::{BaseUrl, HttpTransport, Method, NetSettings, Transport};

const METHOD_NOT_ALLOWED: u16 = 405;

/// Talks to one suite with one access token, which can be exchanged.
pub struct UiPath {
    net: NetSettings,
    transport: HttpTransport,
    token: Mutex<Token>,
    method: Mutex<AllocateBy>,
    log: Log,
}

impl UiPath {
    /// Takes the transport's settings and the log from the configuration. Opens nothing.
    pub fn new(config: &Config, base_url: BaseUrl, token: Token) -> Self {
        let (net, log) = (config.net(), config.log().clone());
        let transport = HttpTransport::new(base_url, net.clone(), &log);
        Self { net, transport, token: Mutex::new(token), method: Mutex::default(), log }
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
        let wait = Wait::new(self.net.timeout, &Cancel::default());
        let call = Call { uipath: self, allocate, token, wait };
        let result = call.allocate_by(method);
        let outcome = match &result {
            Ok(_) => "done".to_owned(),
            Err(error) => format!("{:?}: HTTP {}", error.status(), error.http_status()),
        };
        self.log.info(format_args!("allocate licenses: {outcome} after {} ms", watch.elapsed_ms()));
        result
    }
}

/// One call of the application, which may take two requests.
struct Call<'a> {
    uipath: &'a UiPath,
    allocate: &'a Allocate,
    token: Token,
    wait: Wait,
}

impl Call<'_> {
    fn allocate_by(&self, method: AllocateBy) -> Result<Allocations, Error> {
        match method {
            AllocateBy::Post => self.send(Method::Post)?.or_refusal(),
            AllocateBy::Put => self.send(Method::Put)?.or_refusal(),
            AllocateBy::Auto => match self.send(Method::Post)? {
                Allocated::Done(allocations) => Ok(allocations),
                Allocated::ByAnotherMethod(refusal) => self.put_after(&refusal),
            },
        }
    }

    /// After a POST that allocated nothing.
    fn put_after(&self, post: &Error) -> Result<Allocations, Error> {
        match self.send(Method::Put)? {
            Allocated::Done(allocations) => Ok(allocations),
            // A suite without PUT allocates by POST, and meant what it said to that.
            Allocated::ByAnotherMethod(put) if put.http_status() == METHOD_NOT_ALLOWED => {
                Err(post.clone().and(format_args!("PUT: {}", put.message())))
            }
            Allocated::ByAnotherMethod(put) => {
                Err(put.and(format_args!("before it, POST: {}", post.message())))
            }
        }
    }

    fn send(&self, method: Method) -> Result<Allocated, Error> {
        let request = self.allocate.request(method, &self.token);
        let answer = self.uipath.transport.send(&request, &self.wait)?;
        self.allocate.read(method, answer, &self.token, Clock::System.now())
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
