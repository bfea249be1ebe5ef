//! The port, and everybody who comes to it.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use super::reception::{Arrival, Reception};
use super::visitor::Visitor;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::os_problem::os_problem;

/// Connections at once; who comes when they are all taken takes the place of the one that has been
/// asking for the longest time.
const MOST: usize = 32;
/// How long the browser may take to fetch the last page, at most.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// A loopback port of this device; it is closed when this is dropped.
pub struct Listener {
    socket: TcpListener,
    port: u16,
    visitors: Vec<Visitor>,
}

impl Listener {
    /// Port 0: the system chooses.
    pub fn bind(port: u16) -> Result<Self, Error> {
        let unusable = |error: io::Error| {
            let hint = if port == 0 {
                ""
            } else {
                "; another program, or another sign-in, may be using it"
            };
            let why = os_problem(&error);
            Error::harmless(
                Status::Config,
                format_args!("port {port} of 127.0.0.1 cannot be listened on ({why}){hint}"),
            )
        };
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(unusable)?;
        socket.set_nonblocking(true).map_err(unusable)?;
        let port = socket.local_addr().map_err(unusable)?.port();
        Ok(Self { socket, port, visitors: Vec::new() })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves whoever comes until the one came who is waited for, and has been answered. Between two
    /// looks at the port `pause` is called, which ends it all by an error.
    pub fn wait(
        mut self,
        reception: &Reception,
        mut pause: impl FnMut() -> Result<(), Error>,
    ) -> Result<Arrival, Error> {
        loop {
            self.admit();
            if let Some(arrival) = self.serve(reception) {
                self.see_off(reception, &mut pause);
                return Ok(arrival);
            }
            pause()?;
        }
    }

    fn admit(&mut self) {
        // That no more can be accepted now (the process is out of files, say) may pass.
        while let Ok((stream, _)) = self.socket.accept() {
            if self.visitors.len() >= MOST {
                let idle = self.visitors.iter().position(Visitor::is_asking).unwrap_or(0);
                self.visitors.remove(idle);
            }
            self.visitors.extend(Visitor::new(stream));
        }
    }

    /// Gets on with everybody; what was brought by the one who is waited for.
    fn serve(&mut self, reception: &Reception) -> Option<Arrival> {
        let mut arrived = None;
        for visitor in &mut self.visitors {
            if let Some(request) = visitor.listen() {
                let (reply, arrival) = reception.receive(&request);
                visitor.tell(reply);
                visitor.expected = arrival.is_some();
                // Of two answers the first counts, and both get their page.
                arrived = arrived.or(arrival);
            }
            visitor.go_on();
        }
        self.visitors.retain(|visitor| !visitor.is_gone());
        arrived
    }

    /// Until the browser has got its page. Whoever else brings something gets theirs, and that is all.
    fn see_off(&mut self, reception: &Reception, pause: &mut impl FnMut() -> Result<(), Error>) {
        let deadline = Deadline::after(FAREWELL);
        while self.visitors.iter().any(|visitor| visitor.expected)
            && !deadline.remaining().is_zero()
            && pause().is_ok()
        {
            self.admit();
            self.serve(reception);
        }
    }
}
