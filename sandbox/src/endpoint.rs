//! The calls there are, and their paths.

use serde::Deserialize;

/// The path of the call that gives out access tokens.
pub const TOKEN_PATH: &str = "/oauth/token";
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
    /// `GET /api/v4/product_details`
    #[serde(rename = "product_details")]
    ProductDetails,
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
            "/api/v4/product_details" => Some(Self::ProductDetails),
            "/api/v4/oauth_url" => Some(Self::OauthUrl),
            TOKEN_PATH => Some(Self::Token),
            "/api/v4/sso_url" => Some(Self::SsoUrl),
            _ => account(path).map(|_| Self::UserLicense),
        }
    }
}

/// The account in the path of a lease call, still encoded.
pub fn account(path: &str) -> Option<&str> {
    let account = path.strip_prefix(LEASE_PREFIX)?.strip_suffix(LEASE_SUFFIX)?;
    (!account.is_empty() && !account.contains('/')).then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_calls() {
        let lease = |account: &str| format!("/lease_/api/account/{account}/user-license");
        assert_eq!(Endpoint::of("/api/v4/user_licenses"), Some(Endpoint::UserLicenses));
        assert_eq!(Endpoint::of(&lease("a%2Fb")), Some(Endpoint::UserLicense));
        assert_eq!(Endpoint::of("/api/v4/product_details"), Some(Endpoint::ProductDetails));
        assert_eq!(Endpoint::of("/api/v4/oauth_url"), Some(Endpoint::OauthUrl));
        assert_eq!(Endpoint::of("/oauth/token"), Some(Endpoint::Token));
        assert_eq!(Endpoint::of(&lease("a/b")), None);
        assert_eq!(Endpoint::of(&lease("")), None);
        assert_eq!(Endpoint::of("/api/v4/user_licenses/"), None);
    }
}
