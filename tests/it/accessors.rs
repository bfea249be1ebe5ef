//! Every field that the API documents has its accessor, and the accessor reads that field and no
//! other. Over the real ABI, from signed answers.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr;

use lsagent::ffi::custom_field::ls_custom_field;
use lsagent::ffi::customer::ls_customer;
use lsagent::ffi::feature::ls_feature;
use lsagent::ffi::license::*;
use lsagent::ffi::license_user::ls_license_user;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::product::ls_product;
use lsagent::ffi::user::ls_user;
use serde_json::{Map, Value, json};

use crate::support::fields::{self, Field, Reader};
use crate::support::*;

const TIMEOUT_MS: u32 = 60_000;

/// What the published schema of `user_licenses` leaves out, though answers have it.
const BESIDE_THE_SCHEMA: [(&str, &str); 10] = [
    ("is_trial", "boolean"),
    ("floating_in_use_devices", "number"),
    // As the license of a device has them.
    ("license_key", "string"),
    ("hardware_id", "string"),
    // As `product_details` answers them, of which there is no schema.
    ("product_details/properties/allow_trial", "boolean"),
    ("product_details/properties/trial_days", "number"),
    ("product_details/properties/floating_timeout", "number"),
    ("product_details/properties/allow_overages", "boolean"),
    ("product_details/properties/max_overages", "number"),
    ("product_details/properties/prevent_vm", "boolean"),
];

fn license_schema() -> Value {
    let text = include_str!("../data/user_licenses.response.schema.json");
    let mut schema: Value = serde_json::from_str(text).unwrap();
    let mut license = schema["items"].take();
    for (name, kind) in BESIDE_THE_SCHEMA {
        let property =
            name.split('/').fold(&mut license["properties"], |object, name| &mut object[name]);
        assert!(property.is_null(), "{name} is in the schema by now");
        *property = json!({"type": kind});
    }
    license
}

fn users_schema() -> Value {
    serde_json::from_str(include_str!("../data/customer_license_users.response.schema.json"))
        .unwrap()
}

/// The kinds of value, as the schema and the table call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Time,
    Json,
    Int,
    Flag,
}

/// A row of the table, whatever object it is for.
struct Row {
    function: &'static str,
    kind: Kind,
    /// The C type of the object.
    object: &'static str,
}

/// The table: from the place in the answer to the accessor. `[]` stands for an element.
fn rows_of_licenses() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    add(&mut rows, "", "ls_license", fields::LICENSE);
    add(&mut rows, "product_features[].", "ls_feature", fields::FEATURE);
    add(&mut rows, "custom_fields[].", "ls_custom_field", fields::CUSTOM_FIELD);
    add(&mut rows, "customer.", "ls_customer", fields::CUSTOMER);
    add(&mut rows, "product_details.", "ls_product", fields::PRODUCT);
    add(&mut rows, "user.", "ls_user", fields::USER);
    rows
}

fn rows_of_users() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    add(&mut rows, "customer.", "ls_customer", fields::CUSTOMER);
    add(&mut rows, "users[].", "ls_license_user", fields::LICENSE_USER);
    rows
}

fn add<T>(
    rows: &mut BTreeMap<String, Row>,
    prefix: &str,
    object: &'static str,
    fields: &[Field<T>],
) {
    for field in fields {
        let kind = match field.reader {
            Reader::Text(_) => Kind::Text,
            Reader::Json(_) => Kind::Json,
            Reader::Int(_) => Kind::Int,
            Reader::Time(_) => Kind::Time,
            Reader::Flag(_) => Kind::Flag,
        };
        let row = Row { function: field.function, kind, object };
        let twice = rows.insert(format!("{prefix}{}", field.path), row);
        assert!(twice.is_none(), "{prefix}{} is there twice", field.path);
    }
}

/// Every place in a schema that holds a value, with the type of that value.
fn leaves(schema: &Value, place: &str, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| match place {
        "" => name.to_owned(),
        _ => format!("{place}.{name}"),
    };
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap(),
        kind => kind,
    };
    match (kind.as_str().unwrap(), schema["properties"].as_object()) {
        ("object", Some(properties)) => {
            for (name, property) in properties {
                leaves(property, &below(name), found);
            }
        }
        ("array", _) => leaves(&schema["items"], &format!("{place}[]"), found),
        (kind, _) => {
            found.insert(place.to_owned(), kind.to_owned());
        }
    }
}

fn leaves_of(schema: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    leaves(schema, "", &mut found);
    found
}

fn fits(kind: Kind, schema_type: &str) -> bool {
    match schema_type {
        "string" => matches!(kind, Kind::Text | Kind::Time),
        "number" => kind == Kind::Int,
        "boolean" => kind == Kind::Flag,
        "object" => kind == Kind::Json,
        other => panic!("no accessor reads a {other}"),
    }
}

fn is_covered(schema: &Value, rows: &BTreeMap<String, Row>) {
    let leaves = leaves_of(schema);
    for (place, schema_type) in &leaves {
        let row = rows.get(place).unwrap_or_else(|| panic!("{place} has no accessor in the table"));
        assert!(
            fits(row.kind, schema_type),
            "{place} is a {schema_type}, and {} reads another kind",
            row.function
        );
    }
    let documented: BTreeSet<_> = leaves.keys().collect();
    let listed: BTreeSet<_> = rows.keys().collect();
    assert_eq!(documented, listed);
}

#[test]
fn every_documented_field_has_an_accessor_of_its_kind() {
    is_covered(&license_schema(), &rows_of_licenses());
    is_covered(&users_schema(), &rows_of_users());
    assert_eq!(leaves_of(&license_schema()).len(), 110);
}

#[test]
fn the_header_declares_each_accessor_as_its_kind_is_read() {
    let declared: BTreeMap<_, _> =
        declarations().into_iter().map(|function| (function.name.clone(), function)).collect();
    for row in rows_of_licenses().values().chain(rows_of_users().values()) {
        let Row { function, kind, object } = row;
        let declaration = declared
            .get(*function)
            .unwrap_or_else(|| panic!("the header does not declare {function}"));
        let object = format!("const {object} *");
        let (result, taken) = match kind {
            Kind::Text | Kind::Json => ("const char *", vec![&object[..]]),
            Kind::Int | Kind::Time => ("bool", vec![&object[..], "int64_t *"]),
            Kind::Flag => ("bool", vec![&object[..], "bool *"]),
        };
        let parameters: Vec<&str> = declaration.parameters.iter().map(|(c, _)| &c[..]).collect();
        assert_eq!((&declaration.returned[..], parameters), (result, taken), "{function}");
    }
}

/// How many elements the lists of an answer have.
const ELEMENTS: usize = 2;

/// An answer in which no two fields of a kind have the same value. Yes and no are too few for that:
/// there a field's values in a row of licenses spell its number.
struct Distinct<'a> {
    rows: &'a BTreeMap<String, Row>,
    /// What has to be there for the answer to be one to the question.
    fixed: &'a [(&'static str, &'static str)],
    round: usize,
}

impl Distinct<'_> {
    fn number(&self, place: &str, element: usize) -> usize {
        let at = self.rows.keys().position(|key| key == place).unwrap();
        at * ELEMENTS + element + 1
    }

    /// What the answer holds there.
    fn sent(&self, place: &str, element: usize) -> Value {
        if let Some((_, value)) = self.fixed.iter().find(|(fixed, _)| *fixed == place) {
            return json!(value);
        }
        let number = self.number(place, element);
        match self.rows[place].kind {
            Kind::Text => json!(format!("{place} {number} of {}", self.round)),
            Kind::Time => json!(format!("{}-03-01T00:00:01Z", 2000 + number)),
            Kind::Json => json!({"number": number, "of": self.round}),
            Kind::Int => json!(i64::MAX - i64::try_from(number * 100 + self.round).unwrap()),
            Kind::Flag => json!(number >> self.round & 1 == 1),
        }
    }

    /// What its accessor has to give.
    fn expected(&self, place: &str, element: usize) -> Value {
        let sent = self.sent(place, element);
        match self.rows[place].kind {
            Kind::Text | Kind::Int | Kind::Flag => sent,
            Kind::Json => json!(sent.to_string()),
            Kind::Time => json!(seconds_of_first_of_march(2000 + self.number(place, element)) + 1),
        }
    }

    fn object(&self, schema: &Value, place: &str, element: usize) -> Value {
        let name_below = |name: &str| match place {
            "" => name.to_owned(),
            _ => format!("{place}.{name}"),
        };
        if let Some(items) = schema.get("items") {
            let place = format!("{place}[]");
            return (0..ELEMENTS).map(|element| self.object(items, &place, element)).collect();
        }
        match schema["properties"].as_object() {
            None => self.sent(place, element),
            Some(properties) => properties
                .iter()
                .map(|(name, property)| {
                    (name.clone(), self.object(property, &name_below(name), element))
                })
                .collect::<Map<_, _>>()
                .into(),
        }
    }

    /// Reads an object through its accessors.
    fn check<T>(&self, prefix: &str, element: usize, fields: &[Field<T>], object: *const T) {
        // SAFETY: NULL, or an object that lives as long as the answer it was read from.
        let object = unsafe { object.as_ref() };
        assert!(object.is_some(), "{prefix} was sent");
        for field in fields {
            let place = format!("{prefix}{}", field.path);
            let expected = self.expected(&place, element);
            assert_eq!(field.read(object), expected, "{} {place}", field.function);
        }
    }
}

/// Midnight UTC, counted year by year from 2000-03-01.
fn seconds_of_first_of_march(year: usize) -> i64 {
    let days: i64 = (2001..=i64::try_from(year).unwrap())
        .map(|year| {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            365 + i64::from(leap)
        })
        .sum();
    951_868_800 + days * 86_400
}

/// As many as it takes to spell the largest number.
fn rounds(rows: &BTreeMap<String, Row>) -> usize {
    let largest = rows.len() * ELEMENTS;
    usize::try_from(largest.ilog2()).unwrap() + 1
}

fn serve(sandbox: &Sandbox, body: &Value) {
    sandbox.no_faults();
    sandbox.fault(json!({"fault": "body", "body": body.to_string()}));
}

const FIXED: [(&str, &str); 2] =
    [("product_details.short_code", "up"), ("user.email", "valid@example.com")];

#[test]
fn each_accessor_of_a_license_reads_its_own_field() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    let (schema, rows) = (license_schema(), rows_of_licenses());
    let distinct = |round| Distinct { rows: &rows, fixed: &FIXED, round };
    let flat: Vec<Value> =
        (0..rounds(&rows)).map(|round| distinct(round).object(&schema, "", 0)).collect();
    let nested: Vec<Value> = flat
        .iter()
        .map(|license| {
            let mut license = license.clone();
            let user = license.as_object_mut().unwrap().remove("user").unwrap();
            json!({"license": license, "user": user})
        })
        .collect();
    for (shape, answer) in [("flat", json!(flat)), ("nested", json!(nested))] {
        serve(&sandbox, &answer);
        let licenses = client.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(licenses.count(), rounds(&rows), "{shape}");
        let json: Value = serde_json::from_str(&licenses.json()).unwrap();
        assert_eq!(json, json!(nested), "{shape}");
        for (round, sent) in nested.iter().enumerate() {
            let license = ls_licenses_at(licenses.get(), round);
            check_license(&distinct(round), license);
            // SAFETY: it lives as long as the licenses.
            let json = owned(ls_license_to_json(unsafe { license.as_ref() })).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), *sent);
        }
    }
}

fn check_license(distinct: &Distinct, pointer: *const ls_license) {
    distinct.check("", 0, fields::LICENSE, pointer);
    // SAFETY: it lives as long as the licenses.
    let license = unsafe { pointer.as_ref() };
    distinct.check("customer.", 0, fields::CUSTOMER, ls_license_customer(license));
    distinct.check("user.", 0, fields::USER, ls_license_holder(license));
    let product = ls_license_product_details(license);
    distinct.check("product_details.", 0, fields::PRODUCT, product);
    assert_eq!(ls_license_product_features_count(license), ELEMENTS);
    assert_eq!(ls_license_custom_fields_count(license), ELEMENTS);
    for index in 0..ELEMENTS {
        let feature = ls_license_product_features_at(license, index);
        distinct.check("product_features[].", index, fields::FEATURE, feature);
        let field = ls_license_custom_fields_at(license, index);
        distinct.check("custom_fields[].", index, fields::CUSTOM_FIELD, field);
    }
    assert!(ls_license_product_features_at(license, ELEMENTS).is_null());
    assert!(ls_license_custom_fields_at(license, usize::MAX).is_null());
}

#[test]
fn each_accessor_of_a_license_user_reads_its_own_field() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    let (schema, rows) = (users_schema(), rows_of_users());
    for round in 0..rounds(&rows) {
        let distinct =
            Distinct { rows: &rows, fixed: &[("customer.email", "test@example.com")], round };
        let answer = distinct.object(&schema, "", 0);
        serve(&sandbox, &answer);
        let users = client.users_of("test@example.com", NETWORK_ONLY).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&users.json()).unwrap(), answer);
        let customer = ls_license_users_customer(users.get());
        distinct.check("customer.", 0, fields::CUSTOMER, customer);
        assert_eq!(users.count(), ELEMENTS);
        for index in 0..ELEMENTS {
            let user = ls_license_users_at(users.get(), index);
            distinct.check("users[].", index, fields::LICENSE_USER, user);
        }
        assert!(ls_license_users_at(users.get(), ELEMENTS).is_null());
    }
}

/// Whatever else is in the answer, it is for this product and user.
fn license_with(more: Value) -> Value {
    let mut license = json!({"product_details": {"short_code": "up"}});
    let fields = license.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    json!({"license": license, "user": {"email": "valid@example.com"}})
}

/// Serves one license and reads it.
fn with_license(more: Value, read: impl FnOnce(Option<&ls_license>)) {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    serve(&sandbox, &json!([license_with(more)]));
    let licenses = client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!(licenses.count(), 1);
    // SAFETY: it lives as long as the licenses.
    read(unsafe { ls_licenses_at(licenses.get(), 0).as_ref() });
}

fn all_absent<T>(fields: &[Field<T>], object: Option<&T>, but: &[&str]) {
    for field in fields.iter().filter(|field| !but.contains(&field.path)) {
        assert_eq!(field.read(object), Value::Null, "{}", field.function);
    }
}

fn reads_as_absent(license: Option<&ls_license>) {
    all_absent(fields::LICENSE, license, &[]);
    assert!(ls_license_customer(license).is_null());
    assert_eq!(ls_license_product_features_count(license), 0);
    assert_eq!(ls_license_custom_fields_count(license), 0);
    // SAFETY: both live as long as the license.
    let (user, product) = unsafe {
        (ls_license_holder(license).as_ref(), ls_license_product_details(license).as_ref())
    };
    all_absent(fields::USER, user, &["email"]);
    all_absent(fields::PRODUCT, product, &["short_code"]);
}

#[test]
fn what_was_not_sent_or_sent_as_null_is_absent() {
    with_license(json!({}), reads_as_absent);
    let nulls: Map<String, Value> = license_schema()["properties"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| *name != "product_details")
        .map(|name| (name.clone(), Value::Null))
        .collect();
    with_license(nulls.into(), reads_as_absent);
}

#[test]
fn nulls_inside_of_objects_and_lists_are_absent_too() {
    let lists = json!({
        "customer": {"email": null, "metadata": null},
        "company": {"id": null},
        "product_features": [{"id": null, "expiry_date": null, "metadata": null}, null, {}],
        "custom_fields": [{"name": null, "data_type": null, "value": null}, {}],
    });
    with_license(lists, |license| {
        // SAFETY: what is read lives as long as the license; so below.
        let customer: Option<&ls_customer> = unsafe { ls_license_customer(license).as_ref() };
        assert!(customer.is_some());
        all_absent(fields::CUSTOMER, customer, &[]);
        all_absent(fields::LICENSE, license, &[]);
        assert_eq!(ls_license_product_features_count(license), 2);
        assert_eq!(ls_license_custom_fields_count(license), 2);
        for index in 0..2 {
            let feature = unsafe { ls_license_product_features_at(license, index).as_ref() };
            all_absent::<ls_feature>(fields::FEATURE, feature, &[]);
            let field = unsafe { ls_license_custom_fields_at(license, index).as_ref() };
            all_absent::<ls_custom_field>(fields::CUSTOM_FIELD, field, &[]);
        }
    });
}

#[test]
fn null_objects_have_no_fields() {
    all_absent::<ls_license>(fields::LICENSE, None, &[]);
    all_absent::<ls_feature>(fields::FEATURE, None, &[]);
    all_absent::<ls_custom_field>(fields::CUSTOM_FIELD, None, &[]);
    all_absent::<ls_customer>(fields::CUSTOMER, None, &[]);
    all_absent::<ls_product>(fields::PRODUCT, None, &[]);
    all_absent::<ls_user>(fields::USER, None, &[]);
    all_absent::<ls_license_user>(fields::LICENSE_USER, None, &[]);
    assert_eq!(ls_license_to_json(None), ptr::null_mut());
}

fn read<T>(fields: &[Field<T>], path: &str, object: Option<&T>) -> Value {
    let field = fields.iter().find(|field| field.path == path).unwrap();
    field.read(object)
}

#[test]
fn words_that_the_api_misspells_read_as_they_are_meant() {
    let words = json!({
        "consumption_period": "annualy",
        "license_type": "of-the-future",
        "product_features": [
            {"consumption_period": "annualy", "feature_type": "consumption"},
            {"consumption_period": "annually", "feature_type": "new"},
            {"consumption_period": "fortnightly"},
        ],
        "custom_fields": [{"data_type": "numer"}, {"data_type": "number"}, {"data_type": "colour"}],
    });
    with_license(words, |license| {
        assert_eq!(read(fields::LICENSE, "consumption_period", license), "annually");
        assert_eq!(read(fields::LICENSE, "license_type", license), "of-the-future");
        let feature = |index, path: &str| {
            // SAFETY: it lives as long as the license; so below.
            let feature = unsafe { ls_license_product_features_at(license, index).as_ref() };
            read(fields::FEATURE, path, feature)
        };
        let periods = [0, 1, 2].map(|index| feature(index, "consumption_period"));
        assert_eq!(periods, ["annually", "annually", "fortnightly"]);
        assert_eq!(feature(1, "feature_type"), "new");
        let kinds = [0, 1, 2].map(|index| {
            let field = unsafe { ls_license_custom_fields_at(license, index).as_ref() };
            read(fields::CUSTOM_FIELD, "data_type", field)
        });
        assert_eq!(kinds, ["number", "number", "colour"]);
    });
}

#[test]
fn numbers_keep_all_64_bits_and_come_in_several_forms() {
    let body = r#"[{"license":{"product_details":{"short_code":"up"},
        "id":9223372036854775807,"device_id":-9223372036854775808,"max_activations":9007199254740993,
        "transfer_count":24.0,"grace_period":"24","max_transfers":1.5,"times_activated":"many",
        "trial_days":9223372036854775808,"floating_users":0,"is_trial":1,"prevent_vm":"false",
        "can_borrow":"maybe","order_store_id":12,"size":1.5},
        "user":{"email":"valid@example.com","id":1719215304208059123}}]"#;
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    sandbox.fault(json!({"fault": "body", "body": body}));
    let licenses = client.licenses_of("valid", NETWORK_ONLY).unwrap();
    // SAFETY: both live as long as the licenses.
    let license = unsafe { ls_licenses_at(licenses.get(), 0).as_ref() };
    let user = unsafe { ls_license_holder(license).as_ref() };
    for (path, value) in [
        ("id", json!(i64::MAX)),
        ("device_id", json!(i64::MIN)),
        ("max_activations", json!(9_007_199_254_740_993_i64)),
        ("transfer_count", json!(24)),
        ("grace_period", json!(24)),
        ("max_transfers", Value::Null),
        ("times_activated", Value::Null),
        ("trial_days", Value::Null),
        ("floating_users", json!(0)),
        ("is_trial", json!(true)),
        ("prevent_vm", json!(false)),
        ("can_borrow", Value::Null),
        ("order_store_id", json!("12")),
        ("size", json!("1.5")),
    ] {
        assert_eq!(read(fields::LICENSE, path, license), value, "{path}");
    }
    assert_eq!(read(fields::USER, "id", user), 1_719_215_304_208_059_123_i64);
    let whole = licenses.json();
    for digits in ["9223372036854775808", "24.0", "1719215304208059123"] {
        assert!(whole.contains(digits), "{whole}");
    }
}

#[test]
fn every_form_of_date_is_read() {
    const MIDNIGHT: i64 = 1_727_395_200;
    let forms = [
        ("2024-09-27", Some(MIDNIGHT)),
        ("2024-09-27T23:30:48.016Z", Some(MIDNIGHT + 84_648)),
        ("2024-09-27T23:30:48.016123Z", Some(MIDNIGHT + 84_648)),
        ("2024-09-27T23:30:48Z", Some(MIDNIGHT + 84_648)),
        ("2024-09-27T23:30:48", Some(MIDNIGHT + 84_648)),
        ("2024-09-27 23:30:48", Some(MIDNIGHT + 84_648)),
        ("2024-09-27 23:30:48Z", Some(MIDNIGHT + 84_648)),
        ("2024-09-27 23:30", Some(MIDNIGHT + 84_600)),
        ("2024-09-27T23:30Z", Some(MIDNIGHT + 84_600)),
        ("2024-09-28T01:30:48+02:00", Some(MIDNIGHT + 84_648)),
        ("1969-12-31T23:59:59Z", Some(-1)),
        ("", None),
        ("soon", None),
        ("2023-02-29", None),
    ];
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    let licenses: Vec<_> = forms
        .iter()
        .map(|(form, _)| {
            license_with(json!({
                "validity_period": form, "start_date": form, "maintenance_period": form,
                "borrowed_until": form, "release_date": form,
                "product_features": [{"expiry_date": form}],
            }))
        })
        .collect();
    serve(&sandbox, &json!(licenses));
    let licenses = client.licenses_of("valid", NETWORK_ONLY).unwrap();
    for (index, (form, seconds)) in forms.iter().enumerate() {
        // SAFETY: both live as long as the licenses.
        let license = unsafe { ls_licenses_at(licenses.get(), index).as_ref() };
        let feature = unsafe { ls_license_product_features_at(license, 0).as_ref() };
        for path in ["validity_period", "start_date", "maintenance_period", "borrowed_until"] {
            let read = read(fields::LICENSE, path, license);
            assert_eq!(read, json!(seconds), "{path} of {form}");
        }
        assert_eq!(read(fields::FEATURE, "expiry_date", feature), json!(seconds));
        assert_eq!(read(fields::LICENSE, "release_date", license), *form);
    }
}

#[test]
fn the_sandboxs_own_flat_and_sparse_answers_are_read() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).client();
    let flat = client.licenses_of("flat", NETWORK_ONLY).unwrap();
    // SAFETY: both live as long as the licenses.
    let license = unsafe { ls_licenses_at(flat.get(), 0).as_ref() };
    let user = unsafe { ls_license_holder(license).as_ref() };
    assert_eq!(read(fields::LICENSE, "is_trial", license), true);
    assert_eq!(read(fields::USER, "email", user), "flat@example.com");
    let sparse = client.licenses_of("sparse", NETWORK_ONLY).unwrap();
    assert_eq!(sparse.count(), 6);
    let mut seen = BTreeSet::new();
    for index in 0..6 {
        // SAFETY: it lives as long as the licenses.
        let license = unsafe { ls_licenses_at(sparse.get(), index).as_ref() };
        let end = read(fields::LICENSE, "validity_period", license);
        seen.insert(end.as_i64().expect("every form of date is read"));
    }
    // The day, the last minute of it, and the last second of it.
    assert_eq!(seen.len(), 3);
}
