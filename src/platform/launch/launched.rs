//! A program that was started and is not waited for.

use std::process::Child;

use crate::platform::threads::start_thread;

/// A program that was started to show a page. When it ends, nothing of it stays in the process table.
#[derive(Default)]
pub struct Launched(pub(super) Option<(&'static str, Child)>);

impl Launched {
    /// Why it has failed, in a few words, once it has ended that way.
    pub fn failure(&mut self) -> Option<String> {
        let (program, child) = self.0.as_mut()?;
        let failure = match child.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) if !status.success() => Some(format!("{program} failed: {status}")),
            // It has done its work; or the application reaps all processes itself.
            Ok(Some(_)) | Err(_) => None,
        };
        self.0 = None;
        failure
    }
}

impl Drop for Launched {
    /// An opener may have become the browser itself, and lives as long as its window then.
    fn drop(&mut self) {
        let Some((_, mut child)) = self.0.take() else {
            return;
        };
        if matches!(child.try_wait(), Ok(None)) {
            let reap = move || {
                let _ = child.wait();
            };
            // Without a thread the process stays in the system's table until this one ends.
            let _ = start_thread("lsagent-browser", Box::new(reap));
        }
    }
}
