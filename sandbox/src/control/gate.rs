//! The clients of the control port: the programs of this machine and the port's own page, and no page of another site.
//!
//! A browser sends requests of any page to 127.0.0.1. It says in `Origin` whose page asks, and in `Host` under which name the
//! page knows this machine: a foreign name is one that was made to point here later on (DNS rebinding). A form, or a script
//! that does not ask for permission first, can send neither JSON as such nor a header of its own choice.

use crate::http::request::Request;

/// The header of a request whose body is no JSON, such as a request file.
pub const MARK: &str = "x-lsagent-sandbox";

/// Why a request is not looked at.
#[derive(Debug, PartialEq, Eq)]
pub struct Barred {
    /// The status of the answer.
    pub status: u16,
    /// What to do about it.
    pub message: &'static str,
}

const HOST: Barred =
    Barred { status: 403, message: "Use 127.0.0.1, localhost or [::1] and the port as the host." };
const ORIGIN: Barred =
    Barred { status: 403, message: "Pages of other sites cannot use this port." };
const FORM: Barred = Barred {
    status: 415,
    message: "Send Content-Type: application/json, or the header X-Lsagent-Sandbox: 1.",
};

/// Lets requests for one port in.
pub struct Gate {
    hosts: [String; 3],
}

impl Gate {
    /// The gate of this port.
    pub fn new(port: u16) -> Self {
        Self { hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")) }
    }

    /// Refuses a request that a page of another site may have sent.
    pub fn check(&self, request: &Request) -> Result<(), Barred> {
        let host = only(request, "host")?.filter(|host| self.knows(host)).ok_or(HOST)?;
        let own = format!("http://{host}");
        match only(request, "origin")? {
            Some(origin) if !origin.eq_ignore_ascii_case(&own) => return Err(ORIGIN),
            Some(_) | None => {}
        }
        let reads = matches!(request.method.as_str(), "GET" | "HEAD");
        if reads || is_json(request) || request.header(MARK).is_some() { Ok(()) } else { Err(FORM) }
    }

    fn knows(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

/// The value of a header that must not come twice: nobody knows which one counts elsewhere.
fn only<'a>(request: &'a Request, name: &str) -> Result<Option<&'a str>, Barred> {
    let mut values = request.headers.iter().filter(|(key, _)| key == name);
    match (values.next(), values.next()) {
        (first, None) => Ok(first.map(|(_, value)| value.trim())),
        (_, Some(_)) => Err(HOST),
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &str, headers: &[(&str, &str)]) -> u16 {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let request =
            Request { method: method.to_owned(), headers: headers.collect(), ..Request::default() };
        Gate::new(80).check(&request).map_or_else(|barred| barred.status, |()| 200)
    }

    #[test]
    fn this_machine_is_known_by_three_names_with_the_port() {
        for host in ["127.0.0.1:80", "localhost:80", "LocalHost:80", "[::1]:80"] {
            assert_eq!(check("GET", &[("host", host)]), 200, "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "localhost:81",
            "evil.example:80",
            "127.0.0.1:80.evil.example",
            "0.0.0.0:80",
        ] {
            assert_eq!(check("GET", &[("host", host)]), 403, "{host}");
        }
        assert_eq!(check("GET", &[]), 403);
        assert_eq!(check("GET", &[("host", "localhost:80"), ("host", "evil.example")]), 403);
    }

    #[test]
    fn an_origin_is_this_port_under_the_same_name() {
        let with = |origin| check("GET", &[("host", "localhost:80"), ("origin", origin)]);
        assert_eq!(with("http://localhost:80"), 200);
        for origin in [
            "null",
            "",
            "http://evil.example",
            "http://localhost:81",
            "http://localhost",
            "https://localhost:80",
            "http://127.0.0.1:80",
        ] {
            assert_eq!(with(origin), 403, "{origin}");
        }
        let twice = ("origin", "http://localhost:80");
        assert_eq!(check("GET", &[("host", "localhost:80"), twice, twice]), 403);
    }

    #[test]
    fn a_change_has_something_that_no_form_can_send() {
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let with = |name, value| check(method, &[("host", "localhost:80"), (name, value)]);
            assert_eq!(with("content-type", "Application/JSON; charset=utf-8"), 200);
            assert_eq!(with(MARK, "1"), 200);
            for kind in [
                "",
                "text/plain",
                "text/plain; application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
            ] {
                assert_eq!(with("content-type", kind), 415, "{method} {kind}");
            }
        }
    }
}
