//! What the log gets of an activation and of its end: no name and no key is in it.

use crate::agent::rooms::Rooms;
use crate::clock::Stopwatch;
use crate::error::Error;

/// Runs what changes the license of a product on this device, and logs how that went.
pub fn logged<T>(
    rooms: &Rooms,
    what: &str,
    product: &str,
    run: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let watch = Stopwatch::start();
    let result = run();
    let ms = watch.elapsed_ms();
    match &result {
        Ok(_) => rooms.log.info(format_args!("{what} {product}: done in {ms} ms")),
        Err(error) => {
            let why = error.for_log();
            rooms.log.warning(format_args!("{what} {product}: failed after {ms} ms, {why}"));
        }
    }
    result
}
