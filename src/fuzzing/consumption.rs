//! What lies on disk of consumption: the journal, and the state beside it.

use crate::agent::ConsumptionState;
use crate::secret::Secret;
use crate::store::{KeySource, Seal, read_journal, write_journal};

/// What a journal adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Of the license itself.
    pub sum: i64,
    /// So many that cannot be read.
    pub unreadable: u64,
    /// The number of the next one.
    pub next: u64,
}

fn seal() -> Seal {
    let source = KeySource { secret: Secret::new("secret"), response_key: Vec::new() };
    Seal::new(&source, "device", "user")
}

/// A journal with these amounts.
pub fn journal_of(amounts: &[i64]) -> Vec<u8> {
    write_journal(&seal(), amounts).unwrap_or_else(|error| panic!("{error}"))
}

/// The records from a number on of a file that may hold anything.
pub fn journal(file: &[u8], from: u64) -> Amounts {
    let tally = read_journal(&seal(), file.to_vec(), from);
    Amounts { sum: tally.of(&[0; 16]), unreadable: tally.unreadable(), next: tally.number() }
}

/// A state as it is written again; `None`: it is none.
pub fn consumption_state(bytes: &[u8]) -> Option<Vec<u8>> {
    ConsumptionState::decode(bytes).map(|state| state.encode())
}
