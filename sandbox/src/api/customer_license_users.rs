//! `GET /api/v4/customer_license_users`

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use super::product;
use super::refusal::Refusal;
use crate::cached::Cached;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;

const PUBLISHED: &[u8] = include_bytes!("../../data/published-customer-license-users.json");

/// The users of `huge@example.com`: as many as were asked for.
pub struct Users {
    count: AtomicUsize,
    answer: Cached,
}

impl Users {
    /// So many of them.
    pub fn new(count: usize) -> Self {
        Self { count: AtomicUsize::new(count), answer: Cached::default() }
    }

    /// From now on so many.
    pub fn set_count(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    /// The license users of a customer, of whichever there is.
    pub fn answer(&self, key: &ResponseKey, request: &Request) -> Result<Answer, Refusal> {
        let customer = request
            .parameter("customer")
            .ok_or_else(|| Refusal::missing("customer is missing."))?;
        product::check(request.parameter("product").as_deref())?;
        match customer.to_lowercase().as_str() {
            "test@example.com" => Ok(key.answer(Bytes::from_static(PUBLISHED))),
            "empty@example.com" => Ok(key.answer(body("empty@example.com", 0))),
            "huge@example.com" => Ok(self.huge(key)),
            _ => Err(Refusal::api("customer_not_found", "There is no such customer.")),
        }
    }

    /// Made and signed once for each number of users: the server must not be what is measured.
    pub fn huge(&self, key: &ResponseKey) -> Answer {
        let count = self.count.load(Ordering::Relaxed);
        self.answer.get(count as u64, || key.answer(body("huge@example.com", count)))
    }
}

fn body(customer: &str, count: usize) -> Bytes {
    let mut text = String::with_capacity(300 * (count + 1));
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        r#"{{"customer":{{"email":"{customer}","first_name":"","last_name":"","company_name":"Sandbox Customer","phone":"","reference":"","address":"","postcode":"","city":"","country":"","state":""}},"users":["#
    );
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}");
        user(&mut text, index);
    }
    text.push_str("]}");
    text.into()
}

fn user(text: &mut String, index: usize) {
    let id = 1_719_215_304_208_000_000 + index as u64;
    let initial = index.is_multiple_of(2);
    let password = if initial { "initial-pw" } else { "" };
    let _ = write!(
        text,
        r#"{{"email":"user{index:07}@example.com","is_active":{active},"first_name":"First{index}","last_name":"Last{index}","phone_number":"","is_initial_password":{initial},"initial_password":"{password}","license_id":{id},"order_store_id":"sandbox-order-{index:07}","order_id":{order}}}"#,
        active = !index.is_multiple_of(10),
        order = id + 1,
    );
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_user_is_there_and_takes_some_290_bytes() {
        let text = body("huge@example.com", 1000);
        let value: Value = serde_json::from_slice(&text).unwrap();
        let users = value["users"].as_array().unwrap();
        assert_eq!(users.len(), 1000);
        assert_eq!(users[999]["license_id"], 1_719_215_304_208_000_999_u64);
        assert_eq!(users[0].as_object().unwrap().len(), 10);
        assert!((270..310).contains(&(text.len() / 1000)), "{}", text.len());
        assert_eq!(value["customer"]["email"], "huge@example.com");
    }
}
