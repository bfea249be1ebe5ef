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

    /// Gives a share up, and takes the whole lock if nobody else has a share of it.
    pub fn alone(self) -> Result<Self, NoLock> {
        // A share cannot be turned into the whole on all systems, and nowhere at once.
        let _ = self.file.unlock();
        try_lock(&self.file)?;
        Ok(self)
    }
}

/// A share of a lock, and whether others have one too. Does not wait: nobody holds the whole for longer than a moment,
/// as long as all who want to share take turns by another lock.
pub fn share(file: File) -> Result<(Lock, bool), NoLock> {
    let has_others = match try_lock(&file) {
        Ok(()) => false,
        Err(NoLock::Held) => true,
        Err(NoLock::Impossible) => return Err(NoLock::Impossible),
    };
    if !has_others {
        let _ = file.unlock();
    }
    file.try_lock_shared().map_err(|error| why_not(&error))?;
    Ok((Lock::on(file), has_others))
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
    fn the_last_of_those_who_share_a_lock_is_alone_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let open = || File::create(dir.path().join("lock")).unwrap();
        let shares = [(); 3].map(|()| share(open()).unwrap());
        assert_eq!(shares.each_ref().map(|(_, has_others)| *has_others), [false, true, true]);
        assert_eq!(try_lock(&open()), Err(NoLock::Held));
        let [(first, _), (second, _), (third, _)] = shares;
        assert_eq!(first.alone().err(), Some(NoLock::Held));
        drop(second);
        let whole = third.alone().unwrap();
        assert_eq!(share(open()).err(), Some(NoLock::Held));
        drop(whole);
        assert!(share(open()).is_ok_and(|(_, has_others)| !has_others));
    }

    #[test]
    fn a_lock_that_another_holds_is_told_from_one_that_cannot_be_had() {
        assert_eq!(why_not(&TryLockError::WouldBlock), NoLock::Held);
        for kind in [ErrorKind::Unsupported, ErrorKind::Other, ErrorKind::StaleNetworkFileHandle] {
            assert_eq!(why_not(&TryLockError::Error(kind.into())), NoLock::Impossible, "{kind}");
        }
    }
}
