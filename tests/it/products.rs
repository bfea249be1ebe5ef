//! Products, as the licensing service has them: asked of the server each time, signed, and never stored.

use std::fs;

use lsagent::ffi::agent::{ls_agent_close, ls_fetch_product};
use lsagent::ffi::config::ls_config_set_product_id;
use lsagent::ffi::product::*;
use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::fields::{self, Reader};
use crate::support::*;

const TIMEOUT_MS: u32 = 60_000;

/// The name and the id of a product.
fn fetch(client: &Client, product: &str) -> Result<(String, i64), Failure> {
    let (agent, product) = (client.agent.as_deref(), c(product));
    let product = outcome(|out, error| unsafe {
        // SAFETY: the text ends with NUL, and outlives the call.
        ls_fetch_product(agent, product.as_ptr(), out, error)
    })?;
    let name = text(ls_product_product_name(Some(&product))).expect("it was sent");
    let mut id = std::mem::MaybeUninit::uninit();
    assert!(ls_product_product_id(Some(&product), Some(&mut id)));
    ls_product_free(Some(product));
    // SAFETY: the call has filled it.
    Ok((name, unsafe { id.assume_init() }))
}

fn status(client: &Client) -> ls_status {
    fetch(client, "up").map_or_else(|failure| failure.status, |_| LS_OK)
}

fn settings(sandbox: &Sandbox) -> Settings {
    Settings::of(sandbox).timeout_ms(TIMEOUT_MS)
}

#[test]
fn a_product_is_fetched_by_one_signed_request_each_time_and_never_stored() {
    let sandbox = Sandbox::start();
    let store = tempfile::tempdir().unwrap();
    let client = settings(&sandbox).store(store.path()).client();
    for _ in 0..2 {
        assert_eq!(fetch(&client, "up").unwrap(), ("User Product".to_owned(), 10_006));
    }
    let key_based = fetch(&client, "key-product").unwrap();
    assert_eq!(key_based, ("Key Product".to_owned(), 10_007));
    let requests = sandbox.requests();
    let sent: Vec<_> =
        requests.iter().map(|request| (&request["path"], &request["raw_query"])).collect();
    let path = json!("/api/v4/product_details");
    let [up, key] = ["up", "key-product"].map(|name| {
        json!(format!("product={name}&include_latest_version=true&include_custom_fields=true"))
    });
    assert_eq!(sent, [(&path, &up), (&path, &up), (&path, &key)]);
    let entries = fs::read_dir(store.path()).unwrap();
    let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("product")), "{names:?}");
}

#[test]
fn every_field_that_was_sent_is_read() {
    let sent = include_str!("../../sandbox/data/products.json");
    let sent: Value = serde_json::from_str(sent).unwrap();
    let sandbox = Sandbox::start();
    let client = settings(&sandbox).client();
    for name in ["up", "key-product"] {
        let (agent, product) = (client.agent.as_deref(), c(name));
        let product = outcome(|out, error| unsafe {
            // SAFETY: the text ends with NUL, and outlives the call.
            ls_fetch_product(agent, product.as_ptr(), out, error)
        })
        .unwrap();
        for field in fields::PRODUCT {
            let value = field.read(Some(&product));
            let value = match field.reader {
                Reader::Json(_) => serde_json::from_str(value.as_str().unwrap()).unwrap(),
                Reader::Text(_) | Reader::Int(_) | Reader::Time(_) | Reader::Flag(_) => value,
            };
            let place = format!("/{}", field.path.replace('.', "/"));
            let sent = sent[name].pointer(&place).unwrap_or(&Value::Null);
            assert_eq!(value, *sent, "{name}: {}", field.path);
        }
        let custom = sent[name]["custom_fields"].as_array().unwrap();
        assert_eq!(ls_product_custom_fields_count(Some(&product)), custom.len(), "{name}");
        for (index, sent) in custom.iter().enumerate() {
            // SAFETY: it lives as long as the product.
            let got = unsafe { ls_product_custom_fields_at(Some(&product), index).as_ref() };
            for field in fields::PRODUCT_CUSTOM_FIELD {
                assert_eq!(field.read(got), sent[field.path], "{name}: {}", field.path);
            }
        }
        ls_product_free(Some(product));
    }
}

#[test]
fn an_unknown_product_is_refused_with_the_servers_code() {
    let sandbox = Sandbox::start();
    let client = settings(&sandbox).client();
    for (product, code) in [("nope", "unknown_product"), ("disabled-product", "disabled_product")] {
        let failure = fetch(&client, product).unwrap_err();
        assert_eq!((failure.status, failure.http_status), (LS_ERR_REFUSED, 400), "{product}");
        assert_eq!(failure.code.as_deref(), Some(code));
    }
}

#[test]
fn only_a_signed_answer_about_this_product_counts() {
    let sandbox = Sandbox::start();
    let client = settings(&sandbox).client();
    for (fault, expected) in [
        (json!({"fault": "signature", "how": "missing"}), LS_ERR_SIGNATURE),
        (json!({"fault": "signature", "how": "other-key"}), LS_ERR_SIGNATURE),
        (json!({"fault": "flip", "at": 5}), LS_ERR_SIGNATURE),
        (json!({"fault": "other_product", "short_code": "UP"}), LS_ERR_MISMATCH),
        (json!({"fault": "body", "body": "{}"}), LS_ERR_MISMATCH),
        (json!({"fault": "body", "body": "[]"}), LS_ERR_RESPONSE),
        (json!({"fault": "html"}), LS_ERR_RESPONSE),
    ] {
        sandbox.no_faults();
        sandbox.fault(fault.clone());
        assert_eq!(status(&client), expected, "{fault}");
    }
    sandbox.no_faults();
    assert_eq!(status(&client), LS_OK);
}

#[test]
fn a_product_of_another_id_than_the_pinned_one_is_a_mismatch() {
    let sandbox = Sandbox::start();
    let pinned = |id| {
        // SAFETY: the text ends with NUL.
        let set = |config: Option<&mut _>| unsafe {
            ls_config_set_product_id(config, c"up".as_ptr(), id)
        };
        settings(&sandbox).set(set).client()
    };
    assert_eq!(status(&pinned(10_006)), LS_OK);
    assert_eq!(status(&pinned(10_007)), LS_ERR_MISMATCH);
}

#[test]
fn without_an_answer_there_is_none_from_the_store() {
    let sandbox = Sandbox::start();
    let store = tempfile::tempdir().unwrap();
    let client = settings(&sandbox).store(store.path()).timeout_ms(1_000).client();
    assert!(fetch(&client, "up").is_ok());
    sandbox.fault(json!({"fault": "silent", "path": "product_details"}));
    assert_eq!(status(&client), LS_ERR_TIMEOUT);
    assert_eq!(ls_agent_close(client.agent.as_deref(), 10_000), LS_OK);
    assert_eq!(status(&client), LS_ERR_CANCELLED);
}
