//! Opening connections: ureq's own connectors, in ureq's own order, held to the call's deadline.

use std::fmt;
use std::sync::Arc;

use ureq::Error;
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, RustlsConnector,
    SocksConnector, TcpConnector, Transport,
};

use super::watch::{self, Socket};
use crate::run::Registration;

/// Dials directly or through a proxy, and puts TLS on top.
pub struct Dial(Box<dyn Connector<(), Out = Box<dyn Transport>>>);

impl Dial {
    pub fn new() -> Self {
        let chain = SocksConnector::default()
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(Bounding)
            .chain(RustlsConnector::default())
            .chain(Boxing);
        Self(Box::new(chain))
    }
}

impl Connector<()> for Dial {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        watch::note_dialled();
        let register = details.register_shutdown.clone();
        let bounded = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: within_deadline(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: Arc::new(move |handle| {
                watch::note_socket(handle.clone());
                register(handle)
            }),
        };
        let transport = self.0.connect(&bounded, chained)?;
        watch::note_connected();
        Ok(transport)
    }
}

impl fmt::Debug for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dial")
    }
}

fn within_deadline(mut timeout: NextTimeout) -> Result<NextTimeout, Error> {
    let Some(remaining) = watch::remaining() else {
        return Ok(timeout);
    };
    if remaining.is_zero() {
        return Err(Error::Timeout(ureq::Timeout::Global));
    }
    let remaining = Duration::from(remaining);
    if remaining < timeout.after {
        timeout.after = remaining;
        timeout.reason = ureq::Timeout::Global;
    }
    Ok(timeout)
}

/// Wraps what it is given so that each wait ends with the call's deadline.
#[derive(Debug)]
struct Bounding;

impl<In: Transport> Connector<In> for Bounding {
    type Out = Bounded<In>;

    fn connect(
        &self,
        _: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|inner| Bounded { inner, socket: watch::take_socket() }))
    }
}

/// Each wait ends with the call's deadline, and when the call is cancelled.
struct Bounded<T> {
    inner: T,
    /// `None`: one that is deeper in the chain has it.
    socket: Option<Socket>,
}

impl<T: fmt::Debug> fmt::Debug for Bounded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T> Bounded<T> {
    fn in_use(&self) -> Option<Registration> {
        self.socket.as_ref().and_then(Socket::in_use)
    }
}

impl<T: Transport> Transport for Bounded<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let _in_use = self.in_use();
        noted(self.inner.transmit_output(amount, within_deadline(timeout)?))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let _in_use = self.in_use();
        noted(self.inner.await_input(within_deadline(timeout)?))
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

fn noted<T>(result: Result<T, Error>) -> Result<T, Error> {
    if let Err(Error::Io(error)) = &result {
        watch::note_failure(error);
    }
    result
}

/// Ends the chain with one type.
#[derive(Debug)]
struct Boxing;

impl<In: Transport> Connector<In> for Boxing {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        _: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|transport| Box::new(transport) as Box<dyn Transport>))
    }
}
