//! What a call is: what is sent, whose word its answer needs, and how that is read.
//!
//! To add one: a file beside this one with a type that implements [`Call`], and [`Stored`] if its answer
//! is stored; `network::Server::call` does the rest.

use super::trust::{self, Proven};
use super::{Encoding, Parameters, ProductIds, Service, Trust, Trusted};
use crate::error::Error;
use crate::transport::{Method, Target};

/// One call of a service. What is not said by a call is as for most of the License API's.
pub trait Call {
    /// What the answer is read as: a model, a text, or `()`.
    type Answer;

    /// The end of the path of a License API call, the kind of a stored answer, and the log's word.
    const NAME: &'static str;

    /// Not fixed for all: licenses are allocated by POST or by PUT.
    fn method(&self) -> Method;

    fn parameters(&self) -> Parameters<'_>;

    /// Whether it must not be sent twice, since it is not idempotent: it is not retried after a failure
    /// that leaves open whether the server has acted on it.
    fn once(&self) -> bool {
        false
    }

    /// Whether the answer holds a secret, so that its text is overwritten once it has been read.
    fn answer_is_secret(&self) -> bool {
        false
    }

    fn trust(&self) -> Trust {
        Trust::Signature
    }

    /// Parses an answer and makes sure that it is one to this call, about the product of this id if the
    /// application has pinned one.
    fn read(&self, answer: Trusted, ids: &ProductIds) -> Result<Self::Answer, Error>;

    fn service(&self) -> Service<'_> {
        Service::LicenseApi
    }

    fn target(&self) -> Target {
        path(Self::NAME)
    }

    fn encoding(&self) -> Encoding {
        match self.method() {
            Method::Get => Encoding::Query,
            Method::Post | Method::Put => Encoding::Json,
        }
    }

    /// The error for an answer of a good status that is not what was asked for, where no signature
    /// vouches for it.
    fn unreadable(&self, why: &str) -> Error {
        trust::not_json(why)
    }
}

fn path(name: &str) -> Target {
    Target::Path(format!("/api/v4/{name}"))
}

/// Reads an answer whose origin has been proven.
pub fn read<C: Call>(call: &C, proven: Proven, ids: &ProductIds) -> Result<C::Answer, Error> {
    let trusted = match proven {
        Proven::Signed(signed) => signed.trust(),
        Proven::ByConnection(body) => {
            Trusted::by_the_connection(body).ok_or_else(|| call.unreadable("it is not UTF-8"))?
        }
    };
    call.read(trusted, ids)
}
