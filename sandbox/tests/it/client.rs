//! A client that keeps every byte, and how the connection ended.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::sha2::Sha256;
use rsa::signature::Verifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

use crate::process::Sandbox;

/// Long enough for a slow machine; no test waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a server has to be silent to be called silent.
const SILENCE: Duration = Duration::from_millis(400);

/// How reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The promised length has arrived.
    Complete,
    /// In order: FIN, and close_notify where there is TLS.
    Closed,
    /// TCP reset.
    Reset,
    /// FIN without close_notify.
    Cut,
    /// Nothing more came.
    Silent,
}

/// All that came back.
pub struct Outcome {
    pub bytes: Vec<u8>,
    pub end: End,
    pub took: Duration,
}

pub trait Stream: Read + Write {
    fn tcp(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Stream for StreamOwned<ClientConnection, TcpStream> {
    fn tcp(&self) -> &TcpStream {
        &self.sock
    }
}

impl Outcome {
    /// One request over a connection of its own.
    pub fn of(sandbox: &Sandbox, request: &[u8]) -> Self {
        match connect(sandbox) {
            Ok(mut stream) => Self::read(&mut *stream, request),
            Err(error) => Self { bytes: Vec::new(), end: end_of(&error), took: Duration::ZERO },
        }
    }

    pub fn over_plain(url: &str, request: &[u8]) -> Self {
        Self::read(&mut tcp(url).unwrap(), request)
    }

    /// One request over an open connection.
    pub fn read(stream: &mut dyn Stream, request: &[u8]) -> Self {
        let begin = Instant::now();
        let mut bytes = Vec::new();
        let end = match stream.write_all(request).and_then(|()| stream.flush()) {
            Ok(()) => collect(stream, &mut bytes),
            Err(error) => end_of(&error),
        };
        Self { bytes, end, took: begin.elapsed() }
    }

    pub fn status(&self) -> u16 {
        let line = String::from_utf8_lossy(&self.bytes);
        line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    pub fn head(&self) -> &str {
        let length = head_length(&self.bytes).unwrap_or(0);
        std::str::from_utf8(&self.bytes[..length]).unwrap()
    }

    pub fn body(&self) -> &[u8] {
        &self.bytes[head_length(&self.bytes).unwrap_or(self.bytes.len())..]
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head(), name)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap()
    }

    /// The error code of an answer.
    pub fn code(&self) -> (u16, String) {
        let code = self.json()["code"].as_str().unwrap_or_default().to_owned();
        (self.status(), code)
    }

    /// The code of a refusal; empty for a good answer.
    pub fn said(&self) -> String {
        if self.status() == 200 { String::new() } else { self.code().1 }
    }

    /// Is this body signed by this sandbox?
    pub fn verifies(&self, sandbox: &Sandbox) -> bool {
        signed(sandbox, self.header("LicenseSignature"), self.body())
    }
}

/// Is this the signature of these bytes?
pub fn signed(sandbox: &Sandbox, signature: Option<&str>, bytes: &[u8]) -> bool {
    let pem = std::fs::read_to_string(sandbox.say("public_key_file")).unwrap();
    let key = VerifyingKey::<Sha256>::from_public_key_pem(&pem).unwrap();
    let signature = signature.and_then(|text| BASE64_STANDARD.decode(text).ok());
    let signature = signature.and_then(|raw| Signature::try_from(raw.as_slice()).ok());
    signature.is_some_and(|signature| key.verify(bytes, &signature).is_ok())
}

/// A connection to the services, which trusts the sandbox's CA and nothing else.
pub fn connect(sandbox: &Sandbox) -> io::Result<Box<dyn Stream>> {
    let url = sandbox.say("base_url");
    let socket = tcp(url)?;
    if url.starts_with("http:") {
        return Ok(Box::new(socket));
    }
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(sandbox.say("ca_file")).unwrap()).unwrap();
    let provider = rustls::crypto::ring::default_provider();
    let config = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, socket);
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    Ok(Box::new(stream))
}

/// A GET with the headers the services want.
pub fn get(sandbox: &Sandbox, path: &str) -> String {
    signed_request(sandbox, "GET", path, "")
}

/// A POST with the headers the services want.
pub fn post(sandbox: &Sandbox, path: &str, body: &str) -> String {
    signed_request(sandbox, "POST", path, body)
}

/// The date is the sandbox's, as that of a client which has learned it.
fn signed_request(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> String {
    let date = httpdate::fmt_http_date(sandbox.now());
    let authorization = authorization(sandbox.say("api_key"), sandbox.say("shared_key"), &date);
    let headers = [format!("Date: {date}"), format!("Authorization: {authorization}")];
    request(method, path, &headers.each_ref().map(String::as_str), body)
}

pub fn authorization(api_key: &str, shared_key: &str, date: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, shared_key.as_bytes());
    let tag = hmac::sign(&key, format!("licenseSpring\ndate: {date}").as_bytes());
    let signature = BASE64_STANDARD.encode(tag);
    format!(
        r#"algorithm="hmac-sha256", headers="date", signature="{signature}", apikey="{api_key}""#
    )
}

pub fn request(method: &str, path: &str, headers: &[&str], body: &str) -> String {
    request_to("test", method, path, headers, body)
}

/// The same to a host that is looked at.
pub fn request_to(host: &str, method: &str, path: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

fn tcp(url: &str) -> io::Result<TcpStream> {
    let address = url.split_once("://").unwrap().1;
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    Ok(socket)
}

fn collect(stream: &mut dyn Stream, bytes: &mut Vec<u8>) -> End {
    let mut part = [0; 16 * 1024];
    loop {
        if complete(bytes) {
            return End::Complete;
        }
        match stream.read(&mut part) {
            Ok(0) => return End::Closed,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) => return end_of(&error),
        }
    }
}

/// Waits only a little for what should never come.
pub fn expect_silence(stream: &mut dyn Stream, request: &[u8]) -> Outcome {
    stream.tcp().set_read_timeout(Some(SILENCE)).unwrap();
    Outcome::read(stream, request)
}

fn complete(bytes: &[u8]) -> bool {
    let Some(length) = head_length(bytes) else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..length]);
    let promised = header(&head, "Content-Length").and_then(|length| length.parse().ok());
    promised.is_some_and(|promised: usize| bytes.len() - length >= promised)
}

fn head_length(bytes: &[u8]) -> Option<usize> {
    let end = b"\r\n\r\n";
    bytes.windows(4).position(|window| window == end).map(|at| at + 4)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = head.lines().filter_map(|line| line.split_once(':'));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn end_of(error: &io::Error) -> End {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => End::Reset,
        ErrorKind::UnexpectedEof => End::Cut,
        ErrorKind::WouldBlock | ErrorKind::TimedOut => End::Silent,
        _ => panic!("{error}"),
    }
}
