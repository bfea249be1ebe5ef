//! From the options to a running sandbox, and to its end.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;

use crate::api::Services;
use crate::control::Controls;
use crate::control::console;
use crate::control::gate::Gate;
use crate::sandbox::Sandbox;
use crate::server;
use crate::setup::authority;
use crate::setup::options::Options;
use crate::setup::state_dir::{self, Material};

/// Runs until it is asked to stop.
pub fn run(options: Options) -> Result<(), String> {
    let material = state_dir::open(options.state_dir.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let result = runtime.block_on(serve(options, material));
    runtime.shutdown_background();
    result
}

async fn serve(options: Options, material: Material) -> Result<(), String> {
    // Before the ready line: who has read it may already want this to stop.
    let stop = Stop::listen(options.exit_with_stdin)?;
    let tls = acceptor(&options, &material.ca_key)?;
    let (listener, address) = listen(options.port).await?;
    let (controls, control_address) = listen(options.control_port).await?;
    let base_url = format!("{}://{address}", options.scheme());
    let services = Services::new(&options, &base_url, material.response_key);
    services.prepare();
    let mut ready = json!({
        "base_url": base_url,
        "control_url": format!("http://{control_address}"),
        "ca_file": text(&material.ca_file)?,
        "public_key_file": text(&material.public_key_file)?,
        "api_key": options.api_key,
        "shared_key": options.shared_key,
        "client_id": options.client_id,
        "client_secret": options.client_secret,
        "token_url": services.oauth.token_url(),
        "uipath_token": options.uipath_token,
        "pid": std::process::id(),
    });
    if options.console {
        ready["console_url"] = json!(format!("http://{control_address}{}", console::PATH));
    }
    let page = Controls {
        gate: Gate::new(control_address.port()),
        console: options.console.then_some(base_url),
    };
    let sandbox = Arc::new(Sandbox::new(services));
    tokio::spawn(server::serve(listener, tls, Arc::clone(&sandbox)));
    tokio::spawn(server::serve_control(controls, page, sandbox));
    print(&format!("{ready}\n"))?;
    stop.wait().await;
    Ok(())
}

/// Writes to standard output, all of it now.
pub fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| format!("standard output: {error}"))
}

async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), String> {
    let failed = |error: io::Error| format!("port {port} of 127.0.0.1: {error}");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

fn acceptor(options: &Options, ca_key: &str) -> Result<Option<TlsAcceptor>, String> {
    if options.plain {
        return Ok(None);
    }
    let failed = |error: &dyn std::fmt::Display| format!("cannot make a certificate: {error}");
    let identity = authority::issue(ca_key, options.certificate).map_err(|e| failed(&e))?;
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|e| failed(&e))?
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate], identity.key)
        .map_err(|e| failed(&e))?;
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn text(path: &Path) -> Result<&str, String> {
    let reason = || format!("{}: not a path that JSON can carry", path.display());
    path.to_str().ok_or_else(reason)
}

/// The ways to be asked to stop.
struct Stop {
    stdin: oneshot::Receiver<()>,
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Stop {
    #[cfg(unix)]
    fn listen(stdin: bool) -> Result<Self, String> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| error.to_string());
        Ok(Self {
            stdin: watch_stdin(stdin),
            signals: [listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?],
        })
    }

    #[cfg(not(unix))]
    fn listen(stdin: bool) -> Result<Self, String> {
        Ok(Self { stdin: watch_stdin(stdin) })
    }

    #[cfg(unix)]
    async fn wait(self) {
        let [mut terminate, mut interrupt] = self.signals;
        tokio::select! {
            Ok(()) = self.stdin => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        tokio::select! {
            Ok(()) = self.stdin => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

/// A thread of its own: a read that waits must not keep the program from ending.
fn watch_stdin(wanted: bool) -> oneshot::Receiver<()> {
    let (ended, receiver) = oneshot::channel();
    if wanted {
        std::thread::spawn(move || {
            let mut buffer = [0; 256];
            let mut stdin = io::stdin().lock();
            while matches!(stdin.read(&mut buffer), Ok(1..)) {}
            let _ = ended.send(());
        });
    }
    receiver
}
