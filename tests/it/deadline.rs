//! Whatever the other side does, or leaves undone, a call is back when its time is up.

#[cfg(unix)]
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

const TIMEOUT: Duration = Duration::from_millis(700);
const TIMEOUT_MS: u32 = 700;
/// What a busy machine may take longer. It tells a call that ends from one that does not.
const LENIENCE: Duration = Duration::from_secs(1);

/// Timers of the system count in coarser steps.
const EARLY: Duration = Duration::from_millis(50);

/// When to stop waiting for a call that does not come back at all.
const NEVER: Duration = Duration::from_secs(60);

/// Ends the process if it is not dropped in time: nothing else ends a call that hangs.
struct Watchdog(#[expect(dead_code, reason = "its drop is what is heard")] mpsc::Sender<()>);

impl Watchdog {
    fn new() -> Self {
        let (alive, heard) = mpsc::channel();
        thread::spawn(move || {
            if heard.recv_timeout(NEVER) == Err(mpsc::RecvTimeoutError::Timeout) {
                eprintln!("a call has not come back within {NEVER:?}");
                std::process::abort();
            }
        });
        Self(alive)
    }
}

/// Runs a call that must run into its deadline.
fn times_out<T>(call: impl FnOnce() -> Result<T, Failure>) -> Failure {
    let (result, taken) = in_time(TIMEOUT, call);
    let failure = result.err().expect("nothing was answered in time");
    assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
    assert!(failure.retryable);
    assert!(taken + EARLY >= TIMEOUT, "given up after {taken:?}: {failure:?}");
    failure
}

/// Runs a call that must be back by its deadline; says how long it took.
fn in_time<T>(timeout: Duration, call: impl FnOnce() -> T) -> (T, Duration) {
    let _watchdog = Watchdog::new();
    let begun = Instant::now();
    let result = call();
    let taken = begun.elapsed();
    assert!(taken <= timeout + LENIENCE, "back after {taken:?}");
    (result, taken)
}

fn slow_answers() -> Vec<(String, Value)> {
    [
        json!({"fault": "silent"}),
        json!({"fault": "dribble", "bytes_per_second": 1}),
        json!({"fault": "dribble", "bytes_per_second": 10, "after_bytes": 20}),
        json!({"fault": "dribble", "bytes_per_second": 1, "from": "body"}),
        json!({"fault": "dribble", "bytes_per_second": 10, "from": "body", "after_bytes": 100}),
        json!({"fault": "delay", "ms": 60_000}),
        json!({"fault": "tls_stall"}),
        json!({"fault": "content_length", "delta": 1_000}),
    ]
    .map(|fault| (fault.to_string(), fault))
    .into()
}

#[test]
fn a_slow_server_cannot_hold_the_caller() {
    each_case(&slow_answers(), |fault| {
        let sandbox = Sandbox::start();
        sandbox.fault(fault.clone());
        let client = || Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
        let fresh = client();
        times_out(|| fresh.licenses_of("valid", NETWORK_ONLY));
        times_out(|| fresh.users_of("test@example.com", NETWORK_FIRST));
        let suite = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).suite(&sandbox);
        times_out(|| suite.allocate_to("song"));
    });
}

/// What became of the one that changes something is asked for within the same time, which is long enough that twice of
/// it would be seen.
#[test]
fn a_slow_server_cannot_hold_who_activates_checks_or_deactivates() {
    each_case(&slow_answers(), |fault| {
        let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
        let client = |ms| Settings::of(&sandbox).timeout_ms(ms).store(store.path()).client();
        drop(client(60_000).activate("key-product", &license_key("PERP"), 0).unwrap());
        sandbox.fault(fault.clone());
        let (client, timeout) = (client(2_000), Duration::from_secs(2));
        let held = client.open("key-product").unwrap();
        let (checked, _) = in_time(timeout, || held.check(None, NETWORK_ONLY));
        assert_eq!(checked.err().expect("nothing was answered in time").status, LS_ERR_TIMEOUT);
        // A short answer may have come whole.
        let (ended, _) = in_time(timeout, || held.deactivate());
        let (activated, _) =
            in_time(timeout, || client.activate("key-product", &license_key("TIME"), 0));
        assert!(ended.is_err() || fault["after_bytes"].is_i64(), "{ended:?}");
        assert!(activated.is_err());
    });
}

#[test]
fn a_kept_connection_cannot_hold_the_caller_either() {
    each_case(&slow_answers(), |fault| {
        let sandbox = Sandbox::start();
        let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
        // The machine may be too slow for one of them; the connection is kept after any other.
        while client.licenses_of("valid", NETWORK_ONLY).is_err() {}
        sandbox.fault(fault.clone());
        if fault["fault"] == "tls_stall" {
            client.licenses_of("valid", NETWORK_ONLY).unwrap();
        } else {
            times_out(|| client.licenses_of("valid", NETWORK_ONLY));
        }
    });
}

#[test]
fn the_stored_answer_comes_when_the_time_is_up() {
    each_case(&slow_answers(), |fault| {
        let sandbox = Sandbox::start();
        let dir = tempfile::tempdir().unwrap();
        let patient = Settings::of(&sandbox).store(dir.path()).client();
        patient.licenses_of("valid", NETWORK_ONLY).unwrap();
        sandbox.fault(fault.clone());
        let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(TIMEOUT_MS).client();
        times_out(|| {
            let licenses = client.licenses_of("valid", NETWORK_FIRST).unwrap();
            assert_eq!(licenses.source(), ls_source::LS_SOURCE_CACHE);
            Err::<(), _>(licenses.fallback().expect("it is told why"))
        });
    });
}

/// Proxies and how they waste time, by the scheme of their URL.
fn slow_proxies() -> Vec<(String, (&'static str, RawServer))> {
    let pause = Duration::from_millis(100);
    let connected = "HTTP/1.1 200 Connection established\r\nX-Padding: so that it takes longer than anybody waits\r\n\r\n";
    let cases = [
        ("silent", "http", RawServer::silent()),
        ("dribbling", "http", RawServer::dribbling(connected, pause)),
        (
            "endless",
            "http",
            RawServer::dribbling("HTTP/1.1 200 OK\r\nX: ".to_owned() + &"x".repeat(9_999), pause),
        ),
        ("silent", "socks5", RawServer::silent()),
        ("silent", "socks5h", RawServer::silent()),
        ("dribbling", "socks5", RawServer::dribbling([5, 0, 5, 0, 0, 3, 255].to_vec(), pause)),
        ("silent", "https", RawServer::silent()),
    ];
    cases
        .into_iter()
        .map(|(how, scheme, server)| (format!("{how} {scheme}"), (scheme, server)))
        .collect()
}

#[test]
fn a_slow_proxy_cannot_hold_the_caller() {
    each_case(&slow_proxies(), |(scheme, proxy)| {
        let sandbox = Sandbox::start();
        let url = format!("{scheme}://user:password@127.0.0.1:{}", proxy.port());
        let through = || Settings::of(&sandbox).proxy(&url).timeout_ms(TIMEOUT_MS);
        let client = through().client();
        times_out(|| client.licenses_of("valid", NETWORK_ONLY));
        let suite = through().suite(&sandbox);
        times_out(|| suite.allocate_to("song"));
        assert!(proxy.accepted() >= 2, "both calls went to the proxy");
        assert_eq!(sandbox.traffic(), (0, 0));
    });
}

/// A port at which a connection is neither accepted nor refused: its queue is full. Windows refuses
/// whom a queue has no room for.
#[cfg(unix)]
struct Unreachable {
    address: SocketAddr,
    _listener: TcpListener,
    _queue: Vec<TcpStream>,
}

#[cfg(unix)]
impl Unreachable {
    fn new() -> Self {
        use std::os::fd::AsRawFd;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        // SAFETY: the descriptor is open; listening anew only changes the length of the queue.
        assert_eq!(unsafe { libc::listen(listener.as_raw_fd(), 0) }, 0);
        let patience = Duration::from_millis(300);
        let mut queue = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, patience) {
            queue.push(stream);
        }
        Self { address, _listener: listener, _queue: queue }
    }
}

#[cfg(unix)]
#[test]
fn a_connection_that_nobody_answers_cannot_hold_the_caller() {
    let nowhere = Unreachable::new();
    let sandbox = Sandbox::start();
    let url = format!("https://{}", nowhere.address);
    let client = Settings::of(&sandbox).base_url(&url).timeout_ms(TIMEOUT_MS).client();
    times_out(|| client.licenses_of("valid", NETWORK_ONLY));
    for scheme in ["http", "https", "socks5"] {
        let client = Settings::of(&sandbox)
            .proxy(&format!("{scheme}://{}", nowhere.address))
            .timeout_ms(TIMEOUT_MS)
            .client();
        times_out(|| client.licenses_of("valid", NETWORK_ONLY));
    }
}

#[test]
fn the_shortest_time_is_kept_too() {
    let sandbox = Sandbox::start();
    sandbox.fault(json!({"fault": "silent"}));
    let client = Settings::of(&sandbox).timeout_ms(1).client();
    let begun = Instant::now();
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
    assert!(begun.elapsed() <= LENIENCE);
}
