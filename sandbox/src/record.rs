//! What clients have asked so far, and what became of it.

pub mod answered;

use serde_json::{Map, Value, json};
use tokio::sync::watch;

use crate::http::request::Request;

/// The most requests that a reader gets who comes later.
const MAX_NEWS: usize = 200;

/// Connections and requests, as the control port shows them.
#[derive(Default)]
pub struct Record {
    accepted: u64,
    connections: u64,
    asked: u64,
    requests: Vec<Entry>,
    /// Counts everything that happens.
    revision: watch::Sender<u64>,
    /// The revision at which the requests were forgotten.
    forgotten: u64,
}

struct Entry {
    number: u64,
    /// When it was changed last.
    revision: u64,
    shown: Value,
}

/// What has happened since a revision.
#[derive(Debug, PartialEq)]
pub struct News {
    /// Were the requests before these forgotten?
    pub forgotten: bool,
    /// The requests that came, or were answered.
    pub requests: Vec<Value>,
    /// The revision that this leads to.
    pub revision: u64,
}

impl Record {
    /// Notes a connection, and gives its number: unique while the sandbox runs, even after a reset.
    pub fn connection(&mut self) -> u64 {
        self.accepted += 1;
        self.connections += 1;
        self.touch();
        self.accepted
    }

    /// Notes a request that came at this time, and gives its number, which is unique too.
    pub fn request(&mut self, connection: u64, request: &Request, at: &str) -> u64 {
        self.asked += 1;
        let shown = json!({
            "number": self.asked,
            "at": at,
            "method": request.method,
            "path": request.path,
            "query": map(request.query()),
            "raw_query": request.raw_query,
            "headers": map(request.headers.iter().map(|(name, value)| (name, value))),
            "body": String::from_utf8_lossy(&request.body),
            "connection": connection,
            "answer": null,
        });
        let revision = self.touch();
        self.requests.push(Entry { number: self.asked, revision, shown });
        self.asked
    }

    /// Notes the answer to a request, unless that was forgotten meanwhile.
    pub fn answered(&mut self, number: u64, answer: Value) {
        let revision = self.touch();
        if let Some(entry) = self.requests.iter_mut().rfind(|entry| entry.number == number) {
            entry.revision = revision;
            entry.shown["answer"] = answer;
        }
    }

    /// Something else has changed; gives the revision that this is.
    pub fn touch(&mut self) -> u64 {
        self.revision.send_modify(|revision| *revision += 1);
        *self.revision.borrow()
    }

    /// Forgets everything but which numbers are taken.
    pub fn reset(&mut self) {
        self.connections = 0;
        self.requests.clear();
        self.forgotten = self.touch();
    }

    /// Everything, as JSON.
    pub fn show(&self) -> Value {
        let requests: Vec<_> = self.requests.iter().map(|entry| &entry.shown).collect();
        json!({"connections": self.connections, "requests": requests})
    }

    /// What has happened since a revision, of many requests the last. A revision that is still to come is another
    /// sandbox's: that is as if nothing had been read yet.
    pub fn since(&self, revision: u64) -> News {
        let now = *self.revision.borrow();
        let read = if revision > now { 0 } else { revision };
        let changed = self.requests.iter().filter(|entry| entry.revision > read);
        let changed: Vec<_> = changed.map(|entry| entry.shown.clone()).collect();
        let skipped = changed.len().saturating_sub(MAX_NEWS);
        News {
            forgotten: self.forgotten > read || revision > now,
            requests: changed.into_iter().skip(skipped).collect(),
            revision: now,
        }
    }

    /// Tells when something has happened.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }
}

/// Of two values under one name the last stays.
fn map(pairs: impl Iterator<Item = (impl ToString, impl ToString)>) -> Map<String, Value> {
    pairs.map(|(name, value)| (name.to_string(), Value::String(value.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(record: &mut Record) -> u64 {
        record.request(1, &Request::default(), "now")
    }

    fn numbers(news: &News) -> Vec<u64> {
        news.requests.iter().map(|shown| shown["number"].as_u64().unwrap()).collect()
    }

    #[test]
    fn a_request_is_shown_decoded_and_raw() {
        let head = b"GET /p?a=%C3%A9&b=1+2 HTTP/1.1\r\nX-A: 1\r\n\r\n";
        let (request, _) = Request::parse_head(head).unwrap().unwrap();
        let mut record = Record::default();
        let connection = record.connection();
        record.request(connection, &request, "now");
        let shown = record.show();
        assert_eq!(shown["connections"], 1);
        assert_eq!(shown["requests"][0]["query"], json!({"a": "é", "b": "1 2"}));
        assert_eq!(shown["requests"][0]["raw_query"], "a=%C3%A9&b=1+2");
        assert_eq!(shown["requests"][0]["headers"], json!({"x-a": "1"}));
        record.reset();
        assert_eq!(record.show(), json!({"connections": 0, "requests": []}));
        assert_eq!(record.connection(), 2);
    }

    #[test]
    fn news_are_told_once_and_again_when_they_change() {
        let mut record = Record::default();
        let first = ask(&mut record);
        ask(&mut record);
        let news = record.since(0);
        assert_eq!((numbers(&news), news.forgotten), (vec![1, 2], false));
        assert_eq!(numbers(&record.since(news.revision)), [0; 0]);
        record.answered(first, json!({"status": 200}));
        let later = record.since(news.revision);
        assert_eq!(
            (numbers(&later), &later.requests[0]["answer"]["status"]),
            (vec![1], &json!(200))
        );
        record.answered(7, json!({"status": 200}));
        assert_eq!(numbers(&record.since(later.revision)), [0; 0], "it was forgotten");
    }

    #[test]
    fn a_reader_learns_that_requests_were_forgotten_and_that_the_sandbox_is_a_new_one() {
        let mut record = Record::default();
        ask(&mut record);
        let read = record.since(0).revision;
        record.reset();
        ask(&mut record);
        let news = record.since(read);
        assert_eq!((numbers(&news), news.forgotten), (vec![2], true));
        assert!(!record.since(news.revision).forgotten);
        let other = record.since(1_000_000);
        assert_eq!((numbers(&other), other.forgotten), (vec![2], true));
    }

    #[test]
    fn a_late_reader_gets_the_last_requests() {
        let mut record = Record::default();
        for _ in 0..MAX_NEWS + 5 {
            ask(&mut record);
        }
        assert_eq!(numbers(&record.since(0)).first(), Some(&6));
    }
}
