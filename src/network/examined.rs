//! What one exchange with the server has shown, whatever became of the call.

use crate::error::Error;

/// An answer came.
pub struct Examined<T> {
    pub http_status: u16,
    /// The server's time, in Unix seconds, as its `Date` says; `None`: it sent none.
    pub date: Option<i64>,
    /// This device's, when the request went out.
    pub sent_at: i64,
    /// By how many seconds requests are dated forward from now on.
    pub offset: i64,
    pub outcome: Result<T, Error>,
}

/// None came.
pub enum Unanswered {
    /// There is no access token to ask with.
    NoToken(Error),
    NoAnswer(Error),
}
