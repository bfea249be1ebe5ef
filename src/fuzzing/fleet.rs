//! The rules that decide when a device asks, for `fleet/`: those that are shipped, under one name.

use std::time::Duration;

use crate::api::testing;
use crate::api::{Identity, ResponseKey, UserLicenses};
use crate::config::Config;
pub use crate::error::Error;
pub use crate::network::{Agreement, backoff, dated_back, offset};
pub use crate::rules::consumption::send_again_after;
pub use crate::rules::offline_grace::{moves_mark, usable};
pub use crate::rules::policy::{AfterFailure, after as after_failure};
pub use crate::rules::refresh::{Before, Due, again_after, is_due, wait};
pub use crate::rules::seat::{
    News, Standing, after as after_news, is_over, next_try, timeout as seat_timeout,
};
use crate::transport::Response;

/// The settings that an integrator gets who sets none.
pub struct Defaults {
    /// Of a call, with all its attempts.
    pub timeout: Duration,
    /// In seconds.
    pub offline_grace: i64,
    /// In seconds.
    pub refresh_after: i64,
    pub consumption_sync: Duration,
}

/// Reads the environment, as an agent does.
pub fn defaults() -> Defaults {
    let mut config = Config::default();
    config.set_api_key("key", "secret").expect("they are good ones");
    let settings = config.agent_settings().expect("a key is all that is needed");
    let cache = settings.cache.expect("it is on");
    Defaults {
        timeout: settings.net.timeout,
        offline_grace: cache.offline_grace,
        refresh_after: cache.refresh_after,
        consumption_sync: settings.consumption_sync.expect("it is on"),
    }
}

/// What is made of an error answer of the service. `now` is in Unix seconds.
pub fn refused(http_status: u16, retry_after: Option<&str>, now: i64) -> Error {
    let answer = Response::new(http_status, "");
    let answer = retry_after
        .into_iter()
        .fold(answer, |answer, seconds| answer.with_header("retry-after", seconds));
    let question = UserLicenses {
        product: "up".to_owned(),
        identity: Identity::Remembered { username: None },
    };
    let received = testing::receive(&question, answer, &ResponseKey::production(), &[], now);
    received.map(drop).expect_err("it is no good answer")
}
