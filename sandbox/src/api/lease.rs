//! `POST /lease_/api/account/{accountId}/user-license`
//!
//! Its errors are published nowhere; these bodies are made up.

use super::secret::same;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::Sandbox;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};

const BUNDLES: [&str; 3] = ["RPADEVNU", "ATTUNU", "TSTNU"];
const FULL: &str = "full";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Allocation {
    user_ids: Vec<String>,
    user_bundle_codes: Vec<String>,
    use_external_license: bool,
}

/// Allocates licenses to users of an organization.
pub fn answer(sandbox: &Sandbox, request: &Request, account: &str) -> Answer {
    if !authorized(request, &sandbox.uipath_token) {
        return refused(401, "The access token is missing or wrong.");
    }
    match allocate(request, account) {
        Ok(allocated) => Answer::json(200, &allocated),
        Err((status, message)) => refused(status, &message),
    }
}

fn allocate(request: &Request, account: &str) -> Result<Value, (u16, String)> {
    let account = percent_decode_str(account)
        .decode_utf8()
        .map_err(|_| (400, "The account is not UTF-8.".to_owned()))?;
    let allocation = read(request).map_err(|message| (400, message))?;
    if account == FULL {
        return Err((409, "The organization has no units left.".to_owned()));
    }
    let users = allocation.user_ids.iter().map(|user| {
        json!({
            "userId": user,
            "organizationId": account,
            "useExternalLicense": allocation.use_external_license,
            "userBundleCodes": allocation.user_bundle_codes,
        })
    });
    Ok(users.collect())
}

fn read(request: &Request) -> Result<Allocation, String> {
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err("The Content-Type must be application/json.".to_owned());
    }
    let allocation: Allocation =
        serde_json::from_slice(&request.body).map_err(|error| format!("The body: {error}."))?;
    check(&allocation)?;
    Ok(allocation)
}

fn check(allocation: &Allocation) -> Result<(), String> {
    if allocation.user_ids.is_empty() || allocation.user_ids.iter().any(String::is_empty) {
        return Err("userIds must name at least one user.".to_owned());
    }
    if allocation.user_bundle_codes.is_empty() {
        return Err("userBundleCodes must name at least one bundle.".to_owned());
    }
    let known = |code: &&String| !BUNDLES.contains(&code.as_str());
    match allocation.user_bundle_codes.iter().find(known) {
        Some(unknown) => Err(format!("There is no bundle {unknown}.")),
        None => Ok(()),
    }
}

fn authorized(request: &Request, token: &str) -> bool {
    request.bearer_token().is_some_and(|given| same(given, token))
}

fn refused(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "message": message }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(content_type: &str, body: &str) -> Request {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let body = body.into();
        Request { headers, body, ..Request::default() }
    }

    const GOOD: &str =
        r#"{"userIds":["u1","u2"],"userBundleCodes":["ATTUNU"],"useExternalLicense":true}"#;

    #[test]
    fn each_user_gets_an_entry() {
        let request = post("application/json; charset=utf-8", GOOD);
        let allocated = allocate(&request, "song%20one").unwrap();
        assert_eq!(allocated.as_array().unwrap().len(), 2);
        assert_eq!(allocated[1]["userId"], "u2");
        assert_eq!(allocated[0]["organizationId"], "song one");
        assert_eq!(allocated[0]["userBundleCodes"], json!(["ATTUNU"]));
    }

    #[test]
    fn a_full_account_has_no_units_left() {
        let refused = allocate(&post("application/json", GOOD), "full").unwrap_err();
        assert_eq!(refused.0, 409);
    }

    #[test]
    fn a_wrong_body_is_refused() {
        let wrong = [
            post("text/plain", GOOD),
            post("application/json", "{}"),
            post("application/json", &GOOD.replace("ATTUNU", "NOPE")),
            post("application/json", &GOOD.replace(r#""u1","u2""#, "")),
            post("application/json", &GOOD.replace(r#""ATTUNU""#, "")),
            post("application/json", &GOOD.replace("true", "\"yes\"")),
        ];
        for request in wrong {
            assert_eq!(allocate(&request, "a").unwrap_err().0, 400);
        }
        assert_eq!(allocate(&post("application/json", GOOD), "%ff").unwrap_err().0, 400);
    }
}
