//! One connection to the listener. Nothing here blocks.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::page::{NOTHING_HERE, Reply};
use super::request::{MAX_BODY, MAX_HEAD, Parsed, Request, parse};
use crate::clock::Deadline;

/// How long a request may take to come in. Browsers open connections before they need them.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// How long a reply may take to go out, and the browser to hang up after it.
const REPLY_LIMIT: Duration = Duration::from_secs(1);

pub struct Connection {
    stream: TcpStream,
    phase: Phase,
    /// Of the phase.
    deadline: Deadline,
    /// Has sent the expected redirect.
    pub expected: bool,
}

enum Phase {
    Asking(Vec<u8>),
    Replying {
        reply: Vec<u8>,
        sent: usize,
    },
    /// The reply is out; closing before the browser does, with something unread, would discard it there.
    Closing,
    Gone,
}

impl Connection {
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        let phase = Phase::Asking(Vec::new());
        Ok(Self { stream, phase, deadline: Deadline::after(REQUEST_LIMIT), expected: false })
    }

    pub fn is_gone(&self) -> bool {
        matches!(self.phase, Phase::Gone)
    }

    pub fn is_asking(&self) -> bool {
        matches!(self.phase, Phase::Asking(_))
    }

    /// Reads what has arrived; returns the request once it is complete.
    pub fn receive(&mut self) -> Option<Request> {
        let Phase::Asking(bytes) = &mut self.phase else {
            return None;
        };
        let open = read_some(&mut self.stream, bytes);
        match parse(bytes) {
            Parsed::Complete(request) => return Some(request),
            Parsed::Unreadable(status) => self.reply(Reply::page(status, NOTHING_HERE)),
            Parsed::Incomplete if !open || self.deadline.remaining().is_zero() => {
                self.phase = Phase::Gone;
            }
            Parsed::Incomplete => {}
        }
        None
    }

    pub fn reply(&mut self, reply: Reply) {
        self.phase = Phase::Replying { reply: reply.bytes, sent: 0 };
        self.deadline = Deadline::after(REPLY_LIMIT);
    }

    /// Sends what can be sent of the reply, then waits for the browser to close.
    pub fn go_on(&mut self) {
        if let Phase::Replying { reply, sent } = &mut self.phase {
            match send_some(&mut self.stream, reply, sent) {
                Ok(true) => {
                    // Whether that arrives makes no difference.
                    let _ = self.stream.shutdown(Shutdown::Write);
                    self.phase = Phase::Closing;
                }
                Ok(false) => {}
                Err(_) => self.phase = Phase::Gone,
            }
        }
        if matches!(self.phase, Phase::Closing) && !read_some(&mut self.stream, &mut Vec::new()) {
            self.phase = Phase::Gone;
        }
        if !self.is_asking() && self.deadline.remaining().is_zero() {
            self.phase = Phase::Gone;
        }
    }
}

/// Appends what has arrived, up to the size of a request; returns false once the other side has closed.
fn read_some(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> bool {
    let mut buffer = [0; 4096];
    while bytes.len() < MAX_HEAD + MAX_BODY {
        match stream.read(&mut buffer) {
            Ok(0) => return false,
            Ok(length) => bytes.extend(buffer.iter().take(length)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
    true
}

/// Whether all of it has been sent.
fn send_some(stream: &mut TcpStream, reply: &[u8], sent: &mut usize) -> io::Result<bool> {
    while *sent < reply.len() {
        match stream.write(reply.get(*sent..).unwrap_or_default()) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(length) => *sent = sent.saturating_add(length),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
