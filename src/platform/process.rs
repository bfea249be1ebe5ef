//! Which process this is: a child made by fork inherits memory, sockets and locks, but no threads.

use std::process;

use crate::error::{Error, Status};

/// The process that something belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process(u32);

impl Process {
    pub fn this() -> Self {
        Self(process::id())
    }

    pub fn is_this(self) -> bool {
        self == Self::this()
    }

    /// An error in a child that was forked off later. `what` belongs to this process.
    pub fn must_be_this(self, what: &str) -> Result<(), Error> {
        if self.is_this() {
            return Ok(());
        }
        Err(Error::new(
            Status::Config,
            format!(
                "the {what} was made before a fork, which does not take its threads along; make a new one in the child"
            ),
        ))
    }
}
