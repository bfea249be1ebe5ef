//! The reasons to refuse a license, in the order in which they are looked at.

use std::time::SystemTime;

use super::call::Call;
use super::identify::Subject;
use crate::api::refusal::Refusal;
use crate::life::behaviour::Deactivated;
use crate::life::license::License;

/// Refuses a license that the vendor has switched off, and a device.
pub fn check_allowed(license: &License, blacklisted: bool) -> Result<(), Refusal> {
    if blacklisted {
        return Err(Refusal::api("blacklisted", "The device is blacklisted."));
    }
    if license.fields()["license_enabled"] == false {
        return Err(Refusal::api("license_not_enabled", "The license is disabled."));
    }
    if license.fields()["license_active"] == false {
        return Err(not_active());
    }
    Ok(())
}

/// Refuses a license whose time is over.
pub fn check_time(license: &License, now: SystemTime) -> Result<(), Refusal> {
    if !license.has_expired(now) {
        return Ok(());
    }
    let code = if license.is("is_trial") { "trial_expired" } else { "license_expired" };
    Err(Refusal::api(code, "The license has expired."))
}

/// The number of the license that is active on the device, which may be used there.
pub fn active(call: &mut Call<'_>, subject: &Subject) -> Result<u64, Refusal> {
    let blacklisted = call.state.blacklist.contains(&subject.hardware_id);
    let deactivated = call.state.behaviour.deactivated;
    let license = call.state.choose(&subject.holder, &subject.meant_here(), call.now)?;
    check_allowed(license, blacklisted)?;
    if license.is_active_on(&subject.hardware_id) {
        return Ok(license.id());
    }
    let known = license.device(&subject.hardware_id).is_some();
    if known && deactivated == Deactivated::LicenseNotActive {
        return Err(not_active());
    }
    Err(Refusal::api("device_not_found", "The license is not active on this device."))
}

fn not_active() -> Refusal {
    Refusal::api("license_not_active", "The license is not active.")
}
