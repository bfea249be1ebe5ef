//! The port, and everybody who comes to it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::time::Duration;

use super::reception::{Arrival, Reception};
use super::visitor::Visitor;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::os_problem::os_problem;
use crate::platform::listen::{is_missing, listen};

/// Connections at once; who comes when they are all taken takes the place of the one that has been
/// asking for the longest time.
const MOST: usize = 32;
/// How long the browser may take to fetch the last page, at most.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// A loopback port of this device; it is closed when this is dropped.
pub struct Listener {
    sockets: Vec<TcpListener>,
    port: u16,
    visitors: Vec<Visitor>,
}

impl Listener {
    /// On 127.0.0.1. Port 0: the system chooses.
    pub fn bind(port: u16) -> Result<Self, Error> {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let socket = open(address, port).map_err(|error| unusable(address, port, &error))?;
        let port = socket.local_addr().map_err(|error| unusable(address, port, &error))?.port();
        Ok(Self { sockets: vec![socket], port, visitors: Vec::new() })
    }

    /// Listens on [::1] too, to which a browser goes first that is sent to a redirect URI by the name
    /// `localhost`: who listens there gets the code. A system without that address has nobody there.
    pub fn also_by_name(&mut self) -> Result<(), Error> {
        let address = IpAddr::V6(Ipv6Addr::LOCALHOST);
        match open(address, self.port) {
            Ok(socket) => self.sockets.push(socket),
            Err(error) if is_missing(&error) => {}
            Err(error) => return Err(unusable(address, self.port, &error)),
        }
        Ok(())
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
        for socket in &self.sockets {
            // That no more can be accepted now (the process is out of files, say) may pass.
            while let Ok((stream, _)) = socket.accept() {
                if self.visitors.len() >= MOST {
                    let idle = self.visitors.iter().position(Visitor::is_asking).unwrap_or(0);
                    self.visitors.remove(idle);
                }
                self.visitors.extend(Visitor::new(stream));
            }
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

fn open(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    let socket = listen(address, port)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

fn unusable(address: IpAddr, port: u16, error: &io::Error) -> Error {
    let hint = match (port, address) {
        (0, _) => "",
        (_, IpAddr::V4(_)) => "; another program, or another sign-in, may be using it",
        (_, IpAddr::V6(_)) => {
            "; another program may be using it, to which a browser would bring the sign-in, since it is to come back to localhost: register http://127.0.0.1 instead"
        }
    };
    let why = os_problem(error);
    Error::harmless(
        Status::Config,
        format_args!("port {port} of {address} cannot be listened on ({why}){hint}"),
    )
}
