//! What the services' error codes say: a row a code. What is no row here is judged by its HTTP status.
//!
//! What the store does follows from the meaning: a definite no drops the stored answer, and nothing
//! else does (see `rules::policy::after`).

use crate::error::{Meaning, Status};

/// An error code of a service.
pub struct Code {
    pub name: &'static str,
    pub status: Status,
    pub meaning: Meaning,
}

const fn row(name: &'static str, status: Status, meaning: Meaning) -> Code {
    Code { name, status, meaning }
}

use Meaning::{DefiniteNo, NobodyKnows, TokenEnded, VendorMistake};
use Status::{ApiKey, Clock, Refused, Server};

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
    row("not_found", Refused, DefiniteNo),
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

pub fn of_the_license_api(name: &str) -> Option<&'static Code> {
    LICENSE_API.iter().find(|code| code.name == name)
}

pub fn of_oauth(name: &str) -> Option<&'static Code> {
    OAUTH.iter().find(|code| code.name == name)
}

/// What a code says that the License API does not publish. Those of a refused sign-in are not
/// published: 401 and 403 are what is left for it once the codes of the table are taken out. `None`:
/// the License API gives no such answer, so that somebody else has given it.
pub fn unpublished(http_status: u16) -> Option<(Status, Meaning)> {
    match http_status {
        400 => Some((Refused, DefiniteNo)),
        401 | 403 => Some((Status::Credentials, DefiniteNo)),
        _ => None,
    }
}

/// The longest code that is carried through, in bytes.
const LONGEST: usize = 64;

/// Whether a text has the form of a code. Those of gateways and web frameworks ("AccessDenied",
/// "Not Found") have another.
pub fn is_proper(name: &str) -> bool {
    let proper = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(proper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_one_row_of_the_proper_form() {
        for table in [LICENSE_API, OAUTH] {
            for code in table {
                assert!(is_proper(code.name), "{}", code.name);
                assert_eq!(table.iter().filter(|other| other.name == code.name).count(), 1);
            }
        }
    }

    #[test]
    fn only_what_refuses_somebody_is_a_definite_no() {
        for code in LICENSE_API.iter().chain(OAUTH) {
            let refuses = matches!(code.status, Status::Refused | Status::Credentials);
            assert!(refuses || code.meaning != DefiniteNo, "{}", code.name);
        }
    }

    #[test]
    fn other_words_are_no_codes() {
        for word in ["", "AccessDenied", "not found", "not-found", "é", "403.", &"a".repeat(65)] {
            assert!(!is_proper(word), "{word}");
        }
        assert!(is_proper("not_found") && is_proper("e2_big"));
    }
}
