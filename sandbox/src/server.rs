//! Accepting connections and answering what comes over them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::control::console::Found;
use crate::control::{self, Controls};
use crate::feed;
use crate::http::answer::Answer;
use crate::http::connection::{self, NoRequest};
use crate::http::request::Request;
use crate::http::script::{self, Step};
use crate::http::tell::tell;
use crate::http::wire::Wire;
use crate::life::dates;
use crate::lock::lock;
use crate::record::answered;
use crate::sandbox::Sandbox;

/// How long to wait when the system has no more sockets.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(20);

/// Serves the services; never ends.
pub async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, sandbox: Arc<Sandbox>) {
    loop {
        let stream = accept(&listener).await;
        let (tls, sandbox) = (tls.clone(), Arc::clone(&sandbox));
        tokio::spawn(async move {
            // A client that goes away in the middle is its own affair.
            let _ = client(stream, tls, &sandbox).await;
        });
    }
}

/// Serves the control port; never ends.
pub async fn serve_control(listener: TcpListener, controls: Controls, sandbox: Arc<Sandbox>) {
    let controls = Arc::new(controls);
    loop {
        let stream = accept(&listener).await;
        let (controls, sandbox) = (Arc::clone(&controls), Arc::clone(&sandbox));
        tokio::spawn(async move {
            let answer = |request: &Request| match control::answer(&sandbox, &controls, request) {
                Found::Events(read) => Reply::Events(read),
                Found::Answer(answer) => {
                    Reply::Steps(tell(&answer, request, &sandbox.services.clock.http_date()))
                }
            };
            let _ = requests(Wire::Plain(stream), &sandbox, answer).await;
        });
    }
}

/// What follows a request.
enum Reply {
    /// These steps.
    Steps(Vec<Step>),
    /// The events since a revision, without end.
    Events(u64),
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let _ = stream.set_nodelay(true);
                return stream;
            }
            Err(_) => tokio::time::sleep(AFTER_FAILED_ACCEPT).await,
        }
    }
}

async fn client(stream: TcpStream, tls: Option<TlsAcceptor>, sandbox: &Sandbox) -> io::Result<()> {
    let number = lock(&sandbox.record).connection();
    if let Some(step) = sandbox.faults.at_accept() {
        script::play(Wire::Plain(stream), vec![step]).await?;
        return Ok(());
    }
    let wire = match tls {
        None => Wire::Plain(stream),
        Some(tls) => Wire::Tls(Box::new(tls.accept(stream).await?)),
    };
    requests(wire, sandbox, |request| Reply::Steps(reaction(sandbox, number, request))).await
}

/// The steps after a request, which is written down with them.
fn reaction(sandbox: &Sandbox, connection: u64, request: &Request) -> Vec<Step> {
    let at = dates::written(sandbox.services.clock.now().into());
    let number = lock(&sandbox.record).request(connection, request, &at);
    let (steps, fault) = sandbox.faults.answer(&sandbox.services, request);
    let fault = fault.map(|fault| fault.name());
    lock(&sandbox.record).answered(number, answered::shown(&steps, fault.as_deref()));
    steps
}

/// Answers one request after the other, until there are no more or the answer ends the connection.
async fn requests(
    mut wire: Wire,
    sandbox: &Sandbox,
    answer: impl Fn(&Request) -> Reply,
) -> io::Result<()> {
    let mut buffer = BytesMut::new();
    loop {
        let reply = match connection::next(&mut wire, &mut buffer).await {
            Ok(request) => answer(&request),
            Err(NoRequest::Over) => return Ok(()),
            Err(NoRequest::Refused(status)) => Reply::Steps(refusal(status, sandbox)),
        };
        let steps = match reply {
            Reply::Steps(steps) => steps,
            Reply::Events(read) => return feed::follow(wire, sandbox, read).await,
        };
        match script::play(wire, steps).await? {
            Some(open) => wire = open,
            None => return Ok(()),
        }
    }
}

/// The rest of a request that was not understood may still be coming: the next one cannot be told from it.
fn refusal(status: u16, sandbox: &Sandbox) -> Vec<Step> {
    let message = "This is not a request this server reads.";
    let answer = Answer::api_error(status, "bad_request", message);
    tell(&answer, &Request::default(), &sandbox.services.clock.http_date())
}
