//! Calls whose answers are stored.

use std::any::Any;
use std::sync::Arc;

use super::call::{Call, read};
use super::trust::Proven;
use super::{EntryKey, Identification, Identity, Outgoing, ProductIds, Trusted};
use crate::error::Error;
use crate::model::AnyModel;
use crate::secret::Secret;

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
