//! Connecting to the first of several addresses that answers (RFC 8305, "happy eyeballs").
//!
//! The addresses are tried one after the other, each a little later than the one before and without
//! giving that one up: an address whose packets vanish costs a quarter of a second, not the call. Any
//! error of one address leads to the next at once; only that all have failed is a failure.

#![allow(clippy::arithmetic_side_effects, reason = "it counts its own attempts")]

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::watch;

/// How long an attempt is waited for before the next one joins it (RFC 8305, 5).
const STAGGER: Duration = Duration::from_millis(250);

/// Connections in the making. The implementation is the network; in tests, a table.
pub trait Attempts {
    type Connection;

    /// Begins to connect. An error concerns this address alone.
    fn begin(&mut self, address: SocketAddr) -> io::Result<()>;

    /// Waits until one of the attempts has ended, for `limit` at most. The outer error ends the race.
    fn next(&mut self, limit: Duration) -> io::Result<Option<Ended<Self::Connection>>>;
}

/// An attempt that has ended: to which address it was, and its result.
pub type Ended<T> = (SocketAddr, io::Result<T>);

/// Returns the first connection that stands, and its address. Waits until this thread's call has no
/// time left.
pub fn race<A: Attempts>(
    addresses: &[SocketAddr],
    attempts: &mut A,
) -> io::Result<(SocketAddr, A::Connection)> {
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut running = 0_usize;
    let mut waiting = addresses.iter();
    loop {
        match waiting.next().map(|address| attempts.begin(*address)) {
            Some(Ok(())) => running += 1,
            Some(Err(error)) => {
                failure = error;
                continue;
            }
            None if running == 0 => return Err(failure),
            None => {}
        }
        match attempts.next(time_to_next(waiting.as_slice())?)? {
            Some((address, Ok(won))) => return Ok((address, won)),
            Some((_, Err(error))) => {
                running -= 1;
                failure = error;
            }
            None => {}
        }
    }
}

/// Connects to all of the addresses at once, and reports of each how that has ended, as it ends. Waits until the
/// last has, or this thread's call has no time left; those of which nothing was reported have not ended then.
pub fn each<A: Attempts>(
    addresses: &[SocketAddr],
    attempts: &mut A,
    mut report: impl FnMut(Ended<A::Connection>),
) {
    let mut running = 0_usize;
    for address in addresses {
        match attempts.begin(*address) {
            Ok(()) => running += 1,
            Err(error) => report((*address, Err(error))),
        }
    }
    while running > 0 {
        match time_to_next(&[]).and_then(|limit| attempts.next(limit)) {
            Ok(Some(ended)) => {
                running -= 1;
                report(ended);
            }
            Ok(None) if watch::time_left().is_ok() => {}
            Ok(None) | Err(_) => return,
        }
    }
}

/// With more addresses to try, a moment; otherwise, the rest of the call.
fn time_to_next(waiting: &[SocketAddr]) -> io::Result<Duration> {
    let left = watch::time_left()?.unwrap_or(Duration::MAX);
    Ok(if waiting.is_empty() { left } else { left.min(STAGGER) })
}

/// The order in which addresses are tried: first the one that won an earlier race; then the families
/// take turns, beginning with the family of that one, or else with the resolver's first choice.
pub fn in_order(found: &[SocketAddr], winners: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = found.first() else {
        return Vec::new();
    };
    let first = winners.first().unwrap_or(first);
    let known = winners.iter().find(|winner| found.contains(winner));
    let rest = found.iter().filter(|address| Some(*address) != known);
    let (same, other): (Vec<_>, Vec<_>) = rest.partition(|a| a.is_ipv6() == first.is_ipv6());
    let turns = if known.is_some_and(|known| known.is_ipv6() == first.is_ipv6()) {
        alternate(other, same)
    } else {
        alternate(same, other)
    };
    known.into_iter().copied().chain(turns).collect()
}

fn alternate<'a>(
    first: Vec<&'a SocketAddr>,
    second: Vec<&'a SocketAddr>,
) -> impl Iterator<Item = SocketAddr> + use<'a> {
    let length = first.len().max(second.len());
    (0..length)
        .flat_map(move |i| [first.get(i).copied(), second.get(i).copied()])
        .flatten()
        .copied()
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;
    use crate::run::{Cancel, Wait};
    use crate::transport::watch::{self, Outgoing};

    /// What becomes of a connection to an address, and after how long.
    #[derive(Clone, Copy)]
    enum Fate {
        Connects(u64),
        Fails(u64, ErrorKind),
        CannotBegin(ErrorKind),
        Vanishes,
    }
    use Fate::*;

    /// A network whose time passes only by waiting.
    struct Table {
        fates: Vec<(SocketAddr, Fate)>,
        now: Duration,
        running: Vec<(Duration, SocketAddr, Option<ErrorKind>)>,
        begun: Vec<SocketAddr>,
    }

    impl Attempts for Table {
        type Connection = ();

        fn begin(&mut self, address: SocketAddr) -> io::Result<()> {
            self.begun.push(address);
            let (_, fate) = *self.fates.iter().find(|(of, _)| *of == address).unwrap();
            let mut run = |ms, end| {
                self.running.push((self.now + Duration::from_millis(ms), address, end));
            };
            match fate {
                Connects(ms) => run(ms, None),
                Fails(ms, kind) => run(ms, Some(kind)),
                CannotBegin(kind) => return Err(kind.into()),
                Vanishes => {}
            }
            Ok(())
        }

        fn next(&mut self, limit: Duration) -> io::Result<Option<Ended<()>>> {
            self.running.sort();
            let until = self.now + limit.min(Duration::from_secs(3600));
            let Some((at, address, end)) = self.running.first().copied().filter(|r| r.0 <= until)
            else {
                self.now = until;
                return if limit > STAGGER { Err(ErrorKind::TimedOut.into()) } else { Ok(None) };
            };
            self.running.remove(0);
            self.now = self.now.max(at);
            Ok(Some((address, end.map_or(Ok(()), |kind| Err(kind.into())))))
        }
    }

    fn v4(last: u8) -> SocketAddr {
        ([192, 0, 2, last], 443).into()
    }

    fn v6(last: u16) -> SocketAddr {
        ([0x2001, 0xdb8, 0, 0, 0, 0, 0, last], 443).into()
    }

    /// Who won, or the last error; and after how many milliseconds.
    fn run(fates: &[(SocketAddr, Fate)]) -> (Result<SocketAddr, ErrorKind>, u128) {
        let addresses: Vec<_> = fates.iter().map(|(address, _)| *address).collect();
        let (now, running, begun) = (Duration::ZERO, Vec::new(), Vec::new());
        let mut table = Table { fates: fates.to_vec(), now, running, begun };
        let wait = Wait::new(Duration::from_secs(600), &Cancel::default());
        let current = watch::begin(&wait, Outgoing::default());
        let ended = race(&addresses, &mut table);
        current.end();
        (ended.map(|won| won.0).map_err(|error| error.kind()), table.now.as_millis())
    }

    #[test]
    fn an_address_whose_packets_vanish_costs_a_quarter_of_a_second() {
        for dead in [1, 2, 8, 15] {
            let mut fates: Vec<_> = (0..dead).map(|i| (v6(i), Vanishes)).collect();
            fates.push((v4(1), Connects(20)));
            let (won, ms) = run(&fates);
            assert_eq!((won, ms), (Ok(v4(1)), 250 * u128::from(dead) + 20));
        }
    }

    #[test]
    fn any_error_of_one_address_leads_to_the_next_at_once() {
        for kind in [
            ErrorKind::PermissionDenied,
            ErrorKind::NetworkDown,
            ErrorKind::InvalidInput,
            ErrorKind::Unsupported,
            ErrorKind::ConnectionReset,
            ErrorKind::TimedOut,
            ErrorKind::Other,
        ] {
            let good = (v4(1), Connects(1));
            assert_eq!(run(&[(v6(1), CannotBegin(kind)), good]), (Ok(v4(1)), 1), "{kind}");
            assert_eq!(run(&[(v6(1), Fails(3, kind)), good]), (Ok(v4(1)), 4), "{kind}");
        }
    }

    #[test]
    fn a_slow_address_still_wins_over_one_that_fails() {
        let fates = [(v6(1), Connects(600)), (v4(1), Fails(1, ErrorKind::ConnectionRefused))];
        assert_eq!(run(&fates), (Ok(v6(1)), 600));
    }

    #[test]
    fn when_all_have_failed_the_last_error_is_the_failure() {
        let refused = Fails(1, ErrorKind::ConnectionRefused);
        let fates = [(v6(1), CannotBegin(ErrorKind::NetworkUnreachable)), (v4(1), refused)];
        assert_eq!(run(&fates), (Err(ErrorKind::ConnectionRefused), 1));
        assert_eq!(run(&[(v4(1), Vanishes)]).0, Err(ErrorKind::TimedOut));
    }

    #[test]
    fn each_address_is_tried_and_one_whose_packets_vanish_holds_up_none() {
        let refused = ErrorKind::ConnectionRefused;
        let fates = [
            (v6(1), CannotBegin(ErrorKind::NetworkUnreachable)),
            (v6(2), Vanishes),
            (v4(1), Connects(20)),
            (v4(2), Fails(10, refused)),
        ];
        let addresses = fates.map(|(address, _)| address);
        let (now, running, begun) = (Duration::ZERO, Vec::new(), Vec::new());
        let mut table = Table { fates: fates.to_vec(), now, running, begun };
        let wait = Wait::new(Duration::from_secs(600), &Cancel::default());
        let current = watch::begin(&wait, Outgoing::default());
        let mut ended = Vec::new();
        each(&addresses, &mut table, |(address, result)| {
            ended.push((address, result.map_err(|error| error.kind())));
        });
        current.end();
        let unreachable = Err(ErrorKind::NetworkUnreachable);
        assert_eq!(ended, [(v6(1), unreachable), (v4(2), Err(refused)), (v4(1), Ok(()))]);
    }

    #[test]
    fn families_take_turns_and_the_winner_goes_first() {
        let found = [v6(1), v6(2), v6(3), v4(1), v4(2)];
        assert_eq!(in_order(&found, &[]), [v6(1), v4(1), v6(2), v4(2), v6(3)]);
        assert_eq!(in_order(&found, &[v4(2)]), [v4(2), v6(1), v4(1), v6(2), v6(3)]);
        assert_eq!(in_order(&found, &[v6(2)]), [v6(2), v4(1), v6(1), v4(2), v6(3)]);
        // Another name's winner says which family works here.
        assert_eq!(in_order(&found, &[v4(9)]), [v4(1), v6(1), v4(2), v6(2), v6(3)]);
        assert_eq!(in_order(&[], &[v4(9)]), []);
    }
}
