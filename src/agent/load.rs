//! The stored answer to a call: found, judged by the time that the found mark leads to, and the time recorded.

use std::any::Any;
use std::sync::Arc;

use super::rooms::Rooms;
use crate::answers::Loaded;
use crate::api::{Call, Stored};
use crate::error::Error;
use crate::results::{Answer, AnyAnswer, Source};
use crate::store::Entry;

/// What the refresh of a stored answer goes by.
pub struct Kept {
    pub entry: Arc<Entry>,
    /// The newest time that the store had recorded before, in Unix seconds.
    pub newest: Option<i64>,
}

/// The stored answer, if this sign-in may have it and it is not too old by the later of this device's clock and the
/// server's. Reads two files, the answer and the mark of the time, each once, and none that has not changed since it
/// was read. The time is recorded after that, and only if an answer was used: see `rules::offline_grace`.
pub fn load_any(rooms: &Rooms, call: &dyn Stored) -> Result<AnyAnswer, Error> {
    Ok(load_to_refresh(rooms, call)?.0)
}

/// The same, with what its refresh goes by.
pub fn load_to_refresh(rooms: &Rooms, call: &dyn Stored) -> Result<(AnyAnswer, Kept), Error> {
    let found = rooms.answers.find(call)?;
    let (entry, mark) = (found.entry.clone(), found.mark);
    // The offset of the server's clock lies beside the answer: it is not read twice.
    rooms.learn_offset(|| mark);
    let time = rooms.time();
    let now = time.now();
    let Loaded { data, fetched_at } = rooms.answers.judge(call, found, now)?;
    rooms.answers.note_time(mark, now, time.offset);
    rooms.hint.note(call.key().product, &*data);
    let kept = Kept { entry, newest: mark.map(|mark| mark.newest) };
    Ok((Answer { data, source: Source::Cache, fetched_at, fallback: None, time }, kept))
}

/// The same in its type.
pub fn load<C>(rooms: &Rooms, call: &C) -> Result<Answer<C::Answer>, Error>
where
    C: Stored + Call<Answer: Any + Send + Sync>,
{
    load_any(rooms, call)?.of_type()
}
