//! The way through a SOCKS5 proxy (RFC 1928), with user and password if there are any (RFC 1929).

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr};

use ureq::{Error, Proxy};
use zeroize::Zeroizing;

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const NONE_OF_THESE: u8 = 0xff;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// Where the proxy is to connect.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Address(SocketAddr),
    /// A name that the proxy looks up.
    Host(&'a str, u16),
}

/// Asks the proxy at the other end for a way to `target`.
pub fn open(
    stream: &mut (impl Read + Write + ?Sized),
    target: Target,
    proxy: &Proxy,
) -> Result<(), Error> {
    authenticate(stream, proxy)?;
    stream.write_all(&request(target)?)?;
    stream.flush()?;
    let [version, reply, _, kind] = read(stream)?;
    if version != VERSION {
        return Err(failed("it does not answer with SOCKS5"));
    }
    if reply != 0 {
        return Err(failed(reason(reply)));
    }
    skip_address(stream, kind)
}

fn authenticate(stream: &mut (impl Read + Write + ?Sized), proxy: &Proxy) -> Result<(), Error> {
    let offer: &[u8] = match proxy.username() {
        Some(_) => &[VERSION, 2, USER_AND_PASSWORD, NO_AUTHENTICATION],
        None => &[VERSION, 1, NO_AUTHENTICATION],
    };
    stream.write_all(offer)?;
    stream.flush()?;
    match (read(stream)?, proxy.username()) {
        ([VERSION, NO_AUTHENTICATION], _) => Ok(()),
        ([VERSION, USER_AND_PASSWORD], Some(user)) => {
            log_in(stream, user, proxy.password().unwrap_or_default())
        }
        ([VERSION, NONE_OF_THESE], None) => Err(failed("it asks for a user name and password")),
        ([VERSION, _], _) => Err(failed("it asks for a way to sign in that is not supported")),
        _ => Err(failed("it does not answer with SOCKS5")),
    }
}

fn log_in(
    stream: &mut (impl Read + Write + ?Sized),
    user: &str,
    password: &str,
) -> Result<(), Error> {
    let mut message = Zeroizing::new(vec![1]);
    for text in [user, password] {
        message.push(length(text)?);
        message.extend_from_slice(text.as_bytes());
    }
    stream.write_all(&message)?;
    stream.flush()?;
    match read(stream)? {
        [_, 0] => Ok(()),
        _ => Err(failed("it refused the user name and password that it was given")),
    }
}

fn request(target: Target) -> Result<Vec<u8>, Error> {
    let mut bytes = vec![VERSION, CONNECT, 0];
    let port = match target {
        Target::Address(address) => {
            match address.ip() {
                IpAddr::V4(ip) => bytes.extend(std::iter::once(IPV4).chain(ip.octets())),
                IpAddr::V6(ip) => bytes.extend(std::iter::once(IPV6).chain(ip.octets())),
            }
            address.port()
        }
        Target::Host(host, port) => {
            bytes.extend([NAME, length(host)?]);
            bytes.extend_from_slice(host.as_bytes());
            port
        }
    };
    bytes.extend(port.to_be_bytes());
    Ok(bytes)
}

/// The address that the proxy connects from is of no interest.
fn skip_address(stream: &mut (impl Read + ?Sized), kind: u8) -> Result<(), Error> {
    let length = match kind {
        IPV4 => 4,
        IPV6 => 16,
        NAME => {
            let [length] = read(stream)?;
            usize::from(length)
        }
        _ => return Err(failed("it does not answer with SOCKS5")),
    };
    let mut address = [0; u8::MAX as usize + 2];
    Ok(stream.read_exact(address.get_mut(..length.saturating_add(2)).unwrap_or_default())?)
}

fn length(text: &str) -> Result<u8, Error> {
    match u8::try_from(text.len()) {
        Ok(0) | Err(_) => Err(failed("SOCKS takes names and passwords of 1 to 255 bytes only")),
        Ok(length) => Ok(length),
    }
}

fn read<const N: usize>(stream: &mut (impl Read + ?Sized)) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn reason(reply: u8) -> &'static str {
    match reply {
        2 => "its rules do not allow it",
        3 => "it has no way to the server's network",
        4 => "it cannot reach the server",
        5 => "the server refused its connection",
        6 => "the server is too far away for it",
        7 => "it does not connect to servers",
        8 => "it does not know this kind of address",
        _ => "it failed to connect",
    }
}

fn failed(why: &str) -> Error {
    Error::ConnectProxyFailed(why.to_owned())
}
