//! Several processes that count, are killed and started again, with answers that are lost, and another device that
//! counts too: at most once the server never has more than was consumed, at least once never less, and what is not
//! settled is in the balance.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::*;

pub const COUNTS: &str = "counts in a crowd";
const AT_LEAST_ONCE: &str = "LSAGENT_TEST_AT_LEAST_ONCE";
const PROCESSES: usize = 4;

/// A generator of numbers that look random: splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn settings() -> Settings {
    let settings = by_hand(Settings::in_child().timeout_ms(2_000));
    match std::env::var_os(AT_LEAST_ONCE) {
        Some(_) => settings.at_least_once(),
        None => settings,
    }
}

/// Says each amount before it is counted, and "=" once it is.
pub fn counts_until_it_is_killed() {
    let client = settings().client();
    let held = client.open(KEYS).unwrap();
    let mut dice = Dice(std::process::id().into());
    wait_for_go();
    loop {
        let amount = 1 + i64::try_from(dice.below(3)).unwrap();
        say(amount);
        held.consume(None, amount).unwrap_or_else(|failure| panic!("{failure:?}"));
        say("=");
        if dice.below(20) == 0 {
            // It may fail in any way.
            let _ = held.sync();
        }
    }
}

/// What was consumed, by what processes have said.
#[derive(Debug, Default)]
struct Consumed {
    amounts: usize,
    certain: i64,
    /// Begun by those that were killed before they could say.
    perhaps: i64,
}

impl Consumed {
    fn hear(&mut self, said: impl Iterator<Item = String>) {
        let mut begun = None;
        for line in said {
            match (line.as_str(), begun) {
                ("=", Some(amount)) => {
                    self.amounts += 1;
                    self.certain += amount;
                    begun = None;
                }
                (line, _) => begun = line.parse().ok(),
            }
        }
        self.perhaps += begun.unwrap_or(0);
    }
}

/// Ways in which a request or its answer comes to grief.
fn faults() -> [serde_json::Value; 8] {
    [
        json!({"fault": "lost"}),
        json!({"fault": "lost", "then": {"fault": "status", "status": 503}}),
        json!({"fault": "lost", "then": {"fault": "close", "when": "body"}}),
        json!({"fault": "status", "status": 503}),
        json!({"fault": "reset", "when": "request"}),
        json!({"fault": "close", "when": "accept"}),
        json!({"fault": "silent"}),
        json!({"fault": "delay", "ms": 2_500}),
    ]
}

struct Crowd<'a> {
    world: &'a World,
    at_least_once: bool,
    dice: Dice,
    consumed: Consumed,
    by_others: i64,
}

impl Crowd<'_> {
    fn start(&self) -> Actor {
        let part = Part::new("it::consumption", COUNTS, &self.world.sandbox, self.world.dir.path());
        let part = if self.at_least_once { part.env(AT_LEAST_ONCE, "yes") } else { part };
        let mut actor = part.start();
        actor.is_ready();
        actor.go();
        actor
    }

    /// Until so many amounts are counted: one is killed, another one starts.
    fn run(&mut self, enough: usize) {
        let mut actors: VecDeque<_> = (0..PROCESSES).map(|_| self.start()).collect();
        let mut kills = 0;
        while self.consumed.amounts < enough {
            self.strike();
            let life = Duration::from_millis(20 + self.dice.below(150));
            std::thread::sleep(life);
            let killed = actors.pop_front().unwrap();
            self.hear(killed);
            kills += 1;
            actors.push_back(self.start());
        }
        actors.into_iter().for_each(|actor| self.hear(actor));
        println!("{kills} kills, {:?}, by others {}", self.consumed, self.by_others);
    }

    fn hear(&mut self, mut actor: Actor) {
        actor.kill();
        let said = std::iter::from_fn(|| actor.says());
        self.consumed.hear(said);
    }

    fn strike(&mut self) {
        let faults = faults();
        let which = usize::try_from(self.dice.below(faults.len() as u64 + 2)).unwrap();
        if let Some(fault) = faults.get(which) {
            let mut fault = fault.clone();
            fault["times"] = 1.into();
            // A connection has no path yet when it is accepted.
            if fault["when"] != "accept" && self.dice.below(4) != 0 {
                fault["path"] = "add_consumption".into();
            }
            self.world.sandbox.fault(fault);
        }
        let amount = i64::try_from(self.dice.below(4)).unwrap();
        self.world.sandbox.counter("UNLC", None, json!({"add": amount}));
        self.by_others += amount;
    }

    /// What this device has of the server's total, once all that can be sent is.
    fn settle(&self) -> (i64, Counted) {
        self.world.sandbox.no_faults();
        let settings = self.world.settings();
        let settings = if self.at_least_once { settings.at_least_once() } else { settings };
        let client = settings.client();
        let held = client.open(KEYS).unwrap();
        let begun = Instant::now();
        while let Err(failure) = held.sync() {
            assert_eq!(failure.status, LS_ERR_UNCERTAIN, "{failure:?}");
            assert!(begun.elapsed() < LONG, "{failure:?}");
            self.world.sandbox.let_pass(1900);
        }
        let own = self.world.sandbox.total_of("UNLC") - 7 - self.by_others;
        (own, held.balance(None).unwrap())
    }
}

/// So many amounts; `seed` says which.
pub fn counts_right(enough: usize, at_least_once: bool, seed: u64) {
    let world = World::new();
    drop(activate(&world.client(), "UNLC"));
    let (consumed, dice) = (Consumed::default(), Dice(seed));
    let mut crowd = Crowd { world: &world, at_least_once, dice, consumed, by_others: 0 };
    crowd.run(enough);
    let (own, counted) = crowd.settle();
    let Consumed { certain, perhaps, .. } = crowd.consumed;
    println!("the server has {own} of {certain}..={}, {counted:?}", certain + perhaps);
    assert_eq!(counted.unsent, 0);
    if at_least_once {
        assert!(own >= certain, "less than was consumed");
        assert_eq!(counted.uncertain, 0);
    } else {
        assert!(own <= certain + perhaps, "more than was consumed");
        assert!(own + counted.uncertain >= certain, "something is neither counted nor in doubt");
    }
}

#[test]
fn at_most_once_the_server_never_has_more_and_what_is_missing_is_in_the_balance() {
    counts_right(300, false, 1);
}

#[test]
fn at_least_once_the_server_never_has_less() {
    counts_right(300, true, 2);
}
