//! Networks and servers as they are: dead connections, odd answers, long requests, certificates of every
//! kind, and limits of the process. Against servers that misbehave below what the sandbox can.

#![cfg_attr(windows, allow(dead_code, reason = "processes of their own are asked on Unix alone"))]

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use lsagent::ffi::status::ls_status::*;
use rcgen::{BasicConstraints, CertificateParams, IsCa};

use crate::support::tls::{Identity, certificate_file, tls_server};
use crate::support::*;

const LONG_MS: u32 = 60_000;
/// For failures that are tried again.
const SHORT_MS: u32 = 1_500;
/// What the public header allows for a text.
const LONGEST: usize = 65_536;

const REFUSAL: &str = r#"{"status":400,"code":"seen_by_the_client","message":"no"}"#;

fn with_body(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} x\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn refusal() -> Vec<u8> {
    with_body(400, "", REFUSAL.as_bytes())
}

/// A client of a server on this machine, over plain http.
fn plain(server: &RawServer) -> Settings {
    Settings::empty()
        .api_key("key", "shared")
        .base_url(&format!("http://127.0.0.1:{}", server.port()))
        .proxy("")
        .set(|config| lsagent::ffi::config::ls_config_set_cache_enabled(config, false))
        .logged()
}

/// A client of the same over TLS.
fn secure(server: &RawServer, ca_file: &std::path::Path) -> Settings {
    plain(server)
        .base_url(&format!("https://127.0.0.1:{}", server.port()))
        .ca_file(ca_file.to_str().unwrap())
        .timeout_ms(LONG_MS)
}

fn ask(client: &Client) -> Failure {
    client.licenses_of("valid", NETWORK_ONLY).err().expect("none of these servers has licenses")
}

fn is_answered(failure: &Failure) {
    assert_eq!(failure.code.as_deref(), Some("seen_by_the_client"), "{failure:?}");
}

/// Answers `answered` requests on the first connection, all on others, and never says a word then.
fn dying_after(
    answered: usize,
    pause: impl Fn(usize) -> Duration + Send + Sync + 'static,
) -> RawServer {
    let connections = AtomicUsize::new(0);
    RawServer::start(move |mut stream: TcpStream| {
        let is_first = connections.fetch_add(1, Ordering::SeqCst) == 0;
        for request in 0.. {
            if read_head(&mut stream).is_empty() {
                return;
            }
            if is_first && request == answered {
                return read_on(&mut stream);
            }
            thread::sleep(pause(request));
            let _ = stream.write_all(&refusal());
        }
    })
}

#[test]
fn a_kept_connection_that_has_died_is_given_up_for_a_new_one() {
    let server = dying_after(1, |_| Duration::ZERO);
    let client = plain(&server).timeout_ms(LONG_MS).client();
    is_answered(&ask(&client));
    let begun = std::time::Instant::now();
    is_answered(&ask(&client));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    is_answered(&ask(&client));
    assert_eq!(server.accepted(), 2);
}

#[test]
fn a_short_time_leaves_enough_for_a_new_connection() {
    let server = dying_after(1, |_| Duration::ZERO);
    let client = plain(&server).timeout_ms(3_000).client();
    is_answered(&ask(&client));
    is_answered(&ask(&client));
}

#[test]
fn a_server_that_is_slow_by_habit_does_not_count_as_dead() {
    let pause = |request| Duration::from_millis(if request == 0 { 1_600 } else { 2_300 });
    let server = dying_after(usize::MAX, pause);
    let client = plain(&server).timeout_ms(LONG_MS).client();
    is_answered(&ask(&client));
    is_answered(&ask(&client));
    assert_eq!(server.accepted(), 1);
}

#[test]
fn an_empty_body_has_no_coding_that_could_fail() {
    for (status, headers, expected) in [
        (429, "Retry-After: 30\r\n", LS_ERR_RATE_LIMITED),
        (503, "", LS_ERR_SERVER),
        (401, "", LS_ERR_RESPONSE),
        (200, "", LS_ERR_RESPONSE),
    ] {
        for coding in ["gzip", "GZIP", "br"] {
            let headers = format!("{headers}Content-Encoding: {coding}\r\n");
            let server = RawServer::answering(with_body(status, &headers, b""));
            let failure = ask(&plain(&server).timeout_ms(SHORT_MS).client());
            assert!(!failure.message.contains("compressed"), "{failure:?}");
            if status != 401 {
                assert_eq!(failure.status, expected, "{status} {coding}: {failure:?}");
            }
            assert_eq!(failure.http_status, status, "{failure:?}");
        }
    }
}

#[test]
fn a_status_counts_though_its_body_cannot_be_read() {
    for (headers, body) in [
        ("Content-Encoding: gzip\r\n", &b"no gzip"[..]),
        ("Content-Encoding: br\r\n", b"\x0b\x02\x80"),
        ("X: y\r\nContent-Encoding: gzip\r\n", b"\x1f\x8b\x08"),
    ] {
        let server = RawServer::answering(with_body(503, headers, body));
        let failure = ask(&plain(&server).timeout_ms(SHORT_MS).client());
        assert_eq!((failure.status, failure.http_status), (LS_ERR_SERVER, 503), "{failure:?}");
    }
}

/// In one piece, and byte by byte.
fn is_read(answer: &str) {
    for piece in [answer.len(), 1] {
        let answer = answer.as_bytes().to_vec();
        let server = RawServer::start(move |mut stream: TcpStream| {
            while !read_head(&mut stream).is_empty() {
                for piece in answer.chunks(piece) {
                    let _ = stream.write_all(piece);
                }
            }
        });
        let client = plain(&server).timeout_ms(LONG_MS).client();
        is_answered(&ask(&client));
        is_answered(&ask(&client));
        assert_eq!(server.accepted(), 1, "the connection is kept");
    }
}

#[test]
fn extensions_of_chunks_are_ignored_whatever_their_length() {
    let (one, other) = REFUSAL.split_at(7);
    let signature = "chunk-signature=0123456789abcdef0123456789abcdef";
    is_read(&format!(
        "HTTP/1.1 400 x\r\nTransfer-Encoding: chunked\r\n\r\n7;{signature}\r\n{one}\r\n{:x} ; {signature};q=\"a b\"\r\n{other}\r\n0;{signature}\r\n\r\n",
        other.len()
    ));
}

#[test]
fn headers_that_go_on_in_the_next_line_are_read() {
    let length = REFUSAL.len();
    is_read(&format!(
        "HTTP/1.1 400 x\r\nX: a,\r\n b,\r\n\tc\r\nContent-Length:\r\n {length}\r\n\r\n{REFUSAL}"
    ));
}

#[test]
fn the_name_of_a_coding_has_no_case() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(REFUSAL.as_bytes()).unwrap();
    let body = encoder.finish().unwrap();
    for coding in ["gzip", "GZIP", "x-gzip", "X-GZip", "identity, gzip"] {
        let headers = format!("Content-Encoding: {coding}\r\n");
        let server = RawServer::answering(with_body(400, &headers, &body));
        is_answered(&ask(&plain(&server).timeout_ms(LONG_MS).client()));
    }
    let server =
        RawServer::answering(with_body(400, "Content-Encoding: Identity\r\n", REFUSAL.as_bytes()));
    is_answered(&ask(&plain(&server).timeout_ms(LONG_MS).client()));
}

#[test]
fn the_head_of_an_answer_may_have_64_kib() {
    let answer = |bytes| {
        let headers = format!("X-Long: {}\r\n", "x".repeat(bytes));
        let server = RawServer::answering(with_body(400, &headers, REFUSAL.as_bytes()));
        ask(&plain(&server).timeout_ms(LONG_MS).client())
    };
    is_answered(&answer(60_000));
    let failure = answer(70_000);
    assert_eq!(failure.status, LS_ERR_RESPONSE, "{failure:?}");
    assert!(failure.message.contains("64 KiB"), "{failure:?}");
}

/// Passes on the heads that it receives, and answers each.
fn recording() -> (RawServer, mpsc::Receiver<Vec<u8>>) {
    let (told, heads) = mpsc::channel();
    let server = RawServer::start(move |mut stream: TcpStream| {
        let head = read_head(&mut stream);
        let _ = told.send(head);
        let _ = stream.write_all(&refusal());
        read_on(&mut stream);
    });
    (server, heads)
}

#[test]
fn every_length_that_the_header_allows_is_sent() {
    for length in [8_000, 8_190, 9_000, 40_000, LONGEST] {
        let (server, heads) = recording();
        let client = plain(&server).timeout_ms(LONG_MS).client();
        for credentials in [
            id_token(&"t".repeat(length), "acme"),
            // Each byte takes three.
            password("valid@example.com", &"%".repeat(length)),
            code(&"c".repeat(length), "acme", None),
        ] {
            let asked = client.user_licenses("up", &credentials, NETWORK_ONLY);
            is_answered(&asked.err().unwrap());
            let head = heads.recv_timeout(Duration::from_secs(60)).unwrap();
            assert!(head.starts_with(b"GET /api/v4/user_licenses?") && head.len() > length);
            assert!(head.ends_with(b"\r\n\r\n"));
            let line = String::from_utf8(head).unwrap();
            let line = line.lines().next().unwrap().to_owned();
            assert!(line.ends_with(" HTTP/1.1") && line.matches(' ').count() == 2);
            let sent = ["t", "%25", "c"].map(|byte| byte.repeat(length));
            assert!(sent.iter().any(|sent| line.contains(sent)), "{length}");
        }
    }
}

#[test]
fn a_long_access_token_is_sent_to_a_suite() {
    for length in [8_100, 9_000, LONGEST] {
        let (server, heads) = recording();
        let settings = plain(&server).timeout_ms(LONG_MS);
        let url = format!("http://127.0.0.1:{}", server.port());
        let suite = settings.try_suite(&url, &"t".repeat(length)).unwrap();
        suite.allocate_to("song").err().unwrap();
        let head = heads.recv_timeout(Duration::from_secs(60)).unwrap();
        let token = format!("Bearer {}\r\n", "t".repeat(length));
        assert!(String::from_utf8(head).unwrap().contains(&token), "{length}");
    }
}

fn params(host: &str) -> CertificateParams {
    CertificateParams::new([host.to_owned()]).unwrap()
}

/// What `openssl req -x509` makes by default.
fn authority(host: &str) -> CertificateParams {
    let mut params = params(host);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// Of an authority that no server here has anything to do with.
fn stranger() -> Identity {
    let mut params = params("127.0.0.1");
    params.distinguished_name.push(rcgen::DnType::CommonName, "a stranger");
    Identity::own(params)
}

fn answer_over_tls() -> String {
    String::from_utf8(refusal()).unwrap()
}

fn written(dir: &tempfile::TempDir, pem: &str) -> std::path::PathBuf {
    let path = dir.path().join("ca.pem");
    std::fs::write(&path, pem).unwrap();
    path
}

/// The failure of a client that trusts these certificates and meets that server.
fn meets(identity: &Identity, trusted: &str) -> Failure {
    let server = tls_server(identity, &answer_over_tls());
    let dir = tempfile::tempdir().unwrap();
    ask(&secure(&server, &written(&dir, trusted)).client())
}

fn is_tls(failure: &Failure, words: &str) {
    assert_eq!(failure.status, LS_ERR_TLS, "{failure:?}");
    assert!(failure.message.contains(words), "{words}: {failure:?}");
}

#[test]
fn a_certificate_in_the_ca_file_is_the_servers_own_even_with_ca_true() {
    for params in [params("127.0.0.1"), authority("127.0.0.1")] {
        let identity = Identity::own(params);
        is_answered(&meets(&identity, &identity.pem));
    }
}

#[test]
fn a_certificate_in_the_ca_file_still_has_to_be_valid_and_for_this_host() {
    let mut past = authority("127.0.0.1");
    past.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let identity = Identity::own(past);
    is_tls(&meets(&identity, &identity.pem), "has expired");
    let mut future = authority("127.0.0.1");
    future.not_before = rcgen::date_time_ymd(2200, 1, 1);
    future.not_after = rcgen::date_time_ymd(2201, 1, 1);
    let identity = Identity::own(future);
    is_tls(&meets(&identity, &identity.pem), "not valid yet");
    let identity = Identity::own(authority("127.0.0.2"));
    is_tls(&meets(&identity, &identity.pem), "another host");
}

#[test]
fn an_authority_that_is_not_in_the_ca_file_is_no_server() {
    let (identity, other) =
        (Identity::own(authority("127.0.0.1")), Identity::own(authority("other")));
    is_tls(&meets(&identity, &other.pem), "CA:TRUE");
    // The same name and key with another serial number is another certificate.
    let again = authority("127.0.0.1").self_signed(&identity.key).unwrap();
    is_tls(&meets(&identity, &again.pem()), "CA:TRUE");
}

#[test]
fn certificates_that_are_not_taken_are_refused_in_words() {
    for (server, trusted, words) in [
        ("p521-server", "p521-root", "signed in a way that is not supported here"),
        ("version-1", "p521-root", "an old version of X.509"),
        ("critical-extension", "p521-root", "a critical extension"),
        ("constrained-server", "constrained-root", "name constraints"),
    ] {
        is_tls(&meets(&Identity::of_file(server), &certificate_file(trusted)), words);
    }
}

#[test]
fn the_limit_of_one_connection_is_told_from_that_of_the_call() {
    use lsagent::ffi::config::ls_config_set_connect_timeout_ms;
    let (silent, dir) = (RawServer::silent(), tempfile::tempdir().unwrap());
    let settings = secure(&silent, &written(&dir, &stranger().pem)).timeout_ms(4_000);
    let client = settings.set(|config| ls_config_set_connect_timeout_ms(config, 100)).client();
    let failure = ask(&client);
    assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
    assert!(failure.message.contains("connect_timeout_ms"), "{failure:?}");
}

#[test]
fn trust_that_was_corrected_is_read_again() {
    let identity = Identity::own(params("127.0.0.1"));
    let server = tls_server(&identity, &answer_over_tls());
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, &stranger().pem);
    let client = secure(&server, &path).client();
    is_tls(&ask(&client), "not trusted here");
    written(&dir, "nothing");
    assert_eq!(ask(&client).status, LS_ERR_CONFIG);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ask(&client).status, LS_ERR_CONFIG);
    written(&dir, &identity.pem);
    is_answered(&ask(&client));
}

#[test]
fn a_pinned_key_has_to_be_the_servers() {
    let identity = Identity::own(params("127.0.0.1"));
    let server = tls_server(&identity, &answer_over_tls());
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, &identity.pem);
    let other = Identity::own(params("127.0.0.1")).pin();
    let pinned = |pins: &str| ask(&secure(&server, &path).pinned(pins).client());
    is_answered(&pinned(&identity.pin()));
    is_answered(&pinned(&format!("{other};{}", identity.pin())));
    let failure = pinned(&other);
    is_tls(&failure, "its public key is not one of the pinned ones");
    assert!(failure.message.contains(&identity.pin()), "{failure:?}");
}

#[test]
fn a_pinned_key_is_no_substitute_for_trust() {
    let identity = Identity::own(params("127.0.0.1"));
    let server = tls_server(&identity, &answer_over_tls());
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, &stranger().pem);
    let failure = ask(&secure(&server, &path).pinned(&identity.pin()).client());
    is_tls(&failure, "not trusted here");
}

const CHILD: &str = "asks_once_in_a_process_of_its_own";
const SERVER: &str = "LSAGENT_TEST_SERVER";
const PINS: &str = "LSAGENT_TEST_PINS";
const EXHAUSTED: &str = "LSAGENT_TEST_EXHAUSTED";

/// What a process of its own says of a server, with these variables.
fn asked_apart(url: &str, variables: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(alone(module_path!(), CHILD))
        .arg("--ignored")
        .env(SERVER, url)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said = text.lines().find_map(|line| line.split_once("ANSWER ").map(|(_, said)| said));
    said.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr))).to_owned()
}

#[test]
#[ignore = "run by the tests below, in processes of their own"]
fn asks_once_in_a_process_of_its_own() {
    let mut settings = Settings::empty()
        .api_key("key", "shared")
        .base_url(&std::env::var(SERVER).expect("it is run by the tests below"))
        .proxy("")
        .timeout_ms(SHORT_MS)
        .set(|config| lsagent::ffi::config::ls_config_set_cache_enabled(config, false));
    if let Ok(pins) = std::env::var(PINS) {
        settings = settings.pinned(&pins);
    }
    let client = settings.client();
    let mut files = Vec::new();
    if std::env::var(EXHAUSTED).is_ok() {
        while let Ok(file) = std::fs::File::open("/dev/null") {
            files.push(file);
        }
    }
    let failure = ask(&client);
    drop(files);
    println!("ANSWER {:?} {} {:?}", failure.status, failure.message, failure.code);
}

#[cfg(target_os = "linux")]
#[test]
fn an_authority_of_the_environments_is_not_enough_for_a_pinned_server() {
    let impostor = Identity::own(params("127.0.0.1"));
    let server = tls_server(&impostor, &answer_over_tls());
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, &impostor.pem);
    let url = format!("https://127.0.0.1:{}", server.port());
    let trusting = [("SSL_CERT_FILE", path.to_str().unwrap())];
    let said = asked_apart(&url, &trusting);
    assert!(said.contains("seen_by_the_client"), "{said}");
    let right = Identity::own(params("127.0.0.1")).pin();
    let said = asked_apart(&url, &[trusting[0], (PINS, &right)]);
    assert!(said.starts_with("LS_ERR_TLS ") && said.contains("pinned"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_process_without_descriptors_is_not_the_networks_fault() {
    for url in ["http://127.0.0.1:1", "https://host.invalid"] {
        let said = asked_apart(url, &[(EXHAUSTED, "yes")]);
        assert!(said.starts_with("LS_ERR_NETWORK "), "{said}");
        assert!(said.contains("too many open files in this process"), "{said}");
    }
}
