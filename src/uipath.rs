//! A client of UiPath's Automation Suite.

use crate::api::{Allocate, Token};
use crate::clock::Stopwatch;
use crate::config::Config;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::model::Allocations;
use crate::run::{Cancel, Wait};
use crate::sync::Mutex;
use crate::transport::{BaseUrl, HttpTransport, NetSettings, Transport};

/// Talks to one suite with one access token, which can be exchanged.
pub struct UiPath {
    net: NetSettings,
    transport: HttpTransport,
    token: Mutex<Token>,
    log: Log,
}

impl UiPath {
    /// Takes the transport's settings and the log from the configuration. Opens nothing.
    pub fn new(config: &Config, base_url: BaseUrl, token: Token) -> Self {
        let (net, log) = (config.net(), config.log().clone());
        let transport = HttpTransport::new(base_url, net.clone(), &log);
        Self { net, transport, token: Mutex::new(token), log }
    }

    /// For the calls that begin after it.
    pub fn set_access_token(&self, token: Token) {
        *self.token.lock() = token;
    }

    /// Sends the allocation once. A failure after it may have arrived says so.
    pub fn allocate(&self, allocate: &Allocate) -> Result<Allocations, Error> {
        let token = self.token.lock().clone();
        let watch = Stopwatch::start();
        let wait = Wait::new(self.net.timeout, &Cancel::default());
        let result = self
            .transport
            .send(&allocate.request(&token), &wait)
            .and_then(|answer| Allocate::read(answer, &token));
        let outcome = match &result {
            Ok(_) => "done".to_owned(),
            Err(error) => format!("{:?}: HTTP {}", error.status(), error.http_status()),
        };
        self.log.info(format_args!("allocate licenses: {outcome} after {} ms", watch.elapsed_ms()));
        result
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
