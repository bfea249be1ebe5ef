//! The sandbox's page in a real browser: with the keyboard alone, light and dark, in a narrow window, and with requests
//! that would like to be HTML; and pages of other sites, which get nowhere.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::support::webdriver::{Chromium, ENTER, SHIFT, TAB};
use crate::support::*;

/// Where somebody is who uses the keyboard alone.
const FOCUS: &str = r"
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return {
        label: (here.labels?.[0] ?? here).textContent.trim(),
        place: [...document.querySelectorAll('*')].indexOf(here),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        uncovered: top !== null && (here.contains(top) || top.contains(here)),
    }";

/// Texts and edges of controls that are hard to see: less than 4.5 and 3 to 1.
const FAINT: &str = r"
    const light = (color) => {
        const parts = color.match(/[\d.]+/g).slice(0, 3).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const contrast = (one, other) => {
        const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
        return (more + 0.05) / (less + 0.05);
    };
    const behind = (element) => {
        const color = getComputedStyle(element).backgroundColor;
        return color === 'rgba(0, 0, 0, 0)' ? behind(element.parentElement) : color;
    };
    const faint = [];
    const look = (element, color, ground, least, what) => {
        const found = contrast(color, ground);
        if (found < least) { faint.push(`${found.toFixed(2)} ${what}`); }
    };
    let texts = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (node.data.trim() && element.checkVisibility() && !element.closest('.hidden, noscript')) {
            texts += 1;
            look(element, getComputedStyle(element).color, behind(element), 4.5, node.data.trim());
        }
    }
    for (const control of document.querySelectorAll('button, input, select')) {
        if (control.checkVisibility() && control.type !== 'checkbox') {
            look(control, getComputedStyle(control).borderTopColor, behind(control.parentElement), 3, control.outerHTML);
            look(control, getComputedStyle(control, '::placeholder').color, behind(control), 4.5, control.outerHTML);
        }
    }
    return { texts, faint };";

/// What a stop on the way with the Tab key has to be.
struct Stop {
    label: String,
    place: u64,
}

struct Page {
    sandbox: Sandbox,
    browser: Chromium,
}

impl Page {
    fn open() -> Self {
        let page =
            Self { sandbox: Sandbox::with(&["--console", "--plain"]), browser: Chromium::start() };
        page.browser.resize(1280, 900);
        page.browser.open(page.sandbox.said("console_url"));
        page.shows("#following", "Following the sandbox.");
        page.shows("#groups", "FLOA-AAAA-BBBB-CCCC");
        page
    }

    /// Waits until an element has this text in it.
    fn shows(&self, css: &str, text: &str) {
        until(&format!("{css} shows {text}"), || self.browser.text(css).contains(text));
    }

    /// Presses Tab once; the stop must be seen.
    fn tab(&self, held: &[&str]) -> Stop {
        self.browser.press(held, TAB);
        let focus = self.browser.run(FOCUS);
        assert_eq!(
            (&focus["outlined"], &focus["uncovered"]),
            (&json!(true), &json!(true)),
            "{focus}"
        );
        Stop {
            label: focus["label"].as_str().unwrap().to_owned(),
            place: focus["place"].as_u64().unwrap(),
        }
    }

    /// Presses Tab until this has the focus; the way there leads down the page.
    fn tab_to(&self, label: &str) -> Vec<String> {
        let mut stops = vec![self.tab(&[])];
        while stops.last().unwrap().label != label {
            assert!(stops.len() < 150, "{label} is never reached");
            stops.push(self.tab(&[]));
        }
        assert!(stops.is_sorted_by_key(|stop| stop.place), "the way leads up and down");
        stops.into_iter().map(|stop| stop.label).collect()
    }

    fn tab_back_to(&self, label: &str) {
        let found = (0..150).any(|_| self.tab(&[SHIFT]).label == label);
        assert!(found, "{label} is never reached");
    }

    fn focus(&self) -> String {
        self.browser.run(FOCUS)["label"].as_str().unwrap().to_owned()
    }

    /// Asks the services as a client would that knows no better; what came back, which may be nothing.
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.sandbox.port())).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n"))
    }

    fn faults(&self) -> Value {
        self.sandbox.control("GET", "/console/overview", "")["faults"].clone()
    }

    fn fault(&self, fault: Value) {
        self.sandbox.fault(fault);
    }

    /// Nothing was blocked, missing or wrong.
    fn no_complaints(&self) {
        let complaints = self.browser.console();
        assert!(complaints.is_empty(), "{complaints:?}");
    }
}

#[test]
fn a_person_breaks_an_answer_and_mends_it_with_the_keyboard_alone() {
    let page = Page::open();
    let stops = page.tab_to("Add garbage");
    assert_eq!(stops[0], "Skip to the requests");
    page.browser.press(&[], " ");
    page.shows("#waiting-list", "garbage — any call, once");
    assert!(page.get("/api/v4/nothing").contains("SSH"));
    page.shows("#request-list", "no answer, fault garbage");
    page.shows("#waiting", "No fault waits");
    assert_eq!(page.focus(), "Add garbage");
    page.browser.press(&[], ENTER);
    page.shows("#waiting-list", "garbage");
    page.tab_back_to("Remove all faults");
    page.browser.press(&[], ENTER);
    page.shows("#waiting", "No fault waits");
    assert_eq!(page.focus(), "Waiting", "the button is gone");
    assert!(page.get("/api/v4/nothing").starts_with("HTTP/1.1 404"));
    page.no_complaints();
}

#[test]
fn a_license_is_found_and_changed_with_the_keyboard_alone() {
    let page = Page::open();
    page.browser.run("document.getElementById('find').focus()");
    for key in ["L", "I", "M", "1"] {
        page.browser.press(&[], key);
    }
    page.tab_to("LIM1-AAAA-BBBB-CCCC one device");
    page.browser.press(&[], ENTER);
    page.tab_to("Disable (LIM1-AAAA-BBBB-CCCC)");
    page.browser.press(&[], " ");
    page.shows("#notice", "LIM1-AAAA-BBBB-CCCC is disabled.");
    until("the button is another one", || page.focus() == "Enable (LIM1-AAAA-BBBB-CCCC)");
    page.shows("#groups", "disabled");
    let state = page.sandbox.control("GET", "/state", "");
    let license = &state["holders"][0]["licenses"][0]["entry"]["license"];
    assert_eq!(
        (&license["license_enabled"], &license["license_active"]),
        (&json!(false), &json!(true))
    );
    page.browser.press(&[], ENTER);
    page.shows("#notice", "LIM1-AAAA-BBBB-CCCC is enabled.");
    page.no_complaints();
}

#[test]
fn what_has_the_focus_is_not_below_a_notice() {
    let page = Page::open();
    page.browser.run(
        "document.getElementById('notice').textContent = 'A notice.';
         document.getElementById('used').focus();
         scrollBy(0, document.getElementById('start-over').getBoundingClientRect().y - 15);",
    );
    assert_eq!(page.tab(&[]).label, "Forget all devices and changes");
}

#[test]
fn every_fault_can_be_added_by_a_click() {
    let page = Page::open();
    let count = page.browser.run(
        "document.querySelectorAll('.group').forEach((group) => { group.open = true; });
         const buttons = [...document.querySelectorAll('.fault button')];
         buttons.forEach((button) => button.click());
         return buttons.length;",
    );
    until("they all wait", || page.faults().as_array().unwrap().len() as u64 == count);
    assert_eq!(count, 30);
    assert_eq!(page.browser.text("#complaint"), "");
}

#[test]
fn clock_seats_and_counters_are_moved_by_a_click() {
    let page = Page::open();
    let click = |label: &str| {
        let script = format!(
            "const all = [...document.querySelectorAll('button')];
             all.find((button) => button.textContent === '{label}').click();"
        );
        page.browser.run(&script);
    };
    click("1 day on");
    page.shows("#offset", "1 day ahead of this machine’s");
    click("Right again");
    page.shows("#offset", "as this machine’s");
    click("Borrow one for a day (FLOA-AAAA-BBBB-CCCC)");
    page.shows("#groups", "license: 1 of 2 seats in use");
    click("Use up all (METR-AAAA-BBBB-CCCC, prints)");
    page.shows("#groups", "prints: 13 of 10 and 3 more used");
    click("Count 1 (METR-AAAA-BBBB-CCCC, prints)");
    page.shows("#complaint", "there is not so much left");
}

#[test]
fn nothing_of_a_request_becomes_html() {
    let page = Page::open();
    let evil = "<img/src=x/onerror=window.caught=1>";
    let body = format!("<script>window.caught=1</script>{evil}");
    page.ask(&format!(
        "POST /api/v4/{evil}?{evil}={evil} HTTP/1.1\r\nHost: sandbox\r\nX-Evil: {evil}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    ));
    page.sandbox.control(
        "PUT",
        "/state/seats",
        &json!({"license_key": "FLOA-AAAA-BBBB-CCCC", "take": [evil]}).to_string(),
    );
    page.shows("#request-list", "404 not_found");
    page.browser
        .run("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
    page.shows("#request-list", &body);
    page.shows("#groups", evil);
    let found = page.browser.run(
        "return [document.images.length, document.querySelectorAll('script').length, window.caught ?? null]",
    );
    assert_eq!(found, json!([0, 1, null]));
    page.no_complaints();
}

#[test]
fn everything_can_be_read_in_light_and_in_dark() {
    let page = Page::open();
    page.fault(json!({"fault": "status", "status": 503, "times": 1}));
    page.get("/api/v4/nothing");
    page.get("/api/v4/nothing");
    page.fault(json!({"fault": "delay", "ms": 1}));
    page.browser.run(
        "document.querySelectorAll('details').forEach((part) => { part.open = true; });
         document.getElementById('complaint').textContent = 'A complaint.';
         document.getElementById('notice').textContent = 'A notice.';",
    );
    page.shows("#request-list", "503, fault status");
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        page.browser.prefer(scheme);
        let seen = page.browser.run(FAINT);
        assert_eq!(seen["faint"], json!([]), "{scheme}");
        assert!(seen["texts"].as_u64().unwrap() > 300, "{scheme}: {seen}");
        grounds.push(page.browser.run("return getComputedStyle(document.body).backgroundColor"));
    }
    assert_ne!(grounds[0], grounds[1], "dark is light");
}

#[test]
fn a_narrow_window_is_no_wider_than_it_is() {
    let page = Page::open();
    page.get(
        "/api/v4/a-path-that-is-longer-than-a-narrow-window-and-has-no-place-to-break-it-anywhere",
    );
    page.shows("#request-list", "404 not_found");
    page.browser
        .run("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
    for width in [1280, 800, 320] {
        page.browser.resize(width, 800);
        let found = page.browser.run(
            "const out = [...document.querySelectorAll('main *, header *')].filter((part) =>
                 part.checkVisibility() && !part.closest('.hidden') && part.getBoundingClientRect().right > innerWidth);
             return [document.documentElement.scrollWidth <= innerWidth, out.map((part) => part.outerHTML)]",
        );
        assert_eq!(found, json!([true, []]), "{width}");
    }
}

#[test]
fn answers_are_announced_to_those_who_listen() {
    let page = Page::open();
    page.get("/api/v4/nothing");
    until("it is said", || {
        let said = page.browser.run("return document.getElementById('heard').textContent");
        said == "GET /api/v4/nothing: 404 not_found"
    });
    let live = page.browser.run("return document.getElementById('heard').ariaLive");
    assert_eq!(live, "polite");
    page.sandbox.forget_traffic();
    page.shows("#requests", "Nothing was asked yet");
}

#[test]
fn a_page_of_another_site_gets_nowhere() {
    let page = Page::open();
    page.browser.open(&format!("{}/idp/authorize", page.sandbox.base_url()));
    let control = page.sandbox.said("control_url");
    let tried = page.browser.run(&format!(
        r#"const to = (path, how) => fetch("{control}" + path, how).then(() => "sent", () => "refused");
        const body = '{{"fault": "html"}}';
        const json = {{"Content-Type": "application/json"}};
        const events = new Promise((done) => {{
            const events = new EventSource("{control}/console/events");
            events.onopen = () => done("read");
            events.onerror = () => done("refused");
        }});
        return Promise.all([
            to("/faults", {{method: "POST", mode: "no-cors", body}}),
            to("/faults", {{method: "POST", mode: "no-cors", body: new Blob([body])}}),
            to("/faults", {{method: "POST", headers: json, body}}),
            to("/clock", {{method: "PUT", headers: json, body: '{{"offset_seconds": 7}}'}}),
            to("/console/overview"),
            events,
        ]);"#
    ));
    assert_eq!(tried, Value::from(["refused"; 6].as_slice()));
    page.browser.run(&format!(
        r#"const form = document.createElement("form");
        form.method = "post"; form.enctype = "text/plain"; form.action = "{control}/faults";
        const input = document.createElement("input");
        input.name = '{{"fault": "html", "times":'; input.value = '1}}';
        form.append(input); document.body.append(form); form.submit();"#
    ));
    page.shows("body", "Pages of other sites cannot use this port.");
    let overview = page.sandbox.control("GET", "/console/overview", "");
    assert_eq!(
        (&overview["faults"], &overview["clock"]["offset_seconds"]),
        (&json!([]), &json!(0))
    );
}

#[test]
fn a_site_that_leads_its_name_here_gets_nowhere() {
    let sandbox = Sandbox::with(&["--console", "--plain"]);
    let browser = Chromium::with(&["--host-resolver-rules=MAP evil.example 127.0.0.1"]);
    let port = sandbox.said("control_url").rsplit(':').next().unwrap();
    browser.open(&format!("http://evil.example:{port}/console"));
    assert!(browser.text("body").contains("Use 127.0.0.1, localhost or [::1]"));
    let statuses = browser.run(
        r#"const to = (path, how) => fetch(path, how).then((answer) => answer.status);
        const headers = {"Content-Type": "application/json"};
        return Promise.all([
            to("/state"),
            to("/faults", {method: "POST", headers, body: '{"fault": "html"}'}),
        ]);"#,
    );
    assert_eq!(statuses, json!([403, 403]));
    assert_eq!(sandbox.control("GET", "/console/overview", "")["faults"], json!([]));
}
