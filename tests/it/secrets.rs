//! Nothing that a caller keeps secret comes out anywhere: no message, no line of the log, no JSON, no
//! file. Every secret is a marker, every failure is driven, and everything that came out is searched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, Engine};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::support::*;

const TIMEOUT_MS: u32 = 1_500;

const EMAIL: &str = "marked-user@example.com";
const PASSWORD: &str = "MARKER-password p&ä\"%25+/?";
const ID_TOKEN: &str = "MARKER-id-token.e30=.x+y/z~";
const CODE: &str = "MARKER-code:4/0Ab_c d";
const API_KEY: &str = "MARKER-api-key-0123";
const SHARED_KEY: &str = "MARKER-shared-key+/=\"&";
const PROXY_PASSWORD: &str = "MARKER-proxy-p@ss:w%/rd";
const PROXY_USER: &str = "MARKER-proxy-user";
const TOKEN: &str = "MARKER-uipath-token.abc-_~+/=";

/// Those of an application with an OAuth client.
const CLIENT_ID: &str = "MARKER-client id&=+";
const CLIENT_SECRET: &str = "MARKER-client-secret p&ä\"%25+/? =";
const ACCESS_TOKEN: &str = "MARKER-access-token.e30=.x+y/z~";

const SECRETS: [&str; 8] =
    [PASSWORD, ID_TOKEN, CODE, API_KEY, SHARED_KEY, PROXY_PASSWORD, PROXY_USER, TOKEN];

/// Finds secrets in whatever form they may come out.
struct Search {
    forms: Vec<(String, Vec<u8>)>,
}

impl Search {
    fn new(secrets: &[&str]) -> Self {
        let mut forms = Vec::new();
        for secret in secrets {
            for form in forms_of(secret) {
                forms.push((secret.to_string(), form.into_bytes()));
            }
        }
        Self { forms }
    }

    /// The first secret that is in there, if any.
    fn find(&self, bytes: &[u8]) -> Option<&str> {
        let found = self
            .forms
            .iter()
            .find(|(_, form)| bytes.windows(form.len()).any(|window| window == form));
        found.map(|(secret, _)| secret.as_str())
    }

    fn clean(&self, what: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        // Undone, in case it was encoded in a way that is not among the forms.
        let decoded: Vec<u8> = percent_decode_str(&text).collect();
        let found = self.find(bytes).or_else(|| self.find(&decoded));
        assert!(found.is_none(), "{what} holds {found:?}: {text}");
    }
}

/// The same percent-encoded text, as those write it who prefer `%2f` to `%2F`.
fn lower_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}%{}{}", part[..2].to_lowercase(), &part[2..]))
}

/// As it is, encoded for a URL or for JSON, in hexadecimal, and in base64 wherever it begins.
fn forms_of(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let json = serde_json::to_string(secret).unwrap();
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        secret.to_owned(),
        lower_hex(&encoded),
        encoded,
        secret.replace(' ', "+"),
        json[1..json.len() - 1].to_owned(),
        hex.to_uppercase(),
        hex,
    ];
    for before in 0..3 {
        let padded = [&vec![0; before], secret.as_bytes()].concat();
        for engine in [&BASE64_STANDARD, &BASE64_URL_SAFE] {
            // The characters at both ends depend on what stands beside it.
            let text = engine.encode(&padded);
            let text = text.trim_end_matches('=');
            forms.push(text[4..text.len() - 3].to_owned());
        }
    }
    forms
}

#[test]
fn the_search_finds_a_secret_in_each_form() {
    let search = Search::new(&SECRETS);
    for secret in SECRETS {
        let url = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        for hidden in [
            format!("a password of {secret}!"),
            format!("?password={url}&x"),
            format!("?password={}&x", lower_hex(&url)),
            serde_json::to_string(secret).unwrap(),
            BASE64_STANDARD.encode(format!("u:{secret}")),
            BASE64_STANDARD.encode(format!("user:{secret}.")),
            BASE64_URL_SAFE.encode(format!("{secret}xy")),
        ] {
            assert_eq!(search.find(hidden.as_bytes()), Some(secret), "{hidden}");
        }
        assert_eq!(search.find(secret.to_lowercase().as_bytes()), None);
    }
}

/// Everything that came out of a client.
fn everything(client: &Client, failures: &[Failure]) -> String {
    format!("{failures:#?}\n{:#?}", client.log())
}

fn told(result: Result<UserLicenses, Failure>) -> Vec<Failure> {
    match result {
        Err(failure) => vec![failure],
        Ok(licenses) => licenses.fallback().into_iter().collect(),
    }
}

/// Parts of a URL's query that are no secret by themselves, and must not come out either.
fn holds_no_query(text: &str) {
    for part in [
        "product=",
        "username=",
        "password=",
        "id_token=",
        "code=",
        "customer=",
        "customer_account_code=",
        "api/v4/",
        "lease_/",
    ] {
        assert!(!text.contains(part), "{part} is in {text}");
    }
}

fn sandbox() -> Sandbox {
    Sandbox::with(&["--api-key", API_KEY, "--shared-key", SHARED_KEY, "--uipath-token", TOKEN])
}

fn all_sign_ins() -> Vec<Credentials> {
    vec![
        password(EMAIL, PASSWORD),
        id_token(ID_TOKEN, "acme"),
        code(CODE, "acme", Some("http://127.0.0.1/back")),
    ]
}

/// An answer for the marked user, which every sign-in earns.
fn good_answer() -> Value {
    let body = json!([{
        "license": {"id": 1, "product_details": {"short_code": "up"}},
        "user": {"email": EMAIL},
    }]);
    json!({"fault": "body", "body": body.to_string(), "path": "user_licenses"})
}

fn faults() -> Vec<Value> {
    let echo =
        |status: u16, code: &str| json!({"fault": "echo_query", "status": status, "code": code});
    vec![
        echo(400, "validation_error"),
        echo(400, "unknown_product"),
        echo(400, "a_new_code"),
        echo(401, "authentication_failed"),
        echo(403, "forbidden"),
        echo(429, "too_many_requests"),
        echo(500, "internal_error"),
        json!({"fault": "reset", "when": "accept"}),
        json!({"fault": "reset", "when": "request"}),
        json!({"fault": "reset", "when": "body"}),
        json!({"fault": "close", "when": "request"}),
        json!({"fault": "silent"}),
        json!({"fault": "dribble", "bytes_per_second": 1}),
        json!({"fault": "tls_stall"}),
        json!({"fault": "garbage"}),
        json!({"fault": "truncate", "bytes": 20}),
        json!({"fault": "truncate_json", "bytes": 20}),
        json!({"fault": "content_length", "delta": -20}),
        json!({"fault": "html"}),
        json!({"fault": "nested", "levels": 10_000}),
        json!({"fault": "invalid_utf8"}),
        json!({"fault": "gzip_bomb", "bytes": 1_u64 << 24}),
        json!({"fault": "extra_headers", "count": 5_000}),
        json!({"fault": "signature", "how": "missing"}),
        json!({"fault": "body", "body": r#"[{"license":{"product_details":{"short_code":"other"}}}]"#}),
        json!({"fault": "redirect", "location": "https://127.0.0.1:1/?password=leak"}),
        json!({"fault": "status", "status": 407}),
        json!({"fault": "status", "status": 429}),
        json!({"fault": "status", "status": 503, "body": "<html>", "content_type": "text/html"}),
        json!({"fault": "api_error", "status": 400, "code": "date_header_diff"}),
        json!({"fault": "api_error", "status": 401, "code": "signature_mismatch"}),
    ]
}

/// Also what a server repeats that was told more than it should say.
fn malicious() -> Vec<Value> {
    let url = |secret: &str| utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let repeated = [
        PASSWORD.to_owned(),
        ID_TOKEN.to_owned(),
        CODE.to_owned(),
        url(PASSWORD),
        lower_hex(&url(PASSWORD)),
        API_KEY.to_owned(),
        SHARED_KEY.to_owned(),
        format!("/api/v4/user_licenses?password={}", url(PASSWORD)),
    ];
    let error = |text: &String| {
        [
            json!({"fault": "api_error", "status": 400, "code": "a_new_code", "message": text}),
            json!({"fault": "api_error", "status": 400, "code": text, "message": "m"}),
        ]
    };
    repeated.iter().flat_map(error).collect()
}

/// Each secret is its own caller's: what a server says of others is no secret of this call.
fn drive(sandbox: &Sandbox, fault: &Value, dir: &Path) {
    let settings = |timeout_ms| {
        Settings::of(sandbox).store(dir).max_response_bytes(1 << 20).timeout_ms(timeout_ms)
    };
    let search = Search::new(&SECRETS);
    for credentials in all_sign_ins() {
        let (patient, client) = (settings(60_000).client(), settings(TIMEOUT_MS).client());
        sandbox.fault(good_answer());
        let good = patient.user_licenses("up", &credentials, NETWORK_FIRST);
        let mut out = good.unwrap().json();
        sandbox.no_faults();
        sandbox.fault(fault.clone());
        let mut failures = told(client.user_licenses("up", &credentials, NETWORK_FIRST));
        failures.extend(told(client.user_licenses("up", &credentials, NETWORK_ONLY)));
        assert!(failures.len() == 2, "{fault} makes both calls fail");
        failures.extend(told(client.user_licenses("up", &credentials, CACHE_ONLY)));
        sandbox.no_faults();
        out += &everything(&patient, &[]);
        out += &everything(&client, &failures);
        search.clean(&fault.to_string(), out.as_bytes());
    }
}

#[test]
fn no_failure_of_the_server_brings_a_secret_out() {
    let cases: Vec<_> = faults().into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let (sandbox, dir) = (sandbox(), tempfile::tempdir().unwrap());
        drive(&sandbox, fault, dir.path());
        holds_no_secret_on_disk(dir.path());
    });
}

/// A server may repeat only what it was sent by this very call; the shared key never travels.
#[test]
fn what_a_server_repeats_of_a_secret_is_removed() {
    let cases: Vec<_> = malicious().into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let sandbox = sandbox();
        let settings = || Settings::of(&sandbox).timeout_ms(60_000);
        for (credentials, secret) in all_sign_ins().iter().zip([PASSWORD, ID_TOKEN, CODE]) {
            let client = settings().client();
            sandbox.fault(fault.clone());
            let failures = told(client.user_licenses("up", credentials, NETWORK_ONLY));
            let own = Search::new(&[secret, API_KEY, SHARED_KEY]);
            let out = everything(&client, &failures);
            own.clean(&fault.to_string(), out.as_bytes());
            assert_eq!(failures.len(), 1);
        }
    });
}

/// What a token endpoint may say that was told more than it should repeat.
fn malicious_tokens() -> Vec<Value> {
    let form = |secret: &str| utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let repeated = [
        CLIENT_SECRET.to_owned(),
        form(CLIENT_SECRET),
        lower_hex(&form(CLIENT_SECRET)),
        form(CLIENT_SECRET).replace("%20", "+"),
        CLIENT_ID.to_owned(),
        format!("client_id={}&client_secret={}", form(CLIENT_ID), form(CLIENT_SECRET)),
    ];
    let refusals = repeated.iter().flat_map(|text| {
        [
            json!({"error": "invalid_client", "error_description": text}),
            json!({"error": text, "error_description": "d"}),
            json!({"code": text, "message": text}),
        ]
    });
    refusals.map(|body| json!({"fault": "status", "status": 401, "body": body})).collect()
}

/// An application with an OAuth client signs in while something goes wrong, and what came out of that.
fn drive_client(sandbox: &Sandbox, faults: &[Value], timeout_ms: u32) -> String {
    let client = Settings::of_client(sandbox).timeout_ms(timeout_ms).client();
    for fault in faults {
        sandbox.fault(fault.clone());
    }
    let failures = told(client.user_licenses("up", &password(EMAIL, PASSWORD), NETWORK_ONLY));
    assert_eq!(failures.len(), 1, "{faults:?} makes the call fail");
    sandbox.no_faults();
    everything(&client, &failures)
}

fn client_sandbox() -> Sandbox {
    Sandbox::with(&["--client-id", CLIENT_ID, "--client-secret", CLIENT_SECRET])
}

#[test]
fn no_failure_of_a_token_endpoint_brings_a_secret_out() {
    let search = Search::new(&[CLIENT_ID, CLIENT_SECRET, PASSWORD]);
    let at = |path: &'static str| {
        let no_path = |fault: &Value| fault["when"] == "accept" || fault["fault"] == "tls_stall";
        let all = faults().into_iter().chain(malicious_tokens());
        all.filter(move |fault| !no_path(fault)).map(move |mut fault| {
            fault["path"] = path.into();
            (format!("{path} {fault}"), fault)
        })
    };
    let cases: Vec<_> =
        at("oauth_url").chain(at("token")).filter(|(_, fault)| fails(fault)).collect();
    each_case(&cases, |fault| {
        let out = drive_client(&client_sandbox(), std::slice::from_ref(fault), TIMEOUT_MS);
        search.clean(&fault.to_string(), out.as_bytes());
        holds_no_query(&out);
    });
}

/// Whether a fault makes a call for a token fail: its answers are not signed in the first place.
fn fails(fault: &Value) -> bool {
    !matches!(fault["fault"].as_str(), Some("signature"))
}

#[test]
fn no_access_token_comes_out() {
    let grant = json!({"access_token": ACCESS_TOKEN, "expires_in": 480});
    let grant = json!({"fault": "body", "body": grant.to_string(), "path": "token"});
    let search = Search::new(&[ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PASSWORD]);
    let repeated = [ACCESS_TOKEN.to_owned(), format!("Bearer {ACCESS_TOKEN}")];
    let mut cases: Vec<_> = repeated
        .iter()
        .flat_map(|text| {
            [("oauth_token_expired", text), ("a_new_code", text), (text, text)].map(|(code, text)| {
                json!({"fault": "api_error", "status": 401, "code": code, "message": text})
            })
        })
        .collect();
    cases.extend(faults().into_iter().filter(|fault| fault["when"] != "accept"));
    cases.retain(|fault| fault["fault"] != "tls_stall");
    let cases: Vec<_> = cases.into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let mut fault = fault.clone();
        fault["path"] = "user_licenses".into();
        let out = drive_client(&client_sandbox(), &[grant.clone(), fault.clone()], TIMEOUT_MS);
        search.clean(&fault.to_string(), out.as_bytes());
    });
}

#[test]
fn an_application_with_a_client_leaves_no_secret_on_disk_or_in_the_log() {
    let (sandbox, dir) = (client_sandbox(), tempfile::tempdir().unwrap());
    let client = Settings::of_client(&sandbox).store(dir.path()).timeout_ms(60_000).client();
    sandbox.fault(good_answer());
    let licenses = client.user_licenses("up", &password(EMAIL, PASSWORD), NETWORK_ONLY).unwrap();
    let requests = sandbox.requests();
    let token = requests.last().unwrap()["headers"]["authorization"].as_str().unwrap();
    let token = token.strip_prefix("Bearer ").unwrap();
    let search = Search::new(&[CLIENT_ID, CLIENT_SECRET, PASSWORD, token]);
    search.clean("the JSON", licenses.json().as_bytes());
    let log = client.log().join("\n");
    assert!(log.contains("token"), "the log tells of the token: {log}");
    search.clean("the log", log.as_bytes());
    holds_no_query(&log);
    let files = files_below(dir.path());
    assert!(files.values().any(Option::is_some), "something is stored");
    for bytes in files.into_values().flatten() {
        let found = search.find(&bytes);
        assert!(found.is_none(), "a file holds {found:?}");
    }
}

#[test]
fn no_user_and_nothing_of_a_query_is_logged() {
    let cases: Vec<_> = faults().into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let sandbox = sandbox();
        let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
        sandbox.fault(fault.clone());
        let failures = told(client.user_licenses("up", &password(EMAIL, PASSWORD), NETWORK_ONLY));
        let users = client.users_of(EMAIL, NETWORK_ONLY).err();
        let log = client.log().join("\n");
        assert!(log.contains("up"), "the log says what was asked: {log}");
        holds_no_query(&log);
        assert!(!log.contains(EMAIL) && !log.contains("marked-user"), "{log}");
        for failure in failures.iter().chain(&users) {
            holds_no_query(&failure.message);
        }
    });
}

#[test]
fn good_answers_bring_no_secret_out() {
    let (sandbox, dir) = (sandbox(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(60_000).client();
    let search = Search::new(&SECRETS);
    sandbox.fault(good_answer());
    for credentials in all_sign_ins() {
        for policy in [NETWORK_FIRST, NETWORK_ONLY, CACHE_ONLY] {
            let licenses = client.user_licenses("up", &credentials, policy).unwrap();
            search.clean("the JSON", licenses.json().as_bytes());
        }
    }
    client.users_of("test@example.com", NETWORK_ONLY).unwrap();
    let log = client.log().join("\n");
    search.clean("the log", log.as_bytes());
    holds_no_query(&log);
    assert!(!log.contains(EMAIL) && !log.contains("test@"), "{log}");
    holds_no_secret_on_disk(dir.path());
}

fn through_proxy(scheme: &str, place: &str) -> String {
    let url = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!("{scheme}://{}:{}@{place}", url(PROXY_USER), url(PROXY_PASSWORD))
}

fn at(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

#[test]
fn no_failure_on_the_way_brings_a_secret_out() {
    let (sandbox, expired) = (sandbox(), Sandbox::with(&["--certificate", "expired"]));
    let rude = RawServer::answering("HTTP/1.1 403 MARKER\r\nX: y\r\n\r\n<html>");
    let silent = RawServer::silent();
    let straight = [
        format!("https://{NOBODY}"),
        "https://something.invalid".to_owned(),
        expired.base_url().to_owned(),
    ];
    let proxies = [
        ("http", NOBODY.to_owned()),
        ("socks5", NOBODY.to_owned()),
        ("http", "p.invalid:1".to_owned()),
        ("http", at(rude.port())),
        ("https", at(rude.port())),
        ("http", at(silent.port())),
    ];
    let through = |(scheme, place): (&str, String)| {
        (sandbox.base_url().to_owned(), through_proxy(scheme, &place))
    };
    let cases = straight.map(|base_url| (base_url, String::new())).into_iter();
    drive_on_the_way(&sandbox, cases.chain(proxies.map(through)));
}

/// Real ones, which refuse who does not know their password.
#[cfg(feature = "system-tests")]
#[test]
fn no_refusal_by_a_proxy_brings_a_secret_out() {
    let sandbox = sandbox();
    let http = Daemon::tinyproxy("somebody", "else", None);
    let socks = Daemon::microsocks("somebody", "else");
    let proxies = [("http", http.port()), ("socks5", socks.port()), ("socks5h", socks.port())];
    let through =
        |(scheme, port)| (sandbox.base_url().to_owned(), through_proxy(scheme, &at(port)));
    drive_on_the_way(&sandbox, proxies.map(through));
}

/// Each is where the server is said to be, and a proxy or none; nobody gets an answer.
fn drive_on_the_way(sandbox: &Sandbox, cases: impl IntoIterator<Item = (String, String)>) {
    let cases: Vec<_> = cases.into_iter().map(|case| (format!("{case:?}"), case)).collect();
    let search = Search::new(&SECRETS);
    each_case(&cases, |(base_url, proxy)| {
        let settings =
            || Settings::of(sandbox).base_url(base_url).proxy(proxy).timeout_ms(TIMEOUT_MS);
        for credentials in all_sign_ins() {
            let client = settings().client();
            let failures = told(client.user_licenses("up", &credentials, NETWORK_FIRST));
            assert_eq!(failures.len(), 1);
            let out = everything(&client, &failures);
            search.clean(&format!("{base_url} {proxy}"), out.as_bytes());
            holds_no_query(&out);
            assert!(!client.log().join("\n").contains(EMAIL));
        }
        let suite = settings().try_suite(base_url, TOKEN).unwrap();
        let failure = suite.allocate_to("song").err().unwrap();
        let out = format!("{failure:?}{:?}", suite.log());
        search.clean(&format!("{base_url} {proxy}"), out.as_bytes());
        holds_no_query(&out);
    });
}

#[test]
fn no_allocation_brings_the_token_out() {
    let sandbox = sandbox();
    let suite =
        Settings::of(&sandbox).max_response_bytes(1 << 16).timeout_ms(TIMEOUT_MS).suite(&sandbox);
    let url = utf8_percent_encode(TOKEN, NON_ALPHANUMERIC).to_string();
    let search = Search::new(&SECRETS);
    let mut out = String::new();
    let repeated = [TOKEN.to_owned(), url.clone(), lower_hex(&url)];
    let more = repeated.iter().flat_map(|text| {
        [401, 409, 500].map(|status| {
            let body = json!({"errorCode": text, "message": format!("for Bearer {text}")});
            json!({"fault": "status", "status": status, "body": body})
        })
    });
    for fault in more.chain(faults()) {
        sandbox.fault(fault.clone());
        match suite.allocate_to("song") {
            Err(failure) => out += &format!("{failure:?}\n"),
            // Any array is an answer here.
            Ok(allocated) => out += &allocated.json(),
        }
        sandbox.no_faults();
    }
    out += &suite.allocate_to("song").unwrap().json();
    out += &suite.log().join("\n");
    search.clean("an allocation", out.as_bytes());
    holds_no_query(&out.replace("?password=leak", ""));
}

#[test]
fn settings_that_are_refused_bring_no_secret_out() {
    use lsagent::ffi::config::*;
    let search = Search::new(&SECRETS);
    let refused = |set: &dyn Fn(Option<&mut ls_config>) -> ls_status| {
        let mut settings = Settings::empty();
        assert_eq!(set(settings.config.as_deref_mut()), ls_status::LS_ERR_INVALID_ARGUMENT);
        let failure = settings.try_client().err().unwrap();
        let out = format!("{failure:?}");
        search.clean("a refused setting", out.as_bytes());
    };
    let text = |text: &str| c(text);
    // SAFETY: every text ends with NUL and outlives the call.
    unsafe {
        refused(&|config| {
            let bad = text(&format!("{API_KEY} with a space"));
            ls_config_set_api_key(config, bad.as_ptr(), text(SHARED_KEY).as_ptr())
        });
        refused(&|config| {
            let bad = text(&format!("https://u:{API_KEY}@example.com/?q={API_KEY}"));
            ls_config_set_base_url(config, bad.as_ptr())
        });
        refused(&|config| {
            let bad = text(&format!("ftp://u:{PROXY_USER}@example.com"));
            ls_config_set_proxy(config, bad.as_ptr())
        });
        refused(&|config| ls_config_set_proxy(config, text(PROXY_PASSWORD).as_ptr()));
        refused(&|config| ls_config_set_response_public_key(config, text(SHARED_KEY).as_ptr()));
    }
    let bad_token = format!("{TOKEN} with a space");
    let failure =
        Settings::empty().try_suite("https://suite.example.com", &bad_token).err().unwrap();
    search.clean("a refused token", format!("{failure:?}").as_bytes());
    let failure = Settings::empty()
        .try_suite(&format!("https://u:{API_KEY}@suite.example.com"), TOKEN)
        .err()
        .unwrap();
    search.clean("a refused address", format!("{failure:?}").as_bytes());
}

/// Every file and folder below.
fn files_below(dir: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
            found.insert(path, None);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, Some(bytes));
        }
    }
    found
}

/// What is stored: for the owner's eyes, and not even readable for them.
fn holds_no_secret_on_disk(dir: &Path) {
    let readable = Search::new(
        &[
            &SECRETS[..],
            &[
                EMAIL,
                "user_licenses",
                "test@example.com",
                "t218_uv@",
                "short_code",
                "a test's device",
            ],
        ]
        .concat(),
    );
    let files = files_below(dir);
    assert!(files.values().any(Option::is_some), "something is stored");
    for (path, bytes) in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name} tells something");
        readable.clean("a name", path.strip_prefix(dir).unwrap().to_str().unwrap().as_bytes());
        if let Some(bytes) = &bytes {
            let found = readable.find(bytes);
            assert!(found.is_none(), "a file holds {found:?}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, if bytes.is_some() { 0o600 } else { 0o700 }, "{name}");
        }
    }
}

#[test]
fn an_initial_password_is_in_the_fresh_answer_and_nowhere_else() {
    const INITIAL: &str = "t218_uv@";
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(60_000).client();
    let initial = |users: &Users| {
        // SAFETY: both live as long as the users.
        let first =
            unsafe { lsagent::ffi::license_users::ls_license_users_at(users.get(), 0).as_ref() };
        text(lsagent::ffi::license_user::ls_license_user_initial_password(first))
    };
    let fresh = client.users_of("test@example.com", NETWORK_FIRST).unwrap();
    assert_eq!(initial(&fresh).as_deref(), Some(INITIAL));
    assert!(fresh.json().contains(INITIAL));
    let stored = client.users_of("test@example.com", CACHE_ONLY).unwrap();
    assert_eq!(initial(&stored), None);
    let search = Search::new(&[INITIAL]);
    search.clean("the stored JSON", stored.json().as_bytes());
    sandbox.fault(json!({"fault": "status", "status": 200, "body": fresh.json()}));
    let failure = client.users_of("test@example.com", NETWORK_ONLY).err().unwrap();
    let fallen = client.users_of("test@example.com", NETWORK_FIRST).unwrap();
    assert_eq!(initial(&fallen), None);
    let out = format!("{failure:?}{:?}{}{:?}", fallen.fallback(), fallen.json(), client.log());
    search.clean("what came of a failure", out.as_bytes());
    holds_no_secret_on_disk(dir.path());
}

/// Trials, passwords, releases, variables and files: what is secret in them stays where it belongs.
#[test]
fn nothing_around_a_license_brings_a_secret_out() {
    const NEW: &str = "MARKER-new-password p&ä\"%25+/?";
    const INITIAL: &str = "MARKER-initial";
    const KEY: &str = "PERP-AAAA-BBBB-CCCC";
    let (sandbox, store, stick) =
        (Sandbox::start(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(store.path()).timeout_ms(60_000).client();
    let account = json!({"username": EMAIL, "password": PASSWORD, "initial": false});
    sandbox.control("PUT", "/state/accounts", &account.to_string());
    let mut failures = Vec::new();
    for (status, code) in [(400, "brand_new"), (401, "wrong"), (503, "internal_error")] {
        let repeats = |sent: &str| {
            let body = json!({"status": status, "code": code, "message": sent}).to_string();
            sandbox.no_faults();
            sandbox.fault(json!({"fault": "status", "status": status, "body": body}));
        };
        repeats(&format!("{PASSWORD} {NEW}"));
        failures.extend(client.change_password(EMAIL, PASSWORD, NEW).err());
        repeats(KEY);
        failures.extend(client.activate("key-product", &license_key("PERP"), 0).err());
    }
    sandbox.no_faults();
    client.change_password(EMAIL, PASSWORD, NEW).unwrap();
    let trial = json!({"license_user": EMAIL, "initial_password": INITIAL, "id": 1});
    sandbox.fault(json!({"fault": "body", "path": "trial_key", "body": trial.to_string()}));
    assert_eq!(crate::trial::initial_password(&client, EMAIL).as_deref(), Some(INITIAL));
    let other = json!({"license_user": "other@example.com", "initial_password": INITIAL});
    sandbox.no_faults();
    sandbox.fault(json!({"fault": "body", "path": "trial_key", "body": other.to_string()}));
    failures.push(crate::trial::failure(&client, EMAIL));
    sandbox.no_faults();
    let activation = client.activate("key-product", &license_key("PERP"), 0).unwrap();
    let path = |name: &str| stick.path().join(name);
    failures.extend(
        client.write_offline_request("up", &password(EMAIL, NEW), 0, &path("no/file")).err(),
    );
    failures.extend(client.activate_by_file("key-product", &path("none")).err());
    client.write_offline_request("key-product", &license_key("PERP"), 0, &path("request")).unwrap();
    activation.write_deactivation(&path("deactivation")).unwrap();
    assert!(failures.len() >= 9, "{failures:?}");
    let search = Search::new(&[PASSWORD, NEW, INITIAL, KEY, sandbox.said("shared_key")]);
    search.clean("a failure or the log", format!("{failures:?} {:?}", client.log()).as_bytes());
    for (path, bytes) in files_below(store.path()) {
        search.clean("a name", path.to_str().unwrap().as_bytes());
        assert_eq!(bytes.and_then(|bytes| search.find(&bytes).map(str::to_owned)), None);
    }
    let shared = Search::new(&[sandbox.said("shared_key")]);
    for (path, bytes) in files_below(stick.path()) {
        let text = base64::prelude::BASE64_STANDARD.decode(bytes.unwrap()).unwrap();
        assert!(shared.find(&text).is_none(), "{path:?} holds what signs it");
    }
}

#[test]
fn an_initial_password_among_licenses_is_not_stored_either() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(60_000).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let body = json!([{
        "license": {"id": 1, "product_details": {"short_code": "up"}},
        "user": {"email": "trial@example.com", "initial_password": "t218_uv@"},
    }]);
    sandbox.fault(json!({"fault": "body", "body": body.to_string()}));
    let fresh = client.licenses_of("trial", NETWORK_FIRST).unwrap();
    assert!(fresh.json().contains("t218_uv@"));
    holds_no_secret_on_disk(dir.path());
    assert!(!client.log().join("\n").contains("t218_uv@"));
}

/// What a person sends to somebody who helps them, whatever fails. Neither secrets nor emails, paths and queries are in it.
#[test]
fn the_doctors_report_holds_nothing_that_others_must_not_know() {
    let mut all = faults();
    all.extend(malicious());
    let cases: Vec<_> = all.into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let (sandbox, dir) = (sandbox(), tempfile::tempdir().unwrap());
        let settings = Settings::of(&sandbox).store(&dir.path().join("MARKER-folder"));
        let client = settings.timeout_ms(60_000).client();
        sandbox.fault(good_answer());
        let sign_ins = all_sign_ins();
        client.user_licenses("up", &sign_ins[0], NETWORK_FIRST).unwrap();
        sandbox.no_faults();
        sandbox.fault(fault.clone());
        for credentials in &sign_ins[..2] {
            names_nobody(
                &fault.to_string(),
                &Examined::with(&client, Some("up"), Some(credentials), TIMEOUT_MS),
            );
        }
    });
}

fn names_nobody(what: &str, examined: &Examined) {
    let search = Search::new(&[&SECRETS[..], &[EMAIL, "marked-user", "MARKER-folder"]].concat());
    let out = format!("{}{:?}", examined.text, examined.steps);
    search.clean(what, out.as_bytes());
    holds_no_query(&out);
}

/// Of a proxy its user and password, of a product what is no short code.
#[test]
fn the_doctors_report_holds_nothing_of_a_proxys_user_and_of_a_product_that_is_none() {
    let sandbox = sandbox();
    let refusing = RawServer::answering("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n");
    let url = |secret: &str| utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let (user, password_of_it) = (url(PROXY_USER), url(PROXY_PASSWORD));
    for scheme in ["http", "socks5"] {
        let proxy = format!("{scheme}://{user}:{password_of_it}@127.0.0.1:{}", refusing.port());
        let client = Settings::of(&sandbox).proxy(&proxy).client();
        names_nobody(
            scheme,
            &Examined::with(&client, Some("up"), Some(&password(EMAIL, PASSWORD)), 60_000),
        );
    }
    let client = Settings::of(&sandbox).client();
    for product in ["/home/MARKER-folder", EMAIL, "product=MARKER-folder"] {
        names_nobody(
            product,
            &Examined::with(&client, Some(product), Some(&password(EMAIL, PASSWORD)), 60_000),
        );
    }
}
