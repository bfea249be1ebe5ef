//! The table of the services' error codes: code, status, meaning. What is no row here is judged by its
//! HTTP status.
//!
//! What the store does follows from the meaning, and from nothing else:
//!
//! | meaning | the stored answer |
//! |---|---|
//! | `DefiniteNo` | is dropped |
//! | `NobodyKnows`, `VendorMistake`, `TokenEnded`, `OtherMethod` | stays, and may be used |

use super::Service;
use crate::error::{Meaning, Status};

/// An error code of a service.
struct Code {
    name: &'static str,
    status: Status,
    meaning: Meaning,
}

const fn row(name: &'static str, status: Status, meaning: Meaning) -> Code {
    Code { name, status, meaning }
}

use Meaning::{DefiniteNo, NobodyKnows, OtherMethod, TokenEnded, VendorMistake};
use Status::{
    ActivationLimit, ApiKey, Clock, Credentials, NoSeat, NotActivated, NotAllowed, Quota, Refused,
    Server,
};

/// The License API's, as its documentation lists them.
const LICENSE_API: &[Code] = &[
    row("date_header_diff", Clock, NobodyKnows),
    row("signature_mismatch", ApiKey, VendorMistake),
    row("authorization_invalid_headers", ApiKey, VendorMistake),
    row("authorization_missing_params", ApiKey, VendorMistake),
    row("hmac_required", ApiKey, VendorMistake),
    row("missing_headers", ApiKey, VendorMistake),
    row("invalid_api_key", ApiKey, VendorMistake),
    row("revoked_api_key", ApiKey, VendorMistake),
    row("read_only_api_key", ApiKey, VendorMistake),
    row("api_key_product_not_allowed", ApiKey, VendorMistake),
    row("oauth_token_expired", ApiKey, TokenEnded),
    row("oauth_token_malformed", ApiKey, TokenEnded),
    // The request was malformed: no word about the user or the product.
    row("missing_parameters", Refused, VendorMistake),
    row("validation_error", Refused, VendorMistake),
    row("invalid_json", Refused, VendorMistake),
    row("unknown_product", Refused, DefiniteNo),
    row("disabled_product", Refused, DefiniteNo),
    row("archived_product", Refused, DefiniteNo),
    row("invalid_product_auth_method", Refused, DefiniteNo),
    row("customer_account_not_found", Refused, DefiniteNo),
    row("customer_does_not_exist", Refused, DefiniteNo),
    row("customer_not_found", Refused, DefiniteNo),
    row("license_not_found", Refused, DefiniteNo),
    row("license_not_active", Refused, DefiniteNo),
    row("license_not_enabled", Refused, DefiniteNo),
    row("blacklisted", Refused, DefiniteNo),
    row("trial_expired", Refused, DefiniteNo),
    row("license_expired", Refused, DefiniteNo),
    row("customer_account_id_mismatch", Refused, DefiniteNo),
    row("not_found", Refused, DefiniteNo),
    // A device, and how many there may be.
    row("device_not_found", NotActivated, DefiniteNo),
    row("active_license_required", NotActivated, DefiniteNo),
    row("license_activated_max_times", ActivationLimit, DefiniteNo),
    row("licenseUserActivatedMaxTimes", ActivationLimit, DefiniteNo),
    row("license_transferred_max_times", ActivationLimit, DefiniteNo),
    row("missing_hardware_id", Refused, VendorMistake),
    row("license_key_required", Refused, VendorMistake),
    row("email_missing", Refused, VendorMistake),
    row("missing_content", Refused, VendorMistake),
    // Features, seats and consumption.
    row("invalid_license_feature_code", Refused, DefiniteNo),
    row("unsupported_product_feature", Refused, DefiniteNo),
    row("feature_not_floating", NotAllowed, DefiniteNo),
    row("floating_not_available", NoSeat, DefiniteNo),
    row("floating_feature_device_not_in_use", NoSeat, DefiniteNo),
    row("license_borrow_not_allowed", NotAllowed, DefiniteNo),
    row("borrow_until_not_valid", NotAllowed, DefiniteNo),
    row("license_not_consumption", NotAllowed, DefiniteNo),
    row("license_not_enough_consumptions", Quota, DefiniteNo),
    row("feature_not_enough_consumptions", Quota, DefiniteNo),
    // Trials, passwords and releases.
    row("trial_not_allowed", NotAllowed, DefiniteNo),
    row("change_password_not_allowed", NotAllowed, DefiniteNo),
    row("version_not_found", Refused, DefiniteNo),
    row("order_id_exists", Refused, DefiniteNo),
    row("internal_error", Server, NobodyKnows),
];

/// Those of a token endpoint (RFC 6749, section 5.2, and what providers take from 4.1.2.1).
const OAUTH: &[Code] = &[
    row("invalid_request", ApiKey, VendorMistake),
    row("invalid_client", ApiKey, VendorMistake),
    row("invalid_grant", ApiKey, VendorMistake),
    row("unauthorized_client", ApiKey, VendorMistake),
    row("unsupported_grant_type", ApiKey, VendorMistake),
    row("invalid_scope", ApiKey, VendorMistake),
    row("server_error", Server, NobodyKnows),
    row("temporarily_unavailable", Server, NobodyKnows),
];

/// UiPath's suite documents hardly any codes, so its HTTP statuses decide. 404 also says that the account
/// has no license: nothing was allocated in either case.
fn by_the_suite(http_status: u16) -> (Status, Meaning) {
    match http_status {
        401 | 403 => (Credentials, NobodyKnows),
        404 | 405 => (Refused, OtherMethod),
        _ => (Refused, NobodyKnows),
    }
}

/// What an error of this status, from 400 to 499, means. `None`: the service gives no such answer, so
/// somebody else has given it.
/// `is_exact`: nothing else than what the service documents stands beside the code.
pub fn judge(
    service: Service,
    http_status: u16,
    name: &str,
    is_exact: bool,
) -> Option<(Status, Meaning)> {
    match service {
        Service::LicenseApi => match find(LICENSE_API, name) {
            Some(code) => Some((code.status, code.meaning)),
            None if is_exact => unpublished(http_status),
            None => None,
        },
        // Whatever it says, it says about the application: the user has not come into it yet, and
        // nothing is dropped for it.
        Service::OAuth => match find(OAUTH, name) {
            Some(code) => Some((code.status, code.meaning)),
            None => find(LICENSE_API, name)
                .map(|_| (ApiKey, VendorMistake))
                .or_else(|| unpublished(http_status).map(|_| (ApiKey, VendorMistake))),
        },
        Service::Suite(_) => Some(by_the_suite(http_status)),
    }
}

/// Whether a code is a row of a table.
pub fn is_published(name: &str) -> bool {
    find(LICENSE_API, name).or_else(|| find(OAUTH, name)).is_some()
}

fn find(table: &'static [Code], name: &str) -> Option<&'static Code> {
    table.iter().find(|code| code.name == name)
}

/// What a code says that the License API does not publish. Those of a refused sign-in are not
/// published: 401 and 403 are what is left for it once the codes of the table are taken out. `None`:
/// the License API gives no such answer, so that somebody else has given it.
fn unpublished(http_status: u16) -> Option<(Status, Meaning)> {
    match http_status {
        400 => Some((Refused, DefiniteNo)),
        401 | 403 => Some((Credentials, DefiniteNo)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::said::is_proper;
    use super::*;

    #[test]
    fn each_code_has_one_row_of_the_proper_form() {
        for table in [LICENSE_API, OAUTH] {
            for code in table {
                let is_odd = code.name == "licenseUserActivatedMaxTimes";
                assert!(is_proper(code.name) || is_odd, "{}", code.name);
                assert_eq!(table.iter().filter(|other| other.name == code.name).count(), 1);
            }
        }
    }

    #[test]
    fn only_what_refuses_somebody_is_a_definite_no() {
        for code in LICENSE_API.iter().chain(OAUTH) {
            use Status::*;
            let refuses = matches!(
                code.status,
                Refused
                    | Credentials
                    | NotActivated
                    | ActivationLimit
                    | NoSeat
                    | Quota
                    | NotAllowed
            );
            assert!(refuses || code.meaning != DefiniteNo, "{}", code.name);
        }
    }
}
