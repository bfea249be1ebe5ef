//! The services' calls: what is sent, and what is made of an answer. No call is made here: that is
//! `network::Server::call`.
//!
//! | file | holds |
//! |---|---|
//! | `user_licenses`, `customer_license_users`, `product_details`, `sso_url` | calls of the License API |
//! | `trial_key`, `change_password`, `versions`, `installation_file`, `track_device_variables`, `get_device_variables` | those around a license |
//! | `add_consumption`, `add_feature_consumption` | those that count |
//! | `offline` | the texts of files that a person carries to the vendor and back |
//! | `activate_license`, `check_license`, `check_license_feature`, `deactivate_license` | those about a license of this device |
//! | `floating_release`, `floating_feature_release`, `floating_borrow`, `floating_feature_borrow` | those about the seat of what floats |
//! | `oauth_url`, `access_token` | calls that lead to an access token |
//! | `allocate` | the call of UiPath's suite |
//! | `call` | what a call is |
//! | `identity`, `identification`, `parameters`, `outgoing` | what is sent: who asks, and on which device; named values, the request |
//! | `trust`, `product_ids`, `person` | whether an answer is one, to this call |
//! | `bare_text` | answers that are a word and no JSON |
//! | `codes`, `said`, `refusal` | what a no means: the table of codes, and the reader of error answers |
//!
//! Facts: the License API v4 documentation at <https://docs.licensespring.com/license-api> and
//! UiPath's Automation Suite API guide.

mod access_token;
mod activate_license;
mod add_consumption;
mod add_feature_consumption;
mod allocate;
mod bare_text;
mod call;
mod change_password;
mod check_license;
mod check_license_feature;
mod codes;
mod customer_license_users;
mod deactivate_license;
mod entry_key;
mod floating_borrow;
mod floating_feature_borrow;
mod floating_feature_release;
mod floating_release;
mod get_device_variables;
mod identification;
mod identity;
mod installation_file;
mod oauth_url;
mod offline;
mod outgoing;
mod parameters;
mod person;
mod product_details;
mod product_ids;
mod refusal;
mod said;
mod service;
mod sign;
mod sso_url;
mod stored;
#[cfg(any(test, feature = "fuzzing"))]
#[allow(clippy::expect_used, reason = "a test or a fuzzer is to stop there")]
pub mod testing;
mod track_device_variables;
mod trial_key;
mod trust;
mod user_licenses;
mod versions;

pub use self::access_token::{AccessToken, Grant};
pub use self::activate_license::ActivateLicense;
pub use self::add_consumption::AddConsumption;
pub use self::add_feature_consumption::AddFeatureConsumption;
pub use self::allocate::{Allocate, AllocateBy, AllocateRequest, Token};
pub use self::call::{Call, read};
pub use self::change_password::ChangePassword;
pub use self::check_license::CheckLicense;
pub use self::check_license_feature::CheckLicenseFeature;
pub use self::customer_license_users::CustomerLicenseUsers;
pub use self::deactivate_license::DeactivateLicense;
pub use self::entry_key::{EntryKey, Subject};
pub use self::floating_borrow::FloatingBorrow;
pub use self::floating_feature_borrow::FloatingFeatureBorrow;
pub use self::floating_feature_release::FloatingFeatureRelease;
pub use self::floating_release::FloatingRelease;
pub use self::get_device_variables::GetDeviceVariables;
pub use self::identification::{Identification, Who};
pub use self::identity::Identity;
pub use self::installation_file::InstallationFile;
pub use self::oauth_url::OAuthUrl;
pub use self::offline::{
    OfflineAnswer, OfflineHolder, OfflineKind, OfflineRequest, made_at, read_offline_answer,
};
pub use self::outgoing::Outgoing;
pub use self::parameters::{Encoding, Parameters, Printed};
pub use self::product_details::FetchProduct;
pub use self::product_ids::ProductIds;
pub use self::service::Service;
pub use self::sign::{ApiKey, Application, Authorization, OAuthClient};
pub use self::sso_url::{ResponseType, SignInPage, SignInUrl, SsoUrl, is_by_name};
pub use self::stored::Stored;
pub use self::track_device_variables::TrackDeviceVariables;
pub use self::trial_key::TrialKey;
pub use self::trust::{Proven, ResponseKey, Signed, Trust, Trusted};
pub use self::user_licenses::UserLicenses;
pub use self::versions::ListVersions;
