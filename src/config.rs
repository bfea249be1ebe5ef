//! The settings of an integrator, with their defaults.
//!
//! A value is checked when it is set; that none is missing, and that they go together, when an agent is made.

use std::path::PathBuf;
use std::time::Duration;

use crate::api::{ApiKey, Application, OAuthClient, ProductIds, ResponseKey};
use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::passwords::Remember;
use crate::platform;
use crate::results::RefreshCallback;
use crate::rules::consumption::Delivery;
use crate::rules::limits;
use crate::secret::Secret;
use crate::store::CacheSettings;
use crate::transport::{BaseUrl, Endpoint, NetSettings, PinnedKeys, ProxyChoice};

const DEFAULT_BASE_URL: &str = "https://api.licensespring.com";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;
/// 48 hours.
const DEFAULT_OFFLINE_GRACE: i64 = 172_800;

/// An hour.
const DEFAULT_REFRESH_AFTER: i64 = 3600;

/// A minute.
const DEFAULT_CONSUMPTION_SYNC: i64 = 60;

/// The largest cap on an answer: 1 GiB.
const MAX_RESPONSE: u64 = 1 << 30;

/// The settings. Each `set_` function's error says what was expected.
#[derive(Clone, Debug, Default)]
pub struct Config {
    api_key: Option<ApiKey>,
    oauth_client: Option<OAuthClient>,
    base_url: Option<BaseUrl>,
    response_key: Option<ResponseKey>,
    product_ids: ProductIds,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    max_response_bytes: Option<usize>,
    proxy: ProxyChoice,
    ca_file: Option<PathBuf>,
    pinned_keys: Option<PinnedKeys>,
    cache_dir: Option<PathBuf>,
    cache_disabled: bool,
    offline_grace: Option<i64>,
    refresh_after: Option<i64>,
    refreshed: Option<RefreshCallback>,
    device_id: Option<String>,
    remember: Remember,
    /// They are left to their timeout.
    keeps_seats: bool,
    app: Option<String>,
    consumption_sync: Option<i64>,
    delivery: Delivery,
    log: Log,
}

/// The settings of one agent for the License API, complete.
pub struct AgentSettings {
    pub base_url: BaseUrl,
    pub net: NetSettings,
    pub application: Application,
    pub response_key: ResponseKey,
    /// Whether it signs for all customers of the licensing service.
    pub response_key_is_shared: bool,
    pub product_ids: ProductIds,
    /// `None`: nothing is stored.
    pub cache: Option<CacheSettings>,
    /// Whether passwords are kept for refreshing without asking, and where; then there is a store.
    pub remember: Remember,
    /// Whether a seat is given back when nobody holds it any more, without a call for it.
    pub release_seats: bool,
    /// How long after the first unsent amount of consumption it is sent in the background; `None`: never.
    pub consumption_sync: Option<Duration>,
    pub delivery: Delivery,
    /// Gets the outcome of requests in the background.
    pub refreshed: Option<RefreshCallback>,
    pub log: Log,
}

impl Config {
    pub fn set_api_key(&mut self, api_key: &str, shared_key: &str) -> Result<(), Error> {
        let fits = |key: &str| {
            key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
        };
        if !fits(api_key) {
            return Err(Error::invalid(
                "api_key",
                "expected letters, digits and punctuation without quotes",
            ));
        }
        must_be_a_secret("shared_key", shared_key)?;
        self.api_key =
            Some(ApiKey { api_key: Secret::new(api_key), shared_key: Secret::new(shared_key) });
        Ok(())
    }

    pub fn set_oauth_client(
        &mut self,
        client_id: &str,
        client_secret: &str,
        token_url: Option<&str>,
    ) -> Result<(), Error> {
        must_be_a_secret("client_id", client_id)?;
        must_be_a_secret("client_secret", client_secret)?;
        let token_url = token_url.map(Endpoint::parse).transpose();
        self.oauth_client = Some(OAuthClient {
            id: Secret::new(client_id),
            secret: Secret::new(client_secret),
            token_url: token_url.map_err(|expected| Error::invalid("token_url", expected))?,
        });
        Ok(())
    }

    pub fn set_base_url(&mut self, url: &str) -> Result<(), Error> {
        self.base_url = Some(parse_base_url(url)?);
        Ok(())
    }

    pub fn set_response_public_key(&mut self, pem: &str) -> Result<(), Error> {
        let key = ResponseKey::from_pem(pem).map_err(|expected| Error::invalid("pem", expected))?;
        self.response_key = Some(key);
        Ok(())
    }

    pub fn set_product_id(&mut self, product: &str, product_id: i64) -> Result<(), Error> {
        if product_id < 1 {
            return Err(Error::invalid("product_id", "expected 1 or more"));
        }
        self.product_ids.pin(product, product_id);
        Ok(())
    }

    pub fn set_timeout_ms(&mut self, timeout_ms: u32) -> Result<(), Error> {
        self.timeout = Some(limits::timeout("timeout_ms", timeout_ms)?);
        Ok(())
    }

    pub fn set_connect_timeout_ms(&mut self, timeout_ms: u32) -> Result<(), Error> {
        self.connect_timeout = Some(limits::timeout("connect_timeout_ms", timeout_ms)?);
        Ok(())
    }

    pub fn set_max_response_bytes(&mut self, bytes: u64) -> Result<(), Error> {
        let cap = usize::try_from(bytes).ok().filter(|_| (1024..=MAX_RESPONSE).contains(&bytes));
        let wrong = || Error::invalid("max_response_bytes", "expected 1,024 to 1,073,741,824");
        self.max_response_bytes = Some(cap.ok_or_else(wrong)?);
        Ok(())
    }

    pub fn set_proxy(&mut self, url: &str) -> Result<(), Error> {
        self.proxy = ProxyChoice::parse(url).map_err(|expected| Error::invalid("url", expected))?;
        Ok(())
    }

    pub fn set_ca_file(&mut self, path: &str) {
        self.ca_file = Some(path.into());
    }

    pub fn set_pinned_public_key(&mut self, pins: &str) -> Result<(), Error> {
        let pins = PinnedKeys::parse(pins).map_err(|expected| Error::invalid("pins", expected))?;
        self.pinned_keys = Some(pins);
        Ok(())
    }

    pub fn set_cache_dir(&mut self, path: &str) {
        self.cache_dir = Some(path.into());
    }

    pub fn set_cache_enabled(&mut self, enabled: bool) {
        self.cache_disabled = !enabled;
    }

    pub fn set_remember(&mut self, remember: Remember) {
        self.remember = remember;
    }

    pub fn set_offline_grace_seconds(&mut self, seconds: i64) -> Result<(), Error> {
        if seconds < 0 {
            return Err(Error::invalid("offline_grace_seconds", "expected 0 or more"));
        }
        self.offline_grace = Some(seconds);
        Ok(())
    }

    pub fn set_refresh_after_seconds(&mut self, seconds: i64) -> Result<(), Error> {
        if seconds < 0 {
            return Err(Error::invalid("refresh_after_seconds", "expected 0 or more"));
        }
        self.refresh_after = Some(seconds);
        Ok(())
    }

    /// Whether a seat whose last handle is dropped, or whose agent is closed, is given back; true unless it is set. Else
    /// the server frees it at its timeout.
    pub fn set_release_seats(&mut self, on: bool) {
        self.keeps_seats = !on;
    }

    pub fn set_refresh_callback(&mut self, callback: Option<RefreshCallback>) {
        self.refreshed = callback;
    }

    pub fn set_device_id(&mut self, device_id: &str) {
        self.device_id = Some(device_id.to_owned());
    }

    pub fn set_app(&mut self, name: &str, version: &str) -> Result<(), Error> {
        for (parameter, value) in [("name", name), ("version", version)] {
            if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._+~".contains(&byte)) {
                return Err(Error::invalid(
                    parameter,
                    "expected letters, digits and -._+~ for the User-Agent header",
                ));
            }
        }
        self.app = Some(format!("{name}/{version}"));
        Ok(())
    }

    /// 0: consumption is sent by a call of the application alone.
    pub fn set_consumption_sync_seconds(&mut self, seconds: i64) -> Result<(), Error> {
        if seconds < 0 {
            return Err(Error::invalid("consumption_sync_seconds", "expected 0 or more"));
        }
        self.consumption_sync = Some(seconds);
        Ok(())
    }

    pub fn set_consumption_delivery(&mut self, delivery: Delivery) {
        self.delivery = delivery;
    }

    pub fn set_log(&mut self, log: Log) {
        self.log = log;
    }

    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The settings of a client of any service. Reads the environment.
    pub fn net(&self) -> NetSettings {
        let agent = concat!("lsagent/", env!("CARGO_PKG_VERSION"));
        let timeout = self.timeout.unwrap_or(DEFAULT_TIMEOUT);
        NetSettings {
            timeout,
            connect_timeout: self.connect_timeout.unwrap_or(timeout),
            max_response_bytes: self.max_response_bytes.unwrap_or(DEFAULT_MAX_RESPONSE_BYTES),
            proxy: self.proxy.clone(),
            ca_file: self.ca_file.clone(),
            pinned_keys: self.pinned_keys.clone(),
            user_agent: match &self.app {
                Some(app) => format!("{app} {agent}"),
                None => agent.to_owned(),
            },
            environment: Environment::read(platform::is_privileged()),
        }
    }

    pub fn agent_settings(&self) -> Result<AgentSettings, Error> {
        if self.remember.is_on() && self.cache_disabled {
            return Err(Error::new(
                Status::Config,
                "sign-ins cannot be remembered without the store; set cache_enabled to true, or remember to false",
            ));
        }
        let base_url = match &self.base_url {
            Some(url) => url.clone(),
            None => parse_base_url(DEFAULT_BASE_URL)?,
        };
        let net = self.net();
        let cache = (!self.cache_disabled).then(|| self.cache_settings(&net.environment));
        Ok(AgentSettings {
            base_url,
            net,
            application: self.application()?,
            response_key: self.response_key(),
            response_key_is_shared: self.response_key.is_none(),
            product_ids: self.product_ids.clone(),
            cache,
            remember: self.remember,
            release_seats: !self.keeps_seats,
            consumption_sync: self.consumption_sync(),
            delivery: self.delivery,
            refreshed: self.refreshed.clone(),
            log: self.log.another(),
        })
    }

    /// What answers are signed with.
    pub fn response_key(&self) -> ResponseKey {
        self.response_key.clone().unwrap_or_else(ResponseKey::production)
    }

    fn consumption_sync(&self) -> Option<Duration> {
        let seconds = self.consumption_sync.unwrap_or(DEFAULT_CONSUMPTION_SYNC);
        u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)
    }

    fn application(&self) -> Result<Application, Error> {
        let wrong = |why: &'static str| Err(Error::new(Status::Config, why));
        match (&self.api_key, &self.oauth_client) {
            (Some(key), None) => Ok(Application::Key(key.clone())),
            (None, Some(client)) => Ok(Application::OAuth(client.clone())),
            (None, None) => wrong(
                "neither an API key nor an OAuth client is set; set the vendor's api_key and shared_key, or client_id and client_secret",
            ),
            (Some(_), Some(_)) => wrong(
                "both an API key and an OAuth client are set; set either api_key and shared_key, or client_id and client_secret",
            ),
        }
    }

    fn cache_settings(&self, environment: &Environment) -> CacheSettings {
        CacheSettings {
            dir: self.cache_dir.clone(),
            environment: environment.clone(),
            offline_grace: self.offline_grace.unwrap_or(DEFAULT_OFFLINE_GRACE),
            refresh_after: self.refresh_after.unwrap_or(DEFAULT_REFRESH_AFTER),
            device_id: self.device_id.clone(),
        }
    }
}

/// A secret that was read from a file often has the end of its line with it. The server then speaks of a
/// wrong signature, so it is refused here. The message repeats nothing of it.
fn must_be_a_secret(parameter: &str, value: &str) -> Result<(), Error> {
    if value.trim() != value {
        return Err(Error::invalid(
            parameter,
            "begins or ends with white space, such as a line's end",
        ));
    }
    if value.contains(char::is_control) {
        return Err(Error::invalid(parameter, "holds a control character"));
    }
    Ok(())
}

pub fn parse_base_url(url: &str) -> Result<BaseUrl, Error> {
    BaseUrl::parse(url).map_err(|expected| Error::invalid("base_url", expected))
}

#[cfg(test)]
mod tests;
