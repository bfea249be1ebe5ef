//! A license of the cast on a device.

use serde_json::{Value, json};

use crate::client::{Outcome, connect, expect_silence, get, post};
use crate::process::Sandbox;

const TAIL: &str = "-AAAA-BBBB-CCCC";

/// A license of the cast on a device, asked about over the wire.
pub struct Device<'a> {
    pub sandbox: &'a Sandbox,
    /// The identification of license and holder.
    pub who: Value,
}

impl<'a> Device<'a> {
    pub fn of_key(sandbox: &'a Sandbox, kind: &str, hardware_id: &str) -> Self {
        let who = json!({
            "product": "key-product", "license_key": format!("{kind}{TAIL}"),
            "hardware_id": hardware_id,
        });
        Self { sandbox, who }
    }

    pub fn of_user(sandbox: &'a Sandbox, name: &str, hardware_id: &str) -> Self {
        let who = json!({
            "product": "up", "username": format!("{name}@example.com"), "hardware_id": hardware_id,
        });
        Self { sandbox, who }
    }

    /// The same with more said, or less where it is null.
    pub fn with(&self, more: Value) -> Self {
        let mut who = self.who.clone();
        let fields = who.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        fields.retain(|_, value| !value.is_null());
        Self { sandbox: self.sandbox, who }
    }

    /// The same with one member more, which may be null.
    pub fn with_value(&self, name: &str, value: Value) -> Self {
        let mut who = self.who.clone();
        who[name] = value;
        Self { sandbox: self.sandbox, who }
    }

    pub fn post(&self, call: &str) -> Outcome {
        self.sandbox.ask(&post(self.sandbox, &format!("/api/v4/{call}"), &self.who.to_string()))
    }

    pub fn get(&self, call: &str) -> Outcome {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.who.as_object().unwrap() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            query.append_pair(name, &text);
        }
        self.sandbox.ask(&get(self.sandbox, &format!("/api/v4/{call}?{}", query.finish())))
    }

    /// A user needs the password for this.
    pub fn activate(&self) -> Outcome {
        match self.who.get("username") {
            None => self.post("activate_license"),
            Some(_) => self.with(json!({"password": "secret"})).post("activate_license"),
        }
    }

    /// An activation by key that nobody will ever answer.
    pub fn activate_in_vain(&self) -> Outcome {
        let path = "/api/v4/activate_license";
        let request = post(self.sandbox, path, &self.who.to_string());
        expect_silence(&mut *connect(self.sandbox).unwrap(), request.as_bytes())
    }

    /// Checks; the code of the refusal, or empty.
    pub fn stands(&self) -> String {
        self.check().said()
    }

    pub fn check(&self) -> Outcome {
        self.get("check_license")
    }

    pub fn deactivate(&self) -> Outcome {
        self.post("deactivate_license")
    }
}

pub fn good() -> (u16, String) {
    (200, String::new())
}

pub fn refused(code: &str) -> (u16, String) {
    (400, code.to_owned())
}

pub fn put(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    let (status, answer) = sandbox.control("PUT", path, &body.to_string());
    assert_eq!(status, 200, "{path} {body}: {answer}");
    answer
}
