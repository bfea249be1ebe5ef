//! Locks between threads and processes, each an empty file of the store.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;

use crate::platform::Process;

/// Held by this process until it is dropped. Closing the file would not do: a child made by fork
/// shares it, and would hold the lock on for as long as it lives.
pub struct Lock {
    file: File,
    taken_by: Process,
}

impl Lock {
    /// Of a file that this process has just locked.
    pub fn on(file: File) -> Self {
        Self { file, taken_by: Process::this() }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // In a forked child the lock is the parent's.
        if self.taken_by.is_this() {
            let _ = self.file.unlock();
        }
    }
}

/// Why a lock could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLock {
    /// Somebody else has it.
    Held,
    /// There is none: the file system has no locks (NFS, Lustre), or the folder cannot be used. It is not waited
    /// for.
    Impossible,
}

/// Does not wait.
pub fn try_lock(file: &File) -> Result<(), NoLock> {
    file.try_lock().map_err(|error| why_not(&error))
}

fn why_not(error: &TryLockError) -> NoLock {
    match error {
        TryLockError::WouldBlock => NoLock::Held,
        TryLockError::Error(error) if error.kind() == ErrorKind::Interrupted => NoLock::Held,
        TryLockError::Error(_) => NoLock::Impossible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_another_holds_is_told_from_one_that_cannot_be_had() {
        assert_eq!(why_not(&TryLockError::WouldBlock), NoLock::Held);
        for kind in [ErrorKind::Unsupported, ErrorKind::Other, ErrorKind::StaleNetworkFileHandle] {
            assert_eq!(why_not(&TryLockError::Error(kind.into())), NoLock::Impossible, "{kind}");
        }
    }
}
