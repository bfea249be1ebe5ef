//! Stands in for the core of seats and consumption.

use std::sync::Arc;

use super::Activation;
use crate::api::Who;
use crate::error::{Error, Status};
use crate::run::Task;

pub use crate::config::Delivery;

#[derive(Clone, Copy, Debug)]
#[allow(dead_code)]
pub enum SeatEvent {
    AtRisk = 1,
    Renewed = 2,
    Lost = 3,
}

pub type SeatObserver = Arc<dyn Fn(SeatEvent, Option<&Error>) + Send + Sync>;

pub struct Seat;

impl Seat {
    pub fn is_held(&self) -> bool {
        false
    }

    pub fn expires_at(&self) -> Option<i64> {
        None
    }

    pub fn release(&self) -> Result<(), Error> {
        missing()
    }
}

pub struct Balance {
    pub total: i64,
    pub limit: Option<i64>,
    pub unsent: i64,
    pub uncertain: i64,
}

fn missing<T>() -> Result<T, Error> {
    Err(Error::new(Status::Internal, "not there yet"))
}

impl Activation {
    pub fn acquire_seat(&self, _: Option<&str>, _: Option<SeatObserver>) -> Result<Seat, Error> {
        missing()
    }

    pub fn start_acquire_seat(
        &self,
        _: Option<String>,
        _: Option<SeatObserver>,
        _: impl FnOnce(Result<Seat, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        missing()
    }

    pub fn borrow(&self, _: Option<&str>, _: Option<i64>, _: Option<Who>) -> Result<i64, Error> {
        missing()
    }

    pub fn give_back(&self, _: Option<&str>) -> Result<(), Error> {
        missing()
    }

    pub fn consume(&self, _: Option<&str>, amount: i64) -> Result<(), Error> {
        if amount == 0 {
            return Err(Error::invalid("amount", "is 0"));
        }
        missing()
    }

    pub fn sync(&self) -> Result<(), Error> {
        missing()
    }

    pub fn balance(&self, _: Option<&str>) -> Result<Balance, Error> {
        missing()
    }
}
