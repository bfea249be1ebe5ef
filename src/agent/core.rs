//! One verified answer from the server.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use super::token::Access;
use crate::clock::Clock;
use crate::config::AgentSettings;
use crate::transport::Transport;

pub struct Core {
    pub settings: AgentSettings,
    pub transport: Box<dyn Transport>,
    pub clock: Clock,
    pub access: Access,
    offset: AtomicI64,
    offset_known: AtomicBool,
}

impl Core {
    pub fn new(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        let (offset, offset_known) = (AtomicI64::new(0), AtomicBool::new(false));
        Self { settings, transport, clock, access: Access::default(), offset, offset_known }
    }

    /// How far the server's clock is ahead.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    pub fn knows_offset(&self) -> bool {
        self.offset_known.load(Ordering::Acquire)
    }

    /// Takes what a former process found out, unless this one knows better.
    pub fn learn_offset(&self, offset: i64) {
        if !self.offset_known.swap(true, Ordering::AcqRel) {
            self.offset.store(offset, Ordering::Relaxed);
        }
    }

    pub fn set_offset(&self, offset: i64) {
        self.offset_known.store(true, Ordering::Release);
        self.offset.store(offset, Ordering::Relaxed);
    }

    pub fn shut_down(&self) {
        self.transport.shut_down();
    }
}
