//! The sockets of a race: non-blocking connects, waited for on the calling thread.

use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use mio::net::TcpStream as Connecting;
use mio::{Events, Interest, Poll, Token, Waker};
use ureq::unversioned::transport::ShutdownHandle;

use super::race::{Attempts, Ended};
use crate::clock::Deadline;

/// The token of the bell; those of the attempts count from 0.
const BELL: Token = Token(usize::MAX);
/// More than ureq's list of addresses holds.
const MAX_EVENTS: usize = 32;
/// Longer than any call may take.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// Connects to addresses. The sockets are closed at once in a program that this process becomes.
pub struct Sockets {
    poll: Poll,
    events: Events,
    attempts: Vec<Option<(SocketAddr, Connecting)>>,
    /// Attempts about which the system has something to say.
    ready: VecDeque<usize>,
    bell: Arc<Bell>,
}

/// Ends the wait for connections from another thread.
pub struct Bell(Waker);

impl ShutdownHandle for Bell {
    fn shutdown(&self) {
        // If it cannot be rung, the call ends with its deadline.
        let _ = self.0.wake();
    }
}

impl Sockets {
    pub fn new() -> io::Result<Self> {
        let poll = Poll::new()?;
        let bell = Arc::new(Bell(Waker::new(poll.registry(), BELL)?));
        let (attempts, ready) = (Vec::new(), VecDeque::new());
        Ok(Self { poll, events: Events::with_capacity(MAX_EVENTS), attempts, ready, bell })
    }

    pub fn bell(&self) -> &Arc<Bell> {
        &self.bell
    }

    fn wait(&mut self, limit: Duration) -> io::Result<()> {
        let deadline = Deadline::after(limit.min(LONGEST_WAIT));
        loop {
            match self.poll.poll(&mut self.events, Some(deadline.remaining())) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    /// `None`: the system spoke too soon.
    fn outcome(&mut self, index: usize) -> Option<Ended<TcpStream>> {
        let attempt = self.attempts.get_mut(index)?;
        let (address, mut socket) = attempt.take()?;
        match socket.take_error().and_then(|error| error.map_or(Ok(()), Err)) {
            Ok(()) => {}
            Err(error) => return Some((address, Err(error))),
        }
        if socket.peer_addr().is_err_and(|error| error.kind() == io::ErrorKind::NotConnected) {
            *attempt = Some((address, socket));
            return None;
        }
        let blocking = self.poll.registry().deregister(&mut socket).and_then(|()| {
            let stream = TcpStream::from(socket);
            stream.set_nonblocking(false)?;
            stream.set_nodelay(true)?;
            Ok(stream)
        });
        Some((address, blocking))
    }
}

impl Attempts for Sockets {
    type Connection = TcpStream;

    fn begin(&mut self, address: SocketAddr) -> io::Result<()> {
        let mut socket = Connecting::connect(address)?;
        let token = Token(self.attempts.len());
        self.poll.registry().register(&mut socket, token, Interest::WRITABLE)?;
        self.attempts.push(Some((address, socket)));
        Ok(())
    }

    fn next(&mut self, limit: Duration) -> io::Result<Option<Ended<TcpStream>>> {
        if self.ready.is_empty() {
            self.wait(limit)?;
            let tokens = self.events.iter().map(|event| event.token());
            if tokens.clone().any(|token| token == BELL) {
                return Err(io::ErrorKind::NotConnected.into());
            }
            self.ready.extend(tokens.map(|token| token.0));
        }
        while let Some(index) = self.ready.pop_front() {
            if let Some(ended) = self.outcome(index) {
                return Ok(Some(ended));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::transport::race::race;

    #[test]
    fn a_connection_is_made_past_one_that_is_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let good = listener.local_addr().unwrap();
        let refused = SocketAddr::from(([127, 0, 0, 1], 1));
        let (won, stream) = race(&[refused, good], &mut Sockets::new().unwrap()).unwrap();
        assert_eq!((won, stream.peer_addr().unwrap()), (good, good));
        let error = race(&[refused], &mut Sockets::new().unwrap()).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }

    #[test]
    fn a_bell_ends_the_wait() {
        let mut sockets = Sockets::new().unwrap();
        let bell = sockets.bell().clone();
        let ringer = std::thread::spawn(move || bell.shutdown());
        let error = sockets.next(Duration::from_secs(60)).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::NotConnected);
        ringer.join().unwrap();
    }
}
