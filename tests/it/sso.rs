//! Single sign-on through the C ABI, against the sandbox's identity provider: a browser that does what it
//! is told, well or badly. Whatever happens, nobody listens any more afterwards.

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::thread;

use lsagent::ffi::agent::ls_agent_free;
use lsagent::ffi::sso::*;
use lsagent::ffi::task::*;
use serde_json::{Value, json};

use crate::support::sso::*;
use crate::support::*;

/// A sandbox over plain http, which the library allows on this machine, and which the scripted
/// browser speaks.
struct Scene {
    sandbox: Sandbox,
    client: Client,
    store: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let sandbox = Sandbox::with(&["--plain"]);
        let store = tempfile::tempdir().unwrap();
        let client = Settings::of(&sandbox).timeout_ms(60_000).store(store.path()).client();
        Self { sandbox, client, store }
    }

    fn idp(&self, behaviour: Value) {
        self.sandbox.control("PUT", "/idp", &behaviour.to_string());
    }

    /// Signs in while the browser does what it is told with the page's address.
    fn sign_in<T: Send>(
        &self,
        mut sso: Sso,
        browse: impl FnOnce(&str) -> T + Send,
    ) -> (Result<UserLicenses, Failure>, T) {
        let shown = sso.shown();
        thread::scope(|scope| {
            let browser = scope.spawn(move || {
                let url = shown.url();
                let seen = browse(&url);
                (authority(&redirect_uri(&url)).to_owned(), seen)
            });
            let result = self.client.sso_sign_in(sso.get());
            let (listener, seen) = browser.join().unwrap();
            closes(&listener);
            (result, seen)
        })
    }

    fn status(&self, sso: Sso, browse: impl FnOnce(&str) + Send) -> ls_status {
        self.sign_in(sso, browse).0.err().expect("nobody was signed in").status
    }
}

const TRIAL: &str = "trial@example.com";

/// Signs in, and shows what the way back leads to.
fn signs_in(url: &str) -> Seen {
    let back = fill_in(url, TRIAL, "sign-in").expect("there is a way back");
    let page = get(&back);
    if back.contains('#') { post_back(&page, &back) } else { page }
}

#[test]
fn a_person_signs_in_by_code_and_by_token() {
    for (response_type, kind) in [(CODE, "text/html"), (TOKEN, "text/plain")] {
        let scene = Scene::new();
        let sso = Sso::new().response_type(response_type).path("/signed/in");
        let (licenses, seen) = scene.sign_in(sso, signs_in);
        assert!(licenses.unwrap().json().contains(TRIAL));
        assert_eq!(seen.status, 200);
        assert!(seen.body.contains("Sign-in received"), "{seen:?}");
        assert!(seen.header("content-type").unwrap().starts_with(kind), "{seen:?}");
        let requests = scene.sandbox.requests();
        let asked = &requests.last().unwrap()["query"];
        assert_eq!(asked["customer_account_code"], "acme");
        if response_type == CODE {
            assert!(asked["redirect_uri"].as_str().unwrap().ends_with("/signed/in"));
        } else {
            assert_eq!(asked["id_token"], "token:trial@example.com");
        }
    }
}

#[test]
fn whoever_has_signed_in_is_remembered_by_the_store() {
    let scene = Scene::new();
    scene.sign_in(Sso::new(), signs_in).0.unwrap();
    for who in [None, Some(TRIAL)] {
        let stored = scene.client.user_licenses("up", &remembered(who), CACHE_ONLY).unwrap();
        assert!(stored.json().contains(TRIAL));
    }
    assert!(scene.store.path().read_dir().unwrap().next().is_some());
}

#[test]
fn the_port_can_be_given_and_is_free_again_afterwards() {
    let (scene, port) = (Scene::new(), free_port());
    for _ in 0..2 {
        let (licenses, ()) = scene.sign_in(Sso::new().port(port), |url| {
            assert_eq!(redirect_uri(url), format!("http://127.0.0.1:{port}/"));
            signs_in(url);
        });
        licenses.unwrap();
    }
    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let failure = scene.client.sso_sign_in(Sso::new().port(port).get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_CONFIG);
    assert!(failure.message.contains(&port.to_string()), "{failure:?}");
    drop(taken);
}

#[test]
fn what_comes_back_with_a_wrong_state_or_with_none_is_not_taken() {
    let scene = Scene::new();
    for (state, response_type) in
        [("wrong", CODE), ("wrong", TOKEN), ("missing", CODE), ("missing", TOKEN)]
    {
        scene.idp(json!({"state": state}));
        let sso = Sso::new().response_type(response_type);
        let (licenses, ()) = scene.sign_in(sso, |url| {
            let not_ours = signs_in(url);
            assert_eq!(not_ours.status, 400);
            assert!(not_ours.body.contains("Not this sign-in"), "{not_ours:?}");
            // The right one may still come.
            scene.idp(json!({}));
            assert_eq!(signs_in(url).status, 200);
        });
        licenses.unwrap();
    }
}

#[test]
fn a_provider_that_loses_the_state_can_be_put_up_with() {
    let scene = Scene::new();
    let lenient = |response_type| {
        Sso::new()
            .response_type(response_type)
            .set(|options| ls_sso_options_set_require_state(options, false))
    };
    for response_type in [CODE, TOKEN] {
        scene.idp(json!({"state": "missing"}));
        scene.sign_in(lenient(response_type), signs_in).0.unwrap();
        scene.idp(json!({"state": "wrong"}));
        let (licenses, ()) = scene.sign_in(lenient(response_type), |url| {
            assert_eq!(signs_in(url).status, 400);
            scene.idp(json!({}));
            assert_eq!(signs_in(url).status, 200);
        });
        licenses.unwrap();
    }
}

#[test]
fn an_error_without_a_state_is_shown_and_ends_nothing() {
    let scene = Scene::new();
    for require_state in [true, false] {
        let sso =
            Sso::new().set(|options| ls_sso_options_set_require_state(options, require_state));
        let (licenses, ()) = scene.sign_in(sso, |url| {
            let forged = get(&format!("{}?error=access_denied", redirect_uri(url)));
            assert_eq!(forged.status, 400);
            assert!(forged.body.contains("Sign-in not completed"), "{forged:?}");
            assert_eq!(signs_in(url).status, 200);
        });
        licenses.unwrap();
    }
}

#[test]
fn a_page_whose_address_is_not_signed_is_opened_only_if_it_need_not_be() {
    let scene = Scene::new();
    let unsigned = json!({"fault": "signature", "how": "missing", "path": "sso_url"});
    scene.sandbox.fault(unsigned);
    let mut sso = Sso::new();
    let failure = scene.client.sso_sign_in(sso.get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_SIGNATURE, "{failure:?}");
    assert!(sso.shown().nothing());
    let lenient =
        |options: Option<&mut ls_sso_options>| ls_sso_options_set_require_signature(options, false);
    scene.sign_in(Sso::new().set(lenient), signs_in).0.unwrap();
    scene.sandbox.no_faults();
    scene.sandbox.fault(json!({"fault": "signature", "how": "other-key", "path": "sso_url"}));
    let mut sso = Sso::new().set(lenient);
    let failure = scene.client.sso_sign_in(sso.get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_SIGNATURE);
    assert!(sso.shown().nothing());
}

/// A port of which somebody else has this address, and nobody 127.0.0.1.
fn taken_on_ipv6() -> (std::net::TcpListener, u16) {
    let port = free_port();
    (std::net::TcpListener::bind(("::1", port)).expect("this test needs [::1]"), port)
}

#[test]
fn a_redirect_by_name_is_listened_to_on_both_addresses() {
    let (scene, port) = (Scene::new(), free_port());
    scene.idp(json!({"redirect_uri": format!("http://localhost:{port}/")}));
    let (licenses, ()) = scene.sign_in(Sso::new().port(port), |url| {
        let back = fill_in(url, TRIAL, "sign-in").unwrap();
        // As a browser goes there: first to the address that anybody else could have listened on.
        let by_ipv6 = format!("[::1]:{port}");
        let (_, target) = back.split_once(&format!("localhost:{port}")).unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        assert_eq!(exchange(&by_ipv6, request.as_bytes()).status, 200);
    });
    licenses.unwrap();
    closes(&format!("[::1]:{port}"));
}

#[test]
fn a_port_that_somebody_else_has_on_the_other_address_is_noticed_before_a_page_opens() {
    let scene = Scene::new();
    let (_other, port) = taken_on_ipv6();
    scene.idp(json!({"redirect_uri": format!("http://localhost:{port}/")}));
    let mut sso = Sso::new().port(port);
    let failure = scene.client.sso_sign_in(sso.get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_CONFIG);
    assert!(failure.message.contains("::1"), "{failure:?}");
    assert!(sso.shown().nothing());
    // By number nobody goes there.
    closes(&format!("127.0.0.1:{port}"));
    scene.idp(json!({"redirect_uri": format!("http://127.0.0.1:{port}/")}));
    scene.sign_in(Sso::new().port(port), signs_in).0.unwrap();
}

#[test]
fn no_character_of_a_shell_leaves_for_the_browser() {
    let scene = Scene::new();
    let url = "https://idp.example.com/?a=$(//evil/s/x.exe);calc&b=(1)'";
    let fault =
        json!({"fault": "body", "body": json!({"url": url}).to_string(), "path": "sso_url"});
    scene.sandbox.fault(fault);
    let harmless = "https://idp.example.com/?a=%24%28//evil/s/x.exe%29%3Bcalc&b=%281%29%27";
    assert_eq!(scene.client.sso_url("acme", CODE, None).unwrap(), harmless);
    let mut sso = Sso::new().timeout_ms(1);
    let shown = sso.shown();
    assert!(scene.client.sso_sign_in(sso.get()).is_err());
    assert!(shown.url().starts_with(&format!("{harmless}&redirect_uri=")));
}

#[test]
fn what_the_provider_refuses_is_told_by_its_code() {
    let scene = Scene::new();
    let failed = |behaviour: Value, response_type, button: &str| {
        scene.idp(behaviour);
        let (licenses, seen) = scene.sign_in(Sso::new().response_type(response_type), |url| {
            let back = fill_in(url, TRIAL, button).unwrap();
            let page = get(&back);
            if back.contains('#') { post_back(&page, &back) } else { page }
        });
        assert!(seen.body.contains("Sign-in not completed"), "{seen:?}");
        let failure = licenses.err().unwrap();
        (failure.status, failure.code.unwrap())
    };
    use ls_status::{LS_ERR_CREDENTIALS, LS_ERR_REFUSED};
    for response_type in [CODE, TOKEN] {
        let denied = failed(json!({}), response_type, "cancel");
        assert_eq!(denied, (LS_ERR_CREDENTIALS, "access_denied".into()));
        let down = failed(json!({"error": "server_error"}), response_type, "sign-in");
        assert_eq!(down, (LS_ERR_REFUSED, "server_error".into()));
        let odd = failed(json!({"error": "<b>\n"}), response_type, "sign-in");
        assert_eq!(odd, (LS_ERR_REFUSED, "unknown".into()));
    }
}

#[test]
fn somebody_of_another_account_and_an_answer_about_another_product_are_refused() {
    let scene = Scene::new();
    scene.idp(json!({"email": "somebody@globex.example"}));
    for response_type in [CODE, TOKEN] {
        let status = scene.status(Sso::new().response_type(response_type), |url| {
            signs_in(url);
        });
        assert_eq!(status, ls_status::LS_ERR_CREDENTIALS);
    }
    scene.idp(json!({}));
    scene
        .sandbox
        .fault(json!({"fault": "other_product", "short_code": "x", "path": "user_licenses"}));
    let status = scene.status(Sso::new(), |url| drop(signs_in(url)));
    assert_eq!(status, ls_status::LS_ERR_MISMATCH);
}

#[test]
fn a_second_answer_changes_nothing() {
    let scene = Scene::new();
    let (licenses, ()) = scene.sign_in(Sso::new(), |url| {
        let first = fill_in(url, TRIAL, "sign-in").unwrap();
        let second = fill_in(url, "valid@example.com", "sign-in").unwrap();
        // The second is on its way already when the first arrives, and is answered or refused.
        let mut late = TcpStream::connect(authority(&second)).unwrap();
        assert_eq!(get(&first).status, 200);
        let (_, target) = second.split_once(authority(&second)).unwrap();
        let _ = write!(late, "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", authority(&second));
    });
    assert!(licenses.unwrap().json().contains(TRIAL));
    let codes = scene.sandbox.requests();
    let redeemed = codes.iter().filter(|request| request["path"] == "/api/v4/user_licenses");
    assert_eq!(redeemed.count(), 1);
}

#[test]
fn strangers_are_answered_and_change_nothing() {
    let scene = Scene::new();
    let (licenses, ()) = scene.sign_in(Sso::new().path("/back"), |url| {
        let uri = redirect_uri(url);
        let (here, state) = (authority(&uri), parameter(url, "state").unwrap());
        let forged = format!("code=forged&state={state}");
        let ask = |line: &str, host: &str| {
            exchange(here, format!("{line} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
        };
        let line = format!("GET /back?{forged}");
        for (line, host, status) in [
            ("GET /favicon.ico", here, 404),
            (&*format!("GET /?{forged}"), here, 404),
            (&*format!("GET /back/?{forged}"), here, 404),
            (&*format!("HEAD /back?{forged}"), here, 405),
            (&*format!("POST /back?{forged}"), here, 405),
            (&*format!("OPTIONS /back?{forged}"), here, 405),
            (&*line, "evil.example", 400),
            (&*line, "127.0.0.1", 400),
            ("GET /back", here, 400),
            ("GET /back?code=forged&state=guessed", here, 400),
        ] {
            assert_eq!(ask(line, host).status, status, "{line}");
        }
        let image = format!("{uri}?{forged}");
        assert_eq!(request("GET", &image, "Sec-Fetch-Dest: image\r\n", "").status, 400);
        assert_eq!(exchange(here, format!("{line}{}", "a".repeat(20_000)).as_bytes()).status, 431);
        let large =
            format!("POST /back HTTP/1.1\r\nHost: {here}\r\nContent-Length: 99999999\r\n\r\n");
        assert_eq!(exchange(here, large.as_bytes()).status, 413);
        assert_eq!(
            exchange(here, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").status,
            400
        );
        assert_eq!(signs_in(url).status, 200);
    });
    assert!(licenses.unwrap().json().contains(TRIAL));
}

#[test]
fn every_page_keeps_to_itself() {
    let scene = Scene::new();
    for response_type in [CODE, TOKEN] {
        let sso = Sso::new().response_type(response_type);
        let (licenses, ()) = scene.sign_in(sso, |url| {
            let uri = redirect_uri(url);
            for seen in [get(&uri), get(&format!("{uri}x")), signs_in(url)] {
                let policy = seen.header("content-security-policy").unwrap();
                assert!(policy.contains("default-src 'none'"), "{seen:?}");
                assert!(policy.contains("frame-ancestors 'none'"), "{seen:?}");
                for (name, value) in [
                    ("cache-control", "no-store"),
                    ("referrer-policy", "no-referrer"),
                    ("x-frame-options", "DENY"),
                    ("x-content-type-options", "nosniff"),
                    ("connection", "close"),
                ] {
                    assert_eq!(seen.header(name), Some(value), "{seen:?}");
                }
                assert!(!seen.body.contains("://"), "{seen:?}");
            }
        });
        licenses.unwrap();
    }
}

#[test]
fn idle_and_slow_connections_keep_nobody_out() {
    let scene = Scene::new();
    let (licenses, ()) = scene.sign_in(Sso::new(), |url| {
        let uri = redirect_uri(url);
        let idle: Vec<_> = (0..100).map(|_| TcpStream::connect(authority(&uri)).unwrap()).collect();
        let mut slow = TcpStream::connect(authority(&uri)).unwrap();
        slow.write_all(b"GET /?code=").unwrap();
        assert_eq!(signs_in(url).status, 200);
        drop((idle, slow));
    });
    licenses.unwrap();
}

#[test]
fn only_this_machine_is_listened_to() {
    let scene = Scene::new();
    let (licenses, ()) = scene.sign_in(Sso::new(), |url| {
        let port = redirect_uri(url).rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
        // Other addresses of this machine, as others see it.
        for other in [format!("127.0.0.2:{port}"), format!("[::1]:{port}")] {
            assert!(!is_open(&other), "{other}");
        }
        signs_in(url);
    });
    licenses.unwrap();
}

#[test]
fn who_never_finishes_or_comes_back_elsewhere_runs_out_of_time() {
    let scene = Scene::new();
    for behaviour in [json!({"never": true}), json!({"path": "/elsewhere"})] {
        scene.idp(behaviour);
        let (licenses, ()) = scene.sign_in(Sso::new().timeout_ms(300), |url| {
            if let Some(back) = fill_in(url, TRIAL, "sign-in") {
                assert_eq!(get(&back).status, 404);
            }
        });
        let failure = licenses.err().unwrap();
        assert_eq!(failure.status, ls_status::LS_ERR_TIMEOUT);
        assert!(failure.message.contains("nobody has finished signing in"), "{failure:?}");
    }
}

/// A task under way, and where its outcome comes out.
fn begin(client: &Client, sso: &Sso) -> (Box<ls_task>, std::sync::mpsc::Receiver<ls_status>) {
    use lsagent::ffi::error::{ls_error, ls_error_free};
    use lsagent::ffi::licenses::{ls_licenses, ls_licenses_free};
    use std::ffi::c_void;
    unsafe extern "C" fn done(
        sender: *mut c_void,
        status: ls_status,
        licenses: *mut ls_licenses,
        error: *mut ls_error,
    ) {
        // SAFETY: each comes once, and is the callee's.
        unsafe {
            if !licenses.is_null() {
                ls_licenses_free(Some(Box::from_raw(licenses)));
            }
            if !error.is_null() {
                ls_error_free(Some(Box::from_raw(error)));
            }
            let sender = Box::from_raw(sender.cast::<std::sync::mpsc::Sender<ls_status>>());
            sender.send(status).unwrap();
        }
    }
    let (sender, outcome_of) = channel();
    let data = Box::into_raw(Box::new(sender)).cast();
    let (product, account) = (c("up"), c("acme"));
    // SAFETY: both end with NUL; the callback is of the type and takes its data.
    let task = outcome(|out, error| unsafe {
        let agent = client.agent.as_deref();
        let (product, account) = (product.as_ptr(), account.as_ptr());
        ls_sso_sign_in_start(agent, product, account, sso.get(), Some(done), data, out, error)
    });
    (task.unwrap(), outcome_of)
}

#[test]
fn a_task_brings_the_same_and_can_be_cancelled() {
    let scene = Scene::new();
    let mut sso = Sso::new();
    let shown = sso.shown();
    let (task, outcome_of) = begin(&scene.client, &sso);
    assert_eq!(signs_in(&shown.url()).status, 200);
    assert_eq!(outcome_of.recv_timeout(LONG).unwrap(), ls_status::LS_OK);
    ls_task_free(Some(task));

    let (task, outcome_of) = begin(&scene.client, &sso);
    let here = authority(&redirect_uri(&shown.url())).to_owned();
    assert!(is_open(&here));
    assert_eq!(ls_task_cancel(Some(&task)), ls_status::LS_OK);
    assert_eq!(outcome_of.recv_timeout(LONG).unwrap(), ls_status::LS_ERR_CANCELLED);
    closes(&here);
    ls_task_free(Some(task));
}

#[test]
fn a_task_can_be_cancelled_while_the_server_is_silent() {
    let scene = Scene::new();
    scene.sandbox.fault(json!({"fault": "silent", "path": "sso_url"}));
    let mut sso = Sso::new();
    let (task, outcome_of) = begin(&scene.client, &sso);
    until("the server is asked", || scene.sandbox.traffic().1 == 1);
    assert_eq!(ls_task_cancel(Some(&task)), ls_status::LS_OK);
    assert_eq!(outcome_of.recv_timeout(LONG).unwrap(), ls_status::LS_ERR_CANCELLED);
    assert!(sso.shown().nothing());
    ls_task_free(Some(task));
}

#[test]
fn freeing_the_agent_ends_the_wait_for_a_person() {
    let mut scene = Scene::new();
    let mut sso = Sso::new();
    let shown = sso.shown();
    let (task, outcome_of) = begin(&scene.client, &sso);
    let here = authority(&redirect_uri(&shown.url())).to_owned();
    ls_agent_free(scene.client.agent.take());
    assert_eq!(outcome_of.try_recv(), Ok(ls_status::LS_ERR_CANCELLED));
    closes(&here);
    ls_task_free(Some(task));
}

#[test]
fn a_page_that_no_browser_should_open_is_not_opened() {
    let scene = Scene::new();
    for url in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://idp.example.com/",
        "ms-settings:privacy",
        "https://user@idp.example.com/",
        "https://idp.example.com/ --new-window",
    ] {
        let body = json!({"url": url}).to_string();
        scene.sandbox.fault(json!({"fault": "body", "times": 2, "body": body, "path": "sso_url"}));
        let mut sso = Sso::new();
        let failure = scene.client.sso_sign_in(sso.get()).err().unwrap();
        assert_eq!(failure.status, ls_status::LS_ERR_RESPONSE, "{url}");
        assert!(sso.shown().nothing(), "{url}");
        let failure = scene.client.sso_url("acme", CODE, None).err().unwrap();
        assert_eq!(failure.status, ls_status::LS_ERR_RESPONSE, "{url}");
    }
}

#[test]
fn the_servers_answer_is_verified_where_it_is_signed() {
    let scene = Scene::new();
    let failed = |fault: Value| {
        scene.sandbox.no_faults();
        scene.sandbox.fault(fault);
        scene.client.sso_url("acme", CODE, None).err().map(|failure| failure.status)
    };
    use ls_status::*;
    for (fault, expected) in [
        (json!({"fault": "signature", "how": "other-key"}), Some(LS_ERR_SIGNATURE)),
        (json!({"fault": "signature", "how": "malformed"}), Some(LS_ERR_SIGNATURE)),
        (json!({"fault": "flip", "at": 5}), Some(LS_ERR_SIGNATURE)),
        // The application looks at it before it opens it.
        (json!({"fault": "signature", "how": "missing"}), None),
        (json!({"fault": "html"}), Some(LS_ERR_RESPONSE)),
        (json!({"fault": "body", "body": "{}"}), Some(LS_ERR_RESPONSE)),
        (json!({"fault": "nested", "levels": 5000}), Some(LS_ERR_RESPONSE)),
        (json!({"fault": "redirect", "location": "https://example.com/"}), Some(LS_ERR_RESPONSE)),
        (
            json!({"fault": "api_error", "status": 400, "code": "revoked_api_key"}),
            Some(LS_ERR_API_KEY),
        ),
        (json!({"fault": "status", "status": 503}), Some(LS_ERR_SERVER)),
    ] {
        assert_eq!(failed(fault.clone()), expected, "{fault}");
    }
}

#[test]
fn the_address_can_be_had_for_a_browser_of_ones_own() {
    let scene = Scene::new();
    let url = scene.client.sso_url("acme", TOKEN, Some("my-app://signed-in?a=b")).unwrap();
    assert_eq!(parameter(&url, "response_type").as_deref(), Some("token"));
    assert_eq!(parameter(&url, "redirect_uri").as_deref(), Some("my-app://signed-in?a=b"));
    assert_eq!(parameter(&url, "state"), None);
    let url = scene.client.sso_url("acme", CODE, None).unwrap();
    assert_eq!(parameter(&url, "redirect_uri"), None);
    // With what it brings, the application signs in by itself.
    let url = scene.client.sso_url("acme", CODE, Some("http://127.0.0.1:9/")).unwrap();
    let back = fill_in(&url, TRIAL, "sign-in").unwrap();
    let brought = code(&parameter(&back, "code").unwrap(), "acme", Some("http://127.0.0.1:9/"));
    assert!(
        scene.client.user_licenses("up", &brought, NETWORK_ONLY).unwrap().json().contains(TRIAL)
    );
    let unknown = scene.client.sso_url("nobody", CODE, None).err().unwrap();
    assert_eq!(unknown.code.as_deref(), Some("customer_account_not_found"));
}

#[test]
fn a_page_that_leads_back_elsewhere_is_told_with_what_to_do() {
    let (scene, port) = (Scene::new(), free_port());
    scene.idp(json!({"redirect_uri": format!("http://localhost:{port}/registered")}));
    let mut sso = Sso::new();
    let failure = scene.client.sso_sign_in(sso.get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_CONFIG);
    assert!(failure.message.contains(&format!("localhost:{port}/registered")), "{failure:?}");
    assert!(sso.shown().nothing());
    let sso = Sso::new().port(port).path("/registered");
    let (licenses, ()) = scene.sign_in(sso, |url| drop(signs_in(url)));
    licenses.unwrap();
    let requests = scene.sandbox.requests();
    let redeemed = &requests.last().unwrap()["query"]["redirect_uri"];
    assert_eq!(redeemed, &format!("http://localhost:{port}/registered"));
}

#[test]
fn no_secret_is_in_the_log_or_in_a_failure() {
    let scene = Scene::new();
    let mut said = Vec::new();
    scene.sandbox.fault(json!({"fault": "echo_query", "path": "user_licenses"}));
    for response_type in [CODE, TOKEN] {
        let (licenses, _) = scene.sign_in(Sso::new().response_type(response_type), signs_in);
        said.push(licenses.err().unwrap().message);
    }
    let requests = scene.sandbox.requests();
    let asked = requests.iter().filter(|request| request["path"] == "/api/v4/user_licenses");
    let query = |name| asked.clone().find_map(|request| request["query"][name].as_str());
    let secrets = [query("code").unwrap(), query("id_token").unwrap(), TRIAL];
    said.extend(scene.client.log());
    assert!(said.len() > 4, "{said:?}");
    for line in said {
        for secret in secrets {
            assert!(!line.contains(secret) && !line.contains(&encoded(secret)), "{line}");
        }
    }
}

/// A setter that failed is told by the call, as it is for a configuration.
#[test]
fn options_that_were_not_taken_are_told_by_the_sign_in() {
    let scene = Scene::new();
    let mut options = Sso::new().set(|options| {
        assert_eq!(ls_sso_options_set_timeout_ms(options, 0), ls_status::LS_ERR_INVALID_ARGUMENT);
        ls_status::LS_OK
    });
    let failure = scene.client.sso_sign_in(options.get()).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_INVALID_ARGUMENT);
    assert!(failure.message.contains("ls_sso_options_set_timeout_ms failed"), "{failure:?}");
    assert!(options.shown().nothing());
    let (licenses, _) = scene.sign_in(Sso::new().timeout_ms(60_000), signs_in);
    licenses.unwrap();
}
