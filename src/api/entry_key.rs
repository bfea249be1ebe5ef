//! Which stored answer belongs to a call.

/// The key of an entry, as far as the call alone determines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryKey<'a> {
    /// The name of the call.
    pub kind: &'static str,
    pub product: &'a str,
    pub subject: Subject<'a>,
}

/// Whom a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A user's or a customer's email.
    Person(&'a str),
    /// A user of this customer account; the answer names them.
    SomebodyOf(&'a str),
    /// The user who signed in last on this device.
    LastUser,
    /// Nobody: this device itself, which has a license. The text is the name of its entry, by
    /// [`crate::store::of_device`].
    Device(&'a str),
}
