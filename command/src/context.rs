//! What each command needs of the arguments and the settings: an agent, a product, a user.

use clap::ArgMatches;
use zeroize::Zeroizing;

use crate::cli::{POLICIES, flag, path, text};
use crate::failure::Failure;
use crate::library::{self, Agent, Config, Credentials};
use crate::secrets;
use crate::settings::Settings;

/// The arguments of one command, with the settings.
pub struct Context<'a> {
    /// The arguments.
    pub matches: &'a ArgMatches,
    /// The settings.
    pub settings: Settings,
    /// Whether the answer is to be JSON.
    pub json: bool,
}

impl<'a> Context<'a> {
    /// Reads the settings.
    pub fn new(matches: &'a ArgMatches) -> Result<Self, Failure> {
        let settings = Settings::read(path(matches, "config"))?;
        Ok(Self { matches, settings, json: flag(matches, "json") })
    }

    /// An agent as the settings say.
    pub fn agent(&self) -> Result<Agent, Failure> {
        self.config()?.agent()
    }

    /// All settings, filled in.
    pub fn config(&self) -> Result<Config, Failure> {
        let mut config = Config::new();
        self.keys(&mut config)?;
        self.network(&mut config)?;
        self.store(&mut config)?;
        Ok(config)
    }

    fn keys(&self, config: &mut Config) -> Result<(), Failure> {
        let text = |name| self.settings.text(name);
        if let (Some(api_key), Some(shared_key)) = (text("api_key"), text("shared_key")) {
            config.set_api_key(&api_key, &shared_key)?;
        }
        if let (Some(id), Some(secret)) = (text("client_id"), text("client_secret")) {
            config.set_oauth_client(
                &id,
                &secret,
                text("token_url").as_deref().map(String::as_str),
            )?;
        }
        if let Some(file) = self.settings.path("response_public_key_file") {
            let pem = std::fs::read_to_string(&file);
            let pem =
                pem.map_err(|error| Failure::usage(format!("response_public_key_file: {error}")))?;
            config.set_response_public_key(&pem)?;
        }
        if let (Some(product), Some(id)) = (text("product"), self.settings.parsed("product_id")?) {
            config.set_product_id(&product, id)?;
        }
        Ok(())
    }

    fn network(&self, config: &mut Config) -> Result<(), Failure> {
        if let Some(url) = self.settings.text("base_url") {
            config.set_base_url(&url)?;
        }
        if let Some(proxy) = self.settings.text("proxy") {
            config.set_proxy(&proxy)?;
        }
        if let Some(file) = self.settings.path("ca_file") {
            config.set_ca_file(library::path(&file)?)?;
        }
        if let Some(pins) = self.settings.text("pinned_public_key") {
            config.set_pinned_public_key(&pins)?;
        }
        if let Some(ms) = self.settings.parsed("timeout_ms")? {
            config.set_timeout_ms(ms);
        }
        Ok(())
    }

    fn store(&self, config: &mut Config) -> Result<(), Failure> {
        if let Some(folder) = self.settings.path("cache_dir") {
            config.set_cache_dir(library::path(&folder)?)?;
        }
        if let Some(id) = self.settings.text("device_id") {
            config.set_device_id(&id)?;
        }
        if let Some(seconds) = self.settings.parsed("offline_grace_seconds")? {
            config.set_offline_grace(seconds);
        }
        if let Some(remember) = self.settings.parsed("remember")? {
            config.set_remember(remember);
        }
        if let Some(enabled) = self.settings.parsed("cache_enabled")? {
            config.set_cache_enabled(enabled);
        }
        Ok(())
    }

    /// The product of the argument, or of the settings.
    pub fn product(&self) -> Option<Zeroizing<String>> {
        let given = text(self.matches, "product").map(|product| Zeroizing::new(product.to_owned()));
        given.or_else(|| self.settings.text("product"))
    }

    /// The same, where there must be one.
    pub fn required_product(&self) -> Result<Zeroizing<String>, Failure> {
        self.product().ok_or_else(|| {
            Failure::usage("no product is named: give its short code, or set product")
        })
    }

    /// The user's sign-in; `None`: no user is named.
    pub fn sign_in(&self) -> Result<Option<Credentials>, Failure> {
        let given = text(self.matches, "user").map(|user| Zeroizing::new(user.to_owned()));
        let user = given.or_else(|| self.settings.text("user"));
        if flag(self.matches, "remembered") {
            return Credentials::remembered(user.as_deref().map(String::as_str)).map(Some);
        }
        let Some(user) = user else {
            return Ok(None);
        };
        let file = path(self.matches, "password-file").map(|file| file.as_path());
        let password = secrets::read("password", "LSAGENT_PASSWORD", file)?;
        Credentials::password(&user, &password).map(Some)
    }

    /// A license key, which is asked for where none is set.
    pub fn license_key(&self) -> Result<Credentials, Failure> {
        let file = path(self.matches, "license-key-file").map(|file| file.as_path());
        Credentials::license_key(&secrets::read("license key", "LSAGENT_LICENSE_KEY", file)?)
    }

    /// The number of the policy.
    pub fn policy(&self) -> i32 {
        let name = text(self.matches, "policy").unwrap_or_default();
        let place = POLICIES.iter().position(|policy| *policy == name).unwrap_or_default();
        i32::try_from(place).unwrap_or_default()
    }
}
