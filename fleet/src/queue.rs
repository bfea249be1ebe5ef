//! What is to happen, in the order of time; at one time in the order in which it was said.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::scenario::END;

const LAST_SECOND: usize = END as usize / 1000;

/// Something that happens to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The application is started.
    Start,
    /// It asks whether it may run.
    Check,
    /// The time of a refresh has come.
    Refresh,
    /// So has that of a seat, to be renewed or lost.
    Renew,
    /// Or that of what was counted, to be sent.
    Send,
    /// A request leaves.
    Attempt(Attempt),
}

/// One attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt {
    /// What is asked.
    pub call: Call,
    /// How many of this call have failed.
    pub failures: u32,
    /// Until when there may be another one.
    pub until: u32,
}

/// What the service is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// An answer in the background.
    Refresh,
    /// An answer, while a person waits for it: nothing usable is stored.
    First,
    /// A seat, while a person waits for it.
    Acquire,
    /// A seat once more.
    Renew,
    /// To count.
    Consume,
}

/// When, in which order it was said, to which device, and what.
type Entry = (u32, u32, u32, Event);

/// The events that are to come. Those of each second lie together until it comes: one heap of millions would be
/// everywhere in memory.
pub struct Queue {
    seconds: Vec<Vec<Entry>>,
    this_second: BinaryHeap<Reverse<Entry>>,
    /// That of `this_second`.
    second: usize,
    said: u32,
}

impl Default for Queue {
    fn default() -> Self {
        let seconds = vec![Vec::new(); LAST_SECOND + 1];
        Self { seconds, this_second: BinaryHeap::new(), second: 0, said: 0 }
    }
}

impl Queue {
    /// Something is to happen to a device at a time that has not passed. All that comes after the end lies together.
    pub fn add(&mut self, time: u32, device: u32, event: Event) {
        self.said += 1;
        let entry = (time, self.said, device, event);
        let second = second_of(time);
        if second <= self.second {
            self.this_second.push(Reverse(entry));
        } else {
            self.seconds[second].push(entry);
        }
    }
}

/// What comes next: when, to which device, and what. It ends when nothing more will happen.
impl Iterator for Queue {
    type Item = (u32, u32, Event);

    fn next(&mut self) -> Option<Self::Item> {
        while self.this_second.is_empty() && self.second < LAST_SECOND {
            self.second += 1;
            let entries = std::mem::take(&mut self.seconds[self.second]);
            self.this_second = entries.into_iter().map(Reverse).collect();
        }
        self.this_second.pop().map(|Reverse((time, _, device, event))| (time, device, event))
    }
}

fn second_of(time: u32) -> usize {
    (time as usize / 1000).min(LAST_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_in_the_order_of_time_and_at_one_time_as_they_were_said() {
        let mut queue = Queue::default();
        for (time, device) in [(2_500, 1), (900, 2), (2_500, 3), (2_499, 4), (END, 5)] {
            queue.add(time, device, Event::Check);
        }
        assert_eq!(queue.next(), Some((900, 2, Event::Check)));
        // In the second that is going by.
        queue.add(950, 6, Event::Start);
        let order: Vec<_> = queue.map(|(_, device, _)| device).collect();
        assert_eq!(order, [6, 4, 1, 3, 5]);
    }
}
