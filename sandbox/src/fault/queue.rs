//! The faults to come, in the order they were asked for.

use super::spec::{Armed, Fault};
use crate::endpoint::Endpoint;

/// A queue; each fault stays until it has happened often enough.
#[derive(Default)]
pub struct Queue(Vec<Armed>);

impl Queue {
    /// Appends; gives the number of faults now waiting.
    pub fn push(&mut self, armed: Armed) -> usize {
        self.0.push(armed);
        self.0.len()
    }

    /// Those that wait, the next one first.
    pub fn waiting(&self) -> &[Armed] {
        &self.0
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for a connection that has just been accepted.
    pub fn at_accept(&mut self) -> Option<Fault> {
        self.take(|armed| armed.fault.at_accept())
    }

    /// The fault for a request.
    pub fn at_request(&mut self, endpoint: Option<Endpoint>) -> Option<Fault> {
        self.take(|armed| {
            let here = armed.path.is_none() || armed.path == endpoint;
            here && !armed.fault.at_accept()
        })
    }

    fn take(&mut self, matches: impl Fn(&Armed) -> bool) -> Option<Fault> {
        let index = self.0.iter().position(matches)?;
        let armed = &mut self.0[index];
        let fault = armed.fault.clone();
        if let Some(times) = &mut armed.times {
            *times -= 1;
            if *times == 0 {
                self.0.remove(index);
            }
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(faults: &[&str]) -> Queue {
        let parse = |text: &&str| Armed::parse(text.as_bytes()).unwrap();
        Queue(faults.iter().map(parse).collect())
    }

    #[test]
    fn faults_happen_in_order_and_as_often_as_asked() {
        let mut queue = queue(&[
            r#"{"fault":"html","times":2}"#,
            r#"{"fault":"silent","times":1}"#,
            r#"{"fault":"gzip"}"#,
        ]);
        let mut next = || queue.at_request(None).unwrap();
        let seen = [next(), next(), next(), next(), next()];
        let (html, gzip) = (Fault::Html {}, Fault::Gzip {});
        assert_eq!(seen, [html.clone(), html, Fault::Silent {}, gzip.clone(), gzip]);
    }

    #[test]
    fn a_fault_waits_for_its_path() {
        let mut queue = queue(&[r#"{"fault":"html","times":1,"path":"user_licenses"}"#]);
        assert_eq!(queue.at_request(Some(Endpoint::UserLicense)), None);
        assert_eq!(queue.at_request(None), None);
        assert_eq!(queue.at_request(Some(Endpoint::UserLicenses)), Some(Fault::Html {}));
        assert_eq!(queue.at_request(Some(Endpoint::UserLicenses)), None);
    }

    #[test]
    fn faults_of_the_connection_do_not_strike_requests() {
        let mut queue =
            queue(&[r#"{"fault":"tls_stall"}"#, r#"{"fault":"reset","when":"request"}"#]);
        assert_eq!(queue.at_accept(), Some(Fault::TlsStall {}));
        assert!(matches!(queue.at_request(None), Some(Fault::Reset { .. })));
    }
}
