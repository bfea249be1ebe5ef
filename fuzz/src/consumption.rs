//! What lies on disk of consumption.

use lsagent::fuzzing;

use super::input::{number, parts};

/// What is done to a journal, where, from which number it is read, and what else it holds. Amounts are bytes, so that
/// each sum is known.
pub fn journal(data: &[u8]) {
    let Some([what, at, from, rest]) = parts(data) else { return };
    let number = |part: &[u8]| number::<usize>(&String::from_utf8_lossy(part));
    let (at, from) = (number(at), number(from) as u64);
    let foreign = fuzzing::journal(rest, from);
    assert_eq!(foreign.sum, 0, "nothing of it was sealed");
    assert!(foreign.unreadable <= rest.len() as u64 / 64);
    let amounts: Vec<_> = rest.iter().take(64).map(|byte| i64::from(*byte) + 1).collect();
    let mut file = fuzzing::journal_of(&amounts);
    let whole = fuzzing::journal(&file, 0);
    assert_eq!((whole.sum, whole.unreadable), (amounts.iter().sum(), 0));
    assert_eq!(whole.next, amounts.len() as u64);
    let (mut left, mut lost) = (amounts.clone(), 0);
    match what {
        _ if file.is_empty() => {}
        b"cut" => {
            file.truncate(at % file.len());
            left.truncate(file.len() / 64);
        }
        b"flip" => {
            let place = at % (8 * file.len());
            file[place / 8] ^= 1 << (place % 8);
            left.remove(place / 8 / 64);
            lost = 1;
        }
        b"twice" => file.extend_from_within(..),
        b"blank" => file.resize(file.len() + at % 1000, 0),
        b"append" => file.extend_from_slice(rest),
        _ => {}
    }
    let read = fuzzing::journal(&file, 0);
    assert_eq!(read.sum, left.iter().sum::<i64>(), "what can be read counts, once");
    assert!(read.unreadable >= lost, "what cannot be read is said");
    let later = fuzzing::journal(&file, from);
    assert!((0..=read.sum).contains(&later.sum) && later.next >= from);
}

/// The state beside it.
pub fn consumption_state(data: &[u8]) {
    if let Some(again) = fuzzing::consumption_state(data) {
        assert_eq!(again, data, "what is read is written the same");
    }
}
