//! OAuth client credentials: `GET /api/v4/oauth_url` and `POST /oauth/token`.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::secret;
use crate::endpoint::TOKEN_PATH;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::lock::lock;

const GRANT_TYPE: &str = "client_credentials";
/// How long a token is good unless the control port says otherwise, in seconds.
pub const LIFETIME: u32 = 480;

/// The tokens there are, and how new ones are given out.
struct Tokens {
    /// What a new token is told to live; null leaves it out.
    expires_in: Value,
    /// How long it does.
    lifetime: Duration,
    /// When each ends.
    ends: HashMap<String, SystemTime>,
}

impl Default for Tokens {
    fn default() -> Self {
        let lifetime = Duration::from_secs(LIFETIME.into());
        Self { expires_in: LIFETIME.into(), lifetime, ends: HashMap::new() }
    }
}

impl Tokens {
    fn expire(&mut self) {
        self.ends.values_mut().for_each(|end| *end = SystemTime::UNIX_EPOCH);
    }

    fn forget(&mut self) {
        self.ends.clear();
    }

    fn check(&self, token: &str, now: SystemTime) -> Result<(), Refusal> {
        match self.ends.get(token) {
            None => Err(Refusal::new(401, "oauth_token_malformed", "This is no access token.")),
            Some(end) if *end <= now => {
                Err(Refusal::new(401, "oauth_token_expired", "The access token has ended."))
            }
            Some(_) => Ok(()),
        }
    }

    fn grant(&mut self, now: SystemTime) -> Result<Value, Refusal> {
        let mut grant = json!({"access_token": self.issue(now)?, "token_type": "Bearer"});
        if !self.expires_in.is_null() {
            grant["expires_in"] = self.expires_in.clone();
        }
        Ok(grant)
    }

    fn issue(&mut self, now: SystemTime) -> Result<String, Refusal> {
        let mut bytes = [0; 24];
        let drawn = SystemRandom::new().fill(&mut bytes);
        drawn.map_err(|_| Refusal::new(500, "internal_error", "There are no random numbers."))?;
        let token = BASE64_URL_SAFE_NO_PAD.encode(bytes);
        self.ends.insert(token.clone(), now + self.lifetime);
        Ok(token)
    }
}

/// The one OAuth client there is, and what it has been given.
pub struct Oauth {
    client_id: String,
    client_secret: String,
    token_url: String,
    tokens: Mutex<Tokens>,
}

impl Oauth {
    /// A client without a token, of a service at this URL.
    pub fn new(client_id: &str, client_secret: &str, base_url: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            token_url: format!("{base_url}{TOKEN_PATH}"),
            tokens: Mutex::default(),
        }
    }

    /// The URL that gives out access tokens.
    pub fn token_url(&self) -> &str {
        &self.token_url
    }

    /// From now on new tokens are told to live so long, or nothing (null), and live so long.
    pub fn set(&self, expires_in: &Value, lifetime: Duration) {
        let mut tokens = lock(&self.tokens);
        tokens.expires_in.clone_from(expires_in);
        tokens.lifetime = lifetime;
    }

    /// All tokens so far have ended.
    pub fn expire(&self) {
        lock(&self.tokens).expire();
    }

    /// All tokens so far are none.
    pub fn forget(&self) {
        lock(&self.tokens).forget();
    }

    /// The secret of a client, if it is the one there is.
    pub fn secret(&self, client_id: &str) -> Option<&str> {
        (client_id == self.client_id).then_some(self.client_secret.as_str())
    }

    /// Is this a token to ask with?
    pub fn check(&self, token: &str, now: SystemTime) -> Result<(), Refusal> {
        lock(&self.tokens).check(token, now)
    }

    /// The answer that names the token URL.
    pub fn url(&self, request: &Request) -> Result<Answer, Refusal> {
        match request.parameter("login_type").as_deref() {
            Some(GRANT_TYPE) => {
                let answer = json!({"url": self.token_url, "login_type": GRANT_TYPE});
                Ok(Answer::json(200, &answer))
            }
            Some(_) => {
                Err(Refusal::api("validation_error", "login_type must be client_credentials."))
            }
            None => Err(Refusal::missing("login_type is missing.")),
        }
    }

    /// A token, for who knows the client secret.
    pub fn token(&self, request: &Request, now: SystemTime) -> Result<Answer, Refusal> {
        let answer = match self.granted(request) {
            Ok(()) => Answer::json(200, &lock(&self.tokens).grant(now)?),
            Err((status, error, description)) => {
                let refusal = json!({"error": error, "error_description": description});
                Answer::json(status, &refusal)
            }
        };
        Ok(answer.with_header("Cache-Control", "no-store"))
    }

    fn granted(&self, request: &Request) -> Result<(), Denied> {
        let content_type = request.header("content-type").unwrap_or_default();
        if !content_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err((400, "invalid_request", "The body must be a form."));
        }
        let form: HashMap<_, _> = form_urlencoded::parse(&request.body).collect();
        let field = |name: &str| form.get(name).map(AsRef::as_ref).unwrap_or_default();
        if field("grant_type") != GRANT_TYPE {
            return Err((400, "unsupported_grant_type", "grant_type must be client_credentials."));
        }
        let known = secret::same(field("client_id"), &self.client_id)
            & secret::same(field("client_secret"), &self.client_secret);
        let message = "There is no such client, or its secret is another.";
        known.then_some(()).ok_or((401, "invalid_client", message))
    }
}

/// Status, error and description, as OAuth has them.
type Denied = (u16, &'static str, &'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_when_its_time_is_up_and_is_forgotten_on_request() {
        let (mut tokens, now) =
            (Tokens::default(), SystemTime::UNIX_EPOCH + Duration::from_secs(9));
        let token = tokens.issue(now).unwrap();
        let code = |tokens: &Tokens, passed: u64| {
            tokens.check(&token, now + Duration::from_secs(passed)).map_err(|refusal| refusal.code)
        };
        assert_eq!(code(&tokens, 479), Ok(()));
        assert_eq!(code(&tokens, 480), Err("oauth_token_expired"));
        tokens.expire();
        assert_eq!(code(&tokens, 0), Err("oauth_token_expired"));
        tokens.forget();
        assert_eq!(code(&tokens, 0), Err("oauth_token_malformed"));
    }
}
