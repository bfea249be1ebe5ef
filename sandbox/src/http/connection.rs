//! Reading requests from a connection, one after the other.

use std::io;

use bytes::{Buf, BytesMut};

use super::request::Request;
use super::wire::Wire;

const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 16 * 1024 * 1024;
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// Why there is no request.
#[derive(Debug)]
pub enum NoRequest {
    /// The client is done, or gone.
    Over,
    /// What came is not HTTP, or too much of it: the status to answer with.
    Refused(u16),
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> Self {
        Self::Over
    }
}

/// Reads the next request; what has been read beyond it stays in `buffer`.
pub async fn next(wire: &mut Wire, buffer: &mut BytesMut) -> Result<Request, NoRequest> {
    let mut request = head(wire, buffer).await?;
    if request.lists("expect", "100-continue") && buffer.is_empty() {
        wire.send(CONTINUE).await?;
    }
    request.body = if request.lists("transfer-encoding", "chunked") {
        chunked(wire, buffer).await?
    } else {
        let length = match request.header("content-length") {
            None => 0,
            Some(length) => length.trim().parse().map_err(|_| NoRequest::Refused(400))?,
        };
        exactly(wire, buffer, length).await?
    };
    Ok(request)
}

async fn head(wire: &mut Wire, buffer: &mut BytesMut) -> Result<Request, NoRequest> {
    loop {
        if !buffer.is_empty() {
            match Request::parse_head(buffer) {
                Ok(Some((request, length))) => {
                    buffer.advance(length);
                    return Ok(request);
                }
                Ok(None) if buffer.len() < MAX_HEAD => {}
                Ok(None) | Err(httparse::Error::TooManyHeaders) => {
                    return Err(NoRequest::Refused(431));
                }
                Err(_) => return Err(NoRequest::Refused(400)),
            }
        }
        more(wire, buffer).await?;
    }
}

async fn exactly(
    wire: &mut Wire,
    buffer: &mut BytesMut,
    length: usize,
) -> Result<Vec<u8>, NoRequest> {
    if length > MAX_BODY {
        return Err(NoRequest::Refused(413));
    }
    while buffer.len() < length {
        more(wire, buffer).await?;
    }
    Ok(buffer.split_to(length).to_vec())
}

async fn chunked(wire: &mut Wire, buffer: &mut BytesMut) -> Result<Vec<u8>, NoRequest> {
    let mut body = Vec::new();
    loop {
        let size = chunk_size(wire, buffer).await?;
        if size > (MAX_BODY - body.len()) as u64 {
            return Err(NoRequest::Refused(413));
        }
        let size = size as usize;
        let part = exactly(wire, buffer, size + 2).await?;
        body.extend_from_slice(&part[..size]);
        // Trailers are not read: nobody sends them here, and the next parse would notice.
        if size == 0 {
            return Ok(body);
        }
    }
}

async fn chunk_size(wire: &mut Wire, buffer: &mut BytesMut) -> Result<u64, NoRequest> {
    loop {
        match httparse::parse_chunk_size(buffer) {
            Ok(httparse::Status::Complete((line, size))) => {
                buffer.advance(line);
                return Ok(size);
            }
            Ok(httparse::Status::Partial) if buffer.len() < MAX_HEAD => more(wire, buffer).await?,
            Ok(httparse::Status::Partial) | Err(_) => return Err(NoRequest::Refused(400)),
        }
    }
}

async fn more(wire: &mut Wire, buffer: &mut BytesMut) -> Result<(), NoRequest> {
    match wire.read(buffer).await? {
        0 => Err(NoRequest::Over),
        _ => Ok(()),
    }
}
