//! Answers that take long to make.

use std::sync::Mutex;

use crate::http::answer::Answer;
use crate::lock::lock;

/// The answer that was made last, and what for.
#[derive(Default)]
pub struct Cached(Mutex<Option<(u64, Answer)>>);

impl Cached {
    /// The answer for `key`, which is made now unless it is the cached one. Others wait meanwhile.
    pub fn get(&self, key: u64, make: impl FnOnce() -> Answer) -> Answer {
        let mut cached = lock(&self.0);
        match &*cached {
            Some((made_for, answer)) if *made_for == key => answer.clone(),
            _ => {
                let answer = make();
                *cached = Some((key, answer.clone()));
                answer
            }
        }
    }
}
