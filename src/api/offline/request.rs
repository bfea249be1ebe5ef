//! The text of a request file: Base64 of one flat JSON object, schema 1.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::api::sign::hmac_of_lines;
use crate::api::{Application, Parameters, Printed};
use crate::clock::http_date;
use crate::secret::Secret;

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfflineKind {
    Activation,
    Deactivation,
}

impl OfflineKind {
    fn word(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Deactivation => "deactivation",
        }
    }
}

/// Whose license it is.
pub enum OfflineHolder<'a> {
    Key(&'a Secret),
    /// The password stands readable in the file: an activation takes it. A deactivation goes without.
    User {
        username: &'a str,
        password: Option<&'a Secret>,
    },
}

/// A request, before it is signed.
pub struct OfflineRequest<'a> {
    pub kind: OfflineKind,
    pub product: &'a str,
    pub hardware_id: &'a str,
    pub holder: OfflineHolder<'a>,
    /// `None`: the portal chooses.
    pub license_id: Option<i64>,
    /// A UUID, by which the answer is known.
    pub request_id: &'a str,
    /// Unix seconds.
    pub now: i64,
    /// What was consumed and is unsent, of features by their codes and of the license: for a deactivation.
    pub counts: &'a [(Option<String>, i64)],
}

impl OfflineRequest<'_> {
    /// The text of the file, signed for an application. It holds secrets: the license key or the password, and the
    /// API key or the client's id.
    pub fn text(&self, application: &Application) -> Secret {
        let (date, [id, _]) = (http_date(self.now), application.secrets());
        let signature = Secret::new(self.signature(application, &date));
        let id_name = match application {
            Application::Key(_) => "api_key",
            Application::OAuth(_) => "client_id",
        };
        let parameters = self
            .add_holder(Parameters::default())
            .text("hardware_id", self.hardware_id)
            .text("product", self.product);
        let parameters = match self.license_id {
            Some(license_id) => parameters.number("license_id", license_id),
            None => parameters,
        };
        let parameters = self
            .add_counts(parameters)
            .secret(id_name, id)
            .text("request", self.kind.word())
            .text("request_id", self.request_id)
            .text("date", &date)
            .secret("signature", &signature);
        Secret::new(BASE64_STANDARD.encode(parameters.json().expose()))
    }

    /// How the counts of features are written is published nowhere: as the license names them.
    fn add_counts<'a>(&self, parameters: Parameters<'a>) -> Parameters<'a> {
        let of_license = self.counts.iter().find(|(feature, _)| feature.is_none());
        let parameters = match of_license {
            Some((_, amount)) => parameters.number("consumptions", *amount),
            None => parameters,
        };
        let of_features = self.counts.iter().filter_map(|(feature, amount)| {
            feature.as_deref().map(|code| {
                [("code", Printed::Text(code)), ("consumptions", Printed::Number(*amount))]
            })
        });
        parameters.objects("product_features", of_features)
    }

    fn add_holder<'a>(&'a self, parameters: Parameters<'a>) -> Parameters<'a> {
        match &self.holder {
            OfflineHolder::Key(key) => parameters.secret("license_key", key),
            OfflineHolder::User { username, password } => {
                let parameters = parameters.text("username", username);
                match password {
                    Some(password) => parameters.secret("password", password),
                    None => parameters,
                }
            }
        }
    }

    /// Over lines that name the date, the holder, the device and the application.
    fn signature(&self, application: &Application, date: &str) -> String {
        let holder = match &self.holder {
            OfflineHolder::Key(key) => key.expose(),
            OfflineHolder::User { username, .. } => username,
        };
        let (date, [id, key]) = (format!("date: {date}"), application.secrets());
        let lines = ["licenseSpring", &date, holder, self.hardware_id, id.expose()];
        hmac_of_lines(key.expose(), &lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiKey, OAuthClient};
    use crate::clock::parse_http_date;
    use serde_json::{Value, json};

    const DATE: &str = "Tue, 07 Jun 2011 20:51:35 GMT";

    fn application() -> Application {
        Application::Key(ApiKey {
            api_key: Secret::new("00000000-0000-0000-0000-000000000001"),
            shared_key: Secret::new("kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja"),
        })
    }

    fn request(holder: OfflineHolder<'_>, kind: OfflineKind) -> OfflineRequest<'_> {
        OfflineRequest {
            kind,
            product: "example",
            hardware_id: "example-hardware-id",
            holder,
            license_id: None,
            request_id: "0b2f2a54-6e0d-4a5e-9d55-3d7b2f1c0a11",
            now: parse_http_date(DATE).unwrap(),
            counts: &[],
        }
    }

    fn decoded(request: &OfflineRequest, application: &Application) -> Value {
        let json = BASE64_STANDARD.decode(request.text(application).expose()).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    #[test]
    fn a_request_for_a_key_is_signed_like_the_published_vector() {
        let key = Secret::new("AAAA-BBBB-CCCC-DDDD");
        let request = request(OfflineHolder::Key(&key), OfflineKind::Activation);
        assert_eq!(
            decoded(&request, &application()),
            json!({
                "license_key": "AAAA-BBBB-CCCC-DDDD",
                "hardware_id": "example-hardware-id",
                "product": "example",
                "api_key": "00000000-0000-0000-0000-000000000001",
                "request": "activation",
                "request_id": "0b2f2a54-6e0d-4a5e-9d55-3d7b2f1c0a11",
                "date": DATE,
                "signature": "xqKVcPPRIZ20BZIrQwMdDYXwMF5uIJhI3On56dTa6uI=",
            })
        );
    }

    #[test]
    fn a_request_of_a_user_has_the_password_and_a_deactivation_has_none() {
        let password = Secret::new("p\"ä");
        let user = |password| OfflineHolder::User { username: "a@b.c", password };
        let activation = OfflineRequest {
            license_id: Some(i64::MAX),
            ..request(user(Some(&password)), OfflineKind::Activation)
        };
        let sent = decoded(&activation, &application());
        assert_eq!((&sent["username"], &sent["password"]), (&json!("a@b.c"), &json!("p\"ä")));
        assert_eq!(sent["license_id"], json!(i64::MAX));
        assert_eq!(sent.get("license_key"), None);
        let sent = decoded(&request(user(None), OfflineKind::Deactivation), &application());
        assert_eq!((sent.get("password"), &sent["request"]), (None, &json!("deactivation")));
        // By hand: HMAC-SHA256 of the five lines, with the user in the place of the key.
        assert_eq!(sent["signature"], json!("876X5U9vAj0KhaidvvoWfsUAuZOYvoNnWIk29nPYtn0="));
    }

    #[test]
    fn a_client_of_oauth_signs_with_its_secret_and_names_its_id() {
        let client = OAuthClient {
            id: Secret::new("00000000-0000-0000-0000-000000000001"),
            secret: Secret::new("kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja"),
            token_url: None,
        };
        let key = Secret::new("AAAA-BBBB-CCCC-DDDD");
        let request = request(OfflineHolder::Key(&key), OfflineKind::Activation);
        let sent = decoded(&request, &Application::OAuth(client));
        assert_eq!(sent["client_id"], json!("00000000-0000-0000-0000-000000000001"));
        assert_eq!(sent.get("api_key"), None);
        assert_eq!(sent["signature"], json!("xqKVcPPRIZ20BZIrQwMdDYXwMF5uIJhI3On56dTa6uI="));
    }
}
