//! A server with seats, and devices that want them, all by one clock in the test's hands.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use crate::agent::tests::world::{NOW, refusal, signed_text};
use crate::agent::{ActivateRequest, Activation, Agent, Seat, SeatEvent, SeatObserver};
use crate::api::Who;
use crate::clock::{Clock, Deadline};
use crate::config::Config;
use crate::error::{Error, Status};
use crate::model::Date;
use crate::run::{Wait, is_worker};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::{Request, Response, Target, Transport};

pub const MINUTE: Duration = Duration::from_secs(60);
/// Of a seat.
pub const TIMEOUT: Duration = Duration::from_secs(600);
const KEY: &str = "K-1";

/// The server's side: who holds what until when, by the clock, in milliseconds.
#[derive(Clone)]
pub struct Floor(Arc<Mutex<State>>, Clock);

/// What goes wrong with requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    #[default]
    None,
    /// It cannot be reached.
    Down,
    /// It does what it is asked, and the answer is lost.
    Lost,
    /// It refuses with this code.
    Refuses(&'static str),
    /// It refuses one request, for the time that this device has; its own is `NOW`.
    OtherTime,
}

struct State {
    seats: usize,
    holders: BTreeMap<(String, String), Holder>,
    fault: Fault,
    /// What was asked: the last part of the path, of a feature with its code.
    asked: Vec<String>,
    /// The most holders that there were at once.
    most: usize,
}

#[derive(Clone, Copy)]
struct Holder {
    until: u128,
    borrowed: bool,
}

impl Floor {
    pub fn new(seats: usize) -> Self {
        let (holders, fault, asked) = Default::default();
        let state = State { seats, holders, fault, asked, most: 0 };
        Self(Arc::new(Mutex::new(state)), Clock::manual(NOW))
    }

    /// Time passes, for all devices and the server.
    pub fn pass(&self, time: Duration) {
        self.1.set(self.1.now() + i64::try_from(time.as_secs()).unwrap());
        self.1.pass(time);
    }

    pub fn clock(&self) -> &Clock {
        &self.1
    }

    pub fn is(&self, fault: Fault) {
        self.0.lock().fault = fault;
    }

    pub fn asked(&self) -> Vec<String> {
        self.0.lock().asked.clone()
    }

    /// What was asked since.
    pub fn asked_since(&self, before: usize) -> Vec<String> {
        self.asked().split_off(before)
    }

    pub fn most(&self) -> usize {
        self.0.lock().most
    }

    /// The devices that hold a seat of the license now.
    pub fn holders(&self) -> Vec<String> {
        self.holders_of("")
    }

    pub fn holders_of(&self, feature: &str) -> Vec<String> {
        let now = self.now();
        let state = self.0.lock();
        let held =
            state.holders.iter().filter(|((_, of), holder)| of == feature && holder.until > now);
        held.map(|((device, _), _)| device.clone()).collect()
    }

    /// Somebody of the vendor's frees a seat.
    pub fn frees(&self, device: &str) {
        self.0.lock().holders.retain(|(holder, _), _| holder != device);
    }

    fn now(&self) -> u128 {
        self.1.instant_ms()
    }

    fn answer(&self, path: &str, device: &str, feature: &str) -> Response {
        let now = self.now();
        let mut state = self.0.lock();
        state.holders.retain(|_, holder| holder.until > now);
        match path {
            "activate_license" => signed_text(&license(device, "")),
            "check_license" | "check_license_feature" => state.take(device, feature, now),
            "release" | "feature_release" => state.release(device, feature),
            "borrow" | "feature_borrow" => state.borrow(device, feature, now, self.1.now()),
            "deactivate_license" => Response::new(200, "license_deactivated"),
            other => panic!("{other} is not asked"),
        }
    }
}

impl State {
    fn take(&mut self, device: &str, feature: &str, now: u128) -> Response {
        let key = (device.to_owned(), feature.to_owned());
        let in_use = self.holders.keys().filter(|(_, of)| of == feature).count();
        let is_borrowed = self.holders.get(&key).is_some_and(|holder| holder.borrowed);
        if !self.holders.contains_key(&key) && in_use >= self.seats {
            return refusal(400, "floating_not_available");
        }
        if !is_borrowed {
            let until = now + TIMEOUT.as_millis();
            self.holders.insert(key, Holder { until, borrowed: false });
        }
        let in_use = self.holders.keys().filter(|(_, of)| of == feature).count();
        self.most = self.most.max(in_use);
        let text = if feature.is_empty() {
            license(device, r#","license_active":true"#)
        } else {
            format!(
                r#"{{"code":"{feature}","license_id":1,"is_floating_cloud":true,"floating_timeout":10}}"#
            )
        };
        signed_text(&text)
    }

    fn release(&mut self, device: &str, feature: &str) -> Response {
        let key = (device.to_owned(), feature.to_owned());
        match self.holders.remove(&key) {
            Some(_) => Response::new(200, ""),
            None if feature.is_empty() => refusal(400, "floating_not_available"),
            None => refusal(400, "floating_feature_device_not_in_use"),
        }
    }

    /// For two hours.
    fn borrow(&mut self, device: &str, feature: &str, now: u128, wall: i64) -> Response {
        let taken = self.take(device, feature, now);
        if taken.status != 200 {
            return taken;
        }
        let key = (device.to_owned(), feature.to_owned());
        self.holders.insert(key, Holder { until: now + 7_200_000, borrowed: true });
        let until = Date::text_of(wall + 7200);
        signed_text(&format!(r#"{{"borrowed_until":"{until}","license_id":1}}"#))
    }
}

fn license(device: &str, more: &str) -> String {
    format!(
        r#"{{"id":1,"license_key":"{KEY}","hardware_id":"{device}","product_details":{{"short_code":"up"}},"is_floating_cloud":true,"floating_timeout":10,"product_features":[{{"code":"solver","is_floating_cloud":true,"floating_timeout":10}}]{more}}}"#
    )
}

impl Transport for Floor {
    fn send(&self, request: &Request, _: &Wait) -> Result<Response, Error> {
        let Target::Path(path) = &request.to else { panic!("only the License API is asked") };
        let path = path.rsplit('/').next().unwrap();
        let sent = [request.query.expose(), request.body.expose()].concat();
        let value = |name: &str| {
            let after = sent.split_once(name).map(|(_, after)| after);
            let value = after.map(|after| after.trim_start_matches(['"', ':', '=']));
            value
                .and_then(|value| value.split(['"', '&', ',']).next())
                .unwrap_or_default()
                .to_owned()
        };
        let (device, feature) = (value("hardware_id"), value("feature"));
        let asked = [path, &feature].join(" ").trim_end().to_owned();
        self.0.lock().asked.push(asked);
        let fault = self.0.lock().fault;
        match fault {
            Fault::None => Ok(self.answer(path, &device, &feature)),
            Fault::Down => Err(Error::new(Status::Tls, "scripted")),
            Fault::Lost => {
                self.answer(path, &device, &feature);
                // No failure that may pass by itself: nobody tries again.
                Err(Error::new(Status::Tls, "lost").with_request_sent(true))
            }
            Fault::Refuses(code) => Ok(refusal(400, code)),
            Fault::OtherTime => {
                self.is(Fault::None);
                Ok(refusal(400, "date_header_diff"))
            }
        }
    }
}

/// What handles were told.
pub type Told = Arc<Mutex<Vec<(SeatEvent, Option<Status>)>>>;

/// A device: its store, which outlives its agents.
pub struct Device {
    floor: Floor,
    name: String,
    dir: TempDir,
}

impl Device {
    pub fn new(floor: &Floor, name: &str) -> Self {
        Self { floor: floor.clone(), name: name.into(), dir: tempfile::tempdir().unwrap() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn agent(&self) -> Agent {
        self.agent_with(|_| ())
    }

    pub fn agent_with(&self, change: impl FnOnce(&mut Config)) -> Agent {
        let mut config = Config::default();
        let key = include_str!("../../../../tests/data/test-response-public-key.pem");
        config.set_response_public_key(key).unwrap();
        config.set_api_key("k", "s").unwrap();
        config.set_cache_dir(self.dir.path().to_str().unwrap());
        config.set_device_id(&self.name);
        config.set_timeout_ms(60_000).unwrap();
        change(&mut config);
        let settings = config.agent_settings().unwrap();
        Agent::with(settings, Box::new(self.floor.clone()), self.floor.clock().clone())
    }

    pub fn activate(&self, agent: &Agent) -> Activation {
        let who = Who::LicenseKey(Secret::new(KEY));
        agent.activate(ActivateRequest::new("up".into(), who, 0).unwrap()).unwrap()
    }
}

/// An observer, and what it is told.
pub fn observer() -> (Option<SeatObserver>, Told) {
    let told = Told::default();
    let own = told.clone();
    let observer: SeatObserver = Arc::new(move |event, why| {
        assert!(is_worker(), "the application is called on a thread of the agent");
        own.lock().push((event, why.map(Error::status)));
    });
    (Some(observer), told)
}

/// Waits until something is so; a test that waits in vain fails.
pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Deadline::after(Duration::from_secs(30));
    while !is_so() {
        assert!(!deadline.is_over(), "in vain: {what}");
        std::thread::yield_now();
    }
}

/// Waits until so much was asked.
pub fn asks(floor: &Floor, count: usize) {
    until("the server is asked", || floor.asked().len() >= count);
}

pub fn has_no_thread(agent: &Agent) -> bool {
    !agent.rooms.timetable.has_thread() && agent.rooms.workers.alive() == 0
}

/// Whether the jobs that are due have been done: the thread waits for a later one, or has ended.
pub fn settles(agent: &Agent, seat: &Seat, is_so: impl Fn(&Seat) -> bool) {
    until("the seat is so", || is_so(seat) && agent.rooms.timetable.waiting() <= 1);
}
