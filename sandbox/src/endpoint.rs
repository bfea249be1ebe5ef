//! The calls there are, and their paths.

use serde::{Deserialize, Serialize};

/// The path of the call that gives out access tokens.
pub const TOKEN_PATH: &str = "/oauth/token";
const LEASE_PREFIX: &str = "/lease_/api/account/";
const LEASE_SUFFIX: &str = "/user-license";

/// A call, under the name faults know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
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
    /// `POST /api/v4/activate_license`
    #[serde(rename = "activate_license")]
    ActivateLicense,
    /// `GET /api/v4/check_license`
    #[serde(rename = "check_license")]
    CheckLicense,
    /// `GET /api/v4/check_license_feature`
    #[serde(rename = "check_license_feature")]
    CheckLicenseFeature,
    /// `POST /api/v4/deactivate_license`
    #[serde(rename = "deactivate_license")]
    DeactivateLicense,
    /// `GET /api/v4/trial_key`
    #[serde(rename = "trial_key")]
    TrialKey,
    /// `POST /api/v4/change_password`
    #[serde(rename = "change_password")]
    ChangePassword,
    /// `GET /api/v4/versions`
    #[serde(rename = "versions")]
    Versions,
    /// `GET /api/v4/installation_file`
    #[serde(rename = "installation_file")]
    InstallationFile,
    /// `POST /api/v4/track_device_variables`
    #[serde(rename = "track_device_variables")]
    TrackDeviceVariables,
    /// `GET /api/v4/get_device_variables`
    #[serde(rename = "get_device_variables")]
    GetDeviceVariables,
    /// `POST /api/v4/activate_offline`
    #[serde(rename = "activate_offline")]
    ActivateOffline,
    /// `POST /api/v4/deactivate_offline`
    #[serde(rename = "deactivate_offline")]
    DeactivateOffline,
    /// `POST /api/v4/add_consumption`
    #[serde(rename = "add_consumption")]
    AddConsumption,
    /// `POST /api/v4/add_feature_consumption`
    #[serde(rename = "add_feature_consumption")]
    AddFeatureConsumption,
    /// `POST /api/v4/floating/borrow`
    #[serde(rename = "borrow", alias = "floating/borrow")]
    FloatingBorrow,
    /// `POST /api/v4/floating/feature_borrow`
    #[serde(rename = "feature_borrow", alias = "floating/feature_borrow")]
    FloatingFeatureBorrow,
    /// `POST /api/v4/floating/release`
    #[serde(rename = "release", alias = "floating/release")]
    FloatingRelease,
    /// `POST /api/v4/floating/feature_release`
    #[serde(rename = "feature_release", alias = "floating/feature_release")]
    FloatingFeatureRelease,
}

/// The calls of a license's life, by their paths. Faults know them by the last part of these.
const LIFE: [(&str, Endpoint); 18] = [
    ("activate_license", Endpoint::ActivateLicense),
    ("check_license", Endpoint::CheckLicense),
    ("check_license_feature", Endpoint::CheckLicenseFeature),
    ("deactivate_license", Endpoint::DeactivateLicense),
    ("trial_key", Endpoint::TrialKey),
    ("change_password", Endpoint::ChangePassword),
    ("versions", Endpoint::Versions),
    ("installation_file", Endpoint::InstallationFile),
    ("track_device_variables", Endpoint::TrackDeviceVariables),
    ("get_device_variables", Endpoint::GetDeviceVariables),
    ("activate_offline", Endpoint::ActivateOffline),
    ("deactivate_offline", Endpoint::DeactivateOffline),
    ("add_consumption", Endpoint::AddConsumption),
    ("add_feature_consumption", Endpoint::AddFeatureConsumption),
    ("floating/borrow", Endpoint::FloatingBorrow),
    ("floating/feature_borrow", Endpoint::FloatingFeatureBorrow),
    ("floating/release", Endpoint::FloatingRelease),
    ("floating/feature_release", Endpoint::FloatingFeatureRelease),
];

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
            _ => Self::of_life(path).or_else(|| account(path).map(|_| Self::UserLicense)),
        }
    }

    /// All calls.
    pub fn all() -> Vec<Self> {
        let others = [
            Self::UserLicenses,
            Self::CustomerLicenseUsers,
            Self::ProductDetails,
            Self::SsoUrl,
            Self::OauthUrl,
            Self::Token,
            Self::UserLicense,
        ];
        others.into_iter().chain(LIFE.iter().map(|(_, endpoint)| *endpoint)).collect()
    }

    /// Is it a call of a license's life on a device?
    pub fn is_of_life(self) -> bool {
        LIFE.iter().any(|(_, endpoint)| *endpoint == self)
    }

    fn of_life(path: &str) -> Option<Self> {
        let name = path.strip_prefix("/api/v4/")?;
        LIFE.iter().find(|(known, _)| *known == name).map(|(_, endpoint)| *endpoint)
    }
}

/// The account in the path of a lease call, still encoded.
pub fn account(path: &str) -> Option<&str> {
    let account = path.strip_prefix(LEASE_PREFIX)?.strip_suffix(LEASE_SUFFIX)?;
    (!account.is_empty() && !account.contains('/')).then_some(account)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn paths_lead_to_calls() {
        let lease = |account: &str| format!("/lease_/api/account/{account}/user-license");
        assert_eq!(Endpoint::of("/api/v4/user_licenses"), Some(Endpoint::UserLicenses));
        assert_eq!(Endpoint::of(&lease("a%2Fb")), Some(Endpoint::UserLicense));
        assert_eq!(Endpoint::of("/api/v4/product_details"), Some(Endpoint::ProductDetails));
        assert_eq!(Endpoint::of("/api/v4/oauth_url"), Some(Endpoint::OauthUrl));
        assert_eq!(Endpoint::of("/oauth/token"), Some(Endpoint::Token));
        for (name, endpoint) in LIFE {
            assert_eq!(Endpoint::of(&format!("/api/v4/{name}")), Some(endpoint));
            let last = name.rsplit('/').next().unwrap();
            for name in [name, last] {
                assert_eq!(serde_json::from_value::<Endpoint>(name.into()).unwrap(), endpoint);
            }
        }
        assert_eq!(Endpoint::of(&lease("a/b")), None);
        assert_eq!(Endpoint::of(&lease("")), None);
        assert_eq!(Endpoint::of("/api/v4/user_licenses/"), None);
    }

    /// Serde lists all names when it does not know one, paths of two parts too.
    #[test]
    fn no_call_is_left_out() {
        let listed = serde_json::from_value::<Endpoint>("nope".into()).unwrap_err().to_string();
        let listed = listed.split('`').skip(3).step_by(2).filter(|name| !name.contains('/'));
        let known: BTreeSet<_> = listed.map(str::to_owned).collect();
        let name = |call| serde_json::to_value(call).unwrap().as_str().unwrap().to_owned();
        assert_eq!(Endpoint::all().into_iter().map(name).collect::<BTreeSet<_>>(), known);
    }
}
