//! Bytes to a peer and back; each wait ends with the call's deadline.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Weak};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use ureq::unversioned::transport::ShutdownHandle;

use super::{trace, watch};

/// A connection, with whatever lies around it: nothing, a tunnel through a proxy, TLS.
pub trait Stream: Read + Write + Send + Sync {
    /// The peer has not ended, and has sent nothing unasked.
    fn is_open(&mut self) -> bool;
}

impl Stream for Box<dyn Stream> {
    fn is_open(&mut self) -> bool {
        (**self).is_open()
    }
}

/// A TCP connection.
pub struct Socket(Arc<TcpStream>);

impl Socket {
    pub fn new(stream: TcpStream) -> Self {
        Self(Arc::new(stream))
    }

    /// Ends waits of this connection from another thread.
    pub fn shutdown_handle(&self) -> Weak<dyn ShutdownHandle> {
        Arc::downgrade(&self.0) as Weak<dyn ShutdownHandle>
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        bounded(TcpStream::set_read_timeout, &self.0, |mut stream| stream.read(buffer))
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bounded(TcpStream::set_write_timeout, &self.0, |mut stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Socket {
    fn is_open(&mut self) -> bool {
        let probe = || {
            self.0.set_nonblocking(true)?;
            let peeked = self.0.peek(&mut [0]);
            self.0.set_nonblocking(false)?;
            peeked
        };
        matches!(probe(), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }
}

/// One system call on a socket, for as long as the call has time and is not cancelled. A signal does not
/// end it.
fn bounded(
    set_timeout: fn(&TcpStream, Option<Duration>) -> io::Result<()>,
    stream: &Arc<TcpStream>,
    mut operation: impl FnMut(&TcpStream) -> io::Result<usize>,
) -> io::Result<usize> {
    let _in_use = watch::in_use(Arc::downgrade(stream) as Weak<dyn ShutdownHandle>);
    loop {
        set_timeout(stream, watch::time_left()?)?;
        match operation(stream) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result.map_err(named),
        }
    }
}

/// Unix calls a socket's timeout "would block".
fn named(error: io::Error) -> io::Error {
    watch::note_failure(&error);
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => io::ErrorKind::TimedOut.into(),
        _ => error,
    }
}

/// What is read from the system at a time, in bytes: at first as much as rustls asks for, and several TLS records once
/// more has come than that.
const LEAST_READ: usize = 4 << 10;
const MOST_READ: usize = 64 << 10;

/// A connection that is read in larger parts than it is asked for, if much comes.
struct Ahead<S> {
    stream: S,
    bytes: Vec<u8>,
    /// What was read and not handed on.
    start: usize,
    end: usize,
}

impl<S: Stream> Ahead<S> {
    fn new(stream: S) -> Self {
        Self { stream, bytes: Vec::new(), start: 0, end: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        let length = self.bytes.len();
        if self.end == length && length < MOST_READ {
            self.bytes = vec![0; length.saturating_mul(2).clamp(LEAST_READ, MOST_READ)];
        }
        (self.start, self.end) = (0, 0);
        self.end = self.stream.read(&mut self.bytes)?;
        Ok(())
    }
}

impl<S: Stream> Read for Ahead<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end {
            self.fill()?;
        }
        let mut waiting = self.bytes.get(self.start..self.end).unwrap_or_default();
        let amount = waiting.read(buffer)?;
        self.start = self.start.saturating_add(amount);
        Ok(amount)
    }
}

impl<S: Stream> Write for Ahead<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<S: Stream> Stream for Ahead<S> {
    fn is_open(&mut self) -> bool {
        self.start == self.end && self.stream.is_open()
    }
}

/// TLS around a connection.
pub struct Secured(StreamOwned<ClientConnection, Ahead<Box<dyn Stream>>>);

impl Secured {
    /// Shakes hands with the peer, which has to prove that it is `host`.
    pub fn new(stream: Box<dyn Stream>, host: &str, config: Arc<ClientConfig>) -> io::Result<Self> {
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare)
            .map_err(|_| io::Error::other(rustls::Error::UnsupportedNameType))?;
        let mut connection = ClientConnection::new(config, name).map_err(io::Error::other)?;
        let mut stream = Ahead::new(stream);
        connection.complete_io(&mut stream)?;
        trace::note_tls(&connection);
        Ok(Self(StreamOwned::new(connection, stream)))
    }
}

impl Read for Secured {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Secured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Stream for Secured {
    fn is_open(&mut self) -> bool {
        self.0.sock.is_open()
    }
}

impl fmt::Debug for dyn Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A peer that has sent so much, and the lengths that were asked for.
    struct Peer {
        sent: usize,
        asked: Vec<usize>,
    }

    impl Read for Peer {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let amount = self.sent.min(buffer.len());
            self.sent -= amount;
            self.asked.push(buffer.len());
            Ok(amount)
        }
    }

    impl Write for Peer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Stream for Peer {
        fn is_open(&mut self) -> bool {
            self.sent == 0
        }
    }

    #[test]
    fn more_is_read_at_a_time_as_long_as_more_comes() {
        let sent = 2 * MOST_READ + 1;
        let mut ahead = Ahead::new(Peer { sent, asked: Vec::new() });
        let (mut part, mut read) = ([0; 3_000], 0);
        while read < sent {
            read += ahead.read(&mut part).unwrap();
        }
        assert_eq!(read, sent);
        let doubled = |times| LEAST_READ << times;
        assert_eq!(ahead.stream.asked[..5], [0, 1, 2, 3, 4].map(doubled));
        assert_eq!(ahead.stream.asked[5..], [MOST_READ, MOST_READ][..ahead.stream.asked.len() - 5]);
        assert_eq!(ahead.read(&mut part).unwrap(), 0, "the peer has sent no more");
    }

    #[test]
    fn what_was_read_ahead_is_read_before_the_system_is_asked_again_and_counts_as_sent() {
        let (mut part, sent) = ([0; LEAST_READ / 2], LEAST_READ);
        let mut ahead = Ahead::new(Peer { sent, asked: Vec::new() });
        assert!(!ahead.is_open(), "the peer has sent something");
        assert_eq!(ahead.read(&mut part).unwrap(), part.len());
        assert_eq!((ahead.stream.sent, ahead.is_open()), (0, false), "it waits here");
        assert_eq!(ahead.read(&mut part).unwrap(), part.len());
        assert_eq!((ahead.stream.asked.len(), ahead.is_open()), (1, true));
    }
}
