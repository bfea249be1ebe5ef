//! Random numbers of the operating system.

use ring::rand::{SecureRandom, SystemRandom};

use crate::error::{Error, Status};

pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Error::new(Status::Internal, "the operating system gives no random numbers")),
    }
}

/// A number from 0 to 1,000; for spreading things out in time, so without a failure.
pub fn per_mille() -> u32 {
    bytes::<4>().map_or(500, |bytes| u32::from_le_bytes(bytes) % 1001)
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
