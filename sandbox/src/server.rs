//! Accepting connections and answering what comes over them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::api::Endpoint;
use crate::control;
use crate::fault::perform;
use crate::fault::spec::Fault;
use crate::http::answer::Answer;
use crate::http::connection::{self, NoRequest};
use crate::http::request::Request;
use crate::http::script::{self, Step};
use crate::http::wire::Wire;
use crate::sandbox::{Sandbox, lock};

/// How long to wait when the system has no more sockets.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(20);

/// Serves the services, for ever.
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

/// Serves the control port, for ever.
pub async fn serve_control(listener: TcpListener, sandbox: Arc<Sandbox>) {
    loop {
        let stream = accept(&listener).await;
        let sandbox = Arc::clone(&sandbox);
        tokio::spawn(async move {
            let answer = |request: &Request| {
                let date = sandbox.clock.http_date();
                perform::tell(&control::answer(&sandbox, request), request, &date)
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
    let fault = lock(&sandbox.faults).at_accept();
    if let Some(fault) = fault {
        let step = match fault {
            Fault::Reset { .. } => Step::Reset,
            Fault::Close { .. } => Step::Close,
            _ => Step::Hang,
        };
        script::play(Wire::Plain(stream), vec![step]).await?;
        return Ok(());
    }
    let wire = match tls {
        None => Wire::Plain(stream),
        Some(tls) => Wire::Tls(Box::new(tls.accept(stream).await?)),
    };
    requests(wire, sandbox, |request| {
        lock(&sandbox.record).request(number, request);
        let fault = lock(&sandbox.faults).at_request(Endpoint::of(&request.path));
        perform::steps(sandbox, request, fault.as_ref())
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

/// Whatever was not understood may still be coming: no next request can be told from it.
fn refusal(status: u16, sandbox: &Sandbox) -> Vec<Step> {
    let message = "This is not a request this server reads.";
    let answer = Answer::api_error(status, "bad_request", message);
    perform::tell(&answer, &Request::default(), &sandbox.clock.http_date())
}
