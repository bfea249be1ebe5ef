//! The way through an HTTP proxy: the method CONNECT (RFC 9110, 9.3.6).

use std::io::{self, Read, Write};

use base64::prelude::{BASE64_STANDARD, Engine};
use httparse::{EMPTY_HEADER, ParserConfig, Status};
use ureq::{Error, Proxy};
use zeroize::Zeroizing;

use super::trace;

/// The largest head of a proxy's answer.
const LARGEST_HEAD: usize = 64 << 10;
const MAX_HEADERS: usize = 128;

/// Asks the proxy at the other end for a way to `target` (host and port).
pub fn open(
    stream: &mut (impl Read + Write + ?Sized),
    target: &str,
    proxy: &Proxy,
    user_agent: &str,
) -> Result<(), Error> {
    stream.write_all(request(target, proxy, user_agent).as_bytes())?;
    stream.flush()?;
    let status = answer(stream)?;
    trace::note_proxy_status(status);
    match status {
        200..=299 => Ok(()),
        status => Err(Error::ConnectProxyFailed(refusal(status))),
    }
}

fn request(target: &str, proxy: &Proxy, user_agent: &str) -> Zeroizing<String> {
    let mut lines = Zeroizing::new(format!(
        "CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: {user_agent}\r\nProxy-Connection: Keep-Alive\r\n"
    ));
    if let Some(user) = proxy.username() {
        let both = Zeroizing::new(format!("{user}:{}", proxy.password().unwrap_or_default()));
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(both.as_bytes()));
        lines.push_str(&format!("Proxy-Authorization: Basic {}\r\n", *encoded));
    }
    lines.push_str("\r\n");
    lines
}

/// The status of the proxy's final answer.
fn answer(stream: &mut (impl Read + ?Sized)) -> Result<u16, Error> {
    let mut input = Vec::new();
    loop {
        if let Some((status, length)) = parse(&input)? {
            input.drain(..length);
            // 1xx: the answer is still to come.
            if !(100..200).contains(&status) {
                return Ok(status);
            }
        } else if input.len() > LARGEST_HEAD {
            return Err(failed("its answer has too many headers"));
        } else {
            read_more(stream, &mut input)?;
        }
    }
}

fn read_more(stream: &mut (impl Read + ?Sized), input: &mut Vec<u8>) -> Result<(), Error> {
    let mut buffer = [0; 1024];
    match stream.read(&mut buffer)? {
        0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        amount => {
            input.extend(buffer.iter().take(amount));
            Ok(())
        }
    }
}

/// Status and length of the first head in `input`, if it is complete.
fn parse(input: &[u8]) -> Result<Option<(u16, usize)>, Error> {
    let mut headers = [EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let mut config = ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true);
    match config.parse_response(&mut response, input) {
        Ok(Status::Complete(length)) => Ok(response.code.map(|status| (status, length))),
        Ok(Status::Partial) => Ok(None),
        Err(_) => Err(failed("it does not answer with proper HTTP")),
    }
}

fn refusal(status: u16) -> String {
    match status {
        // 407 is meant for this; some proxies answer 401.
        401 | 407 => format!(
            "it asks for a user name and password, or refused those it was given ({status})"
        ),
        _ => format!("it answered {status}"),
    }
}

fn failed(why: &str) -> Error {
    Error::ConnectProxyFailed(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its answer in pieces, and keeps what it was sent.
    struct Peer {
        answer: Vec<u8>,
        piece: usize,
        sent: Vec<u8>,
    }

    impl Read for Peer {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let amount = self.piece.min(self.answer.len()).min(buffer.len());
            buffer[..amount].copy_from_slice(&self.answer[..amount]);
            self.answer.drain(..amount);
            Ok(amount)
        }
    }

    impl Write for Peer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.sent.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn asked(answer: impl Into<Vec<u8>>, piece: usize) -> (Result<(), Error>, String) {
        let proxy = Proxy::new("http://u:p%40@h:1").unwrap();
        let mut peer = Peer { answer: answer.into(), piece, sent: Vec::new() };
        let result = open(&mut peer, "s:443", &proxy, "agent/1");
        (result, String::from_utf8(peer.sent).unwrap())
    }

    #[test]
    fn the_request_names_the_server_and_the_user() {
        let (_, sent) = asked("HTTP/1.1 200 OK\r\n\r\n", 99);
        assert!(sent.starts_with("CONNECT s:443 HTTP/1.1\r\nHost: s:443\r\n"), "{sent}");
        assert!(sent.ends_with("Proxy-Authorization: Basic dTpwQA==\r\n\r\n"), "{sent}");
    }

    #[test]
    fn any_2xx_opens_the_tunnel_and_1xx_is_skipped() {
        for answer in [
            "HTTP/1.1 200 Connection established\r\n\r\n",
            "HTTP/1.0 200\r\n\r\n",
            "HTTP/1.1 201 Created\r\nX: y\r\n folded\r\n\r\n",
            "HTTP/1.1 204 No Content\n\n",
            "HTTP/1.1 299 x\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 102 x\r\nA: b\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        ] {
            for piece in [1, 7, 999] {
                assert!(asked(answer, piece).0.is_ok(), "{answer}");
            }
        }
    }

    #[test]
    fn everything_else_is_a_refusal_in_our_own_words() {
        let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(80_000));
        for (answer, says) in [
            ("HTTP/1.1 407 Who are you\r\n\r\n", "user name"),
            ("HTTP/1.1 502 Bad\r\n\r\n", "502"),
            ("HTTP/1.1 302 Found\r\nLocation: x\r\n\r\n", "302"),
            ("SSH-2.0-hunter2\r\n", "proper HTTP"),
            (&long, "too many headers"),
        ] {
            match asked(answer, 999).0 {
                Err(Error::ConnectProxyFailed(why)) => assert!(why.contains(says), "{why}"),
                other => panic!("{answer}: {other:?}"),
            }
        }
        assert!(matches!(asked("", 1).0, Err(Error::Io(_))));
        assert!(matches!(asked("HTTP/1.1 200 OK\r\n", 1).0, Err(Error::Io(_))));
    }
}
