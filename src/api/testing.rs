//! What is made of an answer, without a network: for tests and fuzz targets.

use super::{Call, Outgoing, ProductIds, ResponseKey, read};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::{BaseUrl, Response, Target};

/// What a call makes of an answer, from the error answer to the model. `now` is in Unix seconds.
pub fn receive<C: Call>(
    call: &C,
    answer: Response,
    key: &ResponseKey,
    known: &[&Secret],
    now: i64,
) -> Result<C::Answer, Error> {
    let outgoing = Outgoing::of(call);
    let status = answer.status;
    let base = BaseUrl::parse("https://api.example.com").expect("it is one");
    let host = match &outgoing.target {
        Target::Path(_) => base.authority(),
        Target::Endpoint(endpoint) => endpoint.server().authority(),
    };
    let proven = outgoing.receive(answer, host, known, key, now)?;
    read(call, proven, &ProductIds::default()).map_err(|error| error.with_http_status(status))
}
