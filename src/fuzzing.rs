//! What `fuzz/` and its replay in `tests/corpus.rs` call: the readers of foreign bytes, which are private
//! otherwise; and, in `fleet`, the rules by which many devices are simulated. Not a part of the library: the
//! feature `fuzzing` is off wherever one is built to be used.
//!
//! Each function is as thin as it can be; what must hold is said in `fuzz/src`.

mod consumption;
pub mod fleet;
mod stored;
mod values;

use std::sync::Arc;
use std::time::Duration;

pub use self::consumption::{Amounts, consumption_state, journal, journal_of};
pub use self::stored::{
    ActivationRecord, Parts, Sealed, decode_entry, entry_there_and_back, record,
};
pub use self::values::Values;
use crate::api::testing;
use crate::api::{
    AccessToken, Allocate, AllocateRequest, Call, CustomerLicenseUsers, Identity, OAuthClient,
    OAuthUrl, Parameters, ProductIds, ResponseKey, ResponseType, SignInPage, Trusted, UserLicenses,
};
use crate::environment::Environment;
use crate::error::{Error, Meaning, Status};
use crate::log::Log;
use crate::model::{self, Date};
use crate::redact;
use crate::redirect::{Parsed, Redirect, RedirectCheck, parse};
use crate::rules::entitlement;
use crate::rules::sentence::sentence;
use crate::run::{Cancel, Wait};
use crate::secret::Secret;
pub use crate::transport::Script;
use crate::transport::{
    BaseUrl, Endpoint, HttpTransport, Method, NetSettings, NoProxy, PinnedKeys, ProxyChoice,
    Request, Response, Target, Transport,
};

/// A failure, as far as the targets look at one.
pub struct Failure {
    pub message: String,
    pub code: Option<String>,
    pub log_line: String,
    /// Whether the stored answer is dropped.
    pub drops: bool,
    /// Whether a remembered password is.
    pub drops_password: bool,
    pub is_server_fault: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            message: error.message().to_owned(),
            code: error.code().map(str::to_owned),
            log_line: error.for_log(),
            drops: error.meaning() == Meaning::DefiniteNo,
            drops_password: error.status() == Status::Credentials,
            is_server_fault: error.status() == Status::Server,
        }
    }
}

/// An answer off the wire.
pub struct Answer<'a> {
    pub status: u16,
    pub date: Option<&'a str>,
    pub retry_after: Option<&'a str>,
    pub signature: Option<&'a str>,
    pub body: &'a [u8],
}

impl Answer<'_> {
    fn response(&self) -> Response {
        let headers = [
            ("date", self.date),
            ("retry-after", self.retry_after),
            ("licensesignature", self.signature),
        ];
        headers.into_iter().fold(Response::new(self.status, self.body), |answer, (name, value)| {
            match value {
                Some(value) => answer.with_header(name, value),
                None => answer,
            }
        })
    }
}

/// For calls whose answers are not signed.
fn receive<C: Call>(
    call: &C,
    answer: &Answer,
    known: &[&Secret],
    now: i64,
) -> Result<C::Answer, Failure> {
    let key = ResponseKey::production();
    Ok(testing::receive(call, answer.response(), &key, known, now)?)
}

/// A call of the License API whose signed answer may be any text.
struct AnyAnswer {
    secret: Secret,
}

impl Call for AnyAnswer {
    type Answer = String;
    const NAME: &'static str = "any";

    fn method(&self) -> Method {
        Method::Get
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default().secret("password", &self.secret)
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<String, Error> {
        Ok(answer.into_text())
    }
}

/// What a file that answers a request without a network says, once its signatures have been cut out.
pub struct OfflineAnswer {
    pub text: String,
    pub signature: Vec<u8>,
}

/// `None`: the file does not count.
pub fn offline_answer(file: &[u8], key: &PublicKey) -> Option<OfflineAnswer> {
    let signed = crate::api::read_offline_answer(file, &key.0).ok()?.signed;
    Some(OfflineAnswer { text: signed.text().to_owned(), signature: signed.signature().to_vec() })
}

/// What became of a list of licenses.
pub struct Judged {
    pub is_allowed: bool,
    pub sentence: String,
    pub json: String,
}

/// `now` is in Unix seconds. `None`: it is no answer about this product.
pub fn licenses(answer: &str, product: &str, feature: Option<&str>, now: i64) -> Option<Judged> {
    let identity = Identity::Remembered { username: None };
    let question = UserLicenses { product: product.to_owned(), identity };
    let trusted = Trusted::by_the_seal(answer.to_owned());
    let licenses = question.read(trusted, &ProductIds::default()).ok()?;
    let verdict = entitlement::decide(&licenses, product, feature, now);
    Some(Judged {
        is_allowed: verdict.decision.is_allowed(),
        sentence: sentence(&verdict, &licenses, product, feature),
        json: licenses.json(),
    })
}

/// The JSON that comes out again.
pub fn license_users(answer: &str, customer_email: &str) -> Option<String> {
    let question = CustomerLicenseUsers {
        product: String::from("up"),
        customer_email: customer_email.to_owned(),
    };
    let trusted = Trusted::by_the_seal(answer.to_owned());
    let users = question.read(trusted, &ProductIds::default()).ok()?;
    Some(users.json().to_owned())
}

/// The JSON that comes out again, or the failure. Nobody was to be allocated anything, so that every list
/// repeats what was asked for.
pub fn allocations(answer: &Answer, token: &str) -> Result<String, Failure> {
    let allocate = Allocate {
        account_id: String::from("a"),
        user_ids: vec![String::from("u")],
        bundle_codes: vec![String::from("c")],
        use_external_license: false,
    };
    let token = Secret::new(token);
    let call = AllocateRequest { allocate: &allocate, method: Method::Post, token: &token };
    Ok(receive(&call, answer, &[&token], 0)?.json().to_owned())
}

pub fn blank_members(json: &str, name: &str) -> Option<String> {
    model::blank_members(json, name)
}

pub fn is_too_deep(json: &str) -> bool {
    model::is_too_deep(json)
}

/// Of an object: its members, the last one of a name, and the object without that name.
pub struct Members {
    pub all: Vec<(String, String)>,
    pub named: Option<String>,
    pub without: String,
}

pub fn members(json: &str, name: &str) -> Option<Members> {
    let members: model::Members = serde_json::from_str(json).ok()?;
    let text = |value: &serde_json::value::RawValue| value.get().to_owned();
    Some(Members {
        named: members.get(name).map(text),
        without: members.without(name),
        all: members.0.iter().map(|(key, value)| (key.to_string(), text(value))).collect(),
    })
}

/// What a date was read as: its first second, and the first second after it, in Unix seconds.
#[derive(Debug, PartialEq, Eq)]
pub enum ReadDate {
    Absent,
    Unreadable,
    Read { seconds: i64, end: i64 },
}

pub fn date(text: &str) -> ReadDate {
    let date = Date::parse(text);
    match (date, date.seconds(), date.end()) {
        (Date::Absent, ..) => ReadDate::Absent,
        (_, Some(seconds), Some(end)) => ReadDate::Read { seconds, end },
        _ => ReadDate::Unreadable,
    }
}

pub fn day_before(end: i64) -> String {
    Date::day_before(end)
}

/// A key that answers are signed with.
pub struct PublicKey(ResponseKey);

impl PublicKey {
    pub fn from_pem(pem: &str) -> Option<Self> {
        ResponseKey::from_pem(pem).ok().map(Self)
    }

    /// The `RSAPublicKey` of PKCS #1, in DER.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The text of a good answer, or the failure.
    pub fn receive(&self, answer: &Answer, secret: &str, now: i64) -> Result<String, Failure> {
        let call = AnyAnswer { secret: Secret::new(secret) };
        Ok(testing::receive(&call, answer.response(), &self.0, &[], now)?)
    }
}

/// Whether one of the pins is the key of a certificate; the error says what pins look like.
pub fn is_pinned(pins: &str, certificate: &[u8]) -> Result<bool, &'static str> {
    Ok(PinnedKeys::parse(pins)?.check(&certificate.into()).is_ok())
}

/// What the two answers to an OAuth client lead to: the access token, and the token's URL.
pub struct OAuth(OAuthClient);

impl OAuth {
    pub fn client(id: &str, secret: &str) -> Self {
        let (id, secret) = (Secret::new(id), Secret::new(secret));
        Self(OAuthClient { id, secret, token_url: None })
    }

    pub fn token(&self, answer: &Answer, from: &str, now: i64) -> Result<String, Failure> {
        let from = Endpoint::parse(from).expect("a good endpoint");
        let call = AccessToken { client: &self.0, endpoint: &from };
        Ok(receive(&call, answer, &[], now)?.token.expose().to_owned())
    }

    pub fn discovered(&self, answer: &Answer, server: &str, now: i64) -> Result<String, Failure> {
        let server = BaseUrl::parse(server).expect("a good URL");
        let known = [&self.0.id, &self.0.secret];
        Ok(receive(&OAuthUrl { server: &server }, answer, &known, now)?.url())
    }

    pub fn form(&self) -> String {
        let endpoint = Endpoint::parse("https://id.example.com/token").expect("a good endpoint");
        let call = AccessToken { client: &self.0, endpoint: &endpoint };
        call.parameters().form().expose().to_owned()
    }
}

pub fn scrub(text: &str, secret: &str) -> String {
    redact::scrub(text, &[&Secret::new(secret)])
}

/// A base URL with a path and a query behind it.
pub fn join_base_url(url: &str, path: &str, query: &str) -> Result<String, &'static str> {
    BaseUrl::parse(url).map(|url| url.join(path, query))
}

pub fn endpoint(url: &str) -> Result<String, &'static str> {
    Endpoint::parse(url).map(|url| url.url())
}

/// What a browser is sent to, and what comes back.
pub struct SignInUrl {
    pub url: String,
    pub redirect_uri: Option<String>,
    pub state: Option<String>,
}

pub fn sign_in_url(
    answer: &str,
    redirect_uri: Option<&str>,
    state: Option<&str>,
) -> Result<SignInUrl, Failure> {
    let page = SignInPage::read(&Trusted::by_the_seal(answer.to_owned()))?;
    let found = page.leading_to(redirect_uri, state)?;
    Ok(SignInUrl { url: found.url, redirect_uri: found.redirect_uri, state: found.state })
}

/// A listener for one sign-in, without its socket.
pub struct Redirects(RedirectCheck);

/// The status of the reply, and what was brought.
#[derive(Debug, PartialEq, Eq)]
pub struct Received {
    pub status: u16,
    pub brought: Option<String>,
}

impl Redirects {
    pub fn to(port: u16, path: &str, token: bool, state: Option<&str>) -> Self {
        let response_type = if token { ResponseType::Token } else { ResponseType::Code };
        let state = state.map(str::to_owned);
        let check = RedirectCheck::new(port, path, response_type, state, true);
        Self(check.expect("the system gives random bytes"))
    }

    /// What is answered once so much has come; `None`: more is waited for.
    pub fn receive(&self, bytes: &[u8]) -> Option<Received> {
        match parse(bytes) {
            Parsed::Incomplete => None,
            Parsed::Unreadable(status) => Some(Received { status, brought: None }),
            Parsed::Complete(request) => {
                let (reply, redirect) = self.0.reply_to(&request);
                let brought = redirect.map(|redirect| match redirect {
                    Redirect::Code(secret) | Redirect::Token(secret) => secret.expose().to_owned(),
                    Redirect::Refused(error) => error,
                });
                Some(Received { status: reply.status, brought })
            }
        }
    }
}

/// A client of one server, which is in memory, with the connections that it keeps.
pub struct Http(HttpTransport);

impl Http {
    pub fn to(
        server: impl Fn(&[u8]) -> Script + Send + Sync + 'static,
        max_response_bytes: usize,
    ) -> Self {
        let settings = NetSettings {
            timeout: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(1),
            max_response_bytes,
            proxy: ProxyChoice::Direct,
            ca_file: None,
            pinned_keys: None,
            user_agent: String::from("fuzz"),
            environment: Environment::default(),
        };
        let base = BaseUrl::parse("http://127.0.0.1:1").expect("a good URL");
        let client = HttpTransport::new(base, settings, &Log::default());
        Self(client.with_server(Arc::new(server)))
    }

    /// Status and body of the answer to a GET.
    pub fn get(&self, path: &str, timeout: Duration) -> Result<(u16, Vec<u8>), Failure> {
        let request = Request {
            method: Method::Get,
            to: Target::Path(path.to_owned()),
            query: Secret::default(),
            headers: Vec::new(),
            body: Secret::default(),
            idempotent: true,
            answer_headers: &[],
        };
        let answer = self.0.send(&request, &Wait::new(timeout, &Cancel::default()))?;
        Ok((answer.status, answer.body))
    }
}

/// Whether it may be the URL of a proxy; the error says what was expected.
pub fn proxy(url: &str) -> Result<(), &'static str> {
    ProxyChoice::parse(url).map(drop)
}

/// Whether a host is reached past the proxy, at the port of https.
pub fn is_bypassed(no_proxy: &str, host: &str) -> bool {
    NoProxy::parse(no_proxy).covers(host, 443)
}
