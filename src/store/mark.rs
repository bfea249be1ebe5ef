//! The newest time that the store has seen, by which a clock that was turned back is found out, and
//! by how much the server's clock is ahead of this device's.

/// Both in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// By the later of both clocks, since 1970.
    pub newest: i64,
    /// The server's time less this device's; 0 while they agree.
    pub offset: i64,
}

impl Mark {
    pub fn encode(self) -> Vec<u8> {
        [self.newest.to_le_bytes(), self.offset.to_le_bytes()].concat()
    }

    pub fn decode(plain: &[u8]) -> Option<Self> {
        let (newest, rest) = plain.split_first_chunk()?;
        let offset = rest.try_into().ok()?;
        Some(Self { newest: i64::from_le_bytes(*newest), offset: i64::from_le_bytes(offset) })
    }
}
