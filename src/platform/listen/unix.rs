//! Unix.

use std::io;
use std::net::{IpAddr, TcpListener};

pub const NO_SUCH_FAMILY: i32 = libc::EAFNOSUPPORT;

/// A port that is listened on cannot be taken a second time.
pub fn listen(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((address, port))
}
