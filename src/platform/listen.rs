//! A port of this machine on which no other program listens.

use std::io;
use std::net::{IpAddr, TcpListener};

#[cfg_attr(unix, path = "listen/unix.rs")]
#[cfg_attr(windows, path = "listen/windows.rs")]
mod sys;

/// Listens on a loopback address; port 0: the system chooses.
pub fn listen(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    sys::listen(address, port)
}

/// Whether a system has no such address, so that no program can listen on it.
pub fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrNotAvailable
        || error.raw_os_error() == Some(sys::NO_SUCH_FAMILY)
}
