//! A token that all share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use shuttle::thread;

use crate::check;
use crate::error::{Error, Status};
use crate::network::tokens::{Cached, Next, Tokens};
use crate::run::{Cancel, Wait, lost};
use crate::sync::Arc;

struct World {
    tokens: Tokens<usize>,
    fetched: AtomicUsize,
    now: Instant,
}

impl World {
    fn new() -> Arc<Self> {
        let tokens = Tokens::new(|| Err(lost()));
        Arc::new(Self { tokens, fetched: AtomicUsize::new(0), now: Instant::now() })
    }

    /// A token; the first fetches fail, so many of them.
    fn token(&self, refused: Option<usize>, failures: usize) -> Result<usize, Error> {
        match self.tokens.next(refused.as_ref(), self.now, &Cancel::default()) {
            Next::Use(token) => Ok(token),
            Next::WaitFor(joined) => {
                joined.wait(&Wait::new(Duration::MAX, &Cancel::default())).expect("nobody leaves")
            }
            Next::Fetch(request) => {
                let number = self.fetched.fetch_add(1, Ordering::SeqCst);
                let until = self.now + Duration::from_secs(1);
                let outcome = if number < failures {
                    Err(Error::new(Status::Network, "it fails"))
                } else {
                    Ok(Cached { token: number, until })
                };
                self.tokens.publish(request, outcome.clone());
                outcome.map(|cached| cached.token)
            }
        }
    }
}

fn together(world: &Arc<World>, refused: Option<usize>, failures: usize) -> Vec<bool> {
    let ask = |_| {
        let world = world.clone();
        thread::spawn(move || world.token(refused, failures).is_ok())
    };
    let threads: Vec<_> = (0..3).map(ask).collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

models! {
    fn a_token_is_fetched_once_for_all_who_need_it() {
        check(|| {
            let world = World::new();
            assert_eq!(together(&world, None, 0), [true; 3]);
            assert_eq!(world.fetched.load(Ordering::SeqCst), 1);
        });
    }

    fn a_refused_token_is_replaced_once_for_all_who_used_it() {
        check(|| {
            let world = World::new();
            let refused = world.token(None, 0).unwrap();
            assert_eq!(together(&world, Some(refused), 0), [true; 3]);
            assert_eq!(world.fetched.load(Ordering::SeqCst), 2);
        });
    }

    fn a_failure_is_not_kept() {
        check(|| {
            let world = World::new();
            let outcomes = together(&world, None, 1);
            let fetched = world.fetched.load(Ordering::SeqCst);
            assert!(outcomes.contains(&false) && fetched <= 2, "{outcomes:?} {fetched}");
            assert!(world.token(None, 1).is_ok());
        });
    }
}
