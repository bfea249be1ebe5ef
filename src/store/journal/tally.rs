//! What a journal adds up to.

use super::slot::{CounterId, Record};

/// The records from a number on, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    amounts: Vec<(CounterId, i64)>,
    /// So many that are missing before the last one that can be read.
    missing: u64,
    /// So many that cannot be read behind it; their numbers nobody knows.
    trailing: u64,
    /// The number behind the last one that can be read.
    next: u64,
}

impl Tally {
    /// An empty one, of records from this number on.
    pub fn from(number: u64) -> Self {
        Self { next: number, ..Self::default() }
    }

    /// The next record in the file. One whose number has gone by was added up before, or was put there by somebody
    /// else.
    pub fn add(&mut self, record: &Record) {
        self.trailing = 0;
        let Some(missing) = record.number.checked_sub(self.next) else {
            return;
        };
        self.missing = self.missing.saturating_add(missing);
        self.next = record.number.saturating_add(1);
        if !self.count(record) {
            self.missing = self.missing.saturating_add(1);
        }
    }

    /// One that cannot be read.
    pub fn add_unreadable(&mut self) {
        self.trailing = self.trailing.saturating_add(1);
    }

    /// The number for a record that is added: behind all that may have one.
    pub fn number(&self) -> u64 {
        self.next.saturating_add(self.trailing)
    }

    /// So many are missing, or cannot be read.
    pub fn unreadable(&self) -> u64 {
        self.missing.saturating_add(self.trailing)
    }

    /// Whether the sum is still a number.
    fn count(&mut self, record: &Record) -> bool {
        let known = self.amounts.iter_mut().find(|(counter, _)| *counter == record.counter);
        let Some((_, sum)) = known else {
            self.amounts.push((record.counter, record.amount));
            return true;
        };
        let Some(more) = sum.checked_add(record.amount) else {
            return false;
        };
        *sum = more;
        true
    }

    /// Of one counter.
    pub fn of(&self, counter: &CounterId) -> i64 {
        let known = self.amounts.iter().find(|(known, _)| known == counter);
        known.map_or(0, |(_, amount)| *amount)
    }

    /// Of each counter.
    pub fn amounts(&self) -> &[(CounterId, i64)] {
        &self.amounts
    }

    /// Whether there is nothing from the number on.
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty() && self.unreadable() == 0
    }
}
