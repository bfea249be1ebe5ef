//! Single sign-on through the C ABI, and a browser that a test scripts, over plain TCP.

use std::ffi::{c_char, c_void};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use lsagent::ffi::agent::ls_agent;
use lsagent::ffi::licenses::ls_licenses;
use lsagent::ffi::sso::*;
use lsagent::ffi::status::ls_status;
use percent_encoding::percent_decode_str;

use super::client::*;
use super::startup::until;

pub const CODE: i32 = 0;
pub const TOKEN: i32 = 1;

/// Long enough for anything that does not hang.
const LIMIT: Duration = Duration::from_secs(60);

/// Options; what the application is asked to show comes out of [`Sso::shown`].
pub struct Sso {
    options: Option<Box<ls_sso_options>>,
    #[expect(dead_code, reason = "the callback holds a pointer to it")]
    urls: Box<(Sender<String>, bool)>,
    shown: Option<Receiver<String>>,
}

impl Sso {
    /// The application shows every page itself.
    pub fn new() -> Self {
        Self::answering(true)
    }

    /// What the application says when it is asked to show a page.
    pub fn answering(shows: bool) -> Self {
        unsafe extern "C" fn show(urls: *mut c_void, url: *const c_char) -> bool {
            // SAFETY: the options keep the channel, and outlive every sign-in of the tests.
            let (urls, shows) = unsafe { &*urls.cast::<(Sender<String>, bool)>() };
            urls.send(text(url).unwrap()).unwrap();
            *shows
        }
        let (sender, shown) = channel();
        let mut urls = Box::new((sender, shows));
        let data = ptr::from_mut(&mut *urls).cast();
        // SAFETY: the library gives out new options.
        let mut options = unsafe { Box::from_raw(ls_sso_options_new()) };
        // SAFETY: the function is of the type, and the data lives as long as the options.
        let status =
            unsafe { ls_sso_options_set_browser_callback(Some(&mut options), Some(show), data) };
        assert_eq!(status, ls_status::LS_OK);
        // A test that fails does not wait for a person's five minutes.
        Self { options: Some(options), urls, shown: Some(shown) }.timeout_ms(60_000)
    }

    pub fn set(mut self, setter: impl FnOnce(Option<&mut ls_sso_options>) -> ls_status) -> Self {
        assert_eq!(setter(self.options.as_deref_mut()), ls_status::LS_OK);
        self
    }

    pub fn port(self, port: u16) -> Self {
        self.set(|options| ls_sso_options_set_port(options, port))
    }

    pub fn path(self, path: &str) -> Self {
        // SAFETY: it ends with NUL and outlives the call.
        self.set(|options| unsafe { ls_sso_options_set_path(options, c(path).as_ptr()) })
    }

    pub fn response_type(self, response_type: i32) -> Self {
        self.set(|options| ls_sso_options_set_response_type(options, response_type))
    }

    pub fn timeout_ms(self, timeout_ms: u32) -> Self {
        self.set(|options| ls_sso_options_set_timeout_ms(options, timeout_ms))
    }

    pub fn get(&self) -> Option<&ls_sso_options> {
        self.options.as_deref()
    }

    /// A place where the pages to be shown come out; once.
    pub fn shown(&mut self) -> Shown {
        Shown(self.shown.take().expect("it is taken once"))
    }
}

impl Drop for Sso {
    fn drop(&mut self) {
        ls_sso_options_free(self.options.take());
    }
}

/// The pages that an application was asked to show.
pub struct Shown(Receiver<String>);

impl Shown {
    pub fn url(&self) -> String {
        self.0.recv_timeout(LIMIT).expect("a page is to be shown")
    }

    pub fn nothing(&self) -> bool {
        self.0.try_recv().is_err()
    }
}

impl Client {
    pub fn sso_sign_in(&self, sso: Option<&ls_sso_options>) -> Result<UserLicenses, Failure> {
        let (product, account) = (c("up"), c("acme"));
        // SAFETY: both end with NUL and outlive the call.
        let licenses: Result<Box<ls_licenses>, _> = outcome(|out, error| unsafe {
            let agent = self.agent.as_deref();
            ls_sso_sign_in(agent, product.as_ptr(), account.as_ptr(), sso, out, error)
        });
        licenses.map(UserLicenses::from)
    }

    pub fn sso_url(
        &self,
        account: &str,
        response_type: i32,
        redirect_uri: Option<&str>,
    ) -> Result<String, Failure> {
        sso_url(self.agent.as_deref(), "up", account, response_type, redirect_uri)
    }
}

pub fn sso_url(
    agent: Option<&ls_agent>,
    product: &str,
    account: &str,
    response_type: i32,
    redirect_uri: Option<&str>,
) -> Result<String, Failure> {
    let (product, account, redirect_uri) = (c(product), c(account), redirect_uri.map(c));
    let redirect_uri = redirect_uri.as_ref().map_or(ptr::null(), |uri| uri.as_ptr());
    let mut url = ptr::null_mut();
    // A `char *` is owned in another way than an object: it is taken out before it is boxed.
    let done = outcome(|out, error| {
        let mut text = std::mem::MaybeUninit::uninit();
        // SAFETY: all end with NUL, or are NULL, and outlive the call.
        let status = unsafe {
            let (product, account) = (product.as_ptr(), account.as_ptr());
            let out = Some(&mut text);
            ls_sso_url(agent, product, account, response_type, redirect_uri, out, error)
        };
        // SAFETY: it is filled in either case.
        url = unsafe { text.assume_init() };
        let done = if url.is_null() { ptr::null_mut() } else { Box::into_raw(Box::new(())) };
        out.unwrap().write(done);
        status
    });
    done.map(|_| owned(url).unwrap())
}

/// The value of a parameter in an address, decoded.
pub fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once(['?', '#'])?;
    query.split(['&', '#']).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let value = value.replace('+', " ");
        (key == name).then(|| percent_decode_str(&value).decode_utf8().unwrap().into_owned())
    })
}

pub fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Where the page sends the browser back to.
pub fn redirect_uri(url: &str) -> String {
    parameter(url, "redirect_uri").unwrap_or_else(|| panic!("no redirect_uri: {url}"))
}

/// `127.0.0.1:port` of an address.
pub fn authority(url: &str) -> &str {
    url.split('/').nth(2).unwrap().split(['?', '#']).next().unwrap()
}

/// Waits until nobody listens there any more. A program that another test starts at that moment has
/// every descriptor of this process until it runs.
pub fn closes(authority: &str) {
    until(&format!("the listener at {authority} is closed"), || !is_open(authority));
}

/// Whether anybody listens there.
pub fn is_open(authority: &str) -> bool {
    TcpStream::connect(authority).is_ok()
}

/// An answer to a request of the scripted browser.
#[derive(Debug)]
pub struct Seen {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value)
    }
}

/// Sends these bytes and reads what comes, to the end.
pub fn exchange(authority: &str, request: &[u8]) -> Seen {
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    stream.write_all(request).unwrap();
    read(&mut stream)
}

pub fn read(stream: &mut TcpStream) -> Seen {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Seen { status, head: head.to_owned(), body: body.to_owned() }
}

/// A request as a browser makes it: the fragment stays at home.
pub fn request(method: &str, url: &str, headers: &str, body: &str) -> Seen {
    let authority = authority(url);
    let (_, rest) = url.split_once(authority).unwrap();
    let target = rest.split('#').next().unwrap();
    let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
    let text = format!(
        "{method} {target} HTTP/1.1\r\nHost: {authority}\r\n{headers}Content-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    exchange(authority, text.as_bytes())
}

pub fn get(url: &str) -> Seen {
    request("GET", url, "Sec-Fetch-Dest: document\r\n", "")
}

/// Fills the form of the sandbox's identity provider in; where that sends the browser.
pub fn fill_in(url: &str, email: &str, button: &str) -> Option<String> {
    assert!(get(url).body.contains("<form method=\"post\">"), "{url}");
    let form = format!("email={}&answer={button}", encoded(email));
    let seen = request("POST", url, "Content-Type: application/x-www-form-urlencoded\r\n", &form);
    seen.header("location").map(str::to_owned)
}

/// What the page for a token does with the fragment of its own address.
pub fn post_back(page: &Seen, url: &str) -> Seen {
    let (_, rest) = page.body.split_once("data-nonce=\"").expect("the page has a nonce");
    let nonce = rest.split('"').next().unwrap();
    let (here, fragment) = url.split_once('#').unwrap_or((url, ""));
    let form = format!("nonce={nonce}&fragment={}", encoded(fragment));
    request("POST", here, &format!("Origin: http://{}\r\n", authority(url)), &form)
}

/// A port that nobody listens at, and that the system gives to nobody who asks for any.
pub fn free_port() -> u16 {
    const BELOW_THOSE_OF_THE_SYSTEM: std::ops::Range<u32> = 20_000..32_000;
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let len = u32::try_from(BELOW_THOSE_OF_THE_SYSTEM.len()).unwrap();
    loop {
        let next =
            std::process::id().wrapping_mul(97).wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(BELOW_THOSE_OF_THE_SYSTEM.start + next % len).unwrap();
        if !is_open(&format!("127.0.0.1:{port}")) && !is_open(&format!("[::1]:{port}")) {
            return port;
        }
    }
}
