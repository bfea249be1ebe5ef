//! Many devices, few seats, any luck.

use std::time::Duration;

use super::*;
use crate::agent::SeatEvent;

const DEVICES: usize = 5;
const SEATS: usize = 2;

/// Numbers that are the same each time (xorshift).
struct Luck(u64);

impl Luck {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A device that takes part, with what it has of the seat; by two agents, as two processes would.
struct Player {
    device: Device,
    agents: [(Agent, Activation); 2],
    handles: Vec<(Seat, Told)>,
}

fn opened(device: &Device) -> (Agent, Activation) {
    let agent = device.agent();
    let activation = agent.open_activation("up").unwrap();
    (agent, activation)
}

impl Player {
    fn new(floor: &Floor, number: usize) -> Self {
        let device = Device::new(floor, &format!("d{number}"));
        drop(device.activate(&device.agent()));
        let agents = [opened(&device), opened(&device)];
        Self { device, agents, handles: Vec::new() }
    }

    fn acquires(&mut self, luck: &mut Luck) {
        let (observer, told) = observer();
        let (_, activation) = &self.agents[usize::from(luck.below(2) == 0)];
        match activation.acquire_seat(None, observer) {
            Ok(seat) => self.handles.push((seat, told)),
            Err(error) => {
                assert!(matches!(error.status(), Status::NoSeat | Status::Tls), "{error:?}");
            }
        }
    }

    fn releases(&mut self, luck: &mut Luck) {
        if self.handles.is_empty() {
            return;
        }
        let place = luck.below(self.handles.len() as u64);
        let (seat, told) = self.handles.swap_remove(place.try_into().unwrap());
        if luck.below(2) == 0 {
            let released = seat.release().map_err(|error| error.status());
            assert!(matches!(released, Ok(()) | Err(Status::Tls)), "{released:?}");
        }
        drop(seat);
        let losses = told.lock().iter().filter(|(event, _)| *event == SeatEvent::Lost).count();
        assert!(losses <= 1);
    }

    /// One of the two.
    fn starts_anew(&mut self, luck: &mut Luck) {
        self.agents[usize::from(luck.below(2) == 0)] = opened(&self.device);
        // What it held is not held any more, and nobody is told of that.
        self.handles.retain(|(seat, _)| seat.is_held());
    }

    fn is_settled(&self) -> bool {
        let losses =
            |told: &Told| told.lock().iter().filter(|(event, _)| *event == SeatEvent::Lost).count();
        let is_told = |(seat, told): &(Seat, Told)| losses(told) == usize::from(!seat.is_held());
        self.handles.iter().all(is_told)
    }

    fn believes(&self) -> bool {
        self.handles.iter().any(|(seat, _)| seat.is_held())
    }
}

fn plays(seed: u64, rounds: usize) {
    let floor = Floor::new(SEATS);
    let mut luck = Luck(seed | 1);
    let mut players: Vec<_> = (1..=DEVICES).map(|number| Player::new(&floor, number)).collect();
    for _ in 0..rounds {
        let player = &mut players[usize::try_from(luck.below(DEVICES as u64)).unwrap()];
        match luck.below(10) {
            0..=3 => player.acquires(&mut luck),
            4..=5 => player.releases(&mut luck),
            6 => player.starts_anew(&mut luck),
            7 => floor.is([Fault::None, Fault::Down, Fault::Lost][luck.below(3) as usize]),
            _ => floor.pass(Duration::from_secs(luck.below(400))),
        }
        let believers = players.iter().filter(|player| player.believes()).count();
        assert!(believers <= SEATS, "{believers} believe to hold one of {SEATS}: seed {seed}");
        let holders = floor.holders();
        let holds = |player: &&Player| holders.contains(&player.device.name().to_owned());
        let wrong = players.iter().filter(|player| player.believes() && !holds(player)).count();
        assert_eq!(wrong, 0, "somebody believes to hold what was given away: seed {seed}");
    }
    assert!(floor.most() <= SEATS);
    floor.is(Fault::None);
    for player in &players {
        until("every loss is told once", || player.is_settled());
    }
    drop(players);
    floor.pass(TIMEOUT);
    assert!(floor.holders().is_empty(), "leaked for longer than the timeout: seed {seed}");
}

#[test]
fn never_more_are_held_than_there_are_nor_any_for_longer_than_the_timeout() {
    for seed in 1..=4 {
        plays(seed * 7919, 120);
    }
}
