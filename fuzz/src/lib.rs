//! The fuzz targets, as plain functions that panic where something does not hold. `fuzz_targets/` hands
//! them to cargo-fuzz, and `tests/corpus.rs` of the library runs them over `seeds/`.

pub mod abi;
pub mod consumption;
pub mod dates;
pub mod der;
pub mod http;
pub mod input;
pub mod json;
pub mod keys;
pub mod memory;
pub mod offline;
pub mod redirects;
pub mod rights;
pub mod store;
pub mod urls;
pub mod value;
pub mod values;
pub mod wire;

pub type Target = fn(&[u8]);

/// By the names of their files and of their folders of seeds.
pub const TARGETS: [(&str, Target); 26] = [
    ("licenses", json::licenses),
    ("license_users", json::license_users),
    ("allocations", json::allocations),
    ("blank_members", json::blank_members),
    ("is_too_deep", json::is_too_deep),
    ("members", json::members),
    ("values", values::values),
    ("offline_answer", offline::offline_answer),
    ("date", dates::date),
    ("entry", store::entry),
    ("record", store::record),
    ("seal", store::seal),
    ("journal", consumption::journal),
    ("consumption_state", consumption::consumption_state),
    ("public_key", keys::public_key),
    ("pins", keys::pins),
    ("receive", wire::receive),
    ("refusal", wire::refusal),
    ("oauth_answer", wire::oauth_answer),
    ("scrub", wire::scrub),
    ("url", urls::url),
    ("sso_url", urls::sso_url),
    ("redirect_request", redirects::redirect_request),
    ("http_answer", http::http_answer),
    ("proxy", urls::proxy),
    ("abi", abi::abi),
];
