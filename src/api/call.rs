//! What a call is: what is sent, whose word its answer needs, and how that is read.
//!
//! To add one: a file beside this one with a type that implements [`Call`], and [`Stored`] if its answer
//! is stored; `network::Server::call` does the rest.

use std::any::Any;
use std::sync::Arc;

use super::trust::{self, Proven};
use super::{
    Encoding, EntryKey, Identification, Identity, Outgoing, Parameters, ProductIds, Service, Trust,
    Trusted,
};
use crate::error::Error;
use crate::model::AnyModel;
use crate::secret::Secret;
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
        Target::Path(format!("/api/v4/{}", Self::NAME))
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

/// A call without the type of its answer.
pub trait AnyCall: Any + Send + Sync {
    fn name(&self) -> &'static str;

    /// As [`Call::once`].
    fn is_once(&self) -> bool;

    fn outgoing(&self) -> Outgoing<'_>;

    /// Reads an answer off the wire.
    fn read_proven(&self, answer: Proven, ids: &ProductIds) -> Result<Arc<AnyModel>, Error>;

    /// Reads an answer out of the store.
    fn read_trusted(&self, answer: Trusted, ids: &ProductIds) -> Result<Arc<AnyModel>, Error>;

    /// Whether both ask the same.
    fn is_same(&self, other: &dyn Any) -> bool;

    /// A copy for others, with its secret.
    fn share(&self) -> Arc<dyn Stored>;
}

impl<C: Call<Answer: Any + Send + Sync> + Stored + Clone + PartialEq> AnyCall for C {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn is_once(&self) -> bool {
        self.once()
    }

    fn outgoing(&self) -> Outgoing<'_> {
        Outgoing::of(self)
    }

    fn read_proven(&self, answer: Proven, ids: &ProductIds) -> Result<Arc<AnyModel>, Error> {
        Ok(Arc::new(read(self, answer, ids)?))
    }

    fn read_trusted(&self, answer: Trusted, ids: &ProductIds) -> Result<Arc<AnyModel>, Error> {
        Ok(Arc::new(self.read(answer, ids)?))
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn share(&self) -> Arc<dyn Stored> {
        Arc::new(self.clone())
    }
}

/// A call whose answer is stored. Its type does not matter to what asks, stores and loads, which is there once for
/// all such calls; their callers get the answer back in its type.
pub trait Stored: AnyCall {
    fn key(&self) -> EntryKey<'_>;

    /// Whether a right to use rests on the answer. Such an answer is stored as it was signed, or not
    /// at all.
    fn grants_use(&self) -> bool;

    /// What earns an answer, and with it the stored one.
    fn secret(&self) -> Option<&Secret>;

    /// An error if the server cannot be asked, since no secret is in hand.
    fn require_secret(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Whom an answer is about, if it says so.
    fn person_in<'a>(&self, answer: &'a AnyModel) -> Option<&'a str>;

    /// The user who asks; `None`: the vendor's key suffices.
    fn identity(&self) -> Option<&Identity> {
        None
    }

    /// Whether the stored answer needs no newer one, however old it is.
    fn lasts(&self) -> bool {
        false
    }

    /// The license of this device that it asks about; `None`: it asks about a person's.
    fn device(&self) -> Option<&Identification> {
        None
    }

    /// The same call for another user, or for the same one with another secret; `None` if no user asks.
    fn with_identity(&self, _: Identity) -> Option<Arc<dyn Stored>> {
        None
    }
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
