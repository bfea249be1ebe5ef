//! `/lease_/api/account/{accountId}/user-license`
//!
//! The vendor's documents contradict each other about the method, so there are two kinds of suite: one
//! allocates by POST, the other by PUT, and lists what users hold by POST. The bodies of errors are
//! published nowhere; these are made up.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};

use super::secret::same;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::lock::lock;
use crate::setup::options::Suite;

const BUNDLES: [&str; 3] = ["RPADEVNU", "ATTUNU", "TSTNU"];
const FULL: &str = "full";
const WITHOUT_A_LICENSE: &str = "no-license";

/// The bundles that the users of accounts hold.
type Held = HashMap<(String, String), BTreeSet<String>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Allocation {
    user_ids: Vec<String>,
    user_bundle_codes: Vec<String>,
    use_external_license: bool,
}

/// What a list is asked for with; other members are passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    user_ids: Vec<String>,
}

/// A suite and what it has allocated.
pub struct Leases {
    suite: Suite,
    /// The good bearer token.
    token: String,
    held: Mutex<Held>,
}

impl Leases {
    /// A suite that has allocated nothing.
    pub fn new(suite: Suite, token: &str) -> Self {
        Self { suite, token: token.to_owned(), held: Mutex::default() }
    }

    /// What a suite of this kind takes.
    pub fn methods(&self) -> &'static [&'static str] {
        match self.suite {
            Suite::Post => &["POST"],
            Suite::Put => &["PUT", "POST"],
        }
    }

    /// Allocates licenses to users of an organization, or lists what they hold.
    pub fn answer(&self, request: &Request, account: &str) -> Answer {
        if !request.bearer_token().is_some_and(|given| same(given, &self.token)) {
            return refused(401, "The access token is missing or wrong.");
        }
        let lists = self.suite == Suite::Put && request.method == "POST";
        let answer = if lists { list } else { allocate };
        match answer(&mut lock(&self.held), request, account) {
            Ok(answer) => Answer::json(200, &answer),
            Err((status, message)) => refused(status, &message),
        }
    }
}

type Refused = (u16, String);

fn allocate(held: &mut Held, request: &Request, account: &str) -> Result<Value, Refused> {
    let account = decoded(account)?;
    let allocation: Allocation = read(request).map_err(|message| (400, message))?;
    check(&allocation)?;
    match account.as_str() {
        FULL => return Err((409, "The organization has no units left.".to_owned())),
        WITHOUT_A_LICENSE => return Err((404, "The account has no license.".to_owned())),
        _ => {}
    }
    for user in &allocation.user_ids {
        let bundles = held.entry((account.clone(), user.clone())).or_default();
        bundles.extend(allocation.user_bundle_codes.iter().cloned());
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

fn list(held: &mut Held, request: &Request, account: &str) -> Result<Value, Refused> {
    let account = decoded(account)?;
    let listing: Listing = read(request).map_err(|message| (400, message))?;
    let users = listing.user_ids.into_iter().map(|user| {
        let bundles = held.get(&(account.clone(), user.clone())).cloned().unwrap_or_default();
        json!({
            "id": user,
            "email": null,
            "name": null,
            "surname": null,
            "lastInUse": null,
            "userBundleLicenses": bundles,
            "useExternalLicense": false,
            "orphan": false,
        })
    });
    Ok(users.collect())
}

fn decoded(account: &str) -> Result<String, Refused> {
    let account = percent_decode_str(account).decode_utf8();
    account.map(Into::into).map_err(|_| (400, "The account is not UTF-8.".to_owned()))
}

fn read<T: for<'de> Deserialize<'de>>(request: &Request) -> Result<T, String> {
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err("The Content-Type must be application/json.".to_owned());
    }
    serde_json::from_slice(&request.body).map_err(|error| format!("The body: {error}."))
}

fn check(allocation: &Allocation) -> Result<(), Refused> {
    let bad = |message: &str| Err((400, message.to_owned()));
    if allocation.user_ids.is_empty() || allocation.user_ids.iter().any(String::is_empty) {
        return bad("userIds must name at least one user.");
    }
    if allocation.user_bundle_codes.is_empty() {
        return bad("userBundleCodes must name at least one bundle.");
    }
    let unknown = |code: &&String| !BUNDLES.contains(&code.as_str());
    match allocation.user_bundle_codes.iter().find(unknown) {
        Some(unknown) => Err((409, format!("There is no bundle {unknown}."))),
        None => Ok(()),
    }
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

    fn refusal(request: &Request, account: &str) -> u16 {
        let mut held = Held::new();
        let refused = allocate(&mut held, request, account).unwrap_err();
        assert!(held.is_empty());
        refused.0
    }

    const GOOD: &str =
        r#"{"userIds":["u1","u2"],"userBundleCodes":["ATTUNU"],"useExternalLicense":true}"#;

    #[test]
    fn each_user_gets_an_entry() {
        let request = post("application/json; charset=utf-8", GOOD);
        let allocated = allocate(&mut Held::new(), &request, "song%20one").unwrap();
        assert_eq!(allocated.as_array().unwrap().len(), 2);
        assert_eq!(allocated[1]["userId"], "u2");
        assert_eq!(allocated[0]["organizationId"], "song one");
        assert_eq!(allocated[0]["userBundleCodes"], json!(["ATTUNU"]));
    }

    #[test]
    fn a_full_account_has_no_units_left() {
        assert_eq!(refusal(&post("application/json", GOOD), "full"), 409);
    }

    #[test]
    fn an_account_may_have_no_license() {
        assert_eq!(refusal(&post("application/json", GOOD), "no-license"), 404);
    }

    #[test]
    fn a_list_has_what_was_allocated() {
        let (mut held, request) = (Held::new(), post("application/json", GOOD));
        let before = list(&mut held, &request, "song%20one").unwrap();
        assert_eq!(
            (&before[1]["id"], &before[1]["userBundleLicenses"]),
            (&json!("u2"), &json!([]))
        );
        allocate(&mut held, &request, "song%20one").unwrap();
        let after = list(&mut held, &request, "song%20one").unwrap();
        assert_eq!(after[1]["userBundleLicenses"], json!(["ATTUNU"]));
        let elsewhere = list(&mut held, &request, "another").unwrap();
        assert_eq!(elsewhere[1]["userBundleLicenses"], json!([]));
    }

    #[test]
    fn a_wrong_body_is_refused() {
        let wrong = [
            post("text/plain", GOOD),
            post("application/json", "{}"),
            post("application/json", &GOOD.replace(r#""u1","u2""#, "")),
            post("application/json", &GOOD.replace(r#""ATTUNU""#, "")),
            post("application/json", &GOOD.replace("true", "\"yes\"")),
        ];
        for request in wrong {
            assert_eq!(refusal(&request, "a"), 400);
        }
        assert_eq!(refusal(&post("application/json", GOOD), "%ff"), 400);
        let unknown = post("application/json", &GOOD.replace("ATTUNU", "NOPE"));
        assert_eq!(refusal(&unknown, "a"), 409);
    }
}
