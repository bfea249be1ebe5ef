//! Accepting connections and answering what comes over them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::control;
use crate::control::gate::Gate;
use crate::http::answer::Answer;
use crate::http::connection::{self, NoRequest};
use crate::http::request::Request;
use crate::http::script::{self, Step};
use crate::http::tell::tell;
use crate::http::wire::Wire;
use crate::lock::lock;
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
pub async fn serve_control(listener: TcpListener, gate: Gate, sandbox: Arc<Sandbox>) {
    let gate = Arc::new(gate);
    loop {
        let stream = accept(&listener).await;
        let (gate, sandbox) = (Arc::clone(&gate), Arc::clone(&sandbox));
        tokio::spawn(async move {
            let answer = |request: &Request| {
                let date = sandbox.services.clock.http_date();
                tell(&control::answer(&sandbox, &gate, request), request, &date)
            };
            let _ = requests(Wire::Plain(stream), &sandbox, answer).await;
        });
    }
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
    requests(wire, sandbox, |request| {
        lock(&sandbox.record).request(number, request);
        sandbox.faults.answer(&sandbox.services, request)
    })
    .await
}

/// Answers one request after the other, until there are no more or the answer ends the connection.
async fn requests(
    mut wire: Wire,
    sandbox: &Sandbox,
    answer: impl Fn(&Request) -> Vec<Step>,
) -> io::Result<()> {
    let mut buffer = BytesMut::new();
    loop {
        let steps = match connection::next(&mut wire, &mut buffer).await {
            Ok(request) => answer(&request),
            Err(NoRequest::Over) => return Ok(()),
            Err(NoRequest::Refused(status)) => refusal(status, sandbox),
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
