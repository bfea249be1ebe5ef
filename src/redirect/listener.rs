//! The port, and all connections to it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::time::Duration;

use super::check::{Redirect, RedirectCheck};
use super::connection::Connection;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::os_problem::os_problem;
use crate::platform::listen::{is_missing, listen};

/// Connections at once. One more replaces the one that has sent no complete request for the longest time.
const MAX_CONNECTIONS: usize = 32;
/// For the browser, to fetch the last page.
const LAST_PAGE_LIMIT: Duration = Duration::from_millis(1_500);

/// A loopback port of this device; it is closed when this is dropped.
pub struct Listener {
    sockets: Vec<TcpListener>,
    port: u16,
    connections: Vec<Connection>,
}

impl Listener {
    /// On 127.0.0.1. Port 0: the system chooses.
    pub fn bind(port: u16) -> Result<Self, Error> {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let socket = open(address, port).map_err(|error| unusable(address, port, &error))?;
        let port = socket.local_addr().map_err(|error| unusable(address, port, &error))?.port();
        Ok(Self { sockets: vec![socket], port, connections: Vec::new() })
    }

    /// Listens on [::1] too: sent to a redirect URI with the name `localhost`, a browser tries that address
    /// first, and a program that listens there would get the code. A system may lack the address; then no
    /// program listens there either.
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

    /// Serves connections until the expected redirect has arrived and been answered. Calls `pause` between
    /// polls of the port; its error ends the wait.
    pub fn wait(
        mut self,
        check: &RedirectCheck,
        mut pause: impl FnMut() -> Result<(), Error>,
    ) -> Result<Redirect, Error> {
        loop {
            self.accept();
            if let Some(redirect) = self.serve(check) {
                self.finish(check, &mut pause);
                return Ok(redirect);
            }
            pause()?;
        }
    }

    fn accept(&mut self) {
        for socket in &self.sockets {
            // A failure to accept (the process is out of files, say) may be gone at the next poll.
            while let Ok((stream, _)) = socket.accept() {
                if self.connections.len() >= MAX_CONNECTIONS {
                    let idle = self.connections.iter().position(Connection::is_asking).unwrap_or(0);
                    self.connections.remove(idle);
                }
                self.connections.extend(Connection::new(stream));
            }
        }
    }

    /// Reads from and writes to all connections; returns the expected redirect if one of them has sent it.
    fn serve(&mut self, check: &RedirectCheck) -> Option<Redirect> {
        let mut found = None;
        for connection in &mut self.connections {
            if let Some(request) = connection.receive() {
                let (reply, redirect) = check.reply_to(&request);
                connection.reply(reply);
                connection.expected = redirect.is_some();
                // Of two redirects the first counts, and both get their page.
                found = found.or(redirect);
            }
            connection.go_on();
        }
        self.connections.retain(|connection| !connection.is_gone());
        found
    }

    /// Serves on until the browser has got its page. Further redirects get a page and are dropped.
    fn finish(&mut self, check: &RedirectCheck, pause: &mut impl FnMut() -> Result<(), Error>) {
        let deadline = Deadline::after(LAST_PAGE_LIMIT);
        while self.connections.iter().any(|connection| connection.expected)
            && !deadline.remaining().is_zero()
            && pause().is_ok()
        {
            self.accept();
            self.serve(check);
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
