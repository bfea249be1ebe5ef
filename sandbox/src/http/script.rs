//! What happens on the wire in answer to one request, step by step.

use std::io;
use std::time::Duration;

use bytes::Bytes;

use super::wire::Wire;

/// How often a dribble drips: often enough to look steady, seldom enough to cost nothing.
const DRIPS_PER_SECOND: u64 = 10;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Do nothing for a while.
    Pause(Duration),
    /// Send at once.
    Send(Bytes),
    /// Send slowly.
    Dribble(Bytes, u64),
    /// Send nothing more, and wait for the client to go away.
    Hang,
    /// End the connection in order.
    Close,
    /// End the connection with a TCP reset.
    Reset,
}

/// Does all steps; gives the connection back where it can go on.
pub async fn play(mut wire: Wire, steps: Vec<Step>) -> io::Result<Option<Wire>> {
    for step in steps {
        match step {
            Step::Pause(time) => tokio::time::sleep(time).await,
            Step::Send(bytes) => wire.send(&bytes).await?,
            Step::Dribble(bytes, per_second) => dribble(&mut wire, &bytes, per_second).await?,
            Step::Hang => {
                wire.hang().await;
                return Ok(None);
            }
            Step::Close => {
                wire.close().await;
                return Ok(None);
            }
            Step::Reset => {
                wire.reset().await;
                return Ok(None);
            }
        }
    }
    Ok(Some(wire))
}

async fn dribble(wire: &mut Wire, bytes: &[u8], per_second: u64) -> io::Result<()> {
    let (size, interval) = drip(per_second);
    let mut ticks = tokio::time::interval(interval);
    for part in bytes.chunks(size) {
        ticks.tick().await;
        wire.send(part).await?;
    }
    Ok(())
}

/// How many bytes at a time, and how long between two of them.
fn drip(per_second: u64) -> (usize, Duration) {
    let per_second = per_second.max(1);
    let size = (per_second / DRIPS_PER_SECOND).max(1);
    let interval = Duration::from_secs_f64(size as f64 / per_second as f64);
    (usize::try_from(size).unwrap_or(usize::MAX), interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dribble_keeps_its_rate() {
        assert_eq!(drip(1), (1, Duration::from_secs(1)));
        assert_eq!(drip(5), (1, Duration::from_millis(200)));
        assert_eq!(drip(1000), (100, Duration::from_millis(100)));
        assert_eq!(drip(0), drip(1));
    }
}
