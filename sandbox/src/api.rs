//! The services: which call is asked for, and its right answer.

mod authorization;
mod customer_license_users;
pub mod idp;
pub mod lease;
pub mod oauth;
mod refusal;
mod secret;
mod sign_in;
mod sso_url;
mod user_licenses;

use serde::Deserialize;

use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::Sandbox;
use refusal::Refusal;

const LEASE_PREFIX: &str = "/lease_/api/account/";
const LEASE_SUFFIX: &str = "/user-license";

/// A call, under the name faults know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Endpoint {
    /// `GET /api/v4/user_licenses`
    #[serde(rename = "user_licenses")]
    UserLicenses,
    /// `GET /api/v4/customer_license_users`
    #[serde(rename = "customer_license_users")]
    CustomerLicenseUsers,
    /// `GET /api/v4/sso_url`
    #[serde(rename = "sso_url")]
    SsoUrl,
    /// `POST` or `PUT /lease_/api/account/{accountId}/user-license`
    #[serde(rename = "user-license")]
    UserLicense,
    /// `GET /api/v4/oauth_url`
    #[serde(rename = "oauth_url")]
    OauthUrl,
    /// `POST /oauth/token`
    #[serde(rename = "token")]
    Token,
}

impl Endpoint {
    /// The call behind a path.
    pub fn of(path: &str) -> Option<Self> {
        match path {
            "/api/v4/user_licenses" => Some(Self::UserLicenses),
            "/api/v4/customer_license_users" => Some(Self::CustomerLicenseUsers),
            "/api/v4/oauth_url" => Some(Self::OauthUrl),
            oauth::TOKEN_PATH => Some(Self::Token),
            "/api/v4/sso_url" => Some(Self::SsoUrl),
            _ => account(path).map(|_| Self::UserLicense),
        }
    }

    fn methods(self, sandbox: &Sandbox) -> &'static [&'static str] {
        match self {
            Self::UserLicenses | Self::CustomerLicenseUsers | Self::SsoUrl | Self::OauthUrl => {
                &["GET"]
            }
            Self::UserLicense => sandbox.suite.methods(),
            Self::Token => &["POST"],
        }
    }
}

/// The right answer, as the real services would give it.
pub fn answer(sandbox: &Sandbox, request: &Request) -> Answer {
    if request.path == idp::PATH {
        return idp::answer(sandbox, request);
    }
    match answered(sandbox, request) {
        Ok(answer) => answer,
        Err(refusal) => refusal.into(),
    }
}

fn answered(sandbox: &Sandbox, request: &Request) -> Result<Answer, Refusal> {
    let endpoint = Endpoint::of(&request.path)
        .ok_or_else(|| Refusal::new(404, "not_found", "There is nothing at this path."))?;
    let methods = endpoint.methods(sandbox);
    if !methods.contains(&request.method.as_str()) {
        let message = format!("Use {} for this path.", methods.join(" or "));
        return Err(Refusal::new(405, "method_not_allowed", &message));
    }
    match endpoint {
        Endpoint::UserLicenses => {
            authorization::check(sandbox, request)?;
            user_licenses::answer(sandbox, request)
        }
        Endpoint::CustomerLicenseUsers => {
            authorization::check(sandbox, request)?;
            customer_license_users::answer(sandbox, request)
        }
        Endpoint::SsoUrl => {
            authorization::check(sandbox, request)?;
            sso_url::answer(sandbox, request)
        }
        Endpoint::UserLicense => {
            let account = account(&request.path).unwrap_or_default();
            Ok(lease::answer(sandbox, request, account))
        }
        Endpoint::OauthUrl => oauth::url(sandbox, request),
        Endpoint::Token => oauth::token(sandbox, request),
    }
}

/// Makes beforehand what takes long.
pub fn prepare(sandbox: &Sandbox) {
    customer_license_users::huge(sandbox);
}

/// The account in the path of a lease call, still encoded.
fn account(path: &str) -> Option<&str> {
    let account = path.strip_prefix(LEASE_PREFIX)?.strip_suffix(LEASE_SUFFIX)?;
    (!account.is_empty() && !account.contains('/')).then_some(account)
}

/// The rules the licensing calls have for `product`.
fn check_product(request: &Request) -> Result<(), Refusal> {
    let product = request.parameter("product");
    match product.as_deref() {
        Some(crate::cast::PRODUCT) => Ok(()),
        None => Err(Refusal::missing("product is missing.")),
        Some("disabled-product") => {
            Err(Refusal::api("disabled_product", "The product is disabled."))
        }
        Some("key-product") => Err(Refusal::api(
            "invalid_product_auth_method",
            "Licenses of this product are key-based, not user-based.",
        )),
        Some(_) => Err(Refusal::api("unknown_product", "There is no such product.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_calls() {
        let lease = |account: &str| format!("/lease_/api/account/{account}/user-license");
        assert_eq!(Endpoint::of("/api/v4/user_licenses"), Some(Endpoint::UserLicenses));
        assert_eq!(Endpoint::of(&lease("a%2Fb")), Some(Endpoint::UserLicense));
        assert_eq!(Endpoint::of("/api/v4/oauth_url"), Some(Endpoint::OauthUrl));
        assert_eq!(Endpoint::of("/oauth/token"), Some(Endpoint::Token));
        assert_eq!(Endpoint::of(&lease("a/b")), None);
        assert_eq!(Endpoint::of(&lease("")), None);
        assert_eq!(Endpoint::of("/api/v4/user_licenses/"), None);
    }
}
