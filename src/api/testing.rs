//! What is made of an answer, without a network: for tests and fuzz targets.

use super::{Authorization, Call, Outgoing, ProductIds, ResponseKey, Service, read};
use crate::error::Error;
use crate::transport::{BaseUrl, Response, Target};

/// What a call makes of an answer, from the error answer to the model. `now` is in Unix seconds.
pub fn receive<C: Call>(
    call: &C,
    answer: Response,
    key: &ResponseKey,
    now: i64,
) -> Result<C::Answer, Error> {
    let outgoing = Outgoing::of(call);
    let status = answer.status;
    let authorization = match outgoing.service {
        Service::Suite(token) => Authorization::Bearer(token),
        Service::LicenseApi | Service::OAuth => Authorization::Nothing,
    };
    let base = BaseUrl::parse("https://api.example.com").expect("it is one");
    let host = match &outgoing.target {
        Target::Path(_) => base.authority(),
        Target::Endpoint(endpoint) => endpoint.server().authority(),
    };
    let proven = outgoing.receive(answer, host, &authorization, key, now)?;
    read(call, proven, &ProductIds::default()).map_err(|error| error.with_http_status(status))
}
