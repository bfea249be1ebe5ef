//! Requests and answers on one connection, as ureq wants them.

use std::fmt;
use std::io::{self, Read as _, Write as _};
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

/// How long the peer of a pooled connection may take in nothing of a request, and be silent after it, before the
/// connection counts as dead. After a sleep or a change of the network the peer's end is gone, and nothing says so.
const SILENCE: Duration = Duration::from_secs(2);

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

    fn send(&mut self, amount: usize) -> io::Result<()> {
        self.while_alive(&Stopwatch::start(), |exchange| exchange.write(amount))
    }

    fn write(&mut self, amount: usize) -> io::Result<()> {
        let bytes = self.buffers.filled(amount);
        match watch::take_query() {
            None => self.stream.write_all(bytes)?,
            Some(query) => self.stream.write_all(&with_query(bytes, &query))?,
        }
        self.stream.flush()
    }

    fn read(&mut self) -> io::Result<usize> {
        match std::mem::take(&mut self.state) {
            State::Idle => self.stream.read(self.buffers.free()),
            State::Asked(since) => {
                let first = |exchange: &mut Self| exchange.stream.read(exchange.buffers.free());
                let amount = self.while_alive(&since, first)?;
                self.last = Some(since.elapsed());
                Ok(amount)
            }
        }
    }

    /// Waits for the peer, which a pooled connection may have no more; it has done nothing `since` then.
    fn while_alive<T>(
        &mut self,
        since: &Stopwatch,
        wait: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> io::Result<T> {
        let Some(limit) = self.silence_limit() else {
            return wait(self);
        };
        let result = watch::within(limit, || wait(self));
        if result.is_err() && since.elapsed() >= limit {
            self.pool.give_up();
        }
        result
    }

    /// `None`: nothing has been answered here, so the connection is new.
    fn silence_limit(&self) -> Option<Duration> {
        let usual = self.last?.saturating_mul(2);
        let left = watch::remaining().unwrap_or(Duration::MAX);
        // A server that is slow by habit is not dead; and there must be time for another try.
        Some(SILENCE.max(usual).min(left.checked_div(2).unwrap_or_default()))
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
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc;

    use super::*;
    use crate::run::{Cancel, Wait};

    #[test]
    fn a_query_goes_into_the_first_line() {
        let head = b"GET /a/b HTTP/1.1\r\nhost: h\r\n\r\n";
        let whole = with_query(head, &Secret::new("c=d"));
        assert_eq!(&whole[..], b"GET /a/b?c=d HTTP/1.1\r\nhost: h\r\n\r\n");
    }

    /// A peer that answers each request by a byte, and notes how long each write would have waited for it; with
    /// `is_gone` it takes in nothing.
    struct Peer {
        waits: mpsc::Sender<Duration>,
        is_gone: Arc<AtomicBool>,
    }

    impl io::Read for Peer {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer[0] = b'H';
            Ok(1)
        }
    }

    impl io::Write for Peer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.waits.send(watch::remaining().unwrap()).unwrap();
            if !self.is_gone.load(Ordering::SeqCst) {
                return Ok(bytes.len());
            }
            while !watch::remaining().unwrap().is_zero() {
                std::thread::yield_now();
            }
            Err(io::ErrorKind::TimedOut.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Stream for Peer {
        fn is_open(&mut self) -> bool {
            true
        }
    }

    /// Sends a byte within a call that has so much time.
    fn send(exchange: &mut Exchange, time: Duration) -> Result<(), Error> {
        let _current = watch::begin(&Wait::new(time, &Cancel::default()), <_>::default());
        exchange.buffers.output();
        let next = || {
            let (after, reason) = (Duration::ZERO.into(), ureq::Timeout::Global);
            NextTimeout { after, reason, per_read: None, per_write: None }
        };
        exchange.transmit_output(1, next())?;
        exchange.await_input(next()).map(drop)
    }

    #[test]
    fn a_write_waits_long_on_a_new_connection_and_two_seconds_on_a_pooled_one() {
        let ((waits, waited), is_gone) = (mpsc::channel(), Arc::new(AtomicBool::new(false)));
        let pool = Pool::default();
        let mut exchange =
            Exchange::new(Box::new(Peer { waits, is_gone: is_gone.clone() }), false, pool.begin());
        let minute = Duration::from_secs(60);
        send(&mut exchange, minute).unwrap();
        assert!(waited.recv().unwrap() > minute / 2);
        send(&mut exchange, minute).unwrap();
        assert!(waited.recv().unwrap() <= SILENCE);
        assert!(exchange.is_open());
        is_gone.store(true, Ordering::SeqCst);
        let time = Duration::from_millis(100);
        assert!(send(&mut exchange, time).is_err());
        assert!(waited.recv().unwrap() <= time / 2, "there must be time for another try");
        assert!(!exchange.is_open(), "nor those of its time");
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
