//! One record of a journal: sealed by itself, and as long as any other, so that one that cannot be read costs
//! nothing but itself.

use crate::error::Error;
use crate::store::seal::{RECORD_OVERHEAD, Seal};

/// In bytes.
pub(crate) const SLOT: usize = PLAIN + RECORD_OVERHEAD;
const PLAIN: usize = 36;

/// What is counted: all zeros for the license itself, else a part of a hash of the feature's code.
pub type CounterId = [u8; 16];

/// An amount of a counter. Numbers go on through the journals of a license: none is given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub number: u64,
    pub counter: CounterId,
    pub amount: i64,
}

impl Record {
    /// `file` is the journal's (`record_file`): a record is of no use in another one.
    pub fn seal(&self, seal: &Seal, file: &[u8]) -> Result<Vec<u8>, Error> {
        let Self { number, counter, amount } = self;
        let mut plain = Vec::with_capacity(SLOT);
        plain.extend_from_slice(&number.to_le_bytes());
        plain.extend_from_slice(&amount.to_le_bytes());
        plain.extend_from_slice(counter);
        // Room for what a later version may add.
        plain.resize(PLAIN, 0);
        seal.seal_record(file, plain)
    }

    /// `None` for anything that was not sealed as a record of this journal. The slot is overwritten.
    pub fn open(seal: &Seal, file: &[u8], slot: &mut [u8]) -> Option<Self> {
        let (number, rest) = seal.open_record(file, slot)?.split_first_chunk()?;
        let (amount, rest) = rest.split_first_chunk()?;
        let (counter, rest) = rest.split_first_chunk()?;
        let (number, amount) = (u64::from_le_bytes(*number), i64::from_le_bytes(*amount));
        rest.iter().all(|byte| *byte == 0).then_some(Self { number, counter: *counter, amount })
    }
}
