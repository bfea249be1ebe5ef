//! Windows.

#![allow(unsafe_code)]

use std::io;
use std::net::{IpAddr, TcpListener};
use std::os::windows::io::{FromRawSocket, RawSocket};
use std::{mem, ptr};

use windows_sys::Win32::Networking::WinSock::{
    AF_INET, AF_INET6, INVALID_SOCKET, IPPROTO_TCP, SO_EXCLUSIVEADDRUSE, SOCK_STREAM, SOCKADDR,
    SOCKADDR_IN, SOCKADDR_IN6, SOCKET, SOL_SOCKET, SOMAXCONN, WSA_FLAG_NO_HANDLE_INHERIT,
    WSA_FLAG_OVERLAPPED, WSADATA, WSAEAFNOSUPPORT, WSAGetLastError, WSASocketW, WSAStartup, bind,
    listen as listen_on, setsockopt,
};

pub const NO_SUCH_FAMILY: i32 = WSAEAFNOSUPPORT;

/// Without SO_EXCLUSIVEADDRUSE another program could take a port that is listened on already.
pub fn listen(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    match address {
        IpAddr::V4(ip) => {
            // SAFETY: a structure of numbers may be all zero.
            let mut name: SOCKADDR_IN = unsafe { mem::zeroed() };
            name.sin_family = AF_INET;
            name.sin_port = port.to_be();
            name.sin_addr.S_un.S_addr = u32::from_ne_bytes(ip.octets());
            listen_at(AF_INET, &name)
        }
        IpAddr::V6(ip) => {
            // SAFETY: as above.
            let mut name: SOCKADDR_IN6 = unsafe { mem::zeroed() };
            name.sin6_family = AF_INET6;
            name.sin6_port = port.to_be();
            name.sin6_addr.u.Byte = ip.octets();
            listen_at(AF_INET6, &name)
        }
    }
}

fn listen_at<T>(family: u16, name: &T) -> io::Result<TcpListener> {
    let socket = open(family)?;
    // SAFETY: an open socket that nobody else owns; it is closed when this is dropped.
    let listener = unsafe { TcpListener::from_raw_socket(socket as RawSocket) };
    let yes = 1u32.to_ne_bytes();
    // SAFETY: the option is a 32-bit number.
    done(unsafe { setsockopt(socket, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, yes.as_ptr(), 4) })?;
    let length = i32::try_from(size_of::<T>()).unwrap_or(0);
    // SAFETY: `name` is an address of this family and has `length` bytes.
    done(unsafe { bind(socket, ptr::from_ref(name).cast::<SOCKADDR>(), length) })?;
    // SAFETY: the socket is bound.
    done(unsafe { listen_on(socket, SOMAXCONN.cast_signed()) })?;
    Ok(listener)
}

fn open(family: u16) -> io::Result<SOCKET> {
    // SAFETY: a structure of numbers may be all zero; it is filled and not read.
    let mut data: WSADATA = unsafe { mem::zeroed() };
    // SAFETY: `data` is of the type. The standard library has done the same, or will; it never ends it.
    let started = unsafe { WSAStartup(0x0202, &mut data) };
    if started != 0 {
        return Err(io::Error::from_raw_os_error(started));
    }
    let flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
    // SAFETY: no protocol information is passed.
    let socket =
        unsafe { WSASocketW(i32::from(family), SOCK_STREAM, IPPROTO_TCP, ptr::null(), 0, flags) };
    if socket == INVALID_SOCKET {
        return Err(last_error());
    }
    Ok(socket)
}

fn done(result: i32) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(last_error()) }
}

fn last_error() -> io::Error {
    // SAFETY: it has no preconditions.
    io::Error::from_raw_os_error(unsafe { WSAGetLastError() })
}
