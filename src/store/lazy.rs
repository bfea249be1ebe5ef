//! The store of an agent, opened when it is first needed.

use once_cell::sync::OnceCell;

use super::{CacheSettings, KeySource, Store};
use crate::error::Error;
use crate::log::Log;

pub struct LazyStore {
    /// `None`: the store is switched off.
    settings: Option<CacheSettings>,
    source: KeySource,
    largest: usize,
    log: Log,
    store: OnceCell<Store>,
}

impl LazyStore {
    /// Touches nothing on disk. `largest` is the most that a file may have, in bytes.
    pub fn new(
        settings: Option<CacheSettings>,
        source: KeySource,
        largest: usize,
        log: Log,
    ) -> Self {
        Self { settings, source, largest, log, store: OnceCell::new() }
    }

    /// `None` if the store is switched off. After a failure the next call tries again.
    pub fn get(&self) -> Result<Option<&Store>, Error> {
        let Some(settings) = &self.settings else {
            return Ok(None);
        };
        let open = || Store::open(settings, &self.source, self.largest, self.log.clone());
        self.store.get_or_try_init(open).map(Some)
    }
}
