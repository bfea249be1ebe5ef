//! Five devices want two seats, in processes that acquire, release, wait and are killed.
//!
//! Time passes at the server. A process that lives renews its seat meanwhile, as it does of itself in the time of its
//! own clock; one that was killed does not.

use std::io::BufRead;

use super::*;

pub const PLAYS: &str = "holds seats as it is told";
const STORE: &str = "LSAGENT_TEST_DEVICE";
const DEVICES: usize = 5;
const SEATS: usize = 2;

/// Numbers that look random, from a seed.
pub type Luck<'a> = &'a mut dyn FnMut(u64) -> u64;

/// The child: one handle at most, and what it is told to do with it.
pub fn plays() {
    let device = std::env::var(STORE).unwrap();
    let told = told();
    let dir = std::path::Path::new(told["store"].as_str().unwrap()).join(&device);
    let client =
        Settings::in_child().timeout_ms(TIMEOUT_MS).store_of_device(&dir, &device).client();
    let held = client.open(PRODUCT).unwrap();
    let mut place: Option<Place> = None;
    say("ready");
    for line in std::io::stdin().lock().lines() {
        match line.unwrap().as_str() {
            "acquire" => match held.acquire(None) {
                Ok(acquired) => place = Some(acquired),
                Err(failure) => assert_eq!(failure.status, LS_ERR_NO_SEAT, "{failure:?}"),
            },
            "release" => place.take().iter().for_each(|place| place.release().unwrap()),
            "free" => drop(place.take()),
            "renew" => drop(held.check(None, NETWORK_ONLY).unwrap()),
            other => panic!("{other} is nothing to do"),
        }
        let is_held = place.as_ref().is_some_and(Place::is_held);
        // A loss is told on another thread.
        let losses = || place.as_ref().map_or(0, Place::losses);
        let expected = usize::from(place.is_some() && !is_held);
        until("a loss is told once", || losses() >= expected);
        assert_eq!(losses(), expected);
        assert!(!is_held || held.allows(CACHE_ONLY) == Ok(true));
        say(is_held);
    }
}

/// A device, and the process that runs on it.
struct Player {
    name: String,
    process: Option<Actor>,
    /// What its process believes.
    is_held: bool,
}

impl Player {
    fn new(world: &World, number: usize) -> Self {
        let name = format!("d{number}");
        let dir = world.dir.path().join(&name);
        let settings = Settings::of(&world.sandbox).timeout_ms(TIMEOUT_MS);
        drop(settings.store_of_device(&dir, &name).client().activates("FLOA"));
        Self { name, process: None, is_held: false }
    }

    fn does(&mut self, world: &World, what: &str) {
        let start = || {
            let part = Part::new("it::seats", PLAYS, &world.sandbox, world.dir.path());
            let mut actor = part.env(STORE, &self.name).start();
            actor.is_ready();
            actor
        };
        let process = self.process.get_or_insert_with(start);
        let said = process.does(what).expect("it lives");
        self.is_held = said.parse().unwrap();
    }

    fn is_killed(&mut self) {
        self.process.take().iter_mut().for_each(Actor::kill);
        self.is_held = false;
    }
}

/// So many random events; `luck` gives a number below another one.
pub fn contend(rounds: usize, luck: Luck) {
    let world = World::without_devices();
    let mut players: Vec<_> = (1..=DEVICES).map(|number| Player::new(&world, number)).collect();
    for round in 0..rounds {
        let place = usize::try_from(luck(DEVICES as u64)).unwrap();
        match luck(10) {
            0..=3 => players[place].does(&world, "acquire"),
            4 => players[place].does(&world, "release"),
            5 => players[place].does(&world, "free"),
            6 | 7 => players[place].is_killed(),
            8 => {
                world.sandbox.unseats("FLOA", &players[place].name);
                if players[place].process.is_some() {
                    players[place].does(&world, "renew");
                }
            }
            _ => passes(&world, &mut players, i64::try_from(luck(300)).unwrap()),
        }
        must_be_true(&world, &players, round);
    }
    players.iter_mut().for_each(Player::is_killed);
    world.sandbox.passes(600);
    assert_eq!(world.seated(), 0, "leaked for longer than the timeout");
}

/// Each process that lives renews in the meantime.
fn passes(world: &World, players: &mut [Player], seconds: i64) {
    world.sandbox.passes(seconds);
    for player in players.iter_mut().filter(|player| player.is_held) {
        player.does(world, "renew");
        assert!(player.is_held, "{} has lost what it renewed in time", player.name);
    }
}

fn must_be_true(world: &World, players: &[Player], round: usize) {
    let seated = world.sandbox.seated("FLOA");
    assert!(seated.len() <= SEATS, "{round}: {seated:?}");
    for player in players.iter().filter(|player| player.is_held) {
        assert!(
            seated.contains(&player.name),
            "{round}: {} believes, {seated:?} hold",
            player.name
        );
    }
}

#[test]
fn five_devices_that_want_two_seats_never_hold_more_nor_believe_what_is_not_so() {
    let mut seed: u64 = 20_261_126;
    let luck: Luck = &mut |limit| {
        // Knuth's; the same each time.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    contend(60, luck);
}
