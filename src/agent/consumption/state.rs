//! What is stored of a license's counters beside the journal: what was added up of it, and what became of that. One
//! entry of the store, written as a whole.

use crate::model::Int;
use crate::rules::consumption::{Account, Heard, Open, Terms};

/// A feature by its code; `None`: the license itself.
pub type Feature = Option<String>;

/// Of one license.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The records of the journal before this number are in the accounts.
    pub from: u64,
    pub accounts: Vec<(Feature, Account)>,
}

/// The digit is the format's version.
const MAGIC: &[u8] = b"consumption1";

impl State {
    /// Of a feature, empty if nothing is known of it.
    pub fn account(&self, feature: Option<&str>) -> Account {
        self.find(feature).copied().unwrap_or_default()
    }

    pub fn find(&self, feature: Option<&str>) -> Option<&Account> {
        let known = self.accounts.iter().find(|(known, _)| known.as_deref() == feature);
        known.map(|(_, account)| account)
    }

    /// The account of a feature, which has one from now on.
    pub fn entry(&mut self, feature: Option<&str>) -> &mut Account {
        let known = self.accounts.iter().position(|(known, _)| known.as_deref() == feature);
        let place = known.unwrap_or_else(|| {
            self.accounts.push((feature.map(str::to_owned), Account::default()));
            self.accounts.len().saturating_sub(1)
        });
        let entry = self.accounts.get_mut(place);
        &mut entry.expect("it was there, or was added just now").1
    }

    /// Numbers are little-endian; what may be missing has a byte before it.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = [MAGIC, &self.from.to_le_bytes()].concat();
        for (feature, account) in &self.accounts {
            put_text(&mut bytes, feature.as_deref());
            let Account { unsent, open, uncertain, heard } = account;
            put(&mut bytes, *unsent);
            put(&mut bytes, *uncertain);
            put_flag(&mut bytes, open.is_some());
            if let Some(Open { amount, least, before, at }) = open {
                [*amount, *least].into_iter().for_each(|number| put(&mut bytes, number));
                [*before, *at].into_iter().for_each(|number| put_optional(&mut bytes, number));
            }
            put_flag(&mut bytes, heard.is_some());
            if let Some(heard) = heard {
                put_heard(&mut bytes, heard);
            }
        }
        bytes
    }

    /// `None` for what is no state.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = Reader(bytes.strip_prefix(MAGIC)?);
        let mut state = Self { from: u64::from_le_bytes(rest.take()?), accounts: Vec::new() };
        while !rest.0.is_empty() {
            let feature = rest.text()?;
            if state.find(feature.as_deref()).is_some() {
                return None;
            }
            state.accounts.push((feature, rest.account()?));
        }
        Some(state)
    }
}

fn put(bytes: &mut Vec<u8>, number: i64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put_flag(bytes: &mut Vec<u8>, flag: bool) {
    bytes.push(flag.into());
}

fn put_optional(bytes: &mut Vec<u8>, number: Option<i64>) {
    put_flag(bytes, number.is_some());
    if let Some(number) = number {
        put(bytes, number);
    }
}

/// A code may have any length.
fn put_text(bytes: &mut Vec<u8>, text: Option<&str>) {
    put_flag(bytes, text.is_some());
    if let Some(text) = text {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
}

fn put_heard(bytes: &mut Vec<u8>, heard: &Heard) {
    let Heard { total, terms, at } = heard;
    let Terms { limit, may_give_back, may_fall, may_reset } = terms;
    put_flag(bytes, *total == Int::Unreadable);
    put_optional(bytes, total.get());
    put_optional(bytes, *limit);
    [*may_give_back, *may_fall, *may_reset].into_iter().for_each(|flag| put_flag(bytes, flag));
    put(bytes, *at);
}

/// What is left to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn number(&mut self) -> Option<i64> {
        self.take().map(i64::from_le_bytes)
    }

    fn flag(&mut self) -> Option<bool> {
        match self.take()? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { Some(Some(read(self)?)) } else { Some(None) }
    }

    fn text(&mut self) -> Option<Feature> {
        self.optional(|rest| {
            let length = usize::try_from(u64::from_le_bytes(rest.take()?)).ok()?;
            let (text, after) = rest.0.split_at_checked(length)?;
            rest.0 = after;
            str::from_utf8(text).ok().map(str::to_owned)
        })
    }

    fn account(&mut self) -> Option<Account> {
        let (unsent, uncertain) = (self.number()?, self.number()?);
        let open = self.optional(|rest| {
            let (amount, least) = (rest.number()?, rest.number()?);
            let (before, at) = (rest.optional(Self::number)?, rest.optional(Self::number)?);
            Some(Open { amount, least, before, at })
        })?;
        let heard = self.optional(Self::heard)?;
        Some(Account { unsent, open, uncertain, heard })
    }

    fn heard(&mut self) -> Option<Heard> {
        let (is_unreadable, total) = (self.flag()?, self.optional(Self::number)?);
        let limit = self.optional(Self::number)?;
        let (may_give_back, may_fall, may_reset) = (self.flag()?, self.flag()?, self.flag()?);
        let terms = Terms { limit, may_give_back, may_fall, may_reset };
        let total = match (is_unreadable, total) {
            (true, None) => Int::Unreadable,
            (false, None) => Int::Absent,
            (false, Some(total)) => Int::Read(total),
            (true, Some(_)) => return None,
        };
        Some(Heard { total, terms, at: self.number()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let terms =
            Terms { limit: Some(-1), may_give_back: true, may_fall: false, may_reset: true };
        let unlimited =
            Terms { limit: None, may_give_back: false, may_fall: true, may_reset: false };
        let open =
            |before| Some(Open { amount: 5, least: 3, before, at: before.map(|at: i64| -at) });
        let heard = |total, terms| Some(Heard { total, terms, at: i64::MAX });
        let account = |open, heard| Account { unsent: i64::MIN, open, uncertain: 2, heard };
        let accounts = vec![
            (None, account(open(Some(7)), heard(Int::Unreadable, terms))),
            (Some("é".into()), account(open(None), heard(Int::Read(4), unlimited))),
            (Some(String::new()), account(None, heard(Int::Absent, terms))),
        ];
        State { from: u64::MAX, accounts }
    }

    #[test]
    fn it_goes_there_and_back() {
        for state in [state(), State::default()] {
            assert_eq!(State::decode(&state.encode()), Some(state));
        }
    }

    #[test]
    fn what_is_no_state_is_none() {
        let bytes = state().encode();
        let whole: Vec<_> =
            (0..bytes.len()).filter(|length| State::decode(&bytes[..*length]).is_some()).collect();
        // Only between two accounts; the seal does not open for a part.
        assert_eq!(whole.len(), 3, "{whole:?}");
        let twice = [&bytes[..], &bytes[MAGIC.len() + 8..]].concat();
        assert_eq!(State::decode(&twice), None);
        assert_eq!(State::decode(&[&bytes[..], &[2]].concat()), None);
        assert_eq!(State::decode(b"consumption2"), None);
    }

    #[test]
    fn what_is_not_known_of_a_counter_is_nothing() {
        let mut state = state();
        assert_eq!(state.account(Some("x")), Account::default());
        state.entry(Some("x")).unsent = 4;
        assert_eq!((state.account(Some("x")).unsent, state.accounts.len()), (4, 4));
        state.entry(None).unsent = 6;
        assert_eq!((state.account(None).unsent, state.accounts.len()), (6, 4));
    }
}
