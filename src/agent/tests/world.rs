//! A server whose every answer is written in advance, a clock that is set, and a store.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::agent::Agent;
use crate::agent::request::{From, Key};
use crate::api::testing::sign;
use crate::api::{Identity, UserLicenses};
use crate::clock::{Clock, Deadline, http_date};
use crate::config::{AgentSettings, Config};
use crate::error::{Error, Status};
use crate::model::Licenses;
use crate::results::{Answer, RefreshCallback};
use crate::run::{Handoff, Wait, is_worker};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::{Request, Response, Target, Transport};

pub const TOKEN_URL: &str = "https://id.example.com/token";

/// 2030-01-15 12:00:00 UTC.
pub const NOW: i64 = 1_894_708_800;

type Script = Box<dyn FnOnce(&Request, &Wait) -> Result<Response, Error> + Send>;

/// What the server will say, and what it was asked.
#[derive(Clone, Default)]
pub struct Server {
    script: Arc<Mutex<VecDeque<Script>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked: the last part of the path, or the whole URL of a form.
    pub what: String,
    pub date: Option<String>,
    pub authorization: Option<String>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let header = |name| {
            let header = request.headers.iter().find(|(each, _)| *each == name);
            header.map(|(_, value)| value.expose().to_owned())
        };
        let what = match &request.to {
            Target::Path(path) => path.rsplit('/').next().unwrap().to_owned(),
            Target::Endpoint(endpoint) => endpoint.url(),
        };
        Self { what, date: header("date"), authorization: header("authorization") }
    }
}

impl Server {
    pub fn says(
        &self,
        answer: impl FnOnce(&Request) -> Result<Response, Error> + Send + 'static,
    ) -> &Self {
        self.says_within(move |request, _| answer(request))
    }

    fn says_within(
        &self,
        answer: impl FnOnce(&Request, &Wait) -> Result<Response, Error> + Send + 'static,
    ) -> &Self {
        self.script.lock().push_back(Box::new(answer));
        self
    }

    /// Says nothing for as long as the request goes on.
    pub fn hangs(&self) -> &Self {
        self.says_within(|_, wait| {
            let ended = wait.pause(Duration::MAX);
            Err(Error::new(Status::Network, format!("the connection ended: {ended:?}")))
        })
    }

    pub fn gives(&self, licenses: Value) -> &Self {
        self.says(move |_| Ok(signed(&licenses)))
    }

    /// Gives an access token.
    pub fn grants(&self, token: &str, expires_in: i64) -> &Self {
        let body = json!({"access_token": token, "expires_in": expires_in, "token_type": "Bearer"});
        self.says_json(200, body)
    }

    /// Unsigned.
    pub fn says_json(&self, status: u16, body: Value) -> &Self {
        self.says(move |_| Ok(Response::new(status, body.to_string())))
    }

    /// Signed, to the byte.
    pub fn gives_text(&self, text: &str) -> &Self {
        let text = text.to_owned();
        self.says(move |_| Ok(signed_text(&text)))
    }

    /// The connection is lost after the request was sent.
    pub fn loses_the_answer(&self) -> &Self {
        self.says(|_| Err(Error::new(Status::Network, "lost").with_request_sent(true)))
    }

    pub fn fails(&self, status: Status) -> &Self {
        self.says(move |_| Err(Error::new(status, "scripted")))
    }

    pub fn refuses(&self, http_status: u16, code: &str) -> &Self {
        let code = code.to_owned();
        self.says(move |_| Ok(refusal(http_status, &code)))
    }

    /// Answers once the test lets it.
    pub fn gives_when(&self, ready: &Handoff<()>, licenses: Value) -> &Self {
        let ready = ready.clone();
        self.says(move |_| {
            ready.take_within(Duration::from_secs(60)).expect("the test lets the server answer");
            Ok(signed(&licenses))
        })
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.lock().len()
    }

    pub fn requests(&self) -> Vec<Asked> {
        self.asked.lock().clone()
    }

    /// The `Date` headers of the requests.
    pub fn dates(&self) -> Vec<String> {
        let dates = self.requests().into_iter();
        dates.map(|asked| asked.date.expect("each has a date")).collect()
    }
}

impl Transport for Server {
    fn send(&self, request: &Request, wait: &Wait) -> Result<Response, Error> {
        self.asked.lock().push(Asked::of(request));
        let answer = self.script.lock().pop_front();
        answer.expect("the server is asked no more often than the script says")(request, wait)
    }
}

/// What an activation of `up` answers with, of the device `d` and the key `K-1`, with more members.
pub fn activated(id: i64, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(",{more}") };
    format!(
        r#"{{"id":{id},"license_key":"K-1","hardware_id":"d","device_id":7,"product_details":{{"short_code":"up"}}{more}}}"#
    )
}

pub fn refusal(http_status: u16, code: &str) -> Response {
    let body = json!({"status": http_status, "code": code, "message": "scripted"});
    Response::new(http_status, body.to_string()).with_header("date", http_date(NOW))
}

pub fn signed(licenses: &Value) -> Response {
    signed_text(&licenses.to_string())
}

pub fn signed_text(text: &str) -> Response {
    Response::new(200, text).with_header("licensesignature", sign(text.as_bytes()))
}

/// A license of `a@b.c` for `up`.
pub fn license(id: i64) -> Value {
    json!([{"license": {"id": id, "product_details": {"short_code": "up"}}, "user": {"email": "a@b.c"}}])
}

pub fn id_of(answer: &Answer<Licenses>) -> i64 {
    answer.data.0[0].fields.id.get().unwrap()
}

/// One device: its clock and its store. Agents come and go.
pub struct World {
    pub server: Server,
    pub clock: Clock,
    pub reported: Arc<Mutex<Vec<Result<i64, Status>>>>,
    dir: TempDir,
}

impl World {
    pub fn new() -> Self {
        Self {
            server: Server::default(),
            clock: Clock::manual(NOW),
            reported: Arc::default(),
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    pub fn agent(&self) -> Agent {
        self.agent_with(|_| ())
    }

    pub fn agent_with(&self, change: impl FnOnce(&mut Config)) -> Agent {
        self.configured(|config| {
            config.set_api_key("k", "s").unwrap();
            change(config);
        })
    }

    /// With an OAuth client, and a token URL.
    pub fn oauth_agent(&self, change: impl FnOnce(&mut Config)) -> Agent {
        self.configured(|config| {
            config.set_oauth_client("i", "s", Some(TOKEN_URL)).unwrap();
            change(config);
        })
    }

    /// With settings that no configuration makes here.
    pub fn agent_as(
        &self,
        change: impl FnOnce(&mut Config),
        alter: impl FnOnce(&mut AgentSettings),
    ) -> Agent {
        let change = |config: &mut Config| {
            config.set_api_key("k", "s").unwrap();
            change(config);
        };
        self.made(change, alter)
    }

    fn configured(&self, change: impl FnOnce(&mut Config)) -> Agent {
        self.made(change, |_| ())
    }

    fn made(
        &self,
        change: impl FnOnce(&mut Config),
        alter: impl FnOnce(&mut AgentSettings),
    ) -> Agent {
        let mut config = Config::default();
        config
            .set_response_public_key(include_str!(
                "../../../tests/data/test-response-public-key.pem"
            ))
            .unwrap();
        config.set_cache_dir(self.dir.path().to_str().unwrap());
        config.set_device_id("d");
        config.set_timeout_ms(60_000).unwrap();
        let reported = self.reported.clone();
        config.set_refresh_callback(Some(RefreshCallback::new(move |product, result| {
            assert_eq!(product, "up");
            assert!(is_worker(), "the application is called on a thread of the agent");
            reported.lock().push(result.map(id_of).map_err(Error::status));
        })));
        change(&mut config);
        let mut settings = config.agent_settings().unwrap();
        alter(&mut settings);
        Agent::with(settings, Box::new(self.server.clone()), self.clock.clone())
    }

    /// Lets the time pass that a refresh waits for, until it is being made.
    pub fn refreshes(&self, agent: &Agent) {
        self.clock.pass(Duration::from_secs(3600));
        while agent.rooms.timetable.has_thread() {
            std::thread::yield_now();
        }
    }

    /// What the application was reported, once it was told so many things.
    pub fn reported(&self, count: usize) -> Vec<Result<i64, Status>> {
        let deadline = Deadline::after(Duration::from_secs(60));
        while self.reported.lock().len() < count && !deadline.remaining().is_zero() {
            std::thread::yield_now();
        }
        self.reported.lock().clone()
    }
}

pub fn password(password: &str) -> UserLicenses {
    by(Identity::Password { username: "a@b.c".into(), password: Secret::new(password) })
}

pub fn remembered(username: Option<&str>) -> UserLicenses {
    by(Identity::Remembered { username: username.map(str::to_owned) })
}

pub fn by(identity: Identity) -> UserLicenses {
    UserLicenses { product: "up".into(), identity }
}

/// How many wait for the answer to a call, from anywhere and from the server only.
pub fn waiting(agent: &Agent, call: &UserLicenses) -> [usize; 2] {
    let requests = &agent.rooms.requests;
    [From::ServerOrOtherProcess, From::Server].map(|from| requests.waiting(&Key::new(call, from)))
}

pub fn status<T>(result: Result<T, Error>) -> Status {
    result.err().expect("it fails").status()
}
