//! The pages that the browser shows: small ones that load nothing from anywhere and may be framed nowhere.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = "body{font:1.1em/1.5 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1em;\
                     color:#222;background:#fff}h1{font-size:1.4em}";

/// Takes the code out of the address bar and the history.
const TIDY: &str = "history.replaceState(null,'',location.pathname)";

/// The same for a token, which the browser keeps to itself: the page posts it back.
const POST_BACK: &str = "const f=location.hash.slice(1),m=document.querySelector('main');\
history.replaceState(null,'',location.pathname);\
fetch(location.pathname,{method:'POST',body:new URLSearchParams({nonce:m.dataset.nonce,fragment:f})})\
.then(r=>r.text()).then(t=>{const[h,...p]=t.split('\\n');\
document.title=m.children[0].textContent=h;m.children[1].textContent=p.join(' ')})\
.catch(()=>{document.title=m.children[0].textContent='The sign-in did not arrive';\
m.children[1].textContent='Go back to the application and try again.'})";

/// A heading and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub &'static str, pub &'static str);

pub const RECEIVED: Words =
    Words("Sign-in received", "You may close this window and go back to the application.");
pub const NOT_COMPLETED: Words = Words(
    "Sign-in not completed",
    "You may close this window. The application says what can be done.",
);
pub const NOT_THIS_ONE: Words = Words(
    "Not this sign-in",
    "This is not the answer to the sign-in that is waited for. You may close this window.",
);
pub const NOTHING_HERE: Words =
    Words("Nothing to see here", "This address waits for a sign-in. You may close this window.");
const ONE_MOMENT: Words = Words("One moment", "The sign-in is handed to the application.");

/// An answer on its way to the browser.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub bytes: Vec<u8>,
}

impl Reply {
    /// A page.
    pub fn page(status: u16, words: Words) -> Self {
        let policy = format!("script-src '{}'", hash(TIDY));
        Self::html(status, words, "", TIDY, &policy)
    }

    /// The page that posts the fragment back, once.
    pub fn post_back(nonce: &str) -> Self {
        let data = format!(" data-nonce=\"{nonce}\"");
        let policy = format!("script-src '{}'; connect-src 'self'", hash(POST_BACK));
        Self::html(200, ONE_MOMENT, &data, POST_BACK, &policy)
    }

    /// The same words, for the page that has posted.
    pub fn text(status: u16, words: Words) -> Self {
        let body = format!("{}\n{}", words.0, words.1);
        Self::new(status, "text/plain", "default-src 'none'; frame-ancestors 'none'", &body)
    }

    fn html(status: u16, words: Words, data: &str, script: &str, policy: &str) -> Self {
        let Words(heading, sentence) = words;
        let body = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{heading}</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
             <style>{STYLE}</style></head><body><main role=\"status\"{data}><h1>{heading}</h1>\
             <p>{sentence}</p></main><script>{script}</script></body></html>"
        );
        let policy = format!(
            "default-src 'none'; {policy}; style-src '{}'; img-src data:; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
            hash(STYLE)
        );
        Self::new(status, "text/html", &policy, &body)
    }

    fn new(status: u16, kind: &str, policy: &str, body: &str) -> Self {
        let allow = if status == 405 { "Allow: GET\r\n" } else { "" };
        let bytes = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
             Content-Security-Policy: {policy}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n{allow}Connection: close\r\n\r\n{body}",
            reason(status),
            body.len()
        );
        Self { status, bytes: bytes.into_bytes() }
    }
}

/// Allows one script or style, and no other.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        _ => "Request Header Fields Too Large",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reply_is_framed_and_loads_nothing() {
        for reply in [
            Reply::page(200, RECEIVED),
            Reply::post_back("n"),
            Reply::text(403, NOT_THIS_ONE),
            Reply::page(405, NOTHING_HERE),
        ] {
            let text = String::from_utf8(reply.bytes).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
            for header in
                ["default-src 'none'", "frame-ancestors 'none'", "no-store", "no-referrer"]
            {
                assert!(head.contains(header), "{head}");
            }
            assert_eq!(head.contains("Allow: GET"), reply.status == 405);
            assert!(!body.contains("http"), "{body}");
        }
    }
}
