//! Stands in for the core of consumption.

use super::Activation;
use crate::error::{Error, Status};

pub use crate::config::Delivery;

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
