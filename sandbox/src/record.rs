//! What clients have asked so far.

use serde_json::{Map, Value, json};

use crate::http::request::Request;

/// Connections and requests, as the control port shows them.
#[derive(Default)]
pub struct Record {
    accepted: u64,
    connections: u64,
    requests: Vec<Value>,
}

impl Record {
    /// Notes a connection, and gives its number: unique while the sandbox runs, even after a reset.
    pub fn connection(&mut self) -> u64 {
        self.accepted += 1;
        self.connections += 1;
        self.accepted
    }

    /// Notes a request.
    pub fn request(&mut self, connection: u64, request: &Request) {
        self.requests.push(json!({
            "method": request.method,
            "path": request.path,
            "query": map(request.query()),
            "raw_query": request.raw_query,
            "headers": map(request.headers.iter().map(|(name, value)| (name, value))),
            "body": String::from_utf8_lossy(&request.body),
            "connection": connection,
        }));
    }

    /// Forgets everything but which numbers are taken.
    pub fn reset(&mut self) {
        self.connections = 0;
        self.requests.clear();
    }

    /// Everything, as JSON.
    pub fn show(&self) -> Value {
        json!({"connections": self.connections, "requests": self.requests})
    }
}

/// Of two values under one name the last stays.
fn map(pairs: impl Iterator<Item = (impl ToString, impl ToString)>) -> Map<String, Value> {
    pairs.map(|(name, value)| (name.to_string(), Value::String(value.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_shown_decoded_and_raw() {
        let head = b"GET /p?a=%C3%A9&b=1+2 HTTP/1.1\r\nX-A: 1\r\n\r\n";
        let (request, _) = Request::parse_head(head).unwrap().unwrap();
        let mut record = Record::default();
        let connection = record.connection();
        record.request(connection, &request);
        let shown = record.show();
        assert_eq!(shown["connections"], 1);
        assert_eq!(shown["requests"][0]["query"], json!({"a": "é", "b": "1 2"}));
        assert_eq!(shown["requests"][0]["raw_query"], "a=%C3%A9&b=1+2");
        assert_eq!(shown["requests"][0]["headers"], json!({"x-a": "1"}));
        record.reset();
        assert_eq!(record.show(), json!({"connections": 0, "requests": []}));
        assert_eq!(record.connection(), 2);
    }
}
