//! Who may have said this? What does not count, and what it leaves as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::world::*;
use crate::clock::http_date;
use crate::error::Status;
use crate::log::{Level, Log};
use crate::results::Source;
use crate::rules::policy::Policy::*;
use crate::sync::Mutex;
use crate::transport::Response;

const DAY: i64 = 86_400;

/// What stands between here and the license server says, each in its own way.
fn gateways() -> Vec<(String, Response)> {
    let answers: Value =
        serde_json::from_str(include_str!("../../../tests/data/gateway_answers.json")).unwrap();
    let answer = |answer: &Value| {
        let body = &answer["body"];
        let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
        let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
        (answer["by"].to_string(), Response::new(status, body))
    };
    answers.as_array().unwrap().iter().map(answer).collect()
}

fn says(server: &Server, (by, answer): &(String, Response)) -> Status {
    let Response { status, body, .. } = answer;
    let (status, body) = (*status, body.clone());
    server.says(move |_| Ok(Response::new(status, body)));
    assert!(status >= 400, "{by}");
    if status == 407 { Status::Proxy } else { Status::Response }
}

#[test]
fn what_a_gateway_says_fails_the_call_and_drops_nothing() {
    for gateway in gateways() {
        let world = World::new();
        let agent = world.agent_with(|config| config.set_refresh_after_seconds(0).unwrap());
        world.server.gives(license(1));
        agent.ask(&password("p"), NetworkOnly).unwrap();
        // In the foreground.
        let expected = says(&world.server, &gateway);
        assert_eq!(status(agent.ask(&password("p"), NetworkOnly)), expected, "{}", gateway.0);
        says(&world.server, &gateway);
        let fallen = agent.ask(&password("p"), NetworkFirst).unwrap();
        assert_eq!(fallen.fallback.unwrap().status(), expected, "{}", gateway.0);
        // In a refresh.
        says(&world.server, &gateway);
        agent.ask(&password("p"), CacheFirst).unwrap();
        assert_eq!(world.reported(1), [Err(expected)], "{}", gateway.0);
        let stored = agent.ask(&password("p"), CacheOnly);
        assert_eq!(id_of(&stored.unwrap_or_else(|_| panic!("{}", gateway.0))), 1);
    }
}

#[test]
fn what_a_gateway_says_in_the_place_of_a_token_endpoint_drops_nothing() {
    for gateway in gateways() {
        let world = World::new();
        let agent = world.oauth_agent(|_| ());
        world.server.grants("t", 0).gives(license(1));
        agent.ask(&password("p"), NetworkOnly).unwrap();
        let expected = says(&world.server, &gateway);
        let error = agent.ask(&password("p"), NetworkOnly).unwrap_err();
        // Some have the very form of OAuth's own refusals.
        let by_oauth = gateway.0.contains("more") && error.status() == Status::ApiKey;
        assert!(error.status() == expected || by_oauth, "{} {error}", gateway.0);
        assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 1, "{}", gateway.0);
        // And with a token, in the place of the license server.
        world.server.grants("u", 480);
        let expected = says(&world.server, &gateway);
        assert_eq!(status(agent.ask(&password("p"), NetworkOnly)), expected, "{}", gateway.0);
        assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 1, "{}", gateway.0);
    }
}

#[test]
fn a_signed_body_that_is_no_list_of_objects_leaves_the_store_alone() {
    for body in [
        json!([1]),
        json!([null]),
        json!([[]]),
        json!(["x", false]),
        json!({}),
        json!(1),
        json!(null),
        json!("x"),
    ] {
        let world = World::new();
        let agent = world.agent();
        world.server.gives(license(1)).gives(body.clone());
        agent.ask(&password("p"), NetworkOnly).unwrap();
        let error = agent.ask(&password("p"), NetworkOnly).unwrap_err();
        assert_eq!((error.status(), error.http_status()), (Status::Response, 200), "{body}");
        assert!(!error.message().contains("proxy"), "{error}");
        assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 1, "{body}");
    }
}

#[test]
fn half_a_character_is_verified_as_it_was_sent_and_read_from_the_store_again() {
    let world = World::new();
    let text = license(7).to_string();
    let text = text.replace("\"a@b.c\"", "\"a@b.c\",\"first_name\":\"Some\\ud83d\",\"x\":1e999");
    let answer = signed_text(&format!("\u{FEFF}{text}"));
    world.server.says(move |_| Ok(answer));
    let first_name = |licenses: &crate::model::Licenses| {
        licenses.0[0].holder.as_ref().unwrap().first_name.as_str().map(str::to_owned)
    };
    let answer = world.agent().ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(first_name(&answer.data).as_deref(), Some("Some\u{FFFD}"));
    let stored = world.agent().ask(&password("p"), CacheOnly).unwrap();
    assert_eq!(first_name(&stored.data).as_deref(), Some("Some\u{FFFD}"));
}

/// A license of `a@b.c` for a product of this id.
fn of_product(product_id: i64) -> Value {
    let mut license = license(1);
    license[0]["license"]["product_details"]["product_id"] = product_id.into();
    license
}

#[test]
fn a_pinned_product_is_asked_for_off_the_wire_out_of_the_store_and_out_of_memory() {
    let world = World::new();
    let pinned = |id: i64| world.agent_with(|config| config.set_product_id("up", id).unwrap());
    world.server.gives(of_product(666)).gives(of_product(7)).gives(license(1));
    // An agent without a pin takes it, and has it in memory.
    let unpinned = world.agent();
    unpinned.ask(&password("p"), NetworkOnly).unwrap();
    unpinned.ask(&password("p"), CacheOnly).unwrap();
    assert_eq!(status(pinned(7).ask(&password("p"), CacheOnly)), Status::Mismatch);
    assert_eq!(status(pinned(7).check(&remembered(None), Some("f"), CacheOnly)), Status::Mismatch);
    let agent = pinned(7);
    agent.ask(&password("p"), NetworkOnly).unwrap();
    for _ in 0..2 {
        agent.ask(&password("p"), CacheOnly).unwrap();
    }
    assert_eq!(status(agent.ask(&password("p"), NetworkOnly)), Status::Mismatch);
    agent.ask(&password("p"), CacheOnly).expect("a mismatch drops nothing");
    assert_eq!(status(pinned(8).ask(&password("p"), CacheOnly)), Status::Mismatch);
}

/// The warnings of an agent whose key signs for others too.
fn warnings(world: &World, pin: Option<i64>, is_shared: bool) -> Vec<String> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let collected = lines.clone();
    let agent = world.agent_as(
        |config| {
            let collect = move |_, line: &str| collected.lock().push(line.to_owned());
            config.set_log(Log::to(Level::Warning, collect));
            if let Some(id) = pin {
                config.set_product_id("up", id).unwrap();
            }
        },
        |settings| settings.response_key_is_shared = is_shared,
    );
    for _ in 0..3 {
        world.server.gives(of_product(7));
        agent.ask(&password("p"), NetworkOnly).unwrap();
        agent.ask(&password("p"), CacheOnly).unwrap();
    }
    std::mem::take(&mut *lines.lock())
}

#[test]
fn a_product_without_an_id_is_warned_of_once_where_the_key_signs_for_others_too() {
    let world = World::new();
    for _ in 0..2 {
        let said = warnings(&world, None, true);
        let [line] = &said[..] else { panic!("{said:?}") };
        assert!(line.contains("up: its product_id is 7"), "{line}");
    }
    assert!(warnings(&world, Some(7), true).is_empty());
    assert!(warnings(&world, None, false).is_empty());
}

/// All files below a folder, as they are called from there.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            files.extend(files_of(&path).into_iter().map(|file| name.join(file)));
        } else {
            files.push(name);
        }
    }
    files
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The questions that are answered with a yes from a copy of the store, once it was changed, at a time;
/// by an agent that has just been made, and by one that knew the store before.
fn yeses(world: &World, now: i64, change: &dyn Fn(&Path)) -> BTreeSet<(&'static str, bool)> {
    let mut yeses = BTreeSet::new();
    for (name, question) in [
        ("password", password("p")),
        ("remembered", remembered(None)),
        ("by name", remembered(Some("a@b.c"))),
    ] {
        for knew_before in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            copy(world.folder(), dir.path());
            let agent =
                || world.agent_with(|config| config.set_cache_dir(dir.path().to_str().unwrap()));
            let before = agent();
            if knew_before {
                world.clock.set(NOW + DAY / 2);
                before.check(&question, Some("f"), CacheOnly).unwrap();
            }
            change(dir.path());
            world.clock.set(now);
            let agent = if knew_before { before } else { agent() };
            let checked = agent.check(&question, Some("f"), CacheOnly);
            if checked.is_ok_and(|checked| checked.verdict.decision.is_allowed()) {
                yeses.insert((name, knew_before));
            }
        }
    }
    yeses
}

#[test]
fn removing_or_cutting_a_file_of_the_store_never_gains_a_yes() {
    let world = World::new();
    let mut licenses = license(1);
    licenses[0]["license"]["product_features"] =
        json!([{"code": "f", "expiry_date": "2030-01-17T00:00:00Z"}]);
    world.server.gives(licenses);
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    // A start without the network has been seen.
    world.clock.set(NOW + DAY / 2);
    world.agent().ask(&password("p"), CacheOnly).unwrap();
    let files = files_of(world.folder());
    assert!(files.len() >= 3, "{files:?}");
    let times = [-40 * DAY, -301, 0, DAY / 2, DAY, 2 * DAY, 2 * DAY + 1, 40 * DAY];
    let mut whole_gave = 0;
    for now in times.map(|time| NOW + time) {
        let whole = yeses(&world, now, &|_| ());
        whole_gave += whole.len();
        for file in &files {
            let length = fs::metadata(world.folder().join(file)).unwrap().len();
            let removed = yeses(&world, now, &|dir| fs::remove_file(dir.join(file)).unwrap());
            assert!(removed.is_subset(&whole), "{file:?} at {now}: {removed:?}");
            for left in [0, 1, length / 2, length.saturating_sub(1)] {
                let cut = yeses(&world, now, &|dir| {
                    fs::File::options()
                        .write(true)
                        .open(dir.join(file))
                        .unwrap()
                        .set_len(left)
                        .unwrap();
                });
                assert!(cut.is_subset(&whole), "{file:?} cut to {left} at {now}: {cut:?}");
            }
        }
    }
    assert!(whole_gave > 0, "the store has a yes to give");
}

#[test]
fn without_its_mark_the_store_waits_for_the_server() {
    let world = World::new();
    world.server.gives(license(1)).gives(license(2));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    // The mark is the smallest of what has a content.
    let files = files_of(world.folder()).into_iter().map(|file| world.folder().join(file));
    let sized = files.map(|file| (fs::metadata(&file).unwrap().len(), file));
    let (_, mark) = sized.filter(|(length, _)| *length > 0).min().unwrap();
    fs::remove_file(mark).unwrap();
    let error = world.agent().ask(&password("p"), CacheOnly).unwrap_err();
    assert_eq!(error.status(), Status::NotCached);
    assert!(error.message().contains("go online once"), "{error}");
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(id_of(&world.agent().ask(&password("p"), CacheOnly).unwrap()), 2);
}

/// An answer that the server has dated.
fn dated(licenses: &Value, date: i64) -> Response {
    signed(licenses).with_header("date", http_date(date))
}

#[test]
fn a_clock_turned_back_lengthens_nothing_where_the_server_checks_no_date() {
    let world = World::new();
    let agent = world.oauth_agent(|_| ());
    let mut licenses = license(1);
    licenses[0]["license"]["product_features"] =
        json!([{"code": "f", "expiry_date": "2030-01-14"}]);
    world.clock.set(NOW - 40 * DAY);
    let answer = dated(&licenses, NOW);
    world.server.grants("t", 480).says(move |_| Ok(answer));
    let checked = agent.check(&password("p"), Some("f"), NetworkOnly).unwrap();
    assert!(!checked.verdict.decision.is_allowed(), "{}", checked.message);
    assert_eq!((agent.clock_offset(), checked.answer.fetched_at), (40 * DAY, NOW));
    // Offline it is remembered, by this agent and by one that is made later.
    for agent in [agent, world.oauth_agent(|_| ())] {
        let checked = agent.check(&password("p"), Some("f"), CacheOnly).unwrap();
        assert!(!checked.verdict.decision.is_allowed(), "{}", checked.message);
        assert_eq!(checked.answer.source, Source::Cache);
    }
    // The clock is put right, as the next answer shows.
    world.clock.set(NOW);
    let agent = world.oauth_agent(|_| ());
    let answer = dated(&licenses, NOW);
    world.server.grants("t", 480).says(move |_| Ok(answer));
    agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(agent.clock_offset(), 0);
}

#[test]
fn an_answer_that_is_dated_back_or_not_verified_moves_no_time() {
    let world = World::new();
    let agent = world.agent();
    let old = dated(&license(1), NOW - 40 * DAY);
    let unsigned = Response::new(200, license(1).to_string());
    let forged = unsigned.with_header("date", http_date(NOW + 40 * DAY));
    world.server.says(move |_| Ok(old)).says(move |_| Ok(forged));
    assert_eq!(agent.ask(&password("p"), NetworkOnly).unwrap().time.now(), NOW);
    assert_eq!(status(agent.ask(&password("p"), NetworkOnly)), Status::Signature);
    assert_eq!(agent.clock_offset(), 0);
}

#[test]
fn a_clock_that_was_ahead_keeps_a_device_waiting_for_no_longer_than_the_grace() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1)).gives(license(2));
    agent.ask(&password("p"), NetworkOnly).unwrap();
    // Years ahead: nothing is answered, and nothing noted.
    world.clock.set(NOW + 4_000 * DAY);
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::CacheExpired);
    world.clock.set(NOW + 60);
    agent.ask(&password("p"), CacheOnly).unwrap();
    // Five hours ahead: noted, until it is that late.
    world.clock.set(NOW + 18_000);
    agent.ask(&password("p"), CacheOnly).unwrap();
    world.clock.set(NOW + 120);
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::Clock);
    // The server's next answer sets it right at once.
    agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 2);
}
