//! Servers and proxies that misbehave below HTTP: bytes and pauses on a TCP port of this machine.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Runs `serve` on a thread of its own for each connection; all of that ends with the process.
pub struct RawServer {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
}

impl RawServer {
    pub fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (accepted, serve) = (Arc::new(AtomicUsize::new(0)), Arc::new(serve));
        let counter = accepted.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                let serve = serve.clone();
                thread::spawn(move || serve(stream));
            }
        });
        Self { address, accepted }
    }

    /// Reads the head of a request, answers with these bytes, and ends in order.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |mut stream| {
            read_head(&mut stream);
            let _ = stream.write_all(&answer);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            read_on(&mut stream);
        })
    }

    /// Reads everything and never answers.
    pub fn silent() -> Self {
        Self::start(|mut stream| read_on(&mut stream))
    }

    /// Sends a byte each time this long has passed, for any request.
    pub fn dribbling(answer: impl Into<Vec<u8>>, pause: Duration) -> Self {
        let answer = answer.into();
        Self::start(move |mut stream| {
            for byte in &answer {
                thread::sleep(pause);
                if stream.write_all(&[*byte]).is_err() {
                    return;
                }
            }
            read_on(&mut stream);
        })
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

/// The head of a request, as far as it comes.
pub fn read_head(stream: &mut (impl Read + ?Sized)) -> Vec<u8> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
        head.push(byte[0]);
    }
    head
}

/// Until the client goes away: closing a socket with unread bytes would reset it.
pub fn read_on(stream: &mut (impl Read + ?Sized)) {
    let mut buffer = [0; 1024];
    while matches!(stream.read(&mut buffer), Ok(1..)) {}
}

/// A port at which nobody listens. It is below those that the system hands out.
pub const NOBODY: &str = "127.0.0.1:1";
