//! The identification: holder, license and device.

use serde_json::Value;

use super::call::Call;
use crate::api::product;
use crate::api::refusal::Refusal;
use crate::life::holder::Holder;
use crate::life::state::Meant;

/// The way a user is identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By the password, or by single sign-on.
    Secret,
    /// The name is enough.
    Name,
}

/// Whose license is meant, on which device.
#[derive(Debug)]
pub struct Subject {
    /// Whose.
    pub holder: Holder,
    /// The short code of the product.
    pub product: String,
    /// The device.
    pub hardware_id: String,
    id: Option<u64>,
}

impl Subject {
    /// The license, wherever it is active.
    pub fn meant(&self) -> Meant<'_> {
        Meant { product: &self.product, id: self.id, hardware_id: None }
    }

    /// The license of this number.
    pub fn exactly(&self, id: u64) -> Meant<'_> {
        Meant { id: Some(id), ..self.meant() }
    }

    /// The license, rather one that is active on the device.
    pub fn meant_here(&self) -> Meant<'_> {
        Meant { hardware_id: Some(&self.hardware_id), ..self.meant() }
    }
}

/// Reads the identification that all calls begin with.
pub fn subject(call: &Call<'_>, proof: Proof) -> Result<Subject, Refusal> {
    let product = product::known(call.parameters.text("product").as_deref())?;
    let hardware_id = call
        .parameters
        .text("hardware_id")
        .ok_or_else(|| Refusal::api("missing_hardware_id", "hardware_id is missing."))?;
    let holder = holder(call, product, proof)?;
    let product = product["short_code"].as_str().unwrap_or_default().to_owned();
    Ok(Subject { holder, product, hardware_id, id: call.parameters.number("license_id") })
}

fn holder(call: &Call<'_>, product: &Value, proof: Proof) -> Result<Holder, Refusal> {
    let names_user = ["username", "id_token", "code"].iter().any(|name| call.parameters.has(name));
    match (product::is_key_based(product), call.parameters.text("license_key")) {
        (true, Some(key)) if !names_user => Ok(Holder::key(&key)),
        (true, None) if !names_user => {
            Err(Refusal::api("license_key_required", "license_key is missing."))
        }
        (false, None) => user(call, proof),
        (true, _) => Err(wrong_method("key-based, not user-based")),
        (false, Some(_)) => Err(wrong_method("user-based, not key-based")),
    }
}

fn wrong_method(how: &str) -> Refusal {
    let message = format!("Licenses of this product are {how}.");
    Refusal::api("invalid_product_auth_method", &message)
}

fn user(call: &Call<'_>, proof: Proof) -> Result<Holder, Refusal> {
    let name = call.parameters.text("username").filter(|_| proof == Proof::Name);
    match name {
        None => {
            let email = call.tools.sign_ins.member(&call.parameters, &call.state.accounts)?;
            Ok(Holder::user(&email))
        }
        Some(name) if call.state.accounts.knows(&name) => Ok(Holder::user(&name)),
        Some(_) => Err(Refusal::api("license_not_found", "There is no such license.")),
    }
}
