//! Single sign-on in a real browser: headless Chromium, over TLS, from the identity provider's form to the
//! page that says that the window may be closed.

use std::thread;

use crate::support::sso::*;
use crate::support::webdriver::Chromium;
use crate::support::*;

/// What a person is left with.
struct Closing {
    heading: String,
    sentence: String,
}

/// Signs in with a click on this button; the outcome, and the last page.
fn sign_in(response_type: i32, button: &str) -> (Result<UserLicenses, Failure>, Closing) {
    sign_in_at(&Sandbox::start(), Sso::new().response_type(response_type), button)
}

fn sign_in_at(
    sandbox: &Sandbox,
    sso: Sso,
    button: &str,
) -> (Result<UserLicenses, Failure>, Closing) {
    let browser = Chromium::start();
    let client = Settings::of(sandbox).timeout_ms(60_000).client();
    let mut sso = sso.path("/signed/in").timeout_ms(90_000);
    let shown = sso.shown();
    thread::scope(|scope| {
        let person = scope.spawn(move || {
            let url = shown.url();
            browser.open(&url);
            assert_eq!(browser.text("h1"), "Sandbox identity provider");
            browser.write("input[name=email]", "trial@example.com");
            browser.click(&format!("button[value={button}]"));
            let here = redirect_uri(&url);
            until("the browser is back", || browser.url().starts_with(&here));
            until("the page is done", || browser.title().starts_with("Sign-in"));
            let closing = Closing { heading: browser.text("h1"), sentence: browser.text("p") };
            left_clean(&browser, &here);
            closes(authority(&here));
            closing
        });
        let outcome = client.sso_sign_in(sso.get());
        (outcome, person.join().unwrap())
    })
}

/// Nothing that signs anybody in is left in the window, and nothing was blocked or missing.
fn left_clean(browser: &Chromium, here: &str) {
    assert_eq!(browser.url(), here);
    assert_eq!(browser.run("return location.hash + location.search + document.referrer"), "");
    assert_eq!(browser.run("return document.documentElement.lang"), "en");
    let style = browser.run("return getComputedStyle(document.querySelector('h1')).fontSize");
    assert_ne!(style, "32px", "the style was blocked");
    let complaints = browser.console();
    assert!(complaints.is_empty(), "{complaints:?}");
    for entry in browser.history() {
        assert!(!entry.contains("access_token") && !entry.contains("?code="), "{entry}");
    }
}

#[test]
fn a_person_signs_in_by_code() {
    signs_in(CODE);
}

#[test]
fn a_person_signs_in_by_a_token_in_the_fragment() {
    signs_in(TOKEN);
}

/// The browser tries [::1] first, where nobody else may be.
#[test]
fn a_person_comes_back_to_the_agent_by_the_name_of_this_machine() {
    let (sandbox, port) = (Sandbox::start(), free_port());
    let redirect_uri = format!("http://localhost:{port}/signed/in");
    sandbox.control("PUT", "/idp", &serde_json::json!({"redirect_uri": redirect_uri}).to_string());
    for response_type in [CODE, TOKEN] {
        let sso = Sso::new().response_type(response_type).port(port);
        let (licenses, closing) = sign_in_at(&sandbox, sso, "sign-in");
        assert!(licenses.unwrap().json().contains("trial@example.com"));
        assert_eq!(closing.heading, "Sign-in received");
    }
}

fn signs_in(response_type: i32) {
    let (licenses, closing) = sign_in(response_type, "sign-in");
    assert!(licenses.unwrap().json().contains("trial@example.com"));
    assert_eq!(closing.heading, "Sign-in received");
    assert_eq!(closing.sentence, "You may close this window and go back to the application.");
}

#[test]
fn a_person_changes_their_mind() {
    for response_type in [CODE, TOKEN] {
        let (licenses, closing) = sign_in(response_type, "cancel");
        assert_eq!(licenses.err().unwrap().code.as_deref(), Some("access_denied"));
        assert_eq!(closing.heading, "Sign-in not completed");
    }
}
