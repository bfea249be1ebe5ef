//! Hosts with several addresses, some of which are dead: in a network of the test's own, where packets to
//! them vanish, and with errors of `connect` that are injected.
//!
//! Needs the rights to make a name space of network and mounts, as root has them.
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::programs::run_tool;
use crate::support::*;

const CHILD: &str = "asks_in_a_network_of_its_own";
const TASK: &str = "LSAGENT_TEST_TASK";
/// The sandbox's certificate names it; it is looked up in the hosts file alone.
const HOST: &str = "elsewhere.example";
const TIMEOUT_MS: u32 = 5_000;

/// The other process's part: asks as often as its task says, and prints how it went.
#[test]
#[ignore = "run by the tests below, each in a network of its own"]
fn asks_in_a_network_of_its_own() {
    let task = std::env::var(TASK).expect("it is run by the tests below");
    let task: Value = serde_json::from_str(&task).unwrap();
    let sandbox = Sandbox::with(&["--certificate", "wrong-host"]);
    let url = format!("https://{HOST}:{}", sandbox.port());
    let client = Settings::of(&sandbox).base_url(&url).timeout_ms(TIMEOUT_MS).client();
    let mut answers = Vec::new();
    for _ in 0..task["calls"].as_u64().unwrap() {
        let (begun, before) = (Instant::now(), attempts());
        let status = match client.licenses_of("valid", NETWORK_ONLY) {
            Ok(_) => "LS_OK".to_owned(),
            Err(failure) => format!("{:?}: {}", failure.status, failure.message),
        };
        let (ms, attempts) = (begun.elapsed().as_millis() as u64, attempts() - before);
        answers.push(json!({"status": status, "ms": ms, "attempts": attempts}));
        // So that the next call makes a connection of its own.
        sandbox.control("POST", "/faults", r#"{"fault": "close", "when": "body", "times": 1}"#);
        let _ = client.licenses_of("valid", NETWORK_ONLY);
    }
    println!("ANSWER {}", Value::from(answers));
}

/// How many TCP connections were begun in this network so far.
fn attempts() -> u64 {
    let counters = std::fs::read_to_string("/proc/net/snmp").unwrap();
    let mut tcp = counters.lines().filter_map(|line| line.strip_prefix("Tcp: "));
    let (names, numbers) = (tcp.next().unwrap(), tcp.next().unwrap());
    let at = names.split(' ').position(|name| name == "ActiveOpens").unwrap();
    numbers.split(' ').nth(at).unwrap().parse().unwrap()
}

/// How a call went.
struct Answer {
    status: String,
    taken: Duration,
    attempts: u64,
}

impl Answer {
    fn read(answer: &Value) -> Self {
        Self {
            status: answer["status"].as_str().unwrap().to_owned(),
            taken: Duration::from_millis(answer["ms"].as_u64().unwrap()),
            attempts: answer["attempts"].as_u64().unwrap(),
        }
    }
}

/// A shell's words that make the network: SYNs to `dead` vanish, and 127.0.0.1 is alive. The system's
/// look-up puts global IPv6 addresses first, since there is an address to reach them from.
fn network(dead: &[String], hosts: &Path) -> String {
    let mut script = String::from(
        "set -e; ip link set lo up; ip link add void type veth peer name other; \
         ip link set void arp off up; ip link set other arp off up; \
         ip -6 address add 2001:db8::ffff/64 dev void nodad; ",
    );
    write!(script, "mount --bind {} /etc/hosts; ", hosts.display()).unwrap();
    std::fs::write(hosts, lines(dead)).unwrap();
    script + "exec \"$@\""
}

fn lines(dead: &[String]) -> String {
    let addresses = dead.iter().map(String::as_str).chain(["127.0.0.1"]);
    addresses.fold(String::new(), |lines, address| format!("{lines}{address} {HOST}\n"))
}

/// What a process says that asks in such a network.
fn asked(dead: &[String], calls: u64, variables: &[(&str, &Path)]) -> Vec<Answer> {
    let dir = tempfile::tempdir().unwrap();
    let script = network(dead, &dir.path().join("hosts"));
    let mut command = Command::new("unshare");
    command
        .args(["--net", "--mount", "sh", "-c", &script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(alone(module_path!(), CHILD))
        .arg("--ignored")
        .env("LSAGENT_SANDBOX", sandbox_binary())
        .env(TASK, json!({"calls": calls}).to_string())
        .envs(variables.iter().copied());
    let output = run_tool(&mut command, "util-linux");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let answer = text.lines().find_map(|line| line.split_once("ANSWER "));
    let errors = String::from_utf8_lossy(&output.stderr);
    let (_, answer) = answer.unwrap_or_else(|| {
        panic!("{text}{errors}\nIt needs root, iproute2 and util-linux: run `make test` as root")
    });
    let answers: Vec<Value> = serde_json::from_str(answer).unwrap();
    answers.iter().map(Answer::read).collect()
}

fn dead_ipv6(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("2001:db8::{i:x}")).collect()
}

/// Families take turns, so that the good address is second whatever the number of dead ones.
#[test]
fn addresses_whose_packets_vanish_do_not_cost_the_call() {
    for dead in [1, 2, 8, 16] {
        let answers = asked(&dead_ipv6(dead), 1, &[]);
        assert_eq!(answers[0].status, "LS_OK", "{dead} dead");
        assert_eq!(answers[0].attempts, 2, "{dead} dead");
        assert!(answers[0].taken < Duration::from_millis(2_500), "{dead}: {:?}", answers[0].taken);
    }
}

#[test]
fn the_address_that_worked_is_tried_first_from_then_on() {
    let answers = asked(&dead_ipv6(4), 3, &[]);
    assert!(answers.iter().all(|answer| answer.status == "LS_OK"));
    let attempts: Vec<_> = answers.iter().map(|answer| answer.attempts).collect();
    assert_eq!(attempts, [2, 1, 1]);
}

/// A library that makes `connect`, or `socket`, over IPv6 fail.
fn shim(dir: &Path) -> PathBuf {
    let (source, library) = (dir.join("shim.c"), dir.join("shim.so"));
    std::fs::write(&source, SHIM).unwrap();
    let mut command = Command::new("gcc");
    command.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).arg("-ldl");
    assert!(run_tool(&mut command, "gcc").status.success());
    library
}

const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int injected(const char *variable, int family)
{
    const char *number = getenv(variable);
    if (!number || family != AF_INET6)
        return 0;
    errno = atoi(number);
    return errno;
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    if (injected("FAIL_CONNECT", address->sa_family))
        return -1;
    return ((int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect"))(fd, address, length);
}

int socket(int family, int type, int protocol)
{
    if (injected("FAIL_SOCKET", family))
        return -1;
    return ((int (*)(int, int, int))dlsym(RTLD_NEXT, "socket"))(family, type, protocol);
}
"#;

#[test]
fn any_error_of_an_address_leads_to_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let shim = shim(dir.path());
    let connect = [
        libc::EACCES,
        libc::EPERM,
        libc::EINVAL,
        libc::ENETDOWN,
        libc::ENETUNREACH,
        libc::EHOSTUNREACH,
        libc::EADDRNOTAVAIL,
        libc::ECONNREFUSED,
        libc::ECONNRESET,
        libc::ECONNABORTED,
        libc::ETIMEDOUT,
    ];
    let cases = connect.map(|number| ("FAIL_CONNECT", number)).into_iter();
    let cases: Vec<_> = cases
        .chain([("FAIL_SOCKET", libc::EAFNOSUPPORT)])
        .map(|(call, number)| (format!("{call} {number}"), (call, number)))
        .collect();
    each_case(&cases, |(call, number)| {
        let number = number.to_string();
        let variables = [("LD_PRELOAD", shim.as_path()), (*call, Path::new(&number))];
        let answers = asked(&dead_ipv6(2), 1, &variables);
        assert_eq!(answers[0].status, "LS_OK");
    });
}
