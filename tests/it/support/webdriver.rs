//! A real browser, driven as WebDriver describes it (<https://www.w3.org/TR/webdriver2/>).

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The name under which WebDriver gives out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that have no character.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SHIFT: &str = "\u{e008}";

/// Headless Chromium with a profile of its own; it ends with the test.
pub struct Chromium {
    driver: Child,
    session: String,
    _profile: tempfile::TempDir,
}

/// A driver, and its port. `None`: it has ended, since it wants one port of both loopback addresses, and somebody has
/// the other one of the port that it was given.
fn start_driver() -> Option<(Child, u16)> {
    let mut driver = program("chromedriver", "chromium-driver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("chromedriver starts");
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut ports = lines.filter_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    let port = ports.next();
    if port.is_none() {
        println!("chromedriver: {}", driver.wait().unwrap());
    }
    Some((driver, port?))
}

impl Chromium {
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// Further arguments of its command line.
    pub fn with(more: &[&str]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (driver, port) =
            (0..5).find_map(|_| start_driver()).expect("chromedriver says at which port it is");
        let mut browser =
            Self { driver, session: format!("http://127.0.0.1:{port}"), _profile: profile };
        let session = browser.call("POST", "/session", &browser.capabilities(more));
        let id = session["sessionId"].as_str().unwrap_or_else(|| panic!("{session}"));
        browser.session = format!("{}/session/{id}", browser.session);
        browser
    }

    fn capabilities(&self, more: &[&str]) -> Value {
        let binary = which("chromium", "chromium");
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            profile.as_str(),
        ];
        let arguments = [&arguments, more].concat();
        json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            // The sandbox has a certificate authority of its own.
            "acceptInsecureCerts": true,
            "goog:chromeOptions": {"binary": binary, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}})
    }

    pub fn open(&self, url: &str) {
        self.call("POST", "/url", &json!({"url": url}));
    }

    /// The address bar.
    pub fn url(&self) -> String {
        self.call("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    pub fn title(&self) -> String {
        self.call("GET", "/title", &Value::Null).as_str().unwrap().to_owned()
    }

    /// What a person sees of an element.
    pub fn text(&self, css: &str) -> String {
        let path = format!("/element/{}/text", self.find(css));
        self.call("GET", &path, &Value::Null).as_str().unwrap().to_owned()
    }

    pub fn click(&self, css: &str) {
        self.call("POST", &format!("/element/{}/click", self.find(css)), &json!({}));
    }

    pub fn write(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.call("POST", &format!("/element/{element}/clear"), &json!({}));
        self.call("POST", &format!("/element/{element}/value"), &json!({"text": text}));
    }

    /// Presses a key, with others held down, and lets go of them; see [`TAB`] and its like.
    pub fn press(&self, held: &[&str], key: &str) {
        let keys = held.iter().copied().chain([key]);
        let down = keys.clone().map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys.rev().map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<_> = down.chain(up).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.call("POST", "/actions", &json!({"actions": [keyboard]}));
    }

    /// The window shows so many pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// The person prefers `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": [feature]}));
    }

    pub fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// The addresses that the buttons for back and forward lead to, and this one.
    pub fn history(&self) -> Vec<String> {
        let history = self.devtools("Page.getNavigationHistory", &json!({}));
        let entries = history["entries"].as_array().unwrap().iter();
        let urls: Vec<_> = entries.map(|entry| entry["url"].as_str().unwrap().to_owned()).collect();
        assert!(urls.contains(&self.url()), "{urls:?}");
        urls
    }

    /// The lines of the console since it was last looked at.
    pub fn console(&self) -> Vec<Value> {
        let entries = self.call("POST", "/se/log", &json!({"type": "browser"}));
        entries.as_array().unwrap().clone()
    }

    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.call("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    fn find(&self, css: &str) -> String {
        let found = self.call("POST", "/element", &json!({"using": "css selector", "value": css}));
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("{css}: {found}")).to_owned()
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let agent: ureq::Agent =
            ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build().into();
        let request = ureq::http::Request::builder().method(method).uri(url);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut answer = agent.run(request.body(body).unwrap()).expect("chromedriver answers");
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {text}");
        serde_json::from_str::<Value>(&text).unwrap()["value"].take()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ends the browser; where that fails, the driver's end does it.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.call("DELETE", "", &Value::Null);
        }));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn program(name: &str, package: &str) -> Command {
    Command::new(which(name, package))
}

fn which(name: &str, package: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|p| p.is_file());
    found.unwrap_or_else(|| {
        panic!("no {name}. It is in the Debian package {package}: apt-get install {package}")
    })
}
