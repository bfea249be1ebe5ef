//! Through real proxies, and past them.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use lsagent::ffi::config::ls_config_set_cache_enabled;
use lsagent::ffi::status::ls_status::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rcgen::CertificateParams;
use serde_json::{Value, json};

use crate::support::*;

const TIMEOUT_MS: u32 = 60_000;
/// For failures that may be tried again.
const SHORT_MS: u32 = 2_000;

/// What tinyproxy can be configured with.
const USER: &str = "a.user_of-it";
const PASSWORD: &str = "Hunter-2.of_it";
/// What else a password may be made of.
const SPECIAL: &str = "p@s:s w%41/ü?#\"+&=\\'";

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn url(scheme: &str, user: &str, password: &str, port: u16) -> String {
    let (user, password) = (encoded(user), encoded(password));
    format!("{scheme}://{user}:{password}@127.0.0.1:{port}")
}

fn through(sandbox: &Sandbox, proxy: &str) -> Client {
    Settings::of(sandbox).proxy(proxy).timeout_ms(TIMEOUT_MS).client()
}

/// Asks everything that can be asked, and makes sure that all of it went over one connection.
fn works_through(sandbox: &Sandbox, proxy: &str) {
    let client = through(sandbox, proxy);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    client.users_of("test@example.com", NETWORK_ONLY).unwrap();
    assert_eq!(sandbox.traffic(), (1, 2), "the connection is kept");
    let suite = Settings::of(sandbox).proxy(proxy).timeout_ms(TIMEOUT_MS).suite(sandbox);
    suite.allocate_to("song").unwrap();
    assert_eq!(sandbox.traffic(), (2, 3));
    let text = format!("{:?}{:?}", client.log(), suite.log());
    says_no_password(&text);
}

/// The proxy's refusal, which no request to the server came of.
fn is_refused_by(sandbox: &Sandbox, proxy: &str) -> Failure {
    let client = Settings::of(sandbox).proxy(proxy).timeout_ms(SHORT_MS).client();
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_PROXY, "{proxy}: {failure:?}");
    assert_eq!((failure.http_status, failure.retryable), (0, false));
    assert_eq!(sandbox.traffic(), (0, 0));
    says_no_password(&format!("{failure:?}{:?}", client.log()));
    failure
}

fn says_no_password(text: &str) {
    for password in [PASSWORD, SPECIAL, "wrong-password"] {
        for form in [password.to_owned(), encoded(password)] {
            assert!(!text.contains(&form), "{text}");
        }
    }
}

#[test]
fn an_http_proxy_leads_to_the_server() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
    works_through(&sandbox, &url("http", USER, PASSWORD, proxy.port()));
    let connects = format!("CONNECT 127.0.0.1:{} HTTP/1.1", sandbox.port());
    assert_eq!(proxy.log().matches(&connects).count(), 2, "{}", proxy.log());
}

/// Each server is reached as its own URL says: plain http goes past the proxy, https through it.
#[test]
fn a_token_endpoint_is_reached_through_the_proxy_as_its_own_url_says() {
    let (sandbox, plain) = (Sandbox::start(), Sandbox::with(&["--plain"]));
    let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
    let connects = |to: &Sandbox| {
        proxy.log().matches(&format!("CONNECT 127.0.0.1:{} HTTP/1.1", to.port())).count()
    };
    for (server, tokens) in [(&sandbox, &sandbox), (&sandbox, &plain), (&plain, &sandbox)] {
        let (id, secret) = (tokens.said("client_id"), tokens.said("client_secret"));
        let before = connects(&sandbox);
        let client = Settings::keyless(server)
            .oauth_client(id, secret, Some(tokens.said("token_url")))
            .ca_file(sandbox.ca_file())
            .proxy(&url("http", USER, PASSWORD, proxy.port()))
            .timeout_ms(TIMEOUT_MS)
            .client();
        let answer = client.licenses_of("valid", NETWORK_ONLY);
        // One server's tokens are unknown to another, which has been reached all the same.
        let code = answer.err().and_then(|failure| failure.code);
        let is_same = server.port() == tokens.port();
        assert_eq!(code.as_deref(), (!is_same).then_some("oauth_token_malformed"));
        assert_eq!(connects(&sandbox) - before, 1, "each server has one connection");
        says_no_password(&client.log().join("\n"));
    }
    assert_eq!(connects(&plain), 0);
}

/// A failure is that of the way it went: past the proxy it is not the proxy's.
#[test]
fn a_token_endpoint_that_a_proxy_refuses_is_a_proxy_error() {
    let sandbox = Sandbox::start();
    let plain = Sandbox::with(&["--plain"]);
    let proxy = Daemon::tinyproxy(USER, PASSWORD, Some(443));
    let status = |token_url: &str| {
        let client = Settings::keyless(&plain)
            .oauth_client("i", "s", Some(token_url))
            .ca_file(sandbox.ca_file())
            .proxy(&url("http", USER, PASSWORD, proxy.port()))
            .timeout_ms(SHORT_MS)
            .client();
        client.licenses_of("valid", NETWORK_ONLY).err().unwrap().status
    };
    assert_eq!(status(sandbox.said("token_url")), LS_ERR_PROXY);
    assert_eq!(status(&format!("http://{NOBODY}/token")), LS_ERR_NETWORK);
    assert_eq!((sandbox.traffic().1, plain.traffic().1), (0, 0));
}

#[test]
fn an_http_proxy_refuses_whoever_it_does_not_know() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
    for refused in [
        url("http", USER, "wrong-password", proxy.port()),
        url("http", "wrong", PASSWORD, proxy.port()),
        format!("http://127.0.0.1:{}", proxy.port()),
    ] {
        let failure = is_refused_by(&sandbox, &refused);
        assert!(failure.message.contains("user name"), "{failure:?}");
    }
}

#[test]
fn an_http_proxy_that_leads_elsewhere_only_is_a_proxy_error() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::tinyproxy(USER, PASSWORD, Some(443));
    let failure = is_refused_by(&sandbox, &url("http", USER, PASSWORD, proxy.port()));
    assert!(failure.message.contains("403"), "{failure:?}");
}

#[test]
fn a_socks_proxy_leads_to_the_server_by_address_or_by_name() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::microsocks(SPECIAL, SPECIAL);
    works_through(&sandbox, &url("socks5", SPECIAL, SPECIAL, proxy.port()));
    // socks5 looks names up here, socks5h lets the proxy do so: its log has what it was told.
    let by_name = format!("https://localhost:{}", sandbox.port());
    let told = |scheme: &str| {
        let before = proxy.log().lines().count();
        let client = Settings::of(&sandbox)
            .base_url(&by_name)
            .proxy(&url(scheme, SPECIAL, SPECIAL, proxy.port()))
            .timeout_ms(SHORT_MS)
            .client();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        proxy.log().lines().skip(before).collect::<String>()
    };
    let to = |host: &str| format!("connected to {host}:{}", sandbox.port());
    let (by_address, by_name) = (told("socks5"), told("socks5h"));
    assert!(by_address.contains(&to("127.0.0.1")), "{by_address}");
    assert!(by_name.contains(&to("localhost")), "{by_name}");
}

#[test]
fn a_socks_proxy_refuses_whoever_it_does_not_know() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::microsocks(USER, SPECIAL);
    for scheme in ["socks5", "socks5h"] {
        is_refused_by(&sandbox, &url(scheme, USER, "wrong-password", proxy.port()));
        is_refused_by(&sandbox, &url(scheme, "wrong", SPECIAL, proxy.port()));
        is_refused_by(&sandbox, &format!("{scheme}://127.0.0.1:{}", proxy.port()));
    }
    assert!(!proxy.log().contains("connected to"), "{}", proxy.log());
}

#[test]
fn a_proxy_that_is_not_there_is_a_proxy_error() {
    let sandbox = Sandbox::start();
    for scheme in ["http", "https", "socks5", "socks5h"] {
        for place in [NOBODY, "something.invalid:3128"] {
            let failure = is_refused_by(&sandbox, &format!("{scheme}://u:{PASSWORD}@{place}"));
            assert!(failure.message.contains(place), "{failure:?}");
        }
    }
}

#[test]
fn a_server_that_is_not_there_behind_a_proxy_is_a_proxy_error() {
    let sandbox = Sandbox::start();
    let http = Daemon::tinyproxy(USER, PASSWORD, None);
    let socks = Daemon::microsocks(USER, PASSWORD);
    for (scheme, proxy) in [("http", &http), ("socks5", &socks)] {
        let client = Settings::of(&sandbox)
            .base_url(&format!("https://{NOBODY}"))
            .proxy(&url(scheme, USER, PASSWORD, proxy.port()))
            .timeout_ms(SHORT_MS)
            .client();
        let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!(failure.status, LS_ERR_PROXY, "{failure:?}");
    }
}

#[test]
fn behind_a_proxy_the_server_still_has_to_prove_who_it_is() {
    let sandbox = Sandbox::with(&["--certificate", "expired"]);
    let http = Daemon::tinyproxy(USER, PASSWORD, None);
    let socks = Daemon::microsocks(USER, PASSWORD);
    for (scheme, proxy) in [("http", &http), ("socks5", &socks)] {
        let client = through(&sandbox, &url(scheme, USER, PASSWORD, proxy.port()));
        let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!(failure.status, LS_ERR_TLS, "{failure:?}");
    }
    assert_eq!(sandbox.traffic().1, 0);
}

#[test]
fn a_connection_lost_behind_a_proxy_is_a_network_error() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
    let client = Settings::of(&sandbox)
        .proxy(&url("http", USER, PASSWORD, proxy.port()))
        .timeout_ms(SHORT_MS)
        .client();
    sandbox.fault(json!({"fault": "close", "when": "request"}));
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_NETWORK, "{failure:?}");
}

#[test]
fn plain_http_to_this_machine_goes_past_the_proxy() {
    let sandbox = Sandbox::with(&["--plain"]);
    let proxy = RawServer::silent();
    let client = through(&sandbox, &format!("http://127.0.0.1:{}", proxy.port()));
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!((proxy.accepted(), sandbox.traffic()), (0, (1, 1)));
}

/// Copies both ways until either side ends.
fn tunnel(mut here: impl Read + Write, mut there: TcpStream) {
    let mut buffer = [0; 16 * 1024];
    let mut copy = |from: &mut dyn Read, to: &mut dyn Write| match from.read(&mut buffer) {
        Ok(0) => false,
        Ok(count) => to.write_all(&buffer[..count]).is_ok() && to.flush().is_ok(),
        Err(error) => matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut),
    };
    while copy(&mut here, &mut there) && copy(&mut there, &mut here) {}
}

/// So that neither side is waited for while the other has something to say.
fn impatient(stream: &TcpStream) {
    let patience = Duration::from_millis(2);
    stream.set_read_timeout(Some(patience)).unwrap();
    stream.set_nodelay(true).unwrap();
}

#[test]
fn a_password_of_any_characters_reaches_an_http_proxy() {
    // tinyproxy knows none of them.
    use base64::prelude::{BASE64_STANDARD, Engine};
    let heads = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = heads.clone();
    let proxy = RawServer::start(move |mut stream| {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let target = head.split(' ').nth(1).unwrap().to_owned();
        seen.lock().unwrap().push(head);
        let there = TcpStream::connect(target).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        impatient(&stream);
        impatient(&there);
        tunnel(stream, there);
    });
    let sandbox = Sandbox::start();
    works_through(&sandbox, &url("http", SPECIAL, SPECIAL, proxy.port()));
    let expected = BASE64_STANDARD.encode(format!("{SPECIAL}:{SPECIAL}"));
    for head in heads.lock().unwrap().iter() {
        assert!(head.contains(&format!("Basic {expected}\r\n")), "{head}");
        assert!(!head.contains("secret") && !head.contains("valid@"), "{head}");
    }
}

/// A proxy that answers CONNECT with these bytes, and leads to the server after that.
fn answering_connect(answer: &'static [u8]) -> RawServer {
    RawServer::start(move |mut stream| {
        let head = String::from_utf8(read_head(&mut stream)).unwrap();
        let there = TcpStream::connect(head.split(' ').nth(1).unwrap()).unwrap();
        stream.write_all(answer).unwrap();
        impatient(&stream);
        impatient(&there);
        tunnel(stream, there);
    })
}

#[test]
fn any_success_of_connect_opens_the_way_and_what_comes_before_is_skipped() {
    let sandbox = Sandbox::start();
    for answer in [
        &b"HTTP/1.1 200 OK\r\n\r\n"[..],
        b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nX: y\r\n folded\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        let proxy = answering_connect(answer);
        let client = through(&sandbox, &format!("http://127.0.0.1:{}", proxy.port()));
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
    }
}

#[test]
fn a_failure_before_the_way_is_open_is_the_proxys() {
    let sandbox = Sandbox::start();
    let ended = |answer: &'static [u8]| {
        RawServer::start(move |mut stream: TcpStream| {
            read_head(&mut stream);
            let _ = stream.write_all(answer);
        })
    };
    let no_socks = RawServer::start(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        read_on(&mut stream);
    });
    // Closing with bytes unread resets the connection.
    let reset = RawServer::start(|mut stream| drop(stream.read(&mut [0])));
    let cases = [
        ("http", ended(b"220 mail.example ESMTP\r\n"), "proper HTTP"),
        ("http", ended(b""), "closed"),
        ("http", ended(b"HTTP/1.1 200 OK\r\n"), "closed"),
        ("http", ended(b"HTTP/1.1 302 Found\r\nLocation: https://u:p@h\r\n\r\n"), "302"),
        ("http", reset, "reset"),
        ("socks5", no_socks, "SOCKS5"),
        ("socks5h", RawServer::start(drop), ""),
    ];
    for (scheme, proxy, why) in cases {
        let url = format!("{scheme}://{USER}:{PASSWORD}@127.0.0.1:{}", proxy.port());
        let failure = is_refused_by(&sandbox, &url);
        let named = format!("the proxy 127.0.0.1:{} does not lead to 127.0.0.1", proxy.port());
        assert!(failure.message.contains(&named) && failure.message.contains(why), "{failure:?}");
        assert!(!failure.message.contains(USER), "{failure:?}");
    }
}

#[test]
fn a_proxy_that_says_nothing_is_named_when_the_time_is_up() {
    let sandbox = Sandbox::start();
    for scheme in ["http", "https", "socks5"] {
        let proxy = RawServer::silent();
        let at = format!("127.0.0.1:{}", proxy.port());
        let settings = Settings::of(&sandbox).proxy(&format!("{scheme}://{at}"));
        let failure = settings.timeout_ms(500).client().licenses_of("valid", NETWORK_ONLY);
        let failure = failure.err().unwrap();
        assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
        assert!(failure.message.contains(&format!("the proxy {at}")), "{failure:?}");
    }
}

#[test]
fn pinned_keys_are_the_servers_through_a_proxy_too() {
    let identity = tls::Identity::own(CertificateParams::new(["127.0.0.1".to_owned()]).unwrap());
    let server = tls::tls_server(&identity, "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ca.pem");
    std::fs::write(&path, &identity.pem).unwrap();
    let sandbox = Sandbox::start();
    let http = Daemon::tinyproxy(USER, PASSWORD, None);
    let socks = Daemon::microsocks(USER, PASSWORD);
    let other = tls::Identity::own(CertificateParams::new(["x".to_owned()]).unwrap()).pin();
    for (scheme, proxy) in [("http", &http), ("socks5", &socks)] {
        let status = |pin: &str| {
            let client = Settings::of(&sandbox)
                .base_url(&format!("https://127.0.0.1:{}", server.port()))
                .ca_file(path.to_str().unwrap())
                .proxy(&url(scheme, USER, PASSWORD, proxy.port()))
                .pinned(pin)
                .timeout_ms(SHORT_MS)
                .client();
            client.licenses_of("valid", NETWORK_ONLY).err().unwrap().status
        };
        assert_eq!(status(&identity.pin()), LS_ERR_SERVER);
        assert_eq!(status(&other), LS_ERR_TLS);
    }
}

/// What stunnel would do: TLS in front of a proxy. Gives the port, and the certificate as PEM.
fn tls_in_front_of(port: u16, name: &str) -> (RawServer, String) {
    use rustls::pki_types::PrivatePkcs8KeyDer;
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let config = Arc::new(config);
    let server = RawServer::start(move |stream| {
        let there = TcpStream::connect(("127.0.0.1", port)).unwrap();
        impatient(&stream);
        impatient(&there);
        let connection = rustls::ServerConnection::new(config.clone()).unwrap();
        tunnel(rustls::StreamOwned::new(connection, stream), there);
    });
    (server, made.cert.pem())
}

#[test]
fn a_proxy_may_be_reached_over_tls_and_has_to_prove_who_it_is() {
    let sandbox = Sandbox::start();
    let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
    let (front, certificate) = tls_in_front_of(proxy.port(), "127.0.0.1");
    let dir = tempfile::tempdir().unwrap();
    let both = dir.path().join("both.pem");
    let server = std::fs::read_to_string(sandbox.ca_file()).unwrap();
    std::fs::write(&both, server + &certificate).unwrap();
    let over_tls = url("https", USER, PASSWORD, front.port());
    let client = |ca_file: &str, proxy: &str| {
        Settings::of(&sandbox).ca_file(ca_file).proxy(proxy).timeout_ms(TIMEOUT_MS).client()
    };
    let trusting = client(both.to_str().unwrap(), &over_tls);
    trusting.licenses_of("valid", NETWORK_ONLY).unwrap();
    trusting.users_of("test@example.com", NETWORK_ONLY).unwrap();
    assert_eq!(sandbox.traffic(), (1, 2));
    let connects = format!("CONNECT 127.0.0.1:{} HTTP/1.1", sandbox.port());
    assert_eq!(proxy.log().matches(&connects).count(), 1, "{}", proxy.log());

    let wary = client(sandbox.ca_file(), &over_tls);
    let failure = wary.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_TLS, "{failure:?}");
    let wrong = url("https", USER, "wrong-password", front.port());
    let refused = client(both.to_str().unwrap(), &wrong);
    let failure = refused.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_PROXY, "{failure:?}");
    assert_eq!(sandbox.traffic(), (1, 2));
    says_no_password(&format!("{failure:?}{:?}{:?}", wary.log(), refused.log()));
}

const CHILD: &str = "asks_once_as_the_environment_says";
const TASK: &str = "LSAGENT_TEST_TASK";

/// What a process asks that was started with these variables.
fn ask_in(environment: &[(&str, &str)], task: &Value) -> Value {
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    ask_with(&environment, task)
}

fn ask_with(environment: &[(&std::ffi::OsStr, &std::ffi::OsStr)], task: &Value) -> Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(alone(module_path!(), CHILD))
        .arg("--ignored")
        .env_clear()
        .envs(environment.iter().copied())
        .env(TASK, task.to_string())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, answer) = text
        .split_once("ANSWER ")
        .unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    serde_json::from_str(answer.lines().next().unwrap()).unwrap()
}

/// The other process's part: reads its task from the environment, and prints how it went.
#[test]
#[ignore = "run by the tests below, each with an environment of its own"]
fn asks_once_as_the_environment_says() {
    let task = std::env::var(TASK).expect("it is run by the tests below");
    let task: Value = serde_json::from_str(&task).unwrap();
    let said = |name: &str| task["ready"][name].as_str().unwrap();
    let mut settings = Settings::empty()
        .api_key(said("api_key"), said("shared_key"))
        .base_url(task["base_url"].as_str().unwrap_or(said("base_url")))
        .public_key(&std::fs::read_to_string(said("public_key_file")).unwrap())
        .ca_file(said("ca_file"))
        .timeout_ms(SHORT_MS)
        .set(|config| ls_config_set_cache_enabled(config, false))
        .logged();
    if let Some(proxy) = task["proxy"].as_str() {
        settings = settings.proxy(proxy);
    }
    let client = settings.client();
    let (status, message) = match client.licenses_of("valid", NETWORK_ONLY) {
        Ok(_) => ("LS_OK".to_owned(), String::new()),
        Err(failure) => (format!("{:?}", failure.status), failure.message),
    };
    println!("ANSWER {}", json!({"status": status, "message": message, "log": client.log()}));
}

/// A sandbox, and a proxy that is counted on to have been used or not.
struct Scene {
    sandbox: Sandbox,
    proxy: Daemon,
    url: String,
}

impl Scene {
    fn new() -> Self {
        let proxy = Daemon::tinyproxy(USER, PASSWORD, None);
        let url = url("http", USER, PASSWORD, proxy.port());
        Self { sandbox: Sandbox::start(), proxy, url }
    }

    /// How it went, and how many connections the proxy made for it.
    fn ask(&self, environment: &[(&str, &str)], task: Value) -> (String, usize) {
        let connects = || self.proxy.log().matches("CONNECT 127.0.0.1:").count();
        let before = connects();
        let mut task = task;
        task["ready"] = self.sandbox.ready().clone();
        let answer = ask_in(environment, &task);
        says_no_password(&answer.to_string());
        let status = answer["status"].as_str().unwrap().to_owned();
        (status, connects() - before)
    }
}

fn ok(connections: usize) -> (String, usize) {
    ("LS_OK".to_owned(), connections)
}

#[test]
fn the_environments_proxy_is_used_under_each_of_its_names() {
    let scene = Scene::new();
    assert_eq!(scene.ask(&[], json!({})), ok(0));
    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        assert_eq!(scene.ask(&[(name, &scene.url)], json!({})), ok(1), "{name}");
    }
    let other = format!("http://{NOBODY}");
    let both = [("https_proxy", scene.url.as_str()), ("all_proxy", &other)];
    assert_eq!(scene.ask(&both, json!({})), ok(1));
    let empty = [("https_proxy", ""), ("ALL_PROXY", scene.url.as_str())];
    assert_eq!(scene.ask(&empty, json!({})), ok(1));
    assert_eq!(scene.ask(&[("http_proxy", &other)], json!({})), ok(0));
}

#[test]
fn the_environments_exceptions_are_kept() {
    let scene = Scene::new();
    for name in ["no_proxy", "NO_PROXY"] {
        for list in [
            "127.0.0.1",
            "example.com, 127.0.0.1 ,x",
            "example.com;127.0.0.1",
            "example.com 127.0.0.0/8",
            "127.*",
            "*",
        ] {
            let environment = [("https_proxy", scene.url.as_str()), (name, list)];
            assert_eq!(scene.ask(&environment, json!({})), ok(0), "{name}={list}");
        }
        for list in ["", "example.com", "127.0.0.10", "127.0.0.1:1", "10.0.0.0/8"] {
            let environment = [("https_proxy", scene.url.as_str()), (name, list)];
            assert_eq!(scene.ask(&environment, json!({})), ok(1), "{name}={list}");
        }
    }
}

#[test]
fn the_configurations_word_on_proxies_comes_before_the_environments() {
    let scene = Scene::new();
    let nobody = format!("http://{NOBODY}");
    let environment = [("https_proxy", nobody.as_str())];
    assert_eq!(scene.ask(&environment, json!({"proxy": ""})), ok(0));
    let own = json!({"proxy": scene.url});
    assert_eq!(scene.ask(&environment, own), ok(1));
    let excepted = [("https_proxy", nobody.as_str()), ("no_proxy", "*")];
    assert_eq!(scene.ask(&excepted, json!({"proxy": scene.url})), ok(1));
    assert_eq!(scene.ask(&environment, json!({})), ("LS_ERR_PROXY".to_owned(), 0));
}

#[test]
fn a_proxy_of_the_environment_that_is_none_is_passed_over_and_logged() {
    let scene = Scene::new();
    let environment = [("https_proxy", "ftp://u:wrong-password@h")];
    let answer = ask_in(&environment, &json!({"ready": scene.sandbox.ready()}));
    assert_eq!(answer["status"], "LS_OK");
    let log = answer["log"].to_string();
    assert!(log.contains("https_proxy"), "{log}");
    says_no_password(&log);
}

#[test]
fn a_failure_on_the_direct_way_says_that_a_variable_cannot_be_used() {
    let scene = Scene::new();
    let fails = json!({"ready": scene.sandbox.ready(), "base_url": format!("https://{NOBODY}")});
    for unusable in ["http://u:wrong-password#x@h:1", "h:notaport", "\"http://h:1\""] {
        let answer = ask_in(&[("HTTPS_PROXY", unusable)], &fails);
        assert_eq!(answer["status"], "LS_ERR_NETWORK");
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains("HTTPS_PROXY is set, but cannot be used"), "{message}");
        says_no_password(&answer.to_string());
    }
    let answer = ask_in(&[], &fails);
    assert!(!answer["message"].as_str().unwrap().contains("cannot be used"), "{answer}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_logged_and_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::start();
    let task = json!({"ready": sandbox.ready(), "base_url": format!("https://{NOBODY}")});
    let value = OsStr::from_bytes(b"http://u:\xff@127.0.0.1:1");
    let answer = ask_with(&[("https_proxy".as_ref(), value)], &task);
    let (message, log) = (answer["message"].as_str().unwrap(), answer["log"].to_string());
    assert!(message.contains("https_proxy is set, but cannot be used"), "{message}");
    assert!(log.contains("https_proxy is ignored"), "{log}");
}

#[test]
fn a_variable_is_taken_as_it_was_meant() {
    let scene = Scene::new();
    for value in
        [format!(" {} ", scene.url), format!("{}\r\n", scene.url), format!("{}/", scene.url)]
    {
        assert_eq!(scene.ask(&[("https_proxy", &value)], json!({})), ok(1), "{value:?}");
    }
}

#[test]
fn a_server_that_the_proxy_is_not_used_for_is_not_blamed_on_it() {
    let scene = Scene::new();
    let environment = [("https_proxy", scene.url.as_str()), ("no_proxy", "127.0.0.1")];
    let task = json!({"base_url": format!("https://{NOBODY}")});
    assert_eq!(scene.ask(&environment, task), ("LS_ERR_NETWORK".to_owned(), 0));
}
