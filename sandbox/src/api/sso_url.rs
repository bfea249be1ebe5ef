//! `GET /api/v4/sso_url`

use form_urlencoded::Serializer;
use serde_json::json;

use super::refusal::Refusal;
use super::{idp, product, sign_in};
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

/// The page of the identity provider, which is played here as well, under the host that the client used.
/// `redirect_uri` is the one that was registered.
pub fn answer(
    scheme: &str,
    redirect_uri: Option<&str>,
    key: &ResponseKey,
    request: &Request,
) -> Result<Answer, Refusal> {
    product::check(request.parameter("product").as_deref())?;
    let account = request.parameter("customer_account_code");
    let account = account.ok_or_else(|| Refusal::missing("customer_account_code is missing."))?;
    sign_in::check_account(&account)?;
    let response_type = request.parameter("response_type");
    let response_type = response_type
        .filter(|kind| matches!(&**kind, "code" | "token"))
        .ok_or_else(|| Refusal::missing("response_type is missing, or neither code nor token."))?;
    let mut query = Serializer::new(String::new());
    query.append_pair("client_id", idp::CLIENT).append_pair("response_type", &response_type);
    if let Some(redirect_uri) = redirect_uri {
        query.append_pair("redirect_uri", redirect_uri);
    }
    let base = format!("{scheme}://{}", request.header("host").unwrap_or_default());
    let answer = json!({
        "url": format!("{base}{}?{}", idp::PATH, query.finish()),
        "openid_configuration": {
            "issuer": format!("{base}/idp"),
            "token_endpoint": format!("{base}/idp/token"),
            "end_session_endpoint": format!("{base}/idp/end"),
            "introspection_endpoint": format!("{base}/idp/introspect"),
        },
        "alternate_urls": [],
    });
    Ok(key.answer(answer.to_string().into()))
}
