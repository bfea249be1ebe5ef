//! The events that the page follows: requests as they arrive, and that something else has changed.
//!
//! They are server-sent events: <https://html.spec.whatwg.org/multipage/server-sent-events.html>

use std::io;
use std::time::Duration;

use bytes::BytesMut;

use crate::http::wire::Wire;
use crate::lock::lock;
use crate::record::News;
use crate::sandbox::Sandbox;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
     X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n";
/// A proxy or a browser gives up a connection on which nothing comes.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Sends what has happened since a revision, and what happens, until the reader goes away.
pub async fn follow(mut wire: Wire, sandbox: &Sandbox, mut read: u64) -> io::Result<()> {
    let mut changes = lock(&sandbox.record).subscribe();
    let mut said = BytesMut::new();
    wire.send(HEAD.as_bytes()).await?;
    changes.mark_changed();
    loop {
        tokio::select! {
            Ok(()) = changes.changed() => {
                let news = lock(&sandbox.record).since(read);
                wire.send(events(&news).as_bytes()).await?;
                read = news.revision;
            }
            // Readers say nothing: this is their end.
            _ = wire.read(&mut said) => return Ok(()),
            () = tokio::time::sleep(KEEP_ALIVE) => wire.send(b":\n\n").await?,
        }
    }
}

/// JSON has no line breaks of its own: each event has one line of data.
fn events(news: &News) -> String {
    let mut text = String::new();
    if news.forgotten {
        text += "event: forgotten\ndata: {}\n\n";
    }
    for request in &news.requests {
        text += &format!("event: request\ndata: {request}\n\n");
    }
    text + &format!("event: state\nid: {}\ndata: {{}}\n\n", news.revision)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_event_is_a_line_whatever_was_asked() {
        let nasty = json!({"path": "/a\n\nevent: state\r\ndata: {}"});
        let news = News { forgotten: true, requests: vec![nasty], revision: 7 };
        let expected = "event: forgotten\ndata: {}\n\n\
             event: request\ndata: {\"path\":\"/a\\n\\nevent: state\\r\\ndata: {}\"}\n\n\
             event: state\nid: 7\ndata: {}\n\n";
        assert_eq!(events(&news), expected);
    }
}
