//! The doctor.

use lsagent::ffi::doctor::ls_doctor;

use super::*;

pub fn rows() -> Vec<Row> {
    vec![row("ls_doctor", doctor)]
}

fn doctor(world: &World) {
    let agent = world.client.agent.as_deref();
    let refused = |agent: Option<&ls_agent>, product, credentials: Option<&ls_credentials>, ms| {
        refusal::<c_char>(|out, error| unsafe {
            ls_doctor(agent, product, credentials, ms, None, ptr::null_mut(), out, error)
        })
    };
    let none = ptr::null();
    is_refused(&refused(None, none, None, 1_000), "agent", "is NULL");
    for (bad, why) in bad_strings().into_iter().filter(|(bad, _)| bad.is_some()) {
        is_refused(&refused(agent, pointer(&bad), None, 1_000), "product_or_null", why);
    }
    for ms in [0, 3_600_001, u32::MAX] {
        is_refused(&refused(agent, none, None, ms), "timeout_ms", "expected 1 to");
    }
    let key = super::activations::credentials_of_key(c"K-1".as_ptr());
    is_refused(&refused(agent, none, key.get(), 1_000), "credentials", "a license key");
    let bad = password("", "secret");
    is_refused(&refused(agent, none, bad.get(), 1_000), "username", "is empty");
    has_nowhere_to_put_it("out_report_json", |out, error| unsafe {
        ls_doctor(agent, none, None, 1_000, None, ptr::null_mut(), out, error)
    });
}
