//! Requests and answers on one connection, as ureq wants them.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ureq::Error;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};
use zeroize::Zeroizing;

use super::buffers::Room;
use super::normalize::Normalizer;
use super::stream::Stream;
use super::watch;
use crate::clock::Stopwatch;
use crate::secret::Secret;

/// How long a pooled connection may be silent before it counts as dead. After a sleep or a change of
/// the network the peer's end is gone, and nothing says so.
const FIRST_BYTE: Duration = Duration::from_secs(2);

/// A connection, open for requests one after the other.
pub struct Exchange {
    stream: Box<dyn Stream>,
    is_tls: bool,
    buffers: Room,
    normalizer: Normalizer,
    state: State,
    /// How long the last answer took to begin; `None`: there was none yet.
    last: Option<Duration>,
    pool: Pool,
}

#[derive(Default)]
enum State {
    #[default]
    Idle,
    /// A request is being sent, or was sent, and nothing of its answer has come.
    Asked(Stopwatch),
}

/// Whether idle connections are still worth a try; shared by those of one client.
#[derive(Clone, Default)]
pub struct Pool {
    silent: Arc<AtomicUsize>,
    born: usize,
}

impl Pool {
    /// For a connection that is made now.
    pub fn begin(&self) -> Self {
        Self { silent: self.silent.clone(), born: self.silent.load(Ordering::Relaxed) }
    }

    /// A pooled connection was dead; those of its time are not to be tried.
    fn give_up(&self) {
        self.silent.fetch_add(1, Ordering::Relaxed);
    }

    fn is_worth_a_try(&self) -> bool {
        self.silent.load(Ordering::Relaxed) == self.born
    }
}

impl Exchange {
    pub fn new(stream: Box<dyn Stream>, is_tls: bool, pool: Pool) -> Self {
        let (buffers, normalizer, state) = <_>::default();
        Self { stream, is_tls, buffers, normalizer, state, last: None, pool }
    }

    fn send(&mut self, amount: usize) -> std::io::Result<()> {
        let bytes = self.buffers.filled(amount);
        match watch::take_query() {
            None => self.stream.write_all(bytes)?,
            Some(query) => self.stream.write_all(&with_query(bytes, &query))?,
        }
        self.stream.flush()
    }

    fn read(&mut self) -> std::io::Result<usize> {
        match std::mem::take(&mut self.state) {
            State::Idle => self.stream.read(self.buffers.free()),
            State::Asked(since) => {
                let amount = self.first(&since)?;
                self.last = Some(since.elapsed());
                Ok(amount)
            }
        }
    }

    /// Waits for the first byte of an answer.
    fn first(&mut self, since: &Stopwatch) -> std::io::Result<usize> {
        let Some(last) = self.last else {
            return self.stream.read(self.buffers.free());
        };
        let left = watch::remaining().unwrap_or(Duration::MAX);
        // A server that is slow by habit is not dead; and there must be time for another try.
        let limit =
            FIRST_BYTE.max(last.saturating_mul(2)).min(left.checked_div(2).unwrap_or_default());
        let read = watch::within(limit, || self.stream.read(self.buffers.free()));
        if read.is_err() && since.elapsed() >= limit {
            self.pool.give_up();
        }
        read
    }
}

impl Transport for Exchange {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
        if matches!(self.state, State::Idle) {
            self.state = State::Asked(Stopwatch::start());
            self.normalizer = Normalizer::default();
        }
        let sent = self.send(amount);
        self.buffers.wipe(amount);
        Ok(sent?)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
        loop {
            let amount = self.read()?;
            // Of what has come nothing may be left; then there is more to wait for.
            if amount == 0 || self.buffers.append(amount, &mut self.normalizer) {
                return Ok(amount > 0);
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.pool.is_worth_a_try() && self.stream.is_open()
    }

    fn is_tls(&self) -> bool {
        self.is_tls
    }
}

/// The head of a request with a query in its first line.
fn with_query(head: &[u8], query: &Secret) -> Zeroizing<Vec<u8>> {
    let query = query.expose().as_bytes();
    let end = head.windows(6).position(|bytes| bytes == b" HTTP/").unwrap_or(head.len());
    let (target, rest) = head.split_at(end);
    let mut whole = Zeroizing::new(Vec::with_capacity(
        head.len().saturating_add(query.len()).saturating_add(1),
    ));
    for part in [target, b"?", query, rest] {
        whole.extend_from_slice(part);
    }
    whole
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchange")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_goes_into_the_first_line() {
        let head = b"GET /a/b HTTP/1.1\r\nhost: h\r\n\r\n";
        let whole = with_query(head, &Secret::new("c=d"));
        assert_eq!(&whole[..], b"GET /a/b?c=d HTTP/1.1\r\nhost: h\r\n\r\n");
    }

    #[test]
    fn connections_of_the_time_of_a_dead_one_are_not_tried() {
        let pool = Pool::default();
        let (one, other) = (pool.begin(), pool.begin());
        assert!(one.is_worth_a_try() && other.is_worth_a_try());
        one.give_up();
        assert!(!one.is_worth_a_try() && !other.is_worth_a_try());
        assert!(pool.begin().is_worth_a_try());
    }
}
