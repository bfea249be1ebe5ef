//! A server in memory, in place of a socket's peer, for the fuzz targets. Nothing waits: an answer that ends too
//! soon on an open connection is a timeout at once. So the same input takes the same way each time.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::{fmt, mem};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector};

use super::exchange::{Exchange, Pool};
use super::stream::Stream;
use super::watch;

/// What a request is answered with.
#[derive(Clone)]
pub struct Script {
    pub answer: Vec<u8>,
    /// How many bytes come at once; not 0.
    pub piece: u64,
    /// The connection is not closed after the answer.
    pub stays_open: bool,
}

/// Answers a request, of which it gets the head.
pub type Server = dyn Fn(&[u8]) -> Script + Send + Sync;

/// Connects to a server in memory.
pub struct ScriptedDial {
    pub server: Arc<Server>,
    pub pool: Pool,
}

impl Connector<()> for ScriptedDial {
    type Out = Exchange;

    fn connect(&self, _: &ConnectionDetails, _: Option<()>) -> Result<Option<Exchange>, Error> {
        watch::note_dialled();
        watch::note_reached();
        watch::note_opened();
        watch::note_connected();
        let peer = Peer::new(self.server.clone());
        Ok(Some(Exchange::new(Box::new(peer), false, self.pool.begin())))
    }
}

/// A connection to the server.
struct Peer {
    server: Arc<Server>,
    /// As much of it as has come.
    request: Vec<u8>,
    /// The rest of the answers.
    coming: VecDeque<u8>,
    piece: u64,
    stays_open: bool,
}

impl Peer {
    fn new(server: Arc<Server>) -> Self {
        Self { server, request: Vec::new(), coming: VecDeque::new(), piece: 1, stays_open: true }
    }

    fn answer(&mut self) {
        let script = (self.server)(&mem::take(&mut self.request));
        self.coming.extend(script.answer);
        (self.piece, self.stays_open) = (script.piece, script.stays_open);
    }
}

impl Write for Peer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.stays_open {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.request.extend_from_slice(bytes);
        if self.request.ends_with(b"\r\n\r\n") {
            self.answer();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Peer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.coming.is_empty() && self.stays_open {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Read::by_ref(&mut self.coming).take(self.piece).read(buffer)
    }
}

impl Stream for Peer {
    fn is_open(&mut self) -> bool {
        self.stays_open && self.coming.is_empty()
    }
}

impl fmt::Debug for ScriptedDial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScriptedDial")
    }
}
