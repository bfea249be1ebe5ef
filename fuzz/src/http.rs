//! What a server, or somebody in its place, answers over HTTP.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use lsagent::fuzzing::Http;

use super::input::{number, parts};

const TIMEOUT: Duration = Duration::from_millis(60);
/// Of a busy machine.
const LATE: Duration = Duration::from_secs(5);
const LARGEST: usize = 4096;
/// What every request but the first is answered with.
const SECOND: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

/// What the first request is answered with.
#[derive(Clone, Default)]
struct Script {
    answer: Vec<u8>,
    piece: usize,
    stays_open: bool,
}

struct Server {
    base: String,
    script: Mutex<Script>,
}

static SERVER: LazyLock<&'static Server> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("it is bound"));
    let server: &Server = Box::leak(Box::new(Server { base, script: Mutex::default() }));
    let (connections, queue) = channel::<TcpStream>();
    thread::spawn(move || accept(&listener, &connections));
    thread::spawn(move || {
        for connection in queue {
            thread::spawn(move || server.serve(connection));
        }
    });
    server
});

fn accept(listener: &TcpListener, connections: &Sender<TcpStream>) {
    for connection in listener.incoming().flatten() {
        if connections.send(connection).is_err() {
            return;
        }
    }
}

impl Server {
    /// Until the client hangs up, or the script says so.
    fn serve(&self, mut connection: TcpStream) {
        let script = self.script.lock().expect("nobody panics with it").clone();
        while let Some(request) = request(&mut connection) {
            let sent = if request.starts_with(b"GET /1") {
                let mut pieces = script.answer.chunks(script.piece);
                pieces.all(|piece| connection.write_all(piece).is_ok()) && script.stays_open
            } else {
                connection.write_all(SECOND).is_ok()
            };
            if !sent {
                return;
            }
        }
    }
}

/// The head of the next request.
fn request(connection: &mut TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    Some(head)
}

/// How it is sent (odd: the connection stays open; else the length of the pieces), the answer's bytes.
pub fn http_answer(data: &[u8]) {
    let Some([how, answer]) = parts(data) else { return };
    let how: usize = number(&String::from_utf8_lossy(how));
    let script = Script { answer: answer.to_vec(), piece: 1 + how / 2, stays_open: how % 2 == 1 };
    *SERVER.script.lock().expect("nobody panics with it") = script;
    let client = Http::to(&SERVER.base, LARGEST);
    let asked = |path: &str| {
        let begun = Instant::now();
        let answer = client.get(path, TIMEOUT);
        assert!(begun.elapsed() < TIMEOUT + LATE, "{path} took {:?}", begun.elapsed());
        answer.ok()
    };
    if let Some((status, body)) = asked("/1") {
        assert!(body.len() <= LARGEST && (100..=999).contains(&status), "{status}");
    }
    // No byte of the first answer is in the second.
    if let Some((status, body)) = asked("/2") {
        assert_eq!((status, &body[..]), (200, &b"second"[..]));
    }
}
