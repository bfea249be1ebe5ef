//! Remembered sign-ins, through the C ABI: without a Secret Service, and with one, GNOME Keyring on a bus of
//! the test's own. Each story is played by a process of its own, so that nobody's real keyring is asked.
//! Windows has one Credential Manager for each account: there it is that one, and nothing is left in it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use lsagent::ffi::config::{ls_config_set_remember, ls_config_set_remember_mode};
use lsagent::ffi::remember::ls_remember;
use serde_json::{Value, json};

use crate::support::*;

const PART: &str = "LSAGENT_TEST_PART";
const PASSWORD: &str = "secret";

/// Has a story played in a process that has these surroundings and no bus but the one they bring.
fn play(story: &str, home: &Path, surroundings: &mut Command) {
    let output = surroundings
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env(PART, story)
        .output()
        .unwrap_or_else(|error| {
            panic!("dbus-run-session: {error}. It is in the Debian package dbus-daemon")
        });
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.contains("1 passed"), "{story}: {said}");
}

/// None but the one that the system always has, if it has.
fn without_a_service(story: &str) {
    let home = tempfile::tempdir().unwrap();
    play(story, home.path(), this_program(&[]).args(alone(module_path!(), "as_a_child")));
}

/// With GNOME Keyring, unlocked by a password, or locked.
#[cfg(feature = "system-tests")]
fn with_a_service(story: &str, unlock: bool) {
    for (tool, package) in [
        ("dbus-run-session", "dbus-daemon"),
        ("dbus-send", "dbus-bin"),
        ("gnome-keyring-daemon", "gnome-keyring"),
        ("secret-tool", "libsecret-tools"),
    ] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .any(|folder| folder.join(tool).is_file());
        assert!(found, "no {tool}. It is in the Debian package {package}");
    }
    let home = tempfile::tempdir().unwrap();
    let unlock = if unlock { "--unlock" } else { "" };
    // The daemon holds no pipe of the test's, and ends even where a story has stopped it. Before it has
    // its name the bus would start another one, which is locked.
    let script = format!(
        "printf keyring | gnome-keyring-daemon {unlock} --foreground --components=secrets \\\n\
           >\"$HOME/keyring.log\" 2>&1 &\n\
         export KEYRING_PID=$!\n\
         has_owner='org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets'\n\
         for try in {{1..600}}; do\n\
           dbus-send --session --print-reply --dest=org.freedesktop.DBus / $has_owner | grep -q true && break\n\
           sleep 0.1\n\
         done\n\
         \"$0\" \"$@\"; status=$?; kill -9 %1; exit $status"
    );
    let mut session = Command::new("dbus-run-session");
    session.args(["--", "bash", "-c", &script]);
    session.arg(std::env::current_exe().unwrap()).args(alone(module_path!(), "as_a_child"));
    play(story, home.path(), &mut session);
}

type Story = (&'static str, fn());

const STORIES: [Story; 10] = [
    ("a sign-in is remembered", a_sign_in_is_remembered),
    ("each is remembered by name", each_is_remembered_by_name),
    ("a refused password is forgotten", a_refused_password_is_forgotten),
    ("a gateway refuses nobody", a_gateway_refuses_nobody),
    ("nothing is remembered unasked", nothing_is_remembered_unasked),
    ("the service keeps it", the_service_keeps_it),
    ("no file may keep it", no_file_may_keep_it),
    ("that a file keeps it is said once", that_a_file_keeps_it_is_said_once),
    ("the service hangs", the_service_hangs),
    ("the service is locked", the_service_is_locked),
];

/// Plays the story that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    if let Ok(part) = std::env::var(PART) {
        let story = STORIES.iter().find(|(name, _)| *name == part);
        story.unwrap_or_else(|| panic!("nobody plays {part}")).1();
    }
}

#[cfg(not(windows))]
#[test]
fn the_sealed_store_remembers_where_there_is_no_service() {
    for (story, _) in &STORIES[..5] {
        without_a_service(story);
    }
}

#[cfg(not(windows))]
#[test]
fn where_no_file_may_keep_a_password_and_nothing_else_does_nobody_is_remembered() {
    without_a_service("no file may keep it");
}

#[cfg(not(windows))]
#[test]
fn that_a_file_keeps_passwords_is_said_once() {
    without_a_service("that a file keeps it is said once");
}

#[cfg(windows)]
#[test]
fn the_credential_manager_remembers() {
    for (story, _) in &STORIES[..6] {
        without_a_service(story);
    }
}

#[cfg(feature = "system-tests")]
#[test]
fn a_secret_service_remembers() {
    for story in STORIES[..6].iter().map(|(story, _)| *story).chain(["the service hangs"]) {
        with_a_service(story, true);
    }
}

#[cfg(feature = "system-tests")]
#[test]
fn the_sealed_store_remembers_where_the_service_is_locked() {
    with_a_service("the service is locked", false);
}

/// A sandbox, and a folder for a store; each client is as in a process that has just been started.
struct Scene {
    sandbox: Sandbox,
    store: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        Self { sandbox: Sandbox::start(), store: tempfile::tempdir().unwrap() }
    }

    fn settings(&self, remember: bool) -> Settings {
        let settings = Settings::of(&self.sandbox).store(self.store.path()).timeout_ms(20_000);
        settings.set(|config| ls_config_set_remember(config, remember))
    }

    fn client(&self) -> Client {
        self.settings(true).client()
    }

    /// Signs in, and waits until somebody who starts later would be remembered.
    fn sign_in(&self, member: &str) {
        let client = self.client();
        client.licenses_of(member, NETWORK_ONLY).unwrap();
        until("it is remembered", || self.asks(Some(member)).is_ok());
    }

    fn asks(&self, member: Option<&str>) -> Result<UserLicenses, Failure> {
        let who = member.map(email);
        self.client().user_licenses("up", &remembered(who.as_deref()), NETWORK_ONLY)
    }

    fn is_forgotten(&self, member: Option<&str>) -> bool {
        let failure = self.asks(member).err();
        failure.is_some_and(|failure| failure.status == ls_status::LS_ERR_NOT_CACHED)
    }

    /// The password is in no file, whatever else is.
    fn is_sealed(&self) -> bool {
        let folders = fs::read_dir(self.store.path()).unwrap().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
        let texts = files.map(|file| fs::read(file.path()).unwrap()).collect::<Vec<_>>();
        assert!(!texts.is_empty());
        let has = |text: &Vec<u8>| text.windows(PASSWORD.len()).any(|w| w == PASSWORD.as_bytes());
        !texts.iter().any(has)
    }
}

fn a_sign_in_is_remembered() {
    let scene = Scene::new();
    scene.sign_in("valid");
    for member in [None, Some("valid"), Some("VALID@Example.com")] {
        let answer = scene.asks(member).unwrap();
        assert_eq!(answer.source(), ls_source::LS_SOURCE_NETWORK);
    }
    assert!(scene.is_sealed());
    by_policy(&scene);
    assert_eq!(scene.client().forget(None), ls_status::LS_OK);
    for member in [None, Some("valid")] {
        assert!(scene.is_forgotten(member));
    }
}

fn by_policy(scene: &Scene) {
    let ask = |settings: Settings, policy| {
        let client = settings.client();
        let answer = client.user_licenses("up", &remembered(None), policy).unwrap();
        (answer.source(), client)
    };
    scene.sandbox.forget_traffic();
    let (source, _) = ask(scene.settings(true), NETWORK_FIRST);
    assert_eq!((source, scene.sandbox.traffic().1), (ls_source::LS_SOURCE_NETWORK, 1));
    let (source, _) = ask(scene.settings(true), CACHE_ONLY);
    assert_eq!((source, scene.sandbox.traffic().1), (ls_source::LS_SOURCE_CACHE, 1));
    // Refreshed behind the caller.
    let (source, client) = ask(scene.settings(true).refresh_after(0), CACHE_FIRST);
    assert_eq!(source, ls_source::LS_SOURCE_CACHE);
    until("it is refreshed", || scene.sandbox.traffic().1 == 2);
    drop(client);
    // The server is down: the store answers, and tells why.
    scene.sandbox.fault(json!({"fault": "status", "status": 503, "times": 3}));
    let client = scene.client();
    let answer = client.user_licenses("up", &remembered(None), NETWORK_FIRST).unwrap();
    assert_eq!(answer.source(), ls_source::LS_SOURCE_CACHE);
    assert_eq!(answer.fallback().unwrap().status, ls_status::LS_ERR_SERVER);
    scene.sandbox.no_faults();
}

fn each_is_remembered_by_name() {
    let scene = Scene::new();
    for member in ["valid", "trial"] {
        scene.sign_in(member);
    }
    assert!(scene.asks(None).unwrap().json().contains("trial@example.com"));
    assert!(scene.asks(Some("valid")).unwrap().json().contains("valid@example.com"));
    assert_eq!(scene.client().forget(Some("Valid@example.com")), ls_status::LS_OK);
    assert!(scene.is_forgotten(Some("valid")));
    assert!(scene.asks(Some("trial")).is_ok());
    // Whoever is forgotten right after they signed in is forgotten all the same.
    let client = scene.client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!(client.forget(Some("valid@example.com")), ls_status::LS_OK);
    drop(client);
    until("it is forgotten", || scene.is_forgotten(Some("valid")));
    assert_eq!(scene.client().forget(None), ls_status::LS_OK);
    assert!(scene.is_forgotten(Some("trial")));
}

fn a_refused_password_is_forgotten() {
    let scene = Scene::new();
    scene.sign_in("valid");
    // Somebody mistypes it: that costs nothing.
    let wrong = password("valid@example.com", "typing error");
    let failure = scene.client().user_licenses("up", &wrong, NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_CREDENTIALS);
    assert!(scene.asks(None).is_ok());
    // It has been changed elsewhere.
    scene.sandbox.fault(json!({"fault": "api_error", "status": 401, "code": "nope", "times": 1}));
    let client = scene.client();
    let failure = client.user_licenses("up", &remembered(None), NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_CREDENTIALS);
    until("it is forgotten", || scene.is_forgotten(Some("valid")));
    drop(client);
}

/// Whatever stands between here and the server says no in its own way, and the password stays.
fn a_gateway_refuses_nobody() {
    let scene = Scene::new();
    scene.sign_in("valid");
    let answers: Vec<Value> =
        serde_json::from_str(include_str!("../data/gateway_answers.json")).unwrap();
    for answer in answers {
        let (status, body) = (&answer["status"], &answer["body"]);
        let fault = json!({"fault": "status", "status": status, "body": body, "times": 1});
        scene.sandbox.fault(fault);
        let client = scene.client();
        let failure = client.user_licenses("up", &remembered(None), NETWORK_ONLY).err().unwrap();
        let expected =
            if status == 407 { ls_status::LS_ERR_PROXY } else { ls_status::LS_ERR_RESPONSE };
        assert_eq!(failure.status, expected, "{answer}");
        drop(client);
        assert!(scene.asks(None).is_ok(), "{answer}");
    }
}

fn nothing_is_remembered_unasked() {
    let scene = Scene::new();
    let client = scene.settings(false).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let failure = client.user_licenses("up", &remembered(None), NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_INVALID_ARGUMENT);
    drop(client);
    assert!(scene.is_forgotten(None));
    // A code or a token is good for one use, or for minutes: it is not kept.
    let client = scene.client();
    client.user_licenses("up", &id_token("token:trial@example.com", "acme"), NETWORK_ONLY).unwrap();
    drop(client);
    assert!(scene.is_forgotten(Some("trial")));
}

/// What the service itself says that it keeps for this library.
#[cfg(not(windows))]
fn kept_by_the_service() -> String {
    let search = ["search", "--all", "xdg:schema", "lsagent.SignIn"];
    let output = Command::new("secret-tool").args(search).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(windows)]
fn kept_by_the_service() -> String {
    use windows_sys::Win32::Security::Credentials::{CREDENTIALW, CredEnumerateW, CredFree};
    use windows_sys::core::w;
    let (mut count, mut found) = (0, std::ptr::null_mut());
    // SAFETY: the filter ends with NUL, and the rest is written.
    if unsafe { CredEnumerateW(w!("lsagent/*"), 0, &mut count, &mut found) } == 0 {
        let error = std::io::Error::last_os_error();
        assert_eq!(error.raw_os_error(), Some(1168), "nothing but ERROR_NOT_FOUND: {error}");
        return String::new();
    }
    let text = |at: *mut u16| {
        if at.is_null() {
            return String::new();
        }
        // SAFETY: it ends with NUL.
        let length = (0..).take_while(|&index| unsafe { *at.add(index) } != 0).count();
        // SAFETY: as above.
        String::from_utf16(unsafe { std::slice::from_raw_parts(at, length) }).unwrap()
    };
    let one = |credential: &CREDENTIALW| {
        let size = credential.CredentialBlobSize as usize;
        // SAFETY: it is so large.
        let secret = unsafe { std::slice::from_raw_parts(credential.CredentialBlob, size) };
        let named = [credential.TargetName, credential.UserName, credential.Comment].map(text);
        format!("{named:?}\nsecret = {}\n", str::from_utf8(secret).unwrap())
    };
    // SAFETY: that many were given out, and are freed afterwards.
    unsafe {
        let each = std::slice::from_raw_parts(found, count as usize);
        let kept = each.iter().map(|&credential| one(&*credential)).collect();
        CredFree(found.cast());
        kept
    }
}

fn the_service_keeps_it() {
    let scene = Scene::new();
    let (before, secret) = (kept_by_the_service(), format!("secret = {PASSWORD}\n"));
    assert!(!before.contains(&secret), "{before}");
    scene.sign_in("valid");
    let kept = kept_by_the_service();
    assert!(kept.contains(&secret), "{kept}");
    assert!(!kept.contains("valid"), "nobody is named: {kept}");
    assert_eq!(scene.client().forget(None), ls_status::LS_OK);
    assert_eq!(kept_by_the_service(), before);
}

/// As an agent that may put a password where the platform keeps secrets, and nowhere else.
fn platform_only(scene: &Scene) -> Client {
    let mode = ls_remember::LS_REMEMBER_PLATFORM_ONLY as i32;
    scene.settings(false).set(|config| ls_config_set_remember_mode(config, mode)).client()
}

fn no_file_may_keep_it() {
    let scene = Scene::new();
    let client = platform_only(&scene);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    until("the log says that it is not remembered", || {
        client.log().iter().any(|line| line.contains("the store may keep no password"))
    });
    drop(client);
    assert!(scene.is_forgotten(Some("valid")));
    // What another setting has put there is not used, and goes.
    scene.sign_in("valid");
    let client = platform_only(&scene);
    let failure = client.user_licenses("up", &remembered(None), NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, ls_status::LS_ERR_NOT_CACHED);
    drop(client);
    assert!(scene.is_forgotten(Some("valid")));
}

fn that_a_file_keeps_it_is_said_once() {
    let scene = Scene::new();
    let client = scene.client();
    for member in ["valid", "trial"] {
        client.licenses_of(member, NETWORK_ONLY).unwrap();
        until("it is remembered", || scene.asks(Some(member)).is_ok());
    }
    let said = client.log();
    let said = said.iter().filter(|line| line.contains("in a file of the sealed store"));
    assert_eq!(said.count(), 1);
}

fn the_service_hangs() {
    let scene = Scene::new();
    scene.sign_in("valid");
    let keyring = std::env::var("KEYRING_PID").unwrap();
    let signal = |name: &str| {
        assert!(Command::new("kill").args([name, &keyring]).status().unwrap().success());
    };
    signal("-STOP");
    // Neither the call nor the end of the agent waits for it.
    let client = scene.settings(true).timeout_ms(1_000).client();
    let begun = std::time::Instant::now();
    let answer = client.user_licenses("up", &remembered(None), NETWORK_FIRST).unwrap();
    assert_eq!(answer.source(), ls_source::LS_SOURCE_CACHE);
    let answer = client.user_licenses("up", &remembered(None), CACHE_FIRST).unwrap();
    assert_eq!(answer.source(), ls_source::LS_SOURCE_CACHE);
    assert_eq!(client.forget(Some("valid@example.com")), ls_status::LS_ERR_CACHE);
    drop(client);
    // A call to a service that hangs takes the bus 25 s to give up.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    // What could not be removed is not lost sight of.
    let forget = || scene.settings(true).timeout_ms(1_000).client().forget(None);
    assert_eq!(forget(), ls_status::LS_ERR_CACHE);
    signal("-CONT");
    until("it is forgotten", || forget() == ls_status::LS_OK);
    assert_eq!(kept_by_the_service(), "");
}

fn the_service_is_locked() {
    a_sign_in_is_remembered();
    assert!(!kept_by_the_service().contains("secret ="));
}
