//! OAuth client credentials: `GET /api/v4/oauth_url` and `POST /oauth/token`.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::secret;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::{Sandbox, lock};

/// Where tokens are had.
pub const TOKEN_PATH: &str = "/oauth/token";
const GRANT_TYPE: &str = "client_credentials";
/// How long a token is good unless the control port says otherwise, in seconds.
pub const LIFETIME: u32 = 480;

/// The tokens there are, and how new ones are given out.
pub struct Tokens {
    /// What a new token is told to live; null leaves it out.
    pub expires_in: Value,
    /// How long it does.
    pub lifetime: Duration,
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
    /// All tokens so far have ended.
    pub fn expire(&mut self) {
        self.ends.values_mut().for_each(|end| *end = SystemTime::UNIX_EPOCH);
    }

    /// All tokens so far are none.
    pub fn forget(&mut self) {
        self.ends.clear();
    }

    /// Is this a token to ask with?
    pub fn check(&self, token: &str, now: SystemTime) -> Result<(), Refusal> {
        match self.ends.get(token) {
            None => Err(Refusal::new(401, "oauth_token_malformed", "This is no access token.")),
            Some(end) if *end <= now => {
                Err(Refusal::new(401, "oauth_token_expired", "The access token has ended."))
            }
            Some(_) => Ok(()),
        }
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

/// Where tokens are had.
pub fn url(sandbox: &Sandbox, request: &Request) -> Result<Answer, Refusal> {
    match request.parameter("login_type").as_deref() {
        Some(GRANT_TYPE) => {
            Ok(Answer::json(200, &json!({"url": sandbox.token_url(), "login_type": GRANT_TYPE})))
        }
        Some(_) => Err(Refusal::api("validation_error", "login_type must be client_credentials.")),
        None => Err(Refusal::missing("login_type is missing.")),
    }
}

/// A token for who knows the client secret.
pub fn token(sandbox: &Sandbox, request: &Request) -> Result<Answer, Refusal> {
    let answer = match granted(sandbox, request) {
        Ok(()) => {
            let mut tokens = lock(&sandbox.tokens);
            let token = tokens.issue(sandbox.clock.now())?;
            let mut grant = json!({"access_token": token, "token_type": "Bearer"});
            if !tokens.expires_in.is_null() {
                grant["expires_in"] = tokens.expires_in.clone();
            }
            Answer::json(200, &grant)
        }
        Err((status, error, description)) => {
            let refusal = json!({"error": error, "error_description": description});
            Answer::json(status, &refusal)
        }
    };
    Ok(answer.with_header("Cache-Control", "no-store"))
}

type Denied = (u16, &'static str, &'static str);

fn granted(sandbox: &Sandbox, request: &Request) -> Result<(), Denied> {
    let content_type = request.header("content-type").unwrap_or_default();
    if !content_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err((400, "invalid_request", "The body must be a form."));
    }
    let form: HashMap<_, _> = form_urlencoded::parse(&request.body).collect();
    let field = |name: &str| form.get(name).map(AsRef::as_ref).unwrap_or_default();
    if field("grant_type") != GRANT_TYPE {
        return Err((400, "unsupported_grant_type", "grant_type must be client_credentials."));
    }
    let known = secret::same(field("client_id"), &sandbox.client_id)
        & secret::same(field("client_secret"), &sandbox.client_secret);
    known.then_some(()).ok_or((
        401,
        "invalid_client",
        "There is no such client, or its secret is another.",
    ))
}

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
