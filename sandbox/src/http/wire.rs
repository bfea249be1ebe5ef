//! One accepted connection, with or without TLS, and the ways to end it.

use std::io;
use std::time::Duration;

use bytes::BytesMut;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// How long what was sent may take to arrive before a reset overtakes it.
const BEFORE_RESET: Duration = Duration::from_millis(50);
/// How long an orderly close waits for the client's end of it.
const LINGER: Duration = Duration::from_secs(2);

/// A connection.
pub enum Wire {
    /// As accepted.
    Plain(TcpStream),
    /// After the handshake.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Wire {
    /// Reads more; 0 is the client's end of the connection.
    pub async fn read(&mut self, buffer: &mut BytesMut) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read_buf(buffer).await,
            Self::Tls(stream) => stream.read_buf(buffer).await,
        }
    }

    /// Sends, and does not hold back.
    pub async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(bytes).await,
            Self::Tls(stream) => {
                stream.write_all(bytes).await?;
                stream.flush().await
            }
        }
    }

    /// Reads and forgets until the client goes away.
    pub async fn hang(mut self) {
        let mut buffer = BytesMut::new();
        while matches!(self.read(&mut buffer).await, Ok(1..)) {
            buffer.clear();
        }
    }

    /// Ends in order: close_notify where TLS is up, then FIN.
    ///
    /// Waits for the client to do the same: closing a socket with unread bytes would reset it.
    pub async fn close(mut self) {
        let ended = match &mut self {
            Self::Plain(stream) => stream.shutdown().await,
            Self::Tls(stream) => stream.shutdown().await,
        };
        if ended.is_ok() {
            let _ = tokio::time::timeout(LINGER, self.hang()).await;
        }
    }

    /// Ends with a TCP reset.
    pub async fn reset(self) {
        tokio::time::sleep(BEFORE_RESET).await;
        let _ = match &self {
            Self::Plain(stream) => stream.set_zero_linger(),
            Self::Tls(stream) => stream.get_ref().0.set_zero_linger(),
        };
    }
}
